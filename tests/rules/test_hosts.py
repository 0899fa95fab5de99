"""Hosts: the edges of the rules that their pages do not show."""

from __future__ import annotations

from datetime import date
from functools import partial

import lab
import pytest
from entries import hosts, network, nodes, router, services, virtual

from cidrbook import rules
from cidrbook.plan.load import parse

codes = partial(lab.codes, only="HIT")
found = partial(lab.found, only="HIT")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(
            hosts("{name: a, address: 10.3.1.9, shared: true}", "{name: b, address: 10.3.1.9, shared: true}"),
            [],
            id="both say so",
        ),
        pytest.param(
            hosts("{name: a, address: 10.3.1.9, shared: true}", "{name: b, address: 10.3.1.9}"),
            ["H302"],
            id="only the first says so",
        ),
        pytest.param(
            hosts("{name: a, address: 10.3.1.9}", "{name: b, address: 10.3.1.9, shared: true}"),
            ["H302"],
            id="only the second says so",
        ),
        pytest.param(
            hosts("{name: a, address: 10.3.1.9, shared: no}", "{name: b, address: 10.3.1.9, shared: no}"),
            ["H302"],
            id="both deny it",
        ),
        pytest.param(
            hosts("{name: a, address: 10.3.1.9, shared: maybe}", "{name: b, address: 10.3.1.9, shared: true}"),
            [],
            id="the first cannot be read",
        ),
        pytest.param(
            hosts("{name: a, address: 10.3.1.9, shared: true}", "{name: b, address: 10.3.1.9, shared: maybe}"),
            [],
            id="the second cannot be read",
        ),
        pytest.param(
            services("{name: a, address: 10.0.0.5, sharing_key: k}", "{name: b, address: 10.0.0.5, sharing_key: k}"),
            [],
            id="one sharing key",
        ),
        pytest.param(
            services("{name: a, address: 10.0.0.5, sharing_key: k}", "{name: b, address: 10.0.0.5}"),
            ["H302"],
            id="a key at one of two services",
        ),
        pytest.param(
            services("{name: a, address: 10.0.0.5}", "{name: b, address: 10.0.0.5}"), ["H302"], id="two services"
        ),
        pytest.param(
            services(
                "{name: a, address: 10.0.0.5, sharing_key: k, ports: 53/udp}",
                "{name: b, address: 10.0.0.5, sharing_key: k, ports: 53/udp}",
            ),
            ["H302"],
            id="one key and one port",
        ),
        pytest.param(
            services(
                "{name: a, address: 10.0.0.5, ports: 53/udp}",
                "{name: b, address: 10.0.0.5, ports: 80/tcp}",
                "{name: c, address: 10.0.0.5, ports: [22/tcp, 80/tcp]}",
            ),
            ["H302", "H302"],
            id="three services, two on one port",
        ),
        pytest.param(
            services(
                "{name: a, address: 10.0.0.5, ports: 53/udp}",
                "{name: b, address: 10.0.0.5, ports: [53/udp, 80/tcp]}",
                "{name: c, address: 10.0.0.5, ports: 80/tcp}",
            ),
            ["H302", "H302"],
            id="ports that meet in turn",
        ),
        pytest.param(
            hosts("{name: a, address: 10.3.1.9}") + services("{name: b, address: 10.3.1.9, ports: 53/udp}"),
            ["H302"],
            id="a host and a service with a port",
        ),
        pytest.param(
            services("{name: a, address: 10.0.0.5, ports: 53/udp}", "{name: b, address: 10.0.0.5}"),
            ["H302"],
            id="only the first service has ports",
        ),
        pytest.param(
            services("{name: a, address: 10.0.0.5}", "{name: b, address: 10.0.0.5, ports: 53/udp}"),
            ["H302"],
            id="only the second service has ports",
        ),
        pytest.param(
            services("{name: a, namespace: x, address: 10.0.0.5}", "{name: a, namespace: y, address: 10.0.0.5}"),
            ["H302"],
            id="services of two namespaces",
        ),
        pytest.param(
            hosts("{name: a, address: 10.9.0.1}", cidr="[10.3.1.0/24, 10.9.0.0/33]"),
            [],
            id="the host's network cannot be read",
        ),
        pytest.param(hosts("{name: a, address: 10.9.0.1}", cidr="[]"), [], id="the host's network has no prefix"),
        pytest.param(
            'routers: [{name: a, addresses: "fe80::1"}, {name: b, addresses: "fe80::1"}]\n', [], id="link-local"
        ),
        pytest.param(
            'routers: [{name: a, addresses: "febf::1"}, {name: b, addresses: "febf::1"}]\n',
            [],
            id="the last of link-local",
        ),
        pytest.param(
            'routers: [{name: a, addresses: "fec0::1"}, {name: b, addresses: "fec0::1"}]\n',
            ["H302"],
            id="behind link-local",
        ),
        pytest.param(
            "routers: [{name: a, addresses: 10.0.0.1}, {name: b, addresses: 10.0.0.1, site: x}]\n", [], id="two sites"
        ),
        pytest.param(
            "routers: [{name: a, addresses: 10.0.0.1}, {name: b, addresses: 10.0.0.1, vrf: x}]\n", [], id="two VRFs"
        ),
    ],
)
def test_an_address_is_shared_by_those_who_all_say_so(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_who_has_a_taken_address_is_told_the_next_free_one_where_there_is_one() -> None:
    (finding,) = found(hosts("{name: a, address: 10.3.1.1}", "{name: b, address: 10.3.1.1}"))
    assert "another address, such as 10.3.1.2;" in finding.problem.hint
    (finding,) = found(hosts("{name: a, address: 10.3.1.1, shared: true}", "{name: b, address: 10.3.1.1}"))
    assert "`shared: true` at both" in finding.problem.hint
    (finding,) = found("routers: [{name: a, addresses: 10.0.0.1}, {name: b, addresses: 10.0.0.1}]\n")
    assert "another address;" in finding.problem.hint
    full = hosts("{name: a, address: 10.3.1.0}", "{name: b, address: 10.3.1.0}", cidr="10.3.1.0/32")
    assert "another address;" in found(full)[0].problem.hint
    held = "networks: [{name: all, cidr: 10.0.0.0/8, role: container}]\n"
    (finding,) = found(held + "routers: [{name: a, addresses: 10.0.0.1}, {name: b, addresses: 10.0.0.1}]\n")
    assert "another address;" in finding.problem.hint


def test_a_host_elsewhere_is_told_where_it_belongs() -> None:
    plan = "networks: [{name: lan, cidr: 10.3.1.0/24, hosts: [{name: a, address: 10.9.0.1}]}, {name: b, cidr: %s}]\n"
    assert "move it to b (10.9.0.0/24)" in found(plan % "10.9.0.0/24")[0].problem.hint
    assert found(plan % "10.9.0.0/24, role: container")[0].problem.hint == "correct the address"
    assert found(plan % "10.9.1.0/24")[0].problem.hint == "correct the address"


DELEGATION = 'delegations: [{name: isp, length: 56, prefix: "2001:db8:5b7c:100::/56"}]\n'


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(
            DELEGATION
            + hosts('{name: a, address: "2001:db8:5b7c:101::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            [],
            id="in its subnet",
        ),
        pytest.param(
            DELEGATION
            + hosts('{name: a, address: "2001:db8:5b7c:102::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            ["H301"],
            id="in the next subnet",
        ),
        pytest.param(
            DELEGATION + hosts('{name: a, address: "fd5b:7c1e:93a2::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            ["H301"],
            id="a unique local address",
        ),
        pytest.param(
            DELEGATION + hosts('{name: a, address: "2001:db8:5b7c:101::5"}'),
            ["H301"],
            id="a network that takes nothing",
        ),
        pytest.param(
            "delegations: [{name: isp, length: 56}]\n"
            + hosts('{name: a, address: "2001:db8::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            [],
            id="a prefix that is not known",
        ),
        pytest.param(
            "delegations: [{name: isp, length: 56}]\n"
            + hosts('{name: a, address: "fd5b:7c1e:93a2::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            ["H301"],
            id="a unique local address and an unknown prefix",
        ),
        pytest.param(
            DELEGATION.replace("[", "[{name: other, length: 48}, ")
            + hosts('{name: a, address: "2001:db8:5b7c:102::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            ["H301"],
            id="another delegation before it",
        ),
        pytest.param(
            DELEGATION + hosts('{name: a, address: "2001:db8:5b7c:102::5"}', more=", delegated: {by: isp}"),
            [],
            id="without a subnet id",
        ),
        pytest.param(
            hosts("{name: a, address: 32.0.0.1}", more=", delegated: {by: isp, subnet_id: 1}"), ["H301"], id="IPv4"
        ),
        pytest.param(
            hosts('{name: a, address: "2001:db8::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            [],
            id="no such delegation",
        ),
        pytest.param(
            'delegations: [{name: isp, prefix: "2001:db8:5b7c:100::/56"}]\n'
            + hosts('{name: a, address: "2001:db8:5b7c:200::5"}', more=", delegated: {by: isp, subnet_id: 256}"),
            [],
            id="a subnet id that is too large",
        ),
        pytest.param(
            'delegations: [{name: isp, prefix: "2001:db8:5b7c:100::/65"}]\n'
            + hosts('{name: a, address: "2001:db8:5b7c:100::5"}', more=", delegated: {by: isp, subnet_id: 0}"),
            [],
            id="a prefix that is longer than a subnet",
        ),
        pytest.param(
            'delegations: [{name: isp, prefix: "2001:db8:5b7c:100::/64"}]\n'
            + hosts('{name: a, address: "2001:db8:5b7c:101::5"}', more=", delegated: {by: isp, subnet_id: 0}"),
            ["H301"],
            id="a prefix of one subnet",
        ),
        pytest.param(
            "delegations: [{name: isp, prefix: 10.0.0.0/8}]\n"
            + hosts('{name: a, address: "2001:db8:5b7c:101::5"}', more=", delegated: {by: isp, subnet_id: 0}"),
            [],
            id="a prefix of IPv4",
        ),
    ],
)
def test_a_host_may_be_in_its_network_by_way_of_a_delegated_prefix(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (network("10.3.1.0/30") + router("10.3.1.0"), ["H303"]),
        (network("10.3.1.0/30") + router("10.3.1.1"), []),
        (network("10.3.1.0/30") + router("10.3.1.2"), []),
        (network("10.3.1.0/30") + router("10.3.1.3"), ["H303"]),
        (network("10.3.1.0/31") + router("10.3.1.0"), []),
        (network("10.3.1.0/31") + router("10.3.1.1"), []),
        (network("10.3.1.0/32") + router("10.3.1.0"), []),
        (network("[10.3.1.0/24, 10.3.2.0/24]") + router("[10.3.1.255, 10.3.2.0]"), ["H303", "H303"]),
        (network("[10.3.0.0/16, 10.3.2.0/24]") + router("10.3.1.0"), []),
        (network("10.3.1.0/24", ", role: pods") + router("10.3.1.0"), []),
        (network("10.3.1.0/24", ", role: container") + router("10.3.1.255"), []),
        (network("10.3.1.0/24") + services("{name: a, address: 10.3.1.0}"), []),
        (network("10.3.1.0/24") + nodes("{name: a, address: 10.3.1.0}"), ["H303"]),
        (network("10.3.1.0/24", ", site: x") + router("10.3.1.0"), []),
        (network('"fd5b:7c1e:93a2:1::/126"') + router('"fd5b:7c1e:93a2:1::"'), ["H304"]),
        (network('"2a00::/30"') + router('"2a00::"'), ["H304"]),
        (network('"fd5b:7c1e:93a2:1::/126"') + router('"fd5b:7c1e:93a2:1::3"'), []),
        (network('"fd5b:7c1e:93a2:1::/126"') + router('"fd5b:7c1e:93a2:1::1"'), []),
        (network('"fd5b:7c1e:93a2:1::/127"') + router('"fd5b:7c1e:93a2:1::"'), []),
        (network('"fd5b:7c1e:93a2:1::/128"') + router('"fd5b:7c1e:93a2:1::"'), []),
        (network('"fd5b:7c1e:93a2:1::/64"') + router('"fd5b:7c1e:93a2:1::"', ", shared: true"), []),
        (network('"fd5b:7c1e:93a2:1::/64"', ", role: services") + router('"fd5b:7c1e:93a2:1::"'), []),
    ],
)
def test_the_first_and_last_address_of_a_prefix_are_kept_where_they_mean_something(
    plan: str, expected: list[str]
) -> None:
    assert codes(plan) == expected


def test_what_has_a_kept_address_is_told_a_free_one() -> None:
    (finding,) = found(network("10.3.1.0/24") + router("[10.3.1.1, 10.3.1.255]"))
    assert finding.problem.hint == "give it another address, such as 10.3.1.2"
    assert "the broadcast address of lan (10.3.1.0/24)" in finding.problem.message
    (finding,) = found(network("10.3.1.0/24") + router("10.3.1.0"))
    assert "the network address of lan (10.3.1.0/24)" in finding.problem.message
    (finding,) = found(network('"fd5b:7c1e:93a2:1::/64"') + router('"fd5b:7c1e:93a2:1::"'))
    assert finding.problem.hint == "give it another address"  # the first one is most likely the router's


GATE = "networks: [{name: lan, cidr: 10.3.1.0/24, gateway: 10.3.1.1}]\n"
GATE_HOST = hosts("{name: nas, address: 10.3.1.1}", more=", gateway: 10.3.1.1")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(GATE_HOST, [], id="a host, and no router"),
        pytest.param(GATE_HOST + router("10.3.1.2"), ["H305"], id="a host beside a router"),
        pytest.param(GATE_HOST + router('"fe80::2"'), [], id="the router is link-local"),
        pytest.param(GATE_HOST + router("10.3.1.2", ", site: x"), [], id="the router is at another site"),
        pytest.param(GATE_HOST + router("[]"), [], id="the router has no address"),
        pytest.param(GATE_HOST + router("10.3.1.2", ", id: nas"), ["H312"], id="the router is the host"),
        pytest.param(GATE_HOST + router("10.3.1.1"), ["H302"], id="the router has it too"),
        pytest.param(
            hosts("{name: nas, address: 10.3.1.1, shared: true}", more=", gateway: 10.3.1.1") + router("10.3.1.2"),
            [],
            id="the host shares it",
        ),
        pytest.param(GATE + services("{name: s, address: 10.3.1.1}"), ["H305"], id="a service"),
        pytest.param(GATE + services("{name: s, address: 10.3.1.2}"), [], id="a service beside it"),
        pytest.param(GATE + nodes("{name: n, address: 10.3.1.1}"), ["H305"], id="a node"),
        pytest.param(GATE + nodes("{name: n, address: 10.3.1.1}", more=", vrf: x"), [], id="a node in another VRF"),
        pytest.param(
            GATE + nodes("{name: n, address: 10.3.1.1}") + router("10.3.1.2", ", id: n"),
            ["H312"],
            id="a node that is the router",
        ),
        pytest.param(
            GATE + nodes("{name: n, address: 10.3.1.1}") + router("10.3.1.1"), ["H302"], id="a node and the router"
        ),
        pytest.param(
            GATE + nodes("{name: n, address: 10.3.1.1}", "{name: m, address: 10.3.1.1}"),
            ["H302", "H305"],
            id="two nodes",
        ),
        pytest.param(
            hosts("{name: n, address: 10.3.1.1}", more=", gateway: 10.3.1.1") + nodes("{name: n, address: 10.3.1.1}"),
            ["H305"],
            id="a host that is a node",
        ),
        pytest.param(GATE + virtual(""), ["H305"], id="a virtual address"),
        pytest.param(GATE + virtual(", mode: vrrp"), [], id="by VRRP"),
        pytest.param(GATE + virtual(", mode: arp"), ["H305"], id="by ARP"),
        pytest.param(GATE + virtual(", product: keepalived"), [], id="of keepalived"),
        pytest.param(GATE + virtual(", product: Keepalived"), [], id="of Keepalived"),
        pytest.param(GATE + virtual(", product: kube-vip"), ["H305"], id="of kube-vip"),
        pytest.param(
            GATE + "vpns: [{name: v, network: lan, ends: [{name: e, address: 10.3.1.1}]}]\n", [], id="the end of a VPN"
        ),
        pytest.param(
            "networks: [{name: lan, cidr: 10.3.1.0/24, gateway: 10.3.9.1}]\n"
            + services("{name: s, address: 10.3.9.1}"),
            ["H315"],
            id="a gateway outside of its network",
        ),
        pytest.param(
            "networks: [{name: lan, cidr: 10.3.1.0/24, gateway: [10.3.1.1, 10.3.1.1]}]\n"
            + services("{name: s, address: 10.3.1.1}"),
            ["H305"],
            id="a gateway that is written twice",
        ),
        pytest.param(
            "networks: [{name: lan, cidr: 10.3.1.0/24, gateway: 10.3.1.1},"
            " {name: iot, cidr: 10.3.2.0/24, gateway: 10.3.2.1}]\n"
            + services("{name: s, address: [10.3.1.1, 10.3.2.1]}"),
            ["H305", "H305"],
            id="gateways of two networks",
        ),
        pytest.param(
            'networks: [{name: six, cidr: "fd5b:7c1e:93a2:1::/64", gateway: "fd5b:7c1e:93a2:1::1"}]\n'
            + services('{name: s, address: "fd5b:7c1e:93a2:1::1"}'),
            ["H305"],
            id="IPv6",
        ),
    ],
)
def test_a_gateway_is_held_by_what_routes(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_only_a_host_is_told_that_it_may_be_a_router() -> None:
    (finding,) = found(GATE_HOST + router("10.3.1.2"))
    assert finding.problem.hint == "give nas another address, such as 10.3.1.3, or list it under `routers` if it routes"
    (finding,) = found(GATE + nodes("{name: n, address: 10.3.1.1}"))
    assert finding.problem.hint == "give n another address, such as 10.3.1.2"


NESTED = "networks: [{name: lan, cidr: 10.3.0.0/23%s}, {name: part, cidr: 10.3.1.0/24, parent: lan}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (network("10.3.1.0/24") + router("10.3.1.1/24"), []),
        (network("10.3.1.0/24") + router("10.3.1.1/23"), ["H306"]),
        (network("10.3.1.0/24") + router("10.3.1.1/25"), ["H306"]),
        (network("10.3.1.0/24") + router("10.3.1.1/32"), []),
        (network("10.3.1.0/24") + router("10.3.1.1"), []),
        (network("10.3.1.0/24", ", role: container") + router("10.3.1.1/25"), []),
        (network("10.3.1.0/24") + router("192.0.2.1/25"), []),
        (network("[10.3.1.0/24, 10.3.2.0/25]") + router("[10.3.1.1/24, 10.3.2.1/25]"), []),
        (network("[10.3.1.0/24, 10.3.2.0/25]") + router("[10.3.1.1/25, 10.3.2.1/24]"), ["H306", "H306"]),
        (network('"fd5b:7c1e:93a2:1::/64"') + router('"fd5b:7c1e:93a2:1::1/64"'), []),
        (network('"fd5b:7c1e:93a2:1::/64"') + router('"fd5b:7c1e:93a2:1::1/48"'), ["H306"]),
        (network('"fd5b:7c1e:93a2:1::/64"') + router('"fd5b:7c1e:93a2:1::1/128"'), []),
        (network('"fd5b:7c1e:93a2:1::/64"') + router('"fd5b:7c1e:93a2:1::1/32"'), ["H306"]),
        (network('"fd5b:7c1e:93a2:1::/64"') + router('"fd5b:7c1e:93a2:1:0::1"'), []),
        (NESTED % "" + router("10.3.1.1/23"), []),
        (NESTED % "" + router("10.3.1.1/24"), []),
        (NESTED % "" + router("10.3.1.1/22"), ["H306"]),
        (NESTED % ", role: container" + router("10.3.1.1/23"), ["H306"]),
        (network("10.3.1.0/24", ", site: x") + router("10.3.1.1/23", ", site: y"), []),
        (NESTED.replace("10.3.0.0/23", "10.9.0.0/23") % "" + router("10.3.1.1/23"), ["H306"]),
        (NESTED.replace("name: lan, ", "").replace(", parent: lan", "") % "" + router("10.3.1.1/23"), ["H306"]),
    ],
)
def test_a_mask_is_the_one_of_the_network_on_the_wire(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("mac", "expected"),
    [
        ("00:1b:21:3a:7f:02", []),
        ("01:1b:21:3a:7f:02", ["H307"]),
        ("03:1b:21:3a:7f:02", ["H307"]),
        ("fe:1b:21:3a:7f:02", []),
        ("ff:ff:ff:ff:ff:ff", ["H307"]),
        ("ff:ff:ff:ff:ff:fe", ["H307"]),
        ("00:00:00:00:00:00", ["H318"]),
        ("00:00:00:00:00:01", []),
        ("22:22:22:22:22:22", ["H318"]),
        ("12:34:56:78:9a:bc", ["H318"]),
        ("00:11:22:33:44:55", ["H318"]),
        ("de:ad:be:ef:ca:fe", ["H318"]),
        ("de:ad:be:ef:00:00", ["H318"]),
        ("00:00:de:ad:be:ef", ["H318"]),
        ("de:ad:be:ef:ca:ff", []),
    ],
)
def test_a_mac_address_is_that_of_one_interface(mac: str, expected: list[str]) -> None:
    assert codes(hosts(f'{{name: a, address: 10.3.1.2, mac: "{mac}"}}')) == expected
    assert codes(router("10.3.1.2", f', mac: "{mac}"')) == expected
    assert codes(nodes(f'{{name: a, mac: "{mac}"}}')) == expected


def test_zeros_and_ones_are_called_by_their_names() -> None:
    texts = [hosts(f'{{name: a, mac: "{mac}"}}') for mac in ("00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "33:33:0:0:0:1")]
    assert "is a placeholder" in found(texts[0])[0].problem.message
    assert "is the broadcast address" in found(texts[1])[0].problem.message
    group = hosts('{name: a, mac: "33:33:00:00:00:01"}')
    assert "is the address of a group" in found(group)[0].problem.message


MAC = 'mac: "00:1b:21:3a:7f:02"'


def two_networks(first: str, second: str, rest: str = "") -> str:
    return (
        f"networks:\n  - {{name: a, cidr: 10.3.1.0/24{first}, hosts: [{{name: x, {MAC}}}]}}\n"
        f"  - {{name: b, cidr: 10.3.2.0/24{second}, hosts: [{{name: y, {MAC}}}]}}\n{rest}"
    )


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(hosts(f"{{name: x, {MAC}}}", f"{{name: y, {MAC}}}"), ["H308"], id="two hosts"),
        pytest.param(
            hosts(f"{{name: x, {MAC}}}", f"{{name: y, {MAC}}}", f"{{name: z, {MAC}}}"),
            ["H308", "H308"],
            id="three hosts",
        ),
        pytest.param(hosts(f"{{name: x, {MAC}}}", '{name: y, mac: "001b.213a.7f02"}'), ["H308"], id="another spelling"),
        pytest.param(hosts(f"{{name: x, {MAC}}}", '{name: y, mac: "00:1b:21:3a:7f:03"}'), [], id="another address"),
        pytest.param(
            hosts(f"{{name: x, id: q, {MAC}}}", f"{{name: y, id: Q, {MAC}}}"), [], id="one machine of two entries"
        ),
        pytest.param(
            hosts(f"{{name: x, id: Q, {MAC}}}", f"{{name: y, id: q, {MAC}}}"),
            [],
            id="one machine, written the other way",
        ),
        pytest.param(
            hosts('{name: x, mac: "00:00:00:00:00:00"}', '{name: y, mac: "00:00:00:00:00:00"}'),
            ["H318", "H318"],
            id="all zeros",
        ),
        pytest.param(hosts("{name: x}", "{name: y}"), [], id="without addresses"),
        pytest.param(two_networks("", ""), [], id="two networks without a VLAN"),
        pytest.param(two_networks(", vlan: 5", ", vlan: 5"), ["H308"], id="two networks on one VLAN"),
        pytest.param(two_networks(", vlan: 5", ", vlan: 6"), [], id="two VLANs"),
        pytest.param(two_networks(", vlan: 5", ", vlan: 5, site: z"), [], id="one VLAN at two sites"),
        pytest.param(two_networks(", vlan: 5", ""), [], id="one network without a VLAN"),
        pytest.param(two_networks("", "", "vlans: [{id: 5, networks: [a, b]}]\n"), ["H308"], id="a VLAN lists both"),
        pytest.param(two_networks(", vlan: 5", "", "vlans: [{id: 5, networks: b}]\n"), ["H308"], id="a VLAN lists one"),
        pytest.param(
            two_networks(", vlan: 6", ", vlan: 7", "vlans: [{id: 5, networks: [a, b]}, {id: 6}, {id: 7}]\n"),
            [],
            id="a VLAN lists both, which name others",
        ),
        pytest.param(
            hosts(f"{{name: x, {MAC}}}") + nodes(f"{{name: y, address: 10.3.1.9, {MAC}}}"),
            ["H308"],
            id="a host and a node",
        ),
        pytest.param(
            hosts(f"{{name: x, {MAC}}}") + nodes(f"{{name: x, address: 10.3.1.9, {MAC}}}"),
            [],
            id="a host that is a node",
        ),
        pytest.param(
            hosts(f"{{name: x, {MAC}}}") + nodes(f"{{name: y, address: 192.0.2.9, {MAC}}}"),
            [],
            id="a node in no network",
        ),
        pytest.param(hosts(f"{{name: x, {MAC}}}") + nodes("{name: y, address: 10.3.1.9}"), [], id="a node without one"),
        pytest.param(hosts(f"{{name: x, {MAC}}}") + router("10.3.1.9", f", {MAC}"), [], id="a router"),
        pytest.param(
            network("10.3.1.0/24")
            + nodes(f"{{name: x, address: [10.3.1.8, 10.3.1.10], {MAC}}}", f"{{name: y, address: 10.3.1.9, {MAC}}}"),
            ["H308"],
            id="two nodes, one with two addresses",
        ),
        pytest.param(
            network("10.3.1.0/24", ", role: container")
            + nodes(f"{{name: x, address: 10.3.1.8, {MAC}}}", f"{{name: y, address: 10.3.1.9, {MAC}}}"),
            [],
            id="a network that only holds others",
        ),
    ],
)
def test_a_mac_address_is_alone_on_its_link(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("mac", "expected"),
    [
        ("d8:a1:19:3a:7f:02", []),
        ("da:a1:19:3a:7f:02", ["H309"]),
        ("06:a1:19:3a:7f:02", ["H309"]),
        ("db:a1:19:3a:7f:02", ["H307"]),
        ("52:54:00:3a:7f:02", []),
        ("52:54:01:3a:7f:02", ["H309"]),
        ("02:42:ac:3a:7f:02", []),
    ],
)
def test_a_reservation_goes_by_a_lasting_mac_address(mac: str, expected: list[str]) -> None:
    assert codes(hosts(f'{{name: a, mac: "{mac}", assigned: reservation}}')) == expected
    assert codes(hosts(f'{{name: a, mac: "{mac}"}}')) == [text for text in expected if text != "H309"]


def test_a_reservation_without_a_mac_address_is_left_alone() -> None:
    assert codes(hosts("{name: a, address: 10.3.1.2, assigned: reservation}")) == []


LONG = ".".join(["a" * 49] * 5)


@pytest.mark.parametrize(
    ("hostname", "expected"),
    [
        ("nas", ""),
        ("NAS-1.example.org.", ""),
        ("3com", ""),
        ("7", ""),
        ("a" * 63, ""),
        ("a" * 64, "is not 1 to 63"),
        (f"{LONG}.aaa", ""),
        (f"{LONG}.aaa.", ""),
        (f"{LONG}.aaaa", "has 254 characters"),
        ("-nas", "is not 1 to 63"),
        ("nas-", "is not 1 to 63"),
        ("na--s", ""),
        ("my_nas", "underscore"),
        ("my_nas.-b", "is not 1 to 63"),
        ("_nas", "is not 1 to 63"),
        ("nas..org", "empty part"),
        (".nas", "empty part"),
        ("nas..", "empty part"),
        ("müller", "DNS does not know"),
        ("my nas", "is not 1 to 63"),
        ("10.3.1.60", "is an address"),
        ("10.3.1", ""),
        ("nas\\n", "is not 1 to 63"),
    ],
)
def test_a_host_name_is_one_that_dns_takes(hostname: str, expected: str) -> None:
    for plan in (
        hosts(f'{{name: a, hostname: "{hostname}"}}'),
        router("[]", f', hostname: "{hostname}"'),
        nodes(f'{{name: a, hostname: "{hostname}"}}'),
    ):
        problems = found(plan)
        assert [finding.code for finding in problems] == (["H310"] if expected else [])
        assert all(expected in finding.problem.message for finding in problems)


def test_an_underscore_has_a_hint_of_its_own() -> None:
    (finding,) = found(hosts("{name: a, hostname: my_nas.example.org.}"))
    assert finding.problem.hint == "write a hyphen: `my-nas.example.org.`"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(hosts("{name: a, hostname: x}", "{name: b, hostname: X.}"), ["H311"], id="in another spelling"),
        pytest.param(hosts("{name: a, hostname: x}", "{name: b, hostname: y}"), [], id="two names"),
        pytest.param(
            hosts("{name: a, hostname: x}", "{name: b, hostname: x}", "{name: c, hostname: x}"),
            ["H311", "H311"],
            id="three hosts",
        ),
        pytest.param(hosts("{name: a}", "{name: b}"), [], id="hosts without a name"),
        pytest.param(
            hosts("{name: a, id: q, hostname: x}", "{name: b, id: Q, hostname: x}"), [], id="one machine of two entries"
        ),
        pytest.param(
            hosts("{name: a, id: Q, hostname: x}", "{name: b, id: q, hostname: x}"),
            [],
            id="one machine, written the other way",
        ),
        pytest.param(
            hosts("{name: a, hostname: x}") + router("[]", ", hostname: x"), ["H311"], id="a host and a router"
        ),
        pytest.param(
            hosts("{name: a, hostname: x}") + nodes("{name: b, hostname: x}"), ["H311"], id="a host and a node"
        ),
        pytest.param(hosts("{name: a, hostname: x}") + nodes("{name: a, hostname: x}"), [], id="a host that is a node"),
        pytest.param(
            hosts("{name: a, hostname: x}") + router("[]", ", hostname: x, site: s"), [], id="a router at another site"
        ),
        pytest.param(
            hosts("{name: a, hostname: x}") + router("[]", ", hostname: x, vrf: s"),
            ["H311"],
            id="a router in another VRF",
        ),
        pytest.param(
            hosts("{name: a, hostname: x.org}") + router("[]", ", hostname: x.org, site: s"),
            ["H311"],
            id="a full name at another site",
        ),
        pytest.param(
            hosts("{name: a, hostname: x, shared: true}", "{name: b, hostname: x, shared: true}"),
            [],
            id="both are shared",
        ),
        pytest.param(
            hosts("{name: a, hostname: x, shared: true}", "{name: b, hostname: x}"),
            ["H311"],
            id="only the first is shared",
        ),
        pytest.param(
            hosts("{name: a, hostname: x}", "{name: b, hostname: x, shared: true}"),
            ["H311"],
            id="only the second is shared",
        ),
    ],
)
def test_a_host_name_means_one_machine(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(
            hosts("{name: x, address: 10.3.1.8}") + nodes("{name: x, address: 10.3.1.9}"),
            ["H312"],
            id="a host and a node",
        ),
        pytest.param(
            hosts("{name: x, address: 10.3.1.8}") + nodes("{name: x, address: [10.3.1.8, 10.3.1.9]}"),
            [],
            id="the node has both",
        ),
        pytest.param(
            hosts("{name: x, address: 10.3.1.8}") + nodes("{name: y, address: 10.3.1.9}"), [], id="two machines"
        ),
        pytest.param(
            hosts("{name: x, address: 10.3.1.8}") + router("10.3.1.9", ", id: x"), ["H312"], id="a host and a router"
        ),
        pytest.param(
            hosts("{name: x, address: 10.3.1.8}") + nodes("{name: x, address: 192.0.2.9}"),
            [],
            id="the node's other address is in no network",
        ),
        pytest.param(hosts("{name: x, address: 10.3.1.8}") + nodes("{name: x}"), [], id="the node has none"),
        pytest.param(
            hosts("{name: x, address: 10.3.1.8}")
            + "clusters: [{name: home, pinned_services: [{name: x, address: 10.3.1.9}]}]\n",
            [],
            id="a service of that name",
        ),
        pytest.param(
            hosts("{name: x, address: 10.3.1.8}")
            + "clusters: [{name: home, nodes: [{name: y}], virtual_addresses: [{name: x, address: 10.3.1.9}]}]\n",
            [],
            id="a virtual address of that name",
        ),
        pytest.param(
            nodes("{name: x, address: 10.3.1.8}")[:-3]
            + ", pinned_services: [{name: x, address: 10.3.1.9}]}]\n"
            + network("10.3.1.0/24"),
            [],
            id="a service named as a node",
        ),
        pytest.param(
            network("[10.3.1.0/24, 10.3.2.0/24]")
            + router("10.3.1.8", ", id: x")
            + nodes("{name: x, address: 10.3.2.9}"),
            ["H312"],
            id="two prefixes of one network",
        ),
        pytest.param(
            "networks: [{name: a, cidr: 10.3.1.0/24}, {name: b, cidr: 10.3.2.0/24}]\n"
            + router("10.3.1.8", ", id: x")
            + nodes("{name: x, address: 10.3.2.9}"),
            [],
            id="two networks",
        ),
        pytest.param(
            network("10.3.0.0/16", ", role: container")
            + router("10.3.1.8", ", id: x")
            + nodes("{name: x, address: 10.3.2.9}"),
            [],
            id="a network that only holds others",
        ),
        pytest.param(
            network('[10.3.1.0/24, "fd5b:7c1e:93a2:1::/64"]')
            + router("10.3.1.8", ", id: x")
            + nodes('{name: x, address: "fd5b:7c1e:93a2:1::9"}'),
            [],
            id="two families",
        ),
        pytest.param(
            hosts("{name: x, address: 10.3.1.8}")
            + router("10.3.1.9", ", id: x")
            + nodes("{name: x, address: 10.3.1.10}"),
            ["H312", "H312"],
            id="three entries",
        ),
        pytest.param(
            "networks: [{name: a, cidr: 10.3.1.0/24}, {name: b, cidr: 10.3.1.0/24, site: s}]\n"
            + router("10.3.1.8", ", id: x")
            + nodes("{name: x, address: 10.3.1.9}", more=", site: s"),
            [],
            id="two sites",
        ),
    ],
)
def test_one_machine_has_one_address_wherever_it_is_written(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_the_first_of_several_addresses_is_the_one_that_is_named() -> None:
    plan = hosts("{name: x, address: [10.3.1.8, 10.3.1.7]}") + nodes("{name: x, address: [10.3.1.9, 10.3.1.6]}")
    (finding,) = found(plan)
    assert finding.problem.message == "x has 10.3.1.9 in lan as a node, and 10.3.1.8 as a host"


def test_nothing_is_missed_while_a_file_cannot_be_read() -> None:
    texts = {"data/a.yaml": "networks: [", "data/b.yaml": network("10.3.1.0/24") + router("10.3.2.1")}
    problems = rules.check(parse(texts), date(2026, 11, 23))
    assert "H315" not in [finding.code for finding in problems]


@pytest.mark.parametrize(
    ("hostname", "expected"),
    [("nas.local", 1), ("NAS.Local.", 1), ("nas.local.org", 0), ("naslocal", 0), ("local", 0), ("nas.home.local", 1)],
)
def test_local_is_a_domain_of_its_own(hostname: str, expected: int) -> None:
    assert codes(hosts(f"{{name: a, hostname: {hostname}}}")) == ["H313"] * expected


def test_names_in_local_are_reported_once_with_all_who_have_one() -> None:
    (finding,) = found(hosts("{name: a, hostname: a.local}", "{name: b, hostname: b.local}", "{name: c, hostname: c}"))
    assert finding.problem.parties == ("a", "b")
    assert "a (a.local) and 1 more have names in `.local`" in finding.problem.message
    (finding,) = found(hosts("{name: a, hostname: a.x.local.}"))
    assert "a (a.x.local.) has a name in `.local`" in finding.problem.message
    assert finding.problem.hint.endswith("`a.x.home.arpa`")


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("0.0.0.1", "no address"),
        ("0.255.255.255", "no address"),
        ("1.0.0.0", ""),
        ("126.255.255.255", ""),
        ("127.0.0.0", "loopback"),
        ("127.255.255.255", "loopback"),
        ("128.0.0.0", ""),
        ("223.255.255.255", ""),
        ("224.0.0.0", "multicast"),
        ("239.255.255.255", "multicast"),
        ("240.0.0.0", "reserved"),
        ("255.255.255.254", "reserved"),
        ("255.255.255.255", "broadcast"),
        ("'::'", "no address"),
        ("'::1'", "loopback"),
        ("'::2'", ""),
        ("'ff02::1'", "multicast"),
        ("'ff00::'", "multicast"),
        ("'feff::1'", ""),
    ],
)
def test_what_has_an_address_can_have_it(address: str, what: str) -> None:
    problems = found(router(address))
    assert [finding.code for finding in problems] == (["H314"] if what else [])
    assert all(what in finding.problem.message for finding in problems)
    assert codes(services(f"{{name: s, address: {address}}}")) == (["H314"] if what else [])


