"""Hosts, IPv6 and VPNs: the edges of the rules that their pages do not show."""

from __future__ import annotations

from datetime import date

import pytest

from cidrbook import rules
from cidrbook.plan.load import parse
from cidrbook.text.finding import Finding

MINE = frozenset({"H", "I", "T"})
LAN = "{name: lan, cidr: 10.3.1.0/24}"
SIX = '{name: six, cidr: "fd5b:7c1e:93a2:1::/64"}'


def findings(text: str) -> list[Finding]:
    found = rules.check(parse({"data/plan.yaml": text}), date(2026, 11, 23))
    return [finding for finding in found if finding.code[0] in MINE]


def codes(text: str) -> list[str]:
    return sorted(finding.code for finding in findings(text))


def hosts(*lines: str, cidr: str = "10.3.1.0/24", more: str = "") -> str:
    return f"networks:\n  - {{name: lan, cidr: {cidr}{more}, hosts: [{', '.join(lines)}]}}\n"


def nodes(*lines: str, more: str = "") -> str:
    return f"clusters: [{{name: home{more}, nodes: [{', '.join(lines)}]}}]\n"


def services(*lines: str) -> str:
    return f"clusters: [{{name: home, pinned_services: [{', '.join(lines)}]}}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (hosts("{name: a, address: 10.3.1.9, shared: true}", "{name: b, address: 10.3.1.9, shared: true}"), []),
        (hosts("{name: a, address: 10.3.1.9, shared: true}", "{name: b, address: 10.3.1.9}"), ["H302"]),
        (hosts("{name: a, address: 10.3.1.9}", "{name: b, address: 10.3.1.9, shared: true}"), ["H302"]),
        (hosts("{name: a, address: 10.3.1.9, shared: no}", "{name: b, address: 10.3.1.9, shared: no}"), ["H302"]),
        (hosts("{name: a, address: 10.3.1.9, shared: maybe}", "{name: b, address: 10.3.1.9, shared: true}"), []),
        (hosts("{name: a, address: 10.3.1.9, shared: true}", "{name: b, address: 10.3.1.9, shared: maybe}"), []),
        (services("{name: a, address: 10.0.0.5, sharing_key: k}", "{name: b, address: 10.0.0.5, sharing_key: k}"), []),
        (services("{name: a, address: 10.0.0.5, sharing_key: k}", "{name: b, address: 10.0.0.5}"), ["H302"]),
        (services("{name: a, address: 10.0.0.5}", "{name: b, address: 10.0.0.5}"), ["H302"]),
        (
            services(
                "{name: a, address: 10.0.0.5, sharing_key: k, ports: 53/udp}",
                "{name: b, address: 10.0.0.5, sharing_key: k, ports: 53/udp}",
            ),
            ["H302"],
        ),
        (
            services(
                "{name: a, address: 10.0.0.5, ports: 53/udp}",
                "{name: b, address: 10.0.0.5, ports: 80/tcp}",
                "{name: c, address: 10.0.0.5, ports: [22/tcp, 80/tcp]}",
            ),
            ["H302", "H302"],
        ),
        (
            services(
                "{name: a, address: 10.0.0.5, ports: 53/udp}",
                "{name: b, address: 10.0.0.5, ports: [53/udp, 80/tcp]}",
                "{name: c, address: 10.0.0.5, ports: 80/tcp}",
            ),
            ["H302", "H302"],
        ),
        (
            hosts("{name: a, address: 10.3.1.9}") + services("{name: b, address: 10.3.1.9, ports: 53/udp}"),
            ["H302"],
        ),
        (services("{name: a, address: 10.0.0.5, ports: 53/udp}", "{name: b, address: 10.0.0.5}"), ["H302"]),
        (services("{name: a, address: 10.0.0.5}", "{name: b, address: 10.0.0.5, ports: 53/udp}"), ["H302"]),
        (
            services("{name: a, namespace: x, address: 10.0.0.5}", "{name: a, namespace: y, address: 10.0.0.5}"),
            ["H302"],
        ),
        (hosts("{name: a, address: 10.9.0.1}", cidr="[10.3.1.0/24, 10.9.0.0/33]"), []),
        (hosts("{name: a, address: 10.9.0.1}", cidr="[]"), []),
        ('routers: [{name: a, addresses: "fe80::1"}, {name: b, addresses: "fe80::1"}]\n', []),
        ('routers: [{name: a, addresses: "febf::1"}, {name: b, addresses: "febf::1"}]\n', []),
        ('routers: [{name: a, addresses: "fec0::1"}, {name: b, addresses: "fec0::1"}]\n', ["H302"]),
        ("routers: [{name: a, addresses: 10.0.0.1}, {name: b, addresses: 10.0.0.1, site: x}]\n", []),
        ("routers: [{name: a, addresses: 10.0.0.1}, {name: b, addresses: 10.0.0.1, vrf: x}]\n", []),
    ],
)
def test_an_address_is_shared_by_those_who_all_say_so(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_who_has_a_taken_address_is_told_the_next_free_one_where_there_is_one() -> None:
    (found,) = findings(hosts("{name: a, address: 10.3.1.1}", "{name: b, address: 10.3.1.1}"))
    assert "another address, as 10.3.1.2;" in found.problem.hint
    (found,) = findings(hosts("{name: a, address: 10.3.1.1, shared: true}", "{name: b, address: 10.3.1.1}"))
    assert "`shared: true` at both" in found.problem.hint
    (found,) = findings("routers: [{name: a, addresses: 10.0.0.1}, {name: b, addresses: 10.0.0.1}]\n")
    assert "another address;" in found.problem.hint
    full = hosts("{name: a, address: 10.3.1.0}", "{name: b, address: 10.3.1.0}", cidr="10.3.1.0/32")
    assert "another address;" in findings(full)[0].problem.hint
    held = "networks: [{name: all, cidr: 10.0.0.0/8, role: container}]\n"
    (found,) = findings(held + "routers: [{name: a, addresses: 10.0.0.1}, {name: b, addresses: 10.0.0.1}]\n")
    assert "another address;" in found.problem.hint


def test_a_host_elsewhere_is_told_where_it_belongs() -> None:
    plan = "networks: [{name: lan, cidr: 10.3.1.0/24, hosts: [{name: a, address: 10.9.0.1}]}, {name: b, cidr: %s}]\n"
    assert "move it to b (10.9.0.0/24)" in findings(plan % "10.9.0.0/24")[0].problem.hint
    assert findings(plan % "10.9.0.0/24, role: container")[0].problem.hint == "mend the address"
    assert findings(plan % "10.9.1.0/24")[0].problem.hint == "mend the address"


DELEGATION = 'delegations: [{name: isp, length: 56, prefix: "2001:db8:5b7c:100::/56"}]\n'


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (
            DELEGATION
            + hosts('{name: a, address: "2001:db8:5b7c:101::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            [],
        ),
        (
            DELEGATION
            + hosts('{name: a, address: "2001:db8:5b7c:102::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            ["H301"],
        ),
        (
            DELEGATION + hosts('{name: a, address: "fd5b:7c1e:93a2::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            ["H301"],
        ),
        (DELEGATION + hosts('{name: a, address: "2001:db8:5b7c:101::5"}'), ["H301"]),
        (
            "delegations: [{name: isp, length: 56}]\n"
            + hosts('{name: a, address: "2001:db8::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            [],
        ),
        (
            "delegations: [{name: isp, length: 56}]\n"
            + hosts('{name: a, address: "fd5b:7c1e:93a2::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            ["H301"],
        ),
        (
            DELEGATION.replace("[", "[{name: other, length: 48}, ")
            + hosts('{name: a, address: "2001:db8:5b7c:102::5"}', more=", delegated: {by: isp, subnet_id: 1}"),
            ["H301"],
        ),
        (DELEGATION + hosts('{name: a, address: "2001:db8:5b7c:102::5"}', more=", delegated: {by: isp}"), []),
        (hosts("{name: a, address: 32.0.0.1}", more=", delegated: {by: isp, subnet_id: 1}"), ["H301"]),
        (hosts('{name: a, address: "2001:db8::5"}', more=", delegated: {by: isp, subnet_id: 1}"), []),
        (
            'delegations: [{name: isp, prefix: "2001:db8:5b7c:100::/56"}]\n'
            + hosts('{name: a, address: "2001:db8:5b7c:200::5"}', more=", delegated: {by: isp, subnet_id: 256}"),
            [],
        ),
        (
            'delegations: [{name: isp, prefix: "2001:db8:5b7c:100::/65"}]\n'
            + hosts('{name: a, address: "2001:db8:5b7c:100::5"}', more=", delegated: {by: isp, subnet_id: 0}"),
            [],
        ),
        (
            'delegations: [{name: isp, prefix: "2001:db8:5b7c:100::/64"}]\n'
            + hosts('{name: a, address: "2001:db8:5b7c:101::5"}', more=", delegated: {by: isp, subnet_id: 0}"),
            ["H301"],
        ),
        (
            "delegations: [{name: isp, prefix: 10.0.0.0/8}]\n"
            + hosts('{name: a, address: "2001:db8:5b7c:101::5"}', more=", delegated: {by: isp, subnet_id: 0}"),
            [],
        ),
    ],
)
def test_a_host_may_be_in_its_network_by_way_of_a_delegated_prefix(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def router(address: str, more: str = "") -> str:
    return f"routers: [{{name: edge, addresses: {address}{more}}}]\n"


def network(cidr: str, more: str = "") -> str:
    return f"networks: [{{name: lan, cidr: {cidr}{more}}}]\n"


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
    (found,) = findings(network("10.3.1.0/24") + router("[10.3.1.1, 10.3.1.255]"))
    assert found.problem.hint == "give it another address, as 10.3.1.2"
    assert "the broadcast address of lan (10.3.1.0/24)" in found.problem.message
    (found,) = findings(network("10.3.1.0/24") + router("10.3.1.0"))
    assert "the network address of lan (10.3.1.0/24)" in found.problem.message
    (found,) = findings(network('"fd5b:7c1e:93a2:1::/64"') + router('"fd5b:7c1e:93a2:1::"'))
    assert found.problem.hint == "give it another address, as fd5b:7c1e:93a2:1::1"


GATE = "networks: [{name: lan, cidr: 10.3.1.0/24, gateway: 10.3.1.1}]\n"
GATE_HOST = hosts("{name: nas, address: 10.3.1.1}", more=", gateway: 10.3.1.1")


def vip(more: str) -> str:
    return f"clusters: [{{name: home, virtual_addresses: [{{name: v, address: 10.3.1.1{more}}}]}}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (GATE_HOST, []),
        (GATE_HOST + router("10.3.1.2"), ["H305"]),
        (GATE_HOST + router('"fe80::2"'), []),
        (GATE_HOST + router("10.3.1.2", ", site: x"), []),
        (GATE_HOST + router("[]"), []),
        (GATE_HOST + router("10.3.1.2", ", id: nas"), ["H312"]),
        (GATE_HOST + router("10.3.1.1"), ["H302"]),
        (
            hosts("{name: nas, address: 10.3.1.1, shared: true}", more=", gateway: 10.3.1.1") + router("10.3.1.2"),
            [],
        ),
        (GATE + services("{name: s, address: 10.3.1.1}"), ["H305"]),
        (GATE + services("{name: s, address: 10.3.1.2}"), []),
        (GATE + nodes("{name: n, address: 10.3.1.1}"), ["H305"]),
        (GATE + nodes("{name: n, address: 10.3.1.1}", more=", vrf: x"), []),
        (GATE + nodes("{name: n, address: 10.3.1.1}") + router("10.3.1.2", ", id: n"), ["H312"]),
        (GATE + nodes("{name: n, address: 10.3.1.1}") + router("10.3.1.1"), ["H302"]),
        (GATE + nodes("{name: n, address: 10.3.1.1}", "{name: m, address: 10.3.1.1}"), ["H302", "H305"]),
        (
            hosts("{name: n, address: 10.3.1.1}", more=", gateway: 10.3.1.1") + nodes("{name: n, address: 10.3.1.1}"),
            ["H305"],
        ),
        (GATE + vip(""), ["H305"]),
        (GATE + vip(", mode: vrrp"), []),
        (GATE + vip(", mode: arp"), ["H305"]),
        (GATE + vip(", product: keepalived"), []),
        (GATE + vip(", product: Keepalived"), []),
        (GATE + vip(", product: kube-vip"), ["H305"]),
        (GATE + "vpns: [{name: v, network: lan, ends: [{name: e, address: 10.3.1.1}]}]\n", []),
        (
            "networks: [{name: lan, cidr: 10.3.1.0/24, gateway: 10.3.9.1}]\n"
            + services("{name: s, address: 10.3.9.1}"),
            ["H315"],
        ),
        (
            "networks: [{name: lan, cidr: 10.3.1.0/24, gateway: [10.3.1.1, 10.3.1.1]}]\n"
            + services("{name: s, address: 10.3.1.1}"),
            ["H305"],
        ),
        (
            "networks: [{name: lan, cidr: 10.3.1.0/24, gateway: 10.3.1.1},"
            " {name: iot, cidr: 10.3.2.0/24, gateway: 10.3.2.1}]\n"
            + services("{name: s, address: [10.3.1.1, 10.3.2.1]}"),
            ["H305", "H305"],
        ),
        (
            'networks: [{name: six, cidr: "fd5b:7c1e:93a2:1::/64", gateway: "fd5b:7c1e:93a2:1::1"}]\n'
            + services('{name: s, address: "fd5b:7c1e:93a2:1::1"}'),
            ["H305"],
        ),
    ],
)
def test_a_gateway_is_held_by_what_routes(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_only_a_host_is_told_that_it_may_be_a_router() -> None:
    (found,) = findings(GATE_HOST + router("10.3.1.2"))
    assert found.problem.hint == "give nas another address, as 10.3.1.3, or list it under `routers` if it routes"
    (found,) = findings(GATE + nodes("{name: n, address: 10.3.1.1}"))
    assert found.problem.hint == "give n another address, as 10.3.1.2"


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
        ("00:00:00:00:00:00", ["H307"]),
        ("00:00:00:00:00:01", []),
    ],
)
def test_a_mac_address_is_that_of_one_interface(mac: str, expected: list[str]) -> None:
    assert codes(hosts(f'{{name: a, address: 10.3.1.2, mac: "{mac}"}}')) == expected
    assert codes(router("10.3.1.2", f', mac: "{mac}"')) == expected
    assert codes(nodes(f'{{name: a, mac: "{mac}"}}')) == expected


def test_zeros_and_ones_are_called_by_their_names() -> None:
    texts = [hosts(f'{{name: a, mac: "{mac}"}}') for mac in ("00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "33:33:0:0:0:1")]
    assert "is all zeros" in findings(texts[0])[0].problem.message
    assert "is the broadcast address" in findings(texts[1])[0].problem.message
    group = hosts('{name: a, mac: "33:33:00:00:00:01"}')
    assert "is the address of a group" in findings(group)[0].problem.message


MAC = 'mac: "00:1b:21:3a:7f:02"'


def two_networks(first: str, second: str, rest: str = "") -> str:
    return (
        f"networks:\n  - {{name: a, cidr: 10.3.1.0/24{first}, hosts: [{{name: x, {MAC}}}]}}\n"
        f"  - {{name: b, cidr: 10.3.2.0/24{second}, hosts: [{{name: y, {MAC}}}]}}\n{rest}"
    )


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (hosts(f"{{name: x, {MAC}}}", f"{{name: y, {MAC}}}"), ["H308"]),
        (hosts(f"{{name: x, {MAC}}}", f"{{name: y, {MAC}}}", f"{{name: z, {MAC}}}"), ["H308", "H308"]),
        (hosts(f"{{name: x, {MAC}}}", '{name: y, mac: "001b.213a.7f02"}'), ["H308"]),
        (hosts(f"{{name: x, {MAC}}}", '{name: y, mac: "00:1b:21:3a:7f:03"}'), []),
        (hosts(f"{{name: x, id: q, {MAC}}}", f"{{name: y, id: Q, {MAC}}}"), []),
        (hosts(f"{{name: x, id: Q, {MAC}}}", f"{{name: y, id: q, {MAC}}}"), []),
        (hosts('{name: x, mac: "00:00:00:00:00:00"}', '{name: y, mac: "00:00:00:00:00:00"}'), ["H307", "H307"]),
        (hosts("{name: x}", "{name: y}"), []),
        (two_networks("", ""), []),
        (two_networks(", vlan: 5", ", vlan: 5"), ["H308"]),
        (two_networks(", vlan: 5", ", vlan: 6"), []),
        (two_networks(", vlan: 5", ", vlan: 5, site: z"), []),
        (two_networks(", vlan: 5", ""), []),
        (two_networks("", "", "vlans: [{id: 5, networks: [a, b]}]\n"), ["H308"]),
        (two_networks(", vlan: 5", "", "vlans: [{id: 5, networks: b}]\n"), ["H308"]),
        (two_networks(", vlan: 6", ", vlan: 7", "vlans: [{id: 5, networks: [a, b]}, {id: 6}, {id: 7}]\n"), []),
        (hosts(f"{{name: x, {MAC}}}") + nodes(f"{{name: y, address: 10.3.1.9, {MAC}}}"), ["H308"]),
        (hosts(f"{{name: x, {MAC}}}") + nodes(f"{{name: x, address: 10.3.1.9, {MAC}}}"), []),
        (hosts(f"{{name: x, {MAC}}}") + nodes(f"{{name: y, address: 192.0.2.9, {MAC}}}"), []),
        (hosts(f"{{name: x, {MAC}}}") + nodes("{name: y, address: 10.3.1.9}"), []),
        (hosts(f"{{name: x, {MAC}}}") + router("10.3.1.9", f", {MAC}"), []),
        (
            network("10.3.1.0/24")
            + nodes(f"{{name: x, address: [10.3.1.8, 10.3.1.10], {MAC}}}", f"{{name: y, address: 10.3.1.9, {MAC}}}"),
            ["H308"],
        ),
        (
            network("10.3.1.0/24", ", role: container")
            + nodes(f"{{name: x, address: 10.3.1.8, {MAC}}}", f"{{name: y, address: 10.3.1.9, {MAC}}}"),
            [],
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
        found = findings(plan)
        assert [finding.code for finding in found] == (["H310"] if expected else [])
        assert all(expected in finding.problem.message for finding in found)


def test_an_underscore_has_a_hint_of_its_own() -> None:
    (found,) = findings(hosts("{name: a, hostname: my_nas.example.org.}"))
    assert found.problem.hint == "write a hyphen: `my-nas.example.org.`"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (hosts("{name: a, hostname: x}", "{name: b, hostname: X.}"), ["H311"]),
        (hosts("{name: a, hostname: x}", "{name: b, hostname: y}"), []),
        (hosts("{name: a, hostname: x}", "{name: b, hostname: x}", "{name: c, hostname: x}"), ["H311", "H311"]),
        (hosts("{name: a}", "{name: b}"), []),
        (hosts("{name: a, id: q, hostname: x}", "{name: b, id: Q, hostname: x}"), []),
        (hosts("{name: a, id: Q, hostname: x}", "{name: b, id: q, hostname: x}"), []),
        (hosts("{name: a, hostname: x}") + router("[]", ", hostname: x"), ["H311"]),
        (hosts("{name: a, hostname: x}") + nodes("{name: b, hostname: x}"), ["H311"]),
        (hosts("{name: a, hostname: x}") + nodes("{name: a, hostname: x}"), []),
        (hosts("{name: a, hostname: x}") + router("[]", ", hostname: x, site: s"), []),
        (hosts("{name: a, hostname: x}") + router("[]", ", hostname: x, vrf: s"), ["H311"]),
        (hosts("{name: a, hostname: x.org}") + router("[]", ", hostname: x.org, site: s"), ["H311"]),
        (hosts("{name: a, hostname: x, shared: true}", "{name: b, hostname: x, shared: true}"), []),
        (hosts("{name: a, hostname: x, shared: true}", "{name: b, hostname: x}"), ["H311"]),
        (hosts("{name: a, hostname: x}", "{name: b, hostname: x, shared: true}"), ["H311"]),
    ],
)
def test_a_host_name_means_one_machine(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (hosts("{name: x, address: 10.3.1.8}") + nodes("{name: x, address: 10.3.1.9}"), ["H312"]),
        (hosts("{name: x, address: 10.3.1.8}") + nodes("{name: x, address: [10.3.1.8, 10.3.1.9]}"), []),
        (hosts("{name: x, address: 10.3.1.8}") + nodes("{name: y, address: 10.3.1.9}"), []),
        (hosts("{name: x, address: 10.3.1.8}") + router("10.3.1.9", ", id: x"), ["H312"]),
        (hosts("{name: x, address: 10.3.1.8}") + nodes("{name: x, address: 192.0.2.9}"), []),
        (hosts("{name: x, address: 10.3.1.8}") + nodes("{name: x}"), []),
        (
            hosts("{name: x, address: 10.3.1.8}")
            + "clusters: [{name: home, pinned_services: [{name: x, address: 10.3.1.9}]}]\n",
            [],
        ),
        (
            hosts("{name: x, address: 10.3.1.8}")
            + "clusters: [{name: home, nodes: [{name: y}], virtual_addresses: [{name: x, address: 10.3.1.9}]}]\n",
            [],
        ),
        (
            nodes("{name: x, address: 10.3.1.8}")[:-3]
            + ", pinned_services: [{name: x, address: 10.3.1.9}]}]\n"
            + network("10.3.1.0/24"),
            [],
        ),
        (
            network("[10.3.1.0/24, 10.3.2.0/24]")
            + router("10.3.1.8", ", id: x")
            + nodes("{name: x, address: 10.3.2.9}"),
            ["H312"],
        ),
        (
            "networks: [{name: a, cidr: 10.3.1.0/24}, {name: b, cidr: 10.3.2.0/24}]\n"
            + router("10.3.1.8", ", id: x")
            + nodes("{name: x, address: 10.3.2.9}"),
            [],
        ),
        (
            network("10.3.0.0/16", ", role: container")
            + router("10.3.1.8", ", id: x")
            + nodes("{name: x, address: 10.3.2.9}"),
            [],
        ),
        (
            network('[10.3.1.0/24, "fd5b:7c1e:93a2:1::/64"]')
            + router("10.3.1.8", ", id: x")
            + nodes('{name: x, address: "fd5b:7c1e:93a2:1::9"}'),
            [],
        ),
        (
            hosts("{name: x, address: 10.3.1.8}")
            + router("10.3.1.9", ", id: x")
            + nodes("{name: x, address: 10.3.1.10}"),
            ["H312", "H312"],
        ),
        (
            "networks: [{name: a, cidr: 10.3.1.0/24}, {name: b, cidr: 10.3.1.0/24, site: s}]\n"
            + router("10.3.1.8", ", id: x")
            + nodes("{name: x, address: 10.3.1.9}", more=", site: s"),
            [],
        ),
    ],
)
def test_one_machine_has_one_address_wherever_it_is_written(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_the_first_of_several_addresses_is_the_one_that_is_named() -> None:
    plan = hosts("{name: x, address: [10.3.1.8, 10.3.1.7]}") + nodes("{name: x, address: [10.3.1.9, 10.3.1.6]}")
    (found,) = findings(plan)
    assert found.problem.message == "x has 10.3.1.9 in lan as a node, and 10.3.1.8 as a host"


def test_nothing_is_missed_while_a_file_cannot_be_read() -> None:
    texts = {"data/a.yaml": "networks: [", "data/b.yaml": network("10.3.1.0/24") + router("10.3.2.1")}
    found = rules.check(parse(texts), date(2026, 11, 23))
    assert "H315" not in [finding.code for finding in found]


@pytest.mark.parametrize(
    ("hostname", "expected"),
    [("nas.local", 1), ("NAS.Local.", 1), ("nas.local.org", 0), ("naslocal", 0), ("local", 0), ("nas.home.local", 1)],
)
def test_local_is_a_domain_of_its_own(hostname: str, expected: int) -> None:
    assert codes(hosts(f"{{name: a, hostname: {hostname}}}")) == ["H313"] * expected


def test_names_in_local_are_reported_once_with_all_who_have_one() -> None:
    (found,) = findings(hosts("{name: a, hostname: a.local}", "{name: b, hostname: b.local}", "{name: c, hostname: c}"))
    assert found.problem.parties == ("a", "b")
    assert "a (a.local) and 1 more have names in `.local`" in found.problem.message
    (found,) = findings(hosts("{name: a, hostname: a.x.local.}"))
    assert "a (a.x.local.) has a name in `.local`" in found.problem.message
    assert found.problem.hint.endswith("`a.x.home.arpa`")


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
    found = findings(router(address))
    assert [finding.code for finding in found] == (["H314"] if what else [])
    assert all(what in finding.problem.message for finding in found)
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
        (router("10.3.2.1"), []),
        (network("10.3.1.0/24") + router("'fd5b:7c1e:93a2:1::1'"), []),
        (network("'fd5b:7c1e:93a2:1::/64'") + router("10.3.1.1"), []),
        (network("10.3.1.0/24", ", site: s") + router("10.3.1.1"), []),
        (network("10.3.1.0/24", ", site: s") + router("10.3.1.1", ", site: t"), []),
        (network("10.3.1.0/24") + nodes("{name: a, address: 10.3.2.1}"), ["H315"]),
        (network("10.3.1.0/24") + services("{name: a, address: 10.3.2.1}"), ["H315"]),
        (network("10.3.1.0/24") + vip("").replace("3.1.1", "3.2.1"), ["H315"]),
        (network("10.3.1.0/24") + vip(", mode: bgp").replace("3.1.1", "3.2.1"), []),
        (network("10.3.1.0/24") + vip(", mode: arp").replace("3.1.1", "3.2.1"), ["H315"]),
        (network("10.3.1.0/24") + "vpns: [{name: v, ends: [{name: a, address: 10.3.2.1}]}]\n", []),
        (hosts("{name: a, address: 10.3.2.1}"), ["H301"]),
        (network("10.0.0.0/8", ", role: container") + router("10.3.2.1"), []),
        (LOST + router("10.3.2.1"), []),
        (
            network("10.3.1.0/24") + "clusters: [{name: home, load_balancers: [{product: cilium, pools: 10.3.2.0/24}],"
            " pinned_services: [{name: a, address: 10.3.2.1}, {name: b, address: 10.3.3.1}]}]\n",
            ["H315"],
        ),
        (network("10.3.1.0/24") + router("[10.3.2.1, 10.3.2.255, 10.3.3.0]"), ["H315", "H315"]),
        (
            network("'fd5b:7c1e:93a2:1::/64'")
            + router("['fd5b:7c1e:93a2:2::', 'fd5b:7c1e:93a2:2:ffff::', 'fd5b:7c1e:93a2:3::']"),
            ["H315", "H315"],
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
    first, second = findings(plan)
    assert first.code == second.code == "H315"
    assert "n (10.3.2.1) and 1 more lie in no network" in first.problem.message
    assert first.problem.hint == "b (10.3.2.0/24) is in site `s`: say the same `site` and `vrf` in both"
    assert first.problem.parties == ("n", "m")
    assert first.problem.related[0].message == "b is written here"
    assert "o (10.3.3.1) lies in no network" in second.problem.message
    assert second.problem.hint.startswith("c (10.3.3.0/24) is in vrf `blue` and site `s`:")
    plan = "networks: [{name: a, cidr: 10.3.1.0/24}, {name: b, cidr: 10.3.2.0/24, site: s}]\n"
    (found,) = findings(plan + router("10.3.1.1", ", site: s"))
    assert "is in no site and no vrf:" in found.problem.hint


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (network("'fd5b:7c1e:93a2:1::/64'", ", slaac: true"), []),
        (network("'fd5b:7c1e:93a2:1::/63'", ", slaac: true"), ["I601"]),
        (network("'fd5b:7c1e:93a2:1::/65'", ", slaac: true"), ["I601"]),
        (network("['fd5b:7c1e:93a2:2::/65', 'fd5b:7c1e:93a2:1::/64']", ", slaac: true"), []),
        (network("['fd5b:7c1e:93a2:2::/65', 'fd5b:7c1e:93a2:1::/66']", ", slaac: true"), ["I601"]),
        (network("'fd5b:7c1e:93a2:1::/65'", ", slaac: false"), []),
        (network("'fd5b:7c1e:93a2:1::/65'"), []),
        (network("10.3.1.0/24", ", slaac: true"), ["I601"]),
        (network("10.3.1.0/24", ", slaac: true, delegated: {by: isp, subnet_id: 1}"), []),
        (network("10.3.1.0/33", ", slaac: true"), []),
        (network("[]", ", slaac: true"), []),
        (network("['fd5b:7c1e:93a2:1::/65', 'fd5b:7c1e:93a2:2::/640']", ", slaac: true"), []),
        (network("'fc5b:7c1e:93a2:1::/64'"), ["I602"]),
        (network("'fcff:ffff:ffff::/48'"), ["I602"]),
        (network("'fc00::/8'", ", role: container"), ["I602"]),
        (network("'fc00::/7'", ", role: container"), []),
        (network("'fb00::/8'", ", role: container"), []),
        (network("'fd00::/8'", ", role: container"), []),
        (network("['fc5b:7c1e:93a2:1::/64', 'fc5b:7c1e:93a2:2::/64']"), ["I602"]),
        (network("['fc5b:7c1e:93a2:1::/64', 'fc5b:7c1e:93a3:2::/64']"), ["I602", "I602"]),
        (network("['fc5b:7c1e:93a2::/47', 'fc5b:7c1e:93a2:2::/64']"), ["I602", "I602"]),
        (network("['fc5b:7c1e:93a2::/48', 'fc5b:7c1e:93a2:2::/64']"), ["I602"]),
        (network("['fc5b:7c1e:93a2:2::/64', 'fc5b:7c1e:93a2::/48']"), ["I602"]),
    ],
)
def test_slaac_has_a_64_and_a_made_up_prefix_begins_with_fd(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_the_meant_prefix_has_the_bit_and_the_length() -> None:
    (found,) = findings(network("'fc5b:7c1e:93a2:1::/64'"))
    assert "`fd5b:7c1e:93a2:1::/64`" in found.problem.hint
    assert found.problem.at.column == 30
    (found,) = findings(network("[10.3.1.0/24, 'fd5b:7c1e:93a2:1::/80', 10.3.2.0/24]", ", slaac: true"))
    assert found.problem.at.column == 44


A, B = "fd5b:7c1e:93a2", "fd5b:7c1e:93a3"


def ulas(first: str, second: str, rest: str = "") -> str:
    return f"networks:\n  - {{name: a, cidr: {first}}}\n  - {{name: b, cidr: {second}}}\n{rest}"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (ulas(f"'{A}:1::/64'", f"'{A}:ffff::/64'"), []),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64'"), ["I603"]),
        (ulas(f"'{A}:1::/64'", f"['{B}::/64', '{B}:1::/64', 'fd91:3e0c:6d27::/64']"), ["I603"]),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64', role: pods"), ["I603"]),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64', site: s"), []),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64', vrf: s"), []),
        (ulas(f"'{A}:1::/64', site: s", f"['{A}:2::/64', '{B}::/64'], site: t"), ["I603"]),
        (
            ulas(f"['{A}:1::/64', '{B}::/64'], site: s", f"['{A}:1::/64', '{B}::/64'], site: t"),
            ["I603", "I603"],
        ),
        (ulas(f"'{A}::/48', role: container", f"'{B}::/64'"), ["I603"]),
        (ulas("'fd5b:7c1e:93a2::/47', role: container", f"'{B}::/64'"), []),
        (ulas(f"'{A}:1::/64'", "'fd7a:115c:a1e0::/48'"), []),
        (ulas("'fd7a:115c:a1e0::/48'", f"'{A}:1::/64'"), []),
        (ulas(f"'{A}:1::/64'", "'fd7a:115c:a1e1::/48'"), ["I603"]),
        (ulas(f"'{A}:1::/64'", "'2001:db8:1:1::/64'"), []),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64'", "vpns: [{name: v, product: ZeroTier, network: b}]\n"), []),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64'", "vpns: [{name: v, product: wireguard, network: b}]\n"), ["I603"]),
        (ulas("'fdc4:7c1e:93a2::/48'", "'fc5b:7c1e:93a3::/48'"), ["I602"]),
    ],
)
def test_a_site_has_one_unique_local_prefix(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("fd00:0:0:1::/64", 1),
        ("fd42:4242:4242::/48", 1),
        ("fd42:4342:4243::/48", 1),
        ("fd42:4342:4244::/48", 0),
        ("fd01:0203:0000::/48", 0),
        ("fd01:0002:0000::/48", 1),
        ("fd01:0200:0000::/48", 1),
        ("fd12:3456:789a::/48", 1),
        ("fd01:2345:6789::/48", 1),
        ("fd12:3456:789b::/48", 0),
        ("fd5b:7c1f:93a2::/48", 0),
        ("fd00::/47", 0),
        ("fd00::/48", 1),
        ("fe00::/48", 0),
    ],
)
def test_a_unique_local_prefix_is_drawn_at_random(prefix: str, expected: int) -> None:
    found = [code for code in codes(network(f"'{prefix}'")) if code == "I604"]
    assert found == ["I604"] * expected


