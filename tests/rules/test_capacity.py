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
        (network(f"10.0.0.0/28, hosts: [{hosts(13)}]"), ["C101"]),
        (network(f"10.0.0.0/28, hosts: [{hosts(12)}]"), []),
        (network(f"10.0.0.0/28, gateway: 10.0.0.1, hosts: [{hosts(12)}]"), ["C101"]),
        # 229 of 254 are just over 90 percent, 228 are not.
        (network(f"10.0.0.0/24, hosts: [{hosts(229)}]"), ["C101"]),
        (network(f"10.0.0.0/24, hosts: [{hosts(228)}]"), []),
        # A gateway that a host has, one of another family, or one that lies outside, counts no address twice.
        (network(f"10.0.0.0/28, gateway: 10.0.0.2, hosts: [{hosts(12)}]"), []),
        (network(f'10.0.0.0/28, gateway: "fe80::1", hosts: [{hosts(12)}]'), []),
        (network(f"10.0.0.0/28, gateway: 10.0.9.1, hosts: [{hosts(12)}]"), []),
        # What DHCP hands out, or a pool, is no room for fixed hosts.
        (network(f"10.0.0.0/28, dhcp: 10.0.0.9-10.0.0.9, hosts: [{hosts(6)}, {hosts(5, 10)}]"), []),
        (network(f"10.0.0.0/28, dhcp: 10.0.0.9-10.0.0.9, hosts: [{hosts(7)}, {hosts(5, 10)}]"), ["C101"]),
        (network(f"10.0.0.0/27, dhcp: 10.0.0.17-10.0.0.30, hosts: [{hosts(14)}]"), []),
        (network(f"10.0.0.0/27, dhcp: 10.0.0.17-10.0.0.30, hosts: [{hosts(15)}]"), ["C101"]),
        (network(f"10.0.0.0/27, dhcp: 10.0.0.2-10.0.0.30, capacity: 1, hosts: [{hosts(8)}]"), []),
        # Small networks are full soon; they may say so themselves.
        (network(f"10.0.0.0/29, hosts: [{hosts(5)}]"), []),
        (network(f"10.0.0.0/29, capacity: 83, hosts: [{hosts(5)}]"), ["C101"]),
        (network(f"10.0.0.0/29, capacity: 84, hosts: [{hosts(5)}]"), []),
        (network(f"10.0.0.0/28, dhcp: 10.0.0.9-10.0.0.14, hosts: [{hosts(8, 1)}]"), ["C101"]),
        (network(f"10.0.0.0/28, dhcp: 10.0.0.8-10.0.0.14, hosts: [{hosts(7, 1)}]"), []),
        # The settings say what is full where the network does not.
        (network(f"10.0.0.0/28, hosts: [{hosts(7)}]") + "settings: {capacity: 50}\n", ["C101"]),
        (network(f"10.0.0.0/28, hosts: [{hosts(7)}]") + "settings: {capacity: 51}\n", []),
        (network(f"10.0.0.0/28, capacity: 51, hosts: [{hosts(7)}]") + "settings: {capacity: 50}\n", []),
        # IPv6 is never full, and no interface is in a pool.
        (network('"fd5b:7c1e:93a2::/126", capacity: 1, hosts: [{name: a, address: "fd5b:7c1e:93a2::1"}]'), []),
        (network(f"10.0.0.0/28, role: container, hosts: [{hosts(13)}]"), []),
        (
            network(
                '[10.0.0.0/29, "fd5b:7c1e:93a2::/64"], capacity: 50, hosts: ['
                '{name: a, address: [10.0.0.2, "fd5b:7c1e:93a2::2"]}, {name: b, address: "fd5b:7c1e:93a2::3"}]'
            ),
            [],
        ),
        # Where DHCP hands out all there is, no share of nothing is taken.
        (network("10.0.0.0/29, dhcp: 10.0.0.1-10.0.0.6, capacity: 1, hosts: [{name: a, address: 10.0.0.0}]"), []),
        # A pool is full at 90 percent: 9 of 10 are, 17 of 19 are a little less.
        (pinned(9, 10), ["C102"]),
        (pinned(17, 19), []),
        (pinned(18, 19), ["C102"]),
        # Two services on one address take one.
        (
            "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], pinned_services: ["
            + ", ".join(f"{{name: s{number}, address: 10.0.9.{number}}}" for number in range(8))
            + "]}]\n",
            ["C102"],
        ),
        (
            "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], pinned_services: ["
            + ", ".join(f"{{name: s{number}, address: 10.0.9.{number}}}" for number in range(1, 8))
            + ", {name: s1, namespace: b, address: 10.0.9.1}]}]\n",
            [],
        ),
        (
            "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0-10.0.9.6}], pinned_services: ["
            + ", ".join(f"{{name: s{number}, address: 10.0.9.{number}}}" for number in range(7))
            + "]}]\n",
            [],
        ),
        # Nodes in a pool are another mistake.
        (
            "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], nodes: ["
            + ", ".join(f"{{name: s{number}, address: 10.0.9.{number}}}" for number in range(8))
            + "]}]\n",
            [],
        ),
        (
            (
                "settings: {capacity: 12}\n"
                "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], pinned_services: ["
                "{name: s, address: 10.0.9.1}]}]\n"
            ),
            ["C102"],
        ),
        (
            (
                "settings: {capacity: 13}\n"
                "clusters: [{name: k, load_balancers: [{product: metallb, pools: 10.0.9.0/29}], pinned_services: ["
                "{name: s, address: 10.0.9.1}]}]\n"
            ),
            [],
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
    assert "which is 90" in problem.hint
    assert problem.parties == ("lan",)