def test_an_unusable_address_that_a_network_or_its_host_explains_is_reported_there() -> None:
    assert "H314" not in codes(network("127.0.0.0/8") + router("127.0.0.1"))
    assert codes(hosts("{name: a, address: 127.0.0.1}")) == ["H301"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.0.0.0", 1),
        ("10.255.255.255", 1),
        ("9.255.255.255", 0),
        ("11.0.0.0", 0),
        ("172.15.255.255", 0),
        ("172.16.0.0", 1),
        ("172.31.255.255", 1),
        ("172.32.0.0", 0),
        ("192.167.255.255", 0),
        ("192.168.0.0", 1),
        ("192.168.255.255", 1),
        ("192.169.0.0", 0),
        ("100.63.255.255", 0),
        ("100.64.0.0", 1),
        ("100.127.255.255", 1),
        ("100.128.0.0", 0),
        ("169.254.0.1", 0),
        ("10.9.0.1/32", 0),
        ("10.9.0.1/31", 1),
        ("'fbff::1'", 0),
        ("'fc00::1'", 1),
        ("'fdff::1'", 1),
        ("'fe00::1'", 0),
        ("'fe80::1'", 0),
        ("'fd5b:7c1e:93a3::1/128'", 0),
        ("'fd5b:7c1e:93a3::1/32'", 1),
    ],
)
def test_a_private_address_is_in_a_network(address: str, expected: int) -> None:
    both = network('[10.3.1.0/24, "fd5b:7c1e:93a2:1::/64"]')
    assert codes(both + router(address)) == ["H315"] * expected