def test_a_made_up_prefix_is_reported_once() -> None:
    assert codes(ulas("['fd00::/64', 'fd00:0:0:1::/64']", "'fd00:0:0:2::/64', site: s")) == ["I604"]


BOTH = f"[10.3.1.0/24, '{A}:1::/64']"
FOUR, TWO = "{name: %s, address: 10.3.1.%d}", "{name: %s, address: [10.3.1.%d, '" + A + ":1::%d']}"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (network("10.3.1.0/24", ", dual_stack: true"), ["I605"]),
        (network("[10.3.1.0/24, 10.3.2.0/24]", ", dual_stack: true"), ["I605"]),
        (network(f"'{A}:1::/64'", ", dual_stack: true"), ["I605"]),
        (network(f"'{A}:1::/64'", ", dual_stack: true, delegated: {by: isp, subnet_id: 1}"), ["I605"]),
        (network("10.3.1.0/24", ", dual_stack: true, delegated: {by: isp, subnet_id: 1}"), []),
        (network("10.3.1.0/24", ", dual_stack: false"), []),
        (network("10.3.1.0/24"), []),
        (network("[]", ", dual_stack: true"), []),
        (network("[10.3.1.0/24, 'fd5b::/129']", ", dual_stack: true"), []),
        (network(BOTH, ", dual_stack: true"), []),
        (hosts(FOUR % ("a", 2), TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true"), ["I605"]),
        (hosts(FOUR % ("a", 2), TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true, slaac: true"), []),
        (hosts(FOUR % ("a", 2), TWO % ("b", 3, 3), cidr=BOTH), []),
        (hosts(FOUR % ("a", 2), FOUR % ("c", 4), TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true"), []),
        (
            hosts(
                FOUR % ("a", 2),
                f"{{name: c, address: '{A}:1::4'}}",
                TWO % ("b", 3, 3),
                TWO % ("d", 5, 5),
                cidr=BOTH,
                more=", dual_stack: true",
            ),
            ["I605", "I605"],
        ),
        (hosts("{name: a}", TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true"), []),
        (
            hosts("{name: a, address: [10.3.1.2, 'fd5b::z']}", TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true"),
            [],
        ),
        (hosts("{name: a}", FOUR % ("c", 4), "{name: d}", cidr=BOTH, more=", dual_stack: true"), []),
    ],
)
def test_dual_stack_is_both(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_what_is_lacking_is_named() -> None:
    lacking = [network(cidr, ", dual_stack: true") for cidr in ("10.3.1.0/24", f"'{A}:1::/64'")]
    assert ["no IPv6 prefix" in findings(text)[0].problem.message for text in lacking] == [True, False]
    assert ["no IPv4 prefix" in findings(text)[0].problem.message for text in lacking] == [False, True]
    plan = hosts(f"{{name: c, address: '{A}:1::4'}}", TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true")
    assert "an IPv6 address (fd5b:7c1e:93a2:1::4) and no IPv4 one" in findings(plan)[0].problem.message
    plan = hosts(FOUR % ("c", 4), TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true")
    assert "an IPv4 address (10.3.1.4) and no IPv6 one" in findings(plan)[0].problem.message


def delegated(delegation: str, *networks: str) -> str:
    return f"delegations: [{{name: isp, {delegation}}}]\nnetworks: [{', '.join(networks)}]\n"


def taking(name: str, subnet: str, by: str = "isp") -> str:
    octet = ord(name) - 96
    return f"{{name: {name}, cidr: 10.3.{octet}.0/24, delegated: {{by: {by}, subnet_id: {subnet}}}}}"


def written(cidr: str, subnet: str = "1", by: str = "isp") -> str:
    return f"{{name: lan, cidr: {cidr}, delegated: {{by: {by}, subnet_id: {subnet}}}}}"


PREFIX = "prefix: '2001:db8:5b7c:100::/56'"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (delegated("length: 60", taking("a", "0"), taking("b", "15")), []),
        (delegated("length: 60", taking("a", "0x10")), ["I606"]),
        (delegated("length: 64", taking("a", "0")), []),
        (delegated("length: 64", taking("a", "1")), ["I606"]),
        (delegated("dynamic: true", taking("a", "99999")), []),
        (delegated("length: 60", taking("a", "99", by="other")), []),
        (delegated("length: 60", taking("a", "x")), []),
        (delegated("length: 60", taking("a", "1"), taking("b", "0x1")), ["I607"]),
        (delegated("length: 60", taking("a", "1"), taking("b", "1"), taking("c", "1")), ["I607", "I607"]),
        (delegated("length: 60", taking("a", "1"), taking("b", "1", by="other")), []),
        (delegated("length: 60}, {name: b, length: 60", taking("a", "1"), taking("b", "1", by="b")), []),
        (delegated(PREFIX, written("'2001:db8:5b7c:101::/64'")), []),
        (delegated(PREFIX, written("'2001:db8:5b7c:102::/64'")), ["I609"]),
        (delegated(PREFIX, written("'2001:db8:5b7c:101::/65'")), ["I609"]),
        (delegated(PREFIX, written("'2001:db8:5b7c:101::1/64'")), []),
        (delegated(PREFIX, written("['2001:db8:5b7c:101::/64', '2001:db8:1::/64']")), []),
        (delegated(PREFIX, written("['2001:db8:5b7c:102::/64', '2001:db8:1::/64']")), ["I609"]),
        (delegated(PREFIX, written(f"[10.3.1.0/24, '{A}:1::/64']")), []),
        (delegated(PREFIX, written("'4000::/64'")), []),
        (delegated(PREFIX, written("'3fff:5b7c::/64'")), ["I609"]),
        (delegated(PREFIX, written("'1fff::/64'")), []),
        (delegated("length: 56", written("'2001:db8:5b7c:102::/64'")), []),
        (delegated(PREFIX, written("'2001:db8:5b7c:201::/64'", "0x100")), []),
        (delegated(PREFIX, written("'2001:db8:5b7c:1fe::/64'", "0xff")), ["I609"]),
        (delegated("prefix: 10.0.0.0/8", written("'2001:db8:5b7c:200::/64'")), []),
        (delegated("prefix: '2001:db8:5b7c:100::/64'", written("'2001:db8:5b7c:100::/64'", "0")), []),
        (delegated("prefix: '2001:db8:5b7c:100::/64'", written("'2001:db8:5b7c:101::/64'", "0")), ["I609"]),
        (delegated(f"dynamic: true, {PREFIX}", written("'2001:db8:5b7c:101::/64'")), ["I608"]),
        (delegated(f"dynamic: true, {PREFIX}", written("'2001:db8:5b7c:102::/64'")), ["I608"]),
        (delegated(f"dynamic: true, {PREFIX}", written("'2001:db8:5b7c:201::/64'")), ["I609"]),
        (delegated(f"dynamic: true, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c:1ff::/64'}"), ["I608"]),
        (delegated(f"dynamic: true, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c:200::/64'}"), []),
        (delegated(f"dynamic: true, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c::/48', role: container}"), []),
        (delegated(f"dynamic: false, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c:1ff::/64'}"), []),
        (delegated("dynamic: true", "{name: a, cidr: '2001:db8:5b7c:1ff::/64'}"), []),
        (delegated("dynamic: true, prefix: 10.0.0.0/8", LAN), []),
    ],
)
def test_subnets_of_a_delegated_prefix(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_a_free_subnet_is_offered_while_there_is_one() -> None:
    (found,) = findings(delegated("length: 60", taking("a", "0"), taking("b", "1"), taking("c", "1")))
    assert found.problem.hint == "give one of them another one, as 2"
    (found,) = findings(delegated("length: 63", taking("a", "0"), taking("b", "1"), taking("c", "1")))
    assert found.problem.hint == "ask for a shorter prefix"
    (found,) = findings(delegated("dynamic: true", taking("a", "0"), taking("b", "0")))
    assert found.problem.hint == "give one of them another one, as 1"
    (found,) = findings(delegated("length: 60", taking("a", "16")))
    assert found.problem.hint == "write a subnet id from 0 to 15"
    (found,) = findings(delegated(f"dynamic: true, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c:10a::/64'}"))
    assert found.problem.hint == "leave it out, and write `delegated: {by: isp, subnet_id: 0xa}`"


CHANGING = f"delegations: [{{name: isp, dynamic: true, {PREFIX}}}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (CHANGING + router("'2001:db8:5b7c:102::1'"), ["I608"]),
        (CHANGING + router("['2001:db8:5b7c:102::1', '2001:db8:5b7c:103::1']"), ["I608"]),
        (CHANGING + router("'2001:db8:5b7c:202::1'"), []),
        (CHANGING + router("10.3.1.1"), []),
        ("delegations: [{name: isp, dynamic: true, prefix: 203.0.113.0/24}]\n" + router("203.0.113.1"), []),
        (CHANGING + network("'2001:db8:5b7c:102::/64'") + router("'2001:db8:5b7c:102::1'"), ["I608"]),
        (
            CHANGING + network("'2001:db8:5b7c::/48'", ", role: container") + router("'2001:db8:5b7c:102::1'"),
            ["I608"],
        ),
        (
            CHANGING
            + hosts(
                "{name: a, address: '2001:db8:5b7c:101::5'}",
                "{name: b, address: 10.3.1.5}",
                more=", delegated: {by: isp, subnet_id: 1}",
            ),
            ["I608"],
        ),
        (
            CHANGING.replace("]", ", {name: other, dynamic: true, prefix: '2001:db8:93a2:100::/56'}]")
            + router("['2001:db8:5b7c:102::1', '2001:db8:93a2:103::1']"),
            ["I608", "I608"],
        ),
    ],
)
def test_addresses_of_a_prefix_that_changes(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("cidr", "role", "expected"),
    [
        (f"{A}::/126", "link", 1),
        (f"{A}::/127", "link", 0),
        (f"{A}::/128", "link", 0),
        (f"{A}::/64", "lan", 0),
        ("fe80::/64", "link", 0),
        ("febf::/64", "link", 0),
        ("fec0::/64", "link", 1),
        ("fe7f::/64", "link", 1),
    ],
)
def test_a_link_has_two_addresses(cidr: str, role: str, expected: int) -> None:
    assert codes(network(f"'{cidr}'", f", role: {role}")) == ["I610"] * expected
    assert codes(network("10.3.1.0/30", f", role: {role}")) == []


WG = "networks: [{name: wg, cidr: 10.8.0.0/24%s}]\n"


def vpn(*ends: str, more: str = "") -> str:
    return f"vpns: [{{name: v{more}, ends: [{', '.join(ends)}]}}]\n"


def end(name: str, *peers: str, address: str = "") -> str:
    address = f", address: {address}" if address else ""
    return f"{{name: {name}{address}, peers: [{', '.join(peers)}]}}"


def peer(name: str, *allowed: str) -> str:
    return f"{{name: {name}, allowed_ips: [{', '.join(map(repr, allowed))}]}}"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (WG % "" + vpn(end("a", address="10.8.0.1"), more=", network: wg"), []),
        (WG % "" + vpn(end("a", address="10.8.1.0"), more=", network: wg"), ["T701"]),
        (WG % "" + vpn(end("a", address="10.7.255.255"), more=", network: wg"), ["T701"]),
        (WG % "" + vpn(end("a", address="[10.8.0.1, 10.9.0.1, 10.9.0.2]"), more=", network: wg"), ["T701", "T701"]),
        (WG % "" + vpn(end("a", address="[10.8.0.1, 'fe80::1']"), more=", network: wg"), []),
        (WG % "" + vpn(end("a", address="[10.8.0.1, '2001:db8::1']"), more=", network: wg"), ["T701"]),
        (
            WG % ", delegated: {by: isp, subnet_id: 1}"
            + vpn(end("a", address="[10.8.0.1, '2001:db8::1']"), more=", network: wg"),
            [],
        ),
        (WG % "" + vpn(end("a", address="10.9.0.1")), []),
        (WG.replace("name: wg, ", "") % "" + vpn(end("a", address="10.9.0.1")), []),
        (WG % "" + vpn(end("a", address="10.9.0.1"), more=", network: other"), []),
        ("networks: [{name: wg, cidr: 10.8.0.0/33}]\n" + vpn(end("a", address="10.9.0.1"), more=", network: wg"), []),
        (
            "networks: [{name: wg, cidr: [10.8.0.0/24, 10.9.0.0/33]}]\n"
            + vpn(end("a", address="10.9.0.1"), more=", network: wg"),
            [],
        ),
        ("networks: [{name: wg, cidr: []}]\n" + vpn(end("a", address="10.9.0.1"), more=", network: wg"), []),
    ],
)
def test_a_tunnel_address_is_in_the_network_of_the_vpn(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_a_tunnel_address_outside_is_told_a_free_one() -> None:
    plan = WG % "" + vpn(end("a", address="10.8.0.1"), end("b", address="10.9.0.1"), more=", network: wg")
    assert findings(plan)[0].problem.hint == "write an address in it, as 10.8.0.2"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("c", "10.9.0.0/24"))), ["T702"]),
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("c", "10.9.0.7/24"))), ["T702"]),
        (vpn(end("a", peer("b", "0.0.0.0/0"), peer("c", "0.0.0.0/0"))), ["T702"]),
        (vpn(end("a", peer("b", "0.0.0.0/0"), peer("c", "::/0"))), []),
        (vpn(end("a", peer("b", "::/128"), peer("c", "0.0.0.0/32"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/24", "10.9.0.0/24"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("b", "10.9.0.0/24"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/24")), end("d", peer("c", "10.9.0.0/24"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("c", "10.9.0.0/24")), more=", product: Tailscale"), []),
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("c", "10.9.0.0/24")), more=", product: openvpn"), ["T702"]),
        (vpn(end("a", *(peer(text, "10.9.0.0/24") for text in "bcd"))), ["T702", "T702"]),
        (vpn(end("a", peer("b", "10.9.0.0/16"), peer("c", "10.9.1.0/24"))), ["T703"]),
        (vpn(end("a", peer("c", "10.9.1.0/24"), peer("b", "10.9.0.0/16"))), ["T703"]),
        (vpn(end("a", peer("b", "10.9.0.0/16"), peer("c", "10.9.0.0/24"))), ["T703"]),
        (vpn(end("a", peer("b", "10.9.0.0/16"), peer("c", "10.9.255.0/24"))), ["T703"]),
        (vpn(end("a", peer("b", "10.9.0.0/16", "10.9.1.0/24"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/16"), peer("c", "10.10.0.0/24"))), []),
        (vpn(end("a", peer("b", "0.0.0.0/0"), peer("c", "10.10.0.0/24"))), []),
        (vpn(end("a", peer("b", "0.0.0.0/1"), peer("c", "10.10.0.0/24"))), ["T703"]),
        (vpn(end("a", peer("b", "::/0"), peer("c", "fd5b::/24"))), []),
        (vpn(end("a", peer("b", "fd5b::/16"), peer("c", "fd5b::/24"))), ["T703"]),
        (vpn(end("a", peer("b", "10.9.0.0/16")), end("d", peer("c", "10.9.1.0/24"))), []),
    ],
)
def test_a_prefix_goes_to_one_peer(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


HOME = hosts("{name: a, address: 10.3.1.9}")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (HOME + vpn(end("a", peer("b", "10.3.1.0/24"))), ["T704"]),
        (HOME + vpn(end("a", peer("b", "10.3.1.128/25"))), ["T704"]),
        (HOME + vpn(end("a", peer("b", "10.3.1.0/25", "10.3.1.128/25"))), ["T704", "T704"]),
        (HOME + vpn(end("a", peer("b", "10.3.0.0/23"))), []),
        (HOME + vpn(end("a", peer("b", "0.0.0.0/0"))), []),
        (HOME + vpn(end("a", peer("b", "10.3.2.0/24"))), []),
        (HOME + vpn(end("c", peer("b", "10.3.1.0/24"))), []),
        (HOME + vpn(end("a", peer("b", "10.3.1.50/32")), "{name: b, address: 10.3.1.50}"), []),
        (HOME + vpn(end("a", peer("b", "10.3.1.51/32")), "{name: b, address: 10.3.1.50}"), ["T704", "T705"]),
        (HOME + vpn(end("a", peer("b", "10.3.1.50/32")), "{name: c, address: 10.3.1.50}"), ["T704"]),
        (HOME + vpn(end("a", peer("b", "10.3.1.50/31")), "{name: b, address: 10.3.1.50}"), ["T704"]),
        (HOME + vpn(end("a", peer("b", "10.3.1.0/24")), more=", network: lan"), []),
        (network("10.3.1.0/24") + router("10.3.1.1") + vpn(end("edge", peer("b", "10.3.1.0/24"))), ["T704"]),
        (
            network("10.3.1.0/24") + nodes("{name: n, address: 10.3.1.1}") + vpn(end("n", peer("b", "10.3.1.0/24"))),
            ["T704"],
        ),
        (network("10.3.1.0/24") + vip("") + vpn(end("v", peer("b", "10.3.1.0/24"))), []),
        (network("10.3.1.0/24") + router("192.0.2.1") + vpn(end("edge", peer("b", "10.3.1.0/24"))), []),
        (
            network("10.3.1.0/24", ", role: container")
            + router("10.3.1.1")
            + vpn(end("edge", peer("b", "10.3.1.0/24"))),
            [],
        ),
        (
            "networks: [{name: x, cidr: 10.3.1.0/24, hosts: [{name: a, address: 10.3.1.2}]},"
            " {name: y, cidr: 10.3.2.0/24, site: s, hosts: [{name: a, address: 10.3.2.2}]}]\n"
            + vpn(end("a", peer("b", "10.3.1.0/24"))),
            [],
        ),
        (
            "networks: [{name: x, cidr: 10.3.1.0/24, hosts: [{name: a, address: 10.3.1.2}]},"
            " {name: y, cidr: 10.3.2.0/24, hosts: [{name: a, address: 10.3.2.2}]}]\n"
            + vpn(end("a", peer("b", "10.3.2.0/24"), peer("c", "10.3.1.0/24"))),
            ["T704", "T704"],
        ),
        (
            network(f"[10.3.1.0/24, '{A}:1::/64']")
            + router("10.3.1.1")
            + vpn(end("edge", peer("b", f"{A}:1::/64", f"{A}::/48"))),
            ["T704"],
        ),
    ],
)
def test_a_tunnel_does_not_take_the_lan(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


ROUTERS = "routers: [{name: a}, {name: b}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (vpn(end("a", peer("b")), end("b", peer("a"))), []),
        (vpn(end("a", peer("b")), end("b", peer("c")), end("c", peer("b"))), ["T705"]),
        (vpn(end("a", peer("b")), end("b")), []),
        (vpn(end("a", peer("b")), end("c")), []),
        (vpn(end("a", peer("b")), end("b", "{allowed_ips: 10.0.0.0/24}")), []),
        (vpn(end("a", peer("b")), end("b", peer("c"), "x")), []),
        (vpn(end("a", peer("b", "10.8.0.2/32")), end("b", address="10.8.0.2")), []),
        (vpn(end("a", peer("b", "10.8.0.3/32")), end("b", address="10.8.0.2")), ["T705"]),
        (vpn(end("a", peer("b", "10.9.0.0/24", "10.8.0.0/24")), end("b", address="10.8.0.2")), []),
        (vpn(end("a", peer("b", "10.9.0.0/24")), end("b", address="[10.8.0.2, 10.9.0.2]")), []),
        (vpn(end("a", peer("b")), end("b", address="10.8.0.2")), []),
        (vpn(end("a", peer("b", "10.8.0.3/32")), end("b")), []),
        (vpn(end("a", peer("b", "::/0")), end("b", address="10.8.0.2")), ["T705"]),
        (
            vpn(end("a", peer("b", "10.8.0.3/32")), end("b", peer("c"), address="10.8.0.2"), end("c", peer("b"))),
            ["T705"],
        ),
        (ROUTERS + vpn(end("a", peer("b", "10.9.0.0/24")), end("b", address="10.8.0.2")), []),
        (
            ROUTERS
            + WG % ""
            + vpn(end("a", peer("b", "10.9.0.0/24")), end("b", address="10.8.0.2"), more=", network: wg"),
            [],
        ),
        (
            ROUTERS
            + WG % ""
            + vpn(
                end("a", peer("b", "10.9.0.0/24", "10.8.0.3/32")), end("b", address="10.8.0.2"), more=", network: wg"
            ),
            ["T705"],
        ),
        (
            ROUTERS
            + WG.replace("name: wg, ", "") % ""
            + vpn(end("a", peer("b", "10.9.0.0/24", "10.8.0.3/32")), end("b", address="10.8.0.2")),
            [],
        ),
    ],
)
def test_both_ends_of_a_tunnel_agree(plan: str, expected: list[str]) -> None:
    assert [code for code in codes(plan) if code == "T705"] == expected


