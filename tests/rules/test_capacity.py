"""Capacity: the edges of the rules that their pages do not show."""

from __future__ import annotations

from datetime import date
from functools import partial

import lab
import pytest

from cidrbook import rules
from cidrbook.plan.load import parse

codes = partial(lab.codes, only=("C", "U101"))


def hosts(count: int, start: int = 2) -> str:
    return ", ".join(f"{{name: h{number}, address: 10.0.0.{number}}}" for number in range(start, start + count))


def pinned(count: int, last: int) -> str:
    """A pool from 10.0.9.1 to the last address, and that many services in it."""
    services = ", ".join(f"{{name: s{number}, address: 10.0.9.{number}}}" for number in range(1, count + 1))
    balancer = f"{{product: metallb, pools: 10.0.9.1-10.0.9.{last}}}"
    return f"clusters: [{{name: k, load_balancers: [{balancer}], pinned_services: [{services}]}}]\n"


def network(rest: str) -> str:
    return f"networks: [{{name: lan, cidr: {rest}}}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        # Of 14 addresses in a /28, 13 are more than 90 percent, 12 are not.
        pytest.param(network(f"10.0.0.0/28, hosts: [{hosts(13)}]"), ["C101"], id="13 of 14"),
        pytest.param(network(f"10.0.0.0/28, hosts: [{hosts(12)}]"), [], id="12 of 14"),
        pytest.param(
            network(f"10.0.0.0/28, gateway: 10.0.0.1, hosts: [{hosts(12)}]"), ["C101"], id="12 and the gateway"
        ),
        # 229 of 254 are just over 90 percent, 228 are not.
        pytest.param(network(f"10.0.0.0/24, hosts: [{hosts(229)}]"), ["C101"], id="229 of 254"),
        pytest.param(network(f"10.0.0.0/24, hosts: [{hosts(228)}]"), [], id="228 of 254"),
        # A gateway that a host has, one of another family, or one that lies outside, counts no address twice.
        pytest.param(network(f"10.0.0.0/28, gateway: 10.0.0.2, hosts: [{hosts(12)}]"), [], id="a host is the gateway"),
        pytest.param(
            network(f'10.0.0.0/28, gateway: "fe80::1", hosts: [{hosts(12)}]'), [], id="a gateway that is link-local"
        ),
        pytest.param(network(f"10.0.0.0/28, gateway: 10.0.9.1, hosts: [{hosts(12)}]"), [], id="a gateway outside"),
        # What DHCP hands out, or a pool, is no room for fixed hosts.
        pytest.param(
            network(f"10.0.0.0/28, dhcp: 10.0.0.9-10.0.0.9, hosts: [{hosts(6)}, {hosts(5, 10)}]"),
            [],
            id="11 of 13 beside a range",
        ),
        pytest.param(
            network(f"10.0.0.0/28, dhcp: 10.0.0.9-10.0.0.9, hosts: [{hosts(7)}, {hosts(5, 10)}]"),
            ["C101"],
            id="12 of 13 beside a range",
        ),
        pytest.param(
            network(f"10.0.0.0/27, dhcp: 10.0.0.17-10.0.0.30, hosts: [{hosts(14)}]"), [], id="14 of 16 beside a range"
        ),
        pytest.param(
            network(f"10.0.0.0/27, dhcp: 10.0.0.17-10.0.0.30, hosts: [{hosts(15)}]"),
            ["C101"],
            id="15 of 16 beside a range",
        ),
        pytest.param(
            network(f"10.0.0.0/27, dhcp: 10.0.0.2-10.0.0.30, capacity: 1, hosts: [{hosts(8)}]"),
            [],
            id="hosts in a range",
        ),
        # Small networks are full soon; they may say so themselves.
        pytest.param(network(f"10.0.0.0/29, hosts: [{hosts(5)}]"), [], id="5 of 6"),
        pytest.param(network(f"10.0.0.0/29, capacity: 83, hosts: [{hosts(5)}]"), ["C101"], id="an own share below"),
        pytest.param(network(f"10.0.0.0/29, capacity: 84, hosts: [{hosts(5)}]"), [], id="an own share above"),
        pytest.param(
            network(f"10.0.0.0/28, dhcp: 10.0.0.9-10.0.0.14, hosts: [{hosts(8, 1)}]"),
            ["C101"],
            id="8 of 8 beside a range",
        ),
        pytest.param(
            network(f"10.0.0.0/28, dhcp: 10.0.0.8-10.0.0.14, hosts: [{hosts(7, 1)}]"), [], id="7 of 7, two in the range"
        ),
        # The settings say what is full where the network does not.
        pytest.param(
            network(f"10.0.0.0/28, hosts: [{hosts(7)}]") + "settings: {capacity: 50}\n", ["C101"], id="the plan's share"
        ),
        pytest.param(
            network(f"10.0.0.0/28, hosts: [{hosts(7)}]") + "settings: {capacity: 51}\n", [], id="below the plan's share"
        ),
        pytest.param(
            network(f"10.0.0.0/28, capacity: 51, hosts: [{hosts(7)}]") + "settings: {capacity: 50}\n",
            [],
            id="the network's share before the plan's",
        ),
        # IPv6 is never full, and no interface is in a pool.
        pytest.param(
            network('"fd5b:7c1e:93a2::/126", capacity: 1, hosts: [{name: a, address: "fd5b:7c1e:93a2::1"}]'),
            [],
            id="IPv6",
        ),
        pytest.param(
            network(f"10.0.0.0/28, role: container, hosts: [{hosts(13)}]"), [], id="a network that only holds others"
        ),
        pytest.param(
            network(
                '[10.0.0.0/29, "fd5b:7c1e:93a2::/64"], capacity: 50, hosts: ['
                '{name: a, address: [10.0.0.2, "fd5b:7c1e:93a2::2"]}, {name: b, address: "fd5b:7c1e:93a2::3"}]'
            ),
            [],
            id="both families",
        ),
        # Where DHCP hands out all there is, no share of nothing is taken.
        pytest.param(
            network("10.0.0.0/29, dhcp: 10.0.0.1-10.0.0.6, capacity: 1, hosts: [{name: a, address: 10.0.0.0}]"),
            [],
            id="the network address",
        ),
        # A pool is full at 90 percent: 9 of 10 are, 17 of 19 are a little less.
        pytest.param(pinned(9, 10), ["C102"], id="9 of 10 of a pool"),
        pytest.param(pinned(17, 19), [], id="17 of 19 of a pool"),
        pytest.param(pinned(18, 19), ["C102"], id="18 of 19 of a pool"),
        # Two services on one address take one.
        pytest.param(
            "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], pinned_services: ["
            + ", ".join(f"{{name: s{number}, address: 10.0.9.{number}}}" for number in range(8))
            + "]}]\n",
            ["C102"],
            id="8 of 8 of a pool",
        ),
        pytest.param(
            "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], pinned_services: ["
            + ", ".join(f"{{name: s{number}, address: 10.0.9.{number}}}" for number in range(1, 8))
            + ", {name: s1, namespace: b, address: 10.0.9.1}]}]\n",
            [],
            id="two services on one address",
        ),
        pytest.param(
            "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0-10.0.9.6}], pinned_services: ["
            + ", ".join(f"{{name: s{number}, address: 10.0.9.{number}}}" for number in range(7))
            + "]}]\n",
            [],
            id="7 of 7 of a small pool",
        ),
        # Nodes in a pool are another mistake.
        pytest.param(
            "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], nodes: ["
            + ", ".join(f"{{name: s{number}, address: 10.0.9.{number}}}" for number in range(8))
            + "]}]\n",
            [],
            id="nodes in a pool",
        ),
        pytest.param(
            (
                "settings: {capacity: 12}\n"
                "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], pinned_services: ["
                "{name: s, address: 10.0.9.1}]}]\n"
            ),
            ["C102"],
            id="the plan's share of a pool",
        ),
        pytest.param(
            (
                "settings: {capacity: 13}\n"
                "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], pinned_services: ["
                "{name: s, address: 10.0.9.1}]}]\n"
            ),
            [],
            id="below the plan's share of a pool",
        ),
    ],
)
def test_a_network_or_pool_is_full_when_its_share_is_reached(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_a_full_network_says_how_full_it_is_and_what_the_limit_is() -> None:
    [problem] = [
        finding.problem
        for finding in rules.check(parse({"a.yaml": network(f"10.0.0.0/28, hosts: [{hosts(13)}]")}), date(2026, 11, 23))
        if finding.code == "C101"
    ]
    assert "13 of its 14 addresses" in problem.message
    assert "92 percent" in problem.message
    assert "`capacity` (90)" in problem.hint
    assert problem.parties == ("lan",)