LOST = "networks: [{name: lan, cidr: 10.3.1.0/24}, {name: iot, cidr: 10.3.2.0/33}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(router("10.3.2.1"), [], id="no networks"),
        pytest.param(network("10.3.1.0/24") + router("'fd5b:7c1e:93a2:1::1'"), [], id="only networks of IPv4"),
        pytest.param(network("'fd5b:7c1e:93a2:1::/64'") + router("10.3.1.1"), [], id="only networks of IPv6"),
        pytest.param(network("10.3.1.0/24", ", site: s") + router("10.3.1.1"), [], id="only a network at a site"),
        pytest.param(
            network("10.3.1.0/24", ", site: s") + router("10.3.1.1", ", site: t"), [], id="networks at another site"
        ),
        pytest.param(network("10.3.1.0/24") + nodes("{name: a, address: 10.3.2.1}"), ["H315"], id="a node"),
        pytest.param(network("10.3.1.0/24") + services("{name: a, address: 10.3.2.1}"), ["H315"], id="a service"),
        pytest.param(network("10.3.1.0/24") + virtual("").replace("3.1.1", "3.2.1"), ["H315"], id="a virtual address"),
        pytest.param(
            network("10.3.1.0/24") + virtual(", mode: bgp").replace("3.1.1", "3.2.1"), [], id="a virtual address by BGP"
        ),
        pytest.param(
            network("10.3.1.0/24") + virtual(", mode: arp").replace("3.1.1", "3.2.1"),
            ["H315"],
            id="a virtual address by ARP",
        ),
        pytest.param(
            network("10.3.1.0/24") + "vpns: [{name: v, ends: [{name: a, address: 10.3.2.1}]}]\n",
            [],
            id="the end of a VPN",
        ),
        pytest.param(hosts("{name: a, address: 10.3.2.1}"), ["H301"], id="a host"),
        pytest.param(
            network("10.0.0.0/8", ", role: container") + router("10.3.2.1"),
            [],
            id="in a network that only holds others",
        ),
        pytest.param(LOST + router("10.3.2.1"), [], id="a prefix that cannot be read"),
        pytest.param(
            network("10.3.1.0/24") + "clusters: [{name: home, load_balancers: [{product: cilium, pools: 10.3.2.0/24}],"
            " pinned_services: [{name: a, address: 10.3.2.1}, {name: b, address: 10.3.3.1}]}]\n",
            ["H315"],
            id="services in a pool and outside of it",
        ),
        pytest.param(
            network("10.3.1.0/24") + router("[10.3.2.1, 10.3.2.255, 10.3.3.0]"), ["H315", "H315"], id="three in two /24"
        ),
        pytest.param(
            network("'fd5b:7c1e:93a2:1::/64'")
            + router("['fd5b:7c1e:93a2:2::', 'fd5b:7c1e:93a2:2:ffff::', 'fd5b:7c1e:93a2:3::']"),
            ["H315", "H315"],
            id="three in two /48",
        ),
    ],
)
def test_what_needs_a_network_is_in_one(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_a_missing_site_is_reported_once_with_the_network_that_has_it() -> None:
    plan = "networks: [{name: a, cidr: 10.3.1.0/24}, {name: all, cidr: 10.0.0.0/8, site: s, role: container},"
    plan += " {name: b, cidr: 10.3.2.0/24, site: s}, {name: d, cidr: 10.3.4.0/24, site: s},"
    plan += " {name: c, cidr: 10.3.3.0/24, site: s, vrf: blue}]\n"
    plan += nodes("{name: n, address: 10.3.2.1}", "{name: m, address: 10.3.4.2}", "{name: o, address: 10.3.3.1}")
    first, second = found(plan)
    assert first.code == second.code == "H315"
    assert "n (10.3.2.1) and 1 more are in no network" in first.problem.message
    assert first.problem.hint == "b (10.3.2.0/24) is in site `s`: give both the same `site` and `vrf`"
    assert first.problem.parties == ("n", "m")
    assert first.problem.related[0].message == "b is written here"
    assert "o (10.3.3.1) is in no network" in second.problem.message
    assert second.problem.hint.startswith("c (10.3.3.0/24) is in vrf `blue` and site `s`:")
    plan = "networks: [{name: a, cidr: 10.3.1.0/24}, {name: b, cidr: 10.3.2.0/24, site: s}]\n"
    (finding,) = found(plan + router("10.3.1.1", ", site: s"))
    assert "is in no site and no VRF:" in finding.problem.hint