def test_what_is_to_be_allowed_is_named() -> None:
    (found,) = findings(vpn(end("a", peer("b", "10.8.0.3/32")), end("b", address="[10.8.0.2, 10.8.0.4]")))
    assert found.problem.hint == "write `10.8.0.2/32` too"
    assert found.problem.related[0].at.column > found.problem.at.column
    (found,) = findings(vpn(end("a", peer("b", "10.8.0.3/32")), end("b", address="10.8.0.2")))
    assert found.problem.hint == "write `10.8.0.2/32` too"
    (found,) = findings(vpn(end("a", peer("b", "10.8.0.3/32")), end("b", address=f"'{A}::2'")))
    assert found.problem.hint == f"write `{A}::2/128` too"


REMOTE = ", network: wg, remote_access: true"


@pytest.mark.parametrize(
    ("cidr", "more", "vpn_more", "expected"),
    [
        ("192.168.178.0/24", "", REMOTE, 1),
        ("192.168.178.9/24", "", REMOTE, 1),
        ("192.168.178.0/25", "", REMOTE, 0),
        ("192.168.4.0/24", "", REMOTE, 0),
        ("192.168.4.0/22", "", REMOTE, 1),
        ("[192.168.1.0/24, 192.168.0.0/24]", "", REMOTE, 2),
        ("10.0.0.0/24", ", role: pods", REMOTE, 0),
        ("10.0.0.0/24", "", ", remote_access: false", 0),
        ("10.0.0.0/24", "", "", 0),
        ("10.0.0.0/24", "", ", network: lan, remote_access: true", 0),
        ("10.0.0.0/24", ", site: s", REMOTE, 1),
    ],
)
def test_a_lab_that_is_joined_from_elsewhere_is_not_numbered_as_routers_come(
    cidr: str, more: str, vpn_more: str, expected: int
) -> None:
    assert codes(network(cidr, more) + vpn(more=vpn_more)) == ["T706"] * expected


def test_the_vpn_that_is_joined_from_elsewhere_is_the_one_that_is_named() -> None:
    plan = "vpns: [{name: sites}, {name: phones, remote_access: true}]\n" + network("10.0.0.0/24")
    assert findings(plan)[0].problem.parties == ("lan", "phones")
