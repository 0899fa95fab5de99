"""DHCP: the edges of the rules that their pages do not show."""

from __future__ import annotations

from functools import partial

import lab
import pytest
from entries import networks
from lab import BROKEN, planned

codes = partial(lab.codes, only="DV")
found = partial(lab.found, only="DV")
only = partial(lab.the, only="DV")


LAN = "name: lan, cidr: 10.3.1.0/24"
ULA = "fd5b:7c1e:93a2"


# D403


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(networks(f"{LAN}, dhcp: [10.3.1.10-10.3.1.20, 10.3.1.21-10.3.1.30]"), [], id="side by side"),
        pytest.param(networks(f"{LAN}, dhcp: [10.3.1.20-10.3.1.30, 10.3.1.10-10.3.1.20]"), ["D403"], id="one address"),
        pytest.param(networks(f"{LAN}, dhcp: [10.3.1.12-10.3.1.15, 10.3.1.10-10.3.1.20]"), ["D403"], id="encloses"),
        pytest.param(networks(f"{LAN}, dhcp: [10.3.1.10-10.3.1.20, 10.3.1.12-10.3.1.15]"), ["D403"], id="enclosed"),
        pytest.param(networks(f"{LAN}, dhcp: [10.3.1.10-10.3.1.20, 10.3.1.10-10.3.1.20]"), ["D403"], id="twice"),
        pytest.param(
            networks(f"{LAN}, dhcp: [10.3.1.10-10.3.1.90, 10.3.1.12-10.3.1.15, 10.3.1.80-10.3.1.85]"),
            ["D403", "D403"],
            id="two in one",
        ),
        pytest.param(
            networks(f'name: lan, cidr: "{ULA}:1::/64", dhcp: ["{ULA}:1::10-{ULA}:1::20", "{ULA}:1::20-{ULA}:1::30"]'),
            ["D403"],
            id="IPv6",
        ),
        pytest.param(
            networks(
                "name: a, cidr: 10.3.0.0/23, dhcp: 10.3.1.10-10.3.1.20",
                "name: b, cidr: 10.3.1.0/24, parent: a, dhcp: 10.3.1.15-10.3.1.30",
            ),
            ["D403"],
            id="of two networks, one inside the other",
        ),
        pytest.param(
            networks(f"{LAN}, dhcp: 10.3.1.10-10.3.1.20", "name: b, cidr: 10.3.1.0/24, dhcp: 10.3.1.15-10.3.1.30"),
            [],
            id="the networks overlap themselves",
        ),
        pytest.param(
            networks(
                f"{LAN}, dhcp: [10.3.1.10-10.3.1.20, 10.3.1.15-10.3.1.30]",
                "name: b, cidr: 10.3.1.0/24, dhcp: 10.3.1.40-10.3.1.50",
            ),
            ["D403"],
            id="of one network that overlaps another",
        ),
        pytest.param(
            networks(
                "name: a, cidr: 10.3.0.0/23, dhcp: 10.3.1.10-10.3.1.20",
                "name: b, cidr: 10.3.1.0/24, parent: a, dhcp: 10.3.1.15-10.3.1.30",
                "name: c, cidr: 10.3.1.0/24, parent: b",
            ),
            ["D403"],
            id="one of both overlaps a third one",
        ),
        pytest.param(
            networks(f"{LAN}, dhcp: 10.3.1.10-10.3.2.20", "name: b, cidr: 10.3.2.0/24, dhcp: 10.3.2.10-10.3.2.30"),
            ["D401"],
            id="one has left its network",
        ),
        pytest.param(
            networks(
                "name: a, cidr: 10.3.0.0/23, dhcp: 10.3.1.10-10.3.1.200",
                "name: b, cidr: 10.3.1.0/25, parent: a, dhcp: 10.3.1.100-10.3.1.150",
            ),
            ["D401"],
            id="one has left its network, with addresses in common",
        ),
        pytest.param(
            networks(
                f"{LAN}, site: a, dhcp: 10.3.1.10-10.3.1.20",
                "name: b, cidr: 10.3.1.0/24, site: b, dhcp: 10.3.1.10-10.3.1.20",
                "name: c, cidr: 10.3.1.0/24, site: a, vrf: c, dhcp: 10.3.1.10-10.3.1.20",
            ),
            [],
            id="scopes",
        ),
    ],
)
def test_ranges_overlap(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("cidr: 10.3.1.0/24, dhcp: 10.3.2.10-10.3.2.20", ["D401"], id="a range outside"),
        pytest.param("cidr: [10.3.1.0/24, 10.3.2], dhcp: 10.3.2.10-10.3.2.20", [], id="a prefix that cannot be read"),
        pytest.param(
            "cidr: 10.3.1.0/24, dhcp: 10.3.1.10-10.3.1.20, hosts: [{name: a, address: 10.3.1.15}]",
            ["D402"],
            id="a host in a range",
        ),
        pytest.param(
            "cidr: 10.3.1.0/24, dhcp: 10.3.1.10-10.3.1.20, hosts: [{name: a, address: 10.3.1.15, assigned: x}]",
            [],
            id="how it is assigned cannot be read",
        ),
    ],
)
def test_what_could_not_be_read_may_explain_a_range(entry: str, expected: list[str]) -> None:
    assert codes(networks(f"name: lan, {entry}")) == expected


def test_an_overlap_names_what_is_handed_out_twice_and_where_to_begin_instead() -> None:
    finding = only(networks(f"{LAN}, dhcp: [10.3.1.10-10.3.1.20, 10.3.1.15-10.3.1.30]"))
    assert finding.problem.message.endswith("both assign 10.3.1.15 to 10.3.1.20")
    assert finding.problem.hint == "begin it at 10.3.1.21"
    finding = only(networks(f"{LAN}, dhcp: [10.3.1.10-10.3.1.20, 10.3.1.20-10.3.1.20]"))
    assert finding.problem.message.endswith("both assign 10.3.1.20")
    assert finding.problem.hint == "remove one of them"


# D404


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(networks(f"{LAN}, gateway: 10.3.1.9, dhcp: 10.3.1.10-10.3.1.20"), [], id="before"),
        pytest.param(networks(f"{LAN}, gateway: 10.3.1.10, dhcp: 10.3.1.10-10.3.1.20"), ["D404"], id="first"),
        pytest.param(networks(f"{LAN}, gateway: 10.3.1.20, dhcp: 10.3.1.10-10.3.1.20"), ["D404"], id="last"),
        pytest.param(networks(f"{LAN}, gateway: 10.3.1.21, dhcp: 10.3.1.10-10.3.1.20"), [], id="behind"),
        pytest.param(
            networks(f'name: a, cidr: "{ULA}:1::/64", gateway: "{ULA}:1::a", dhcp: "{ULA}:1::a-{ULA}:1::f"'),
            ["D404"],
            id="IPv6",
        ),
        pytest.param(
            networks(
                f"{LAN}, gateway: 10.3.1.15, dhcp: 10.3.1.10-10.3.1.20",
                rest="routers: [{name: r, addresses: 10.3.1.15}]\n",
            ),
            ["D402"],
            id="a router has it",
        ),
        pytest.param(
            networks(
                f"{LAN}, site: x, gateway: 10.3.1.15, dhcp: 10.3.1.10-10.3.1.20",
                rest="routers: [{name: r, site: y, addresses: 10.3.1.15}]\n",
            ),
            ["D404"],
            id="a router elsewhere has it",
        ),
        pytest.param(
            networks(
                "name: a, cidr: 10.3.0.0/23, gateway: 10.3.1.15",
                "name: b, cidr: 10.3.1.0/24, parent: a, dhcp: 10.3.1.10-10.3.1.20",
            ),
            ["D404"],
            id="in a network inside",
        ),
        pytest.param(
            networks(f"{LAN}, gateway: 10.3.2.15", "name: b, cidr: 10.3.2.0/24, dhcp: 10.3.2.10-10.3.2.20"),
            [],
            id="not of its network",
        ),
        pytest.param(
            networks(
                f"{LAN}, site: x, gateway: 10.3.1.15",
                "name: b, cidr: 10.3.1.0/24, site: y, dhcp: 10.3.1.10-10.3.1.20",
            ),
            [],
            id="scopes",
        ),
    ],
)
def test_a_gateway_is_handed_out(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("gateway", "hint"),
    [
        ("10.3.1.10", "leave the gateway out of the range: 10.3.1.11-10.3.1.20"),
        ("10.3.1.20", "leave the gateway out of the range: 10.3.1.10-10.3.1.19"),
        ("10.3.1.15", "leave the gateway out of the range: 10.3.1.10-10.3.1.14 and 10.3.1.16-10.3.1.20"),
    ],
)
def test_the_hint_is_the_range_without_the_gateway(gateway: str, hint: str) -> None:
    assert only(networks(f"{LAN}, gateway: {gateway}, dhcp: 10.3.1.10-10.3.1.20")).problem.hint == hint


def test_a_range_of_the_gateway_alone_is_left_out() -> None:
    finding = only(networks(f"{LAN}, gateway: [10.3.1.1, 10.3.1.9], dhcp: 10.3.1.9-10.3.1.9"))
    assert (finding.problem.hint, finding.problem.at.column) == ("remove the range", 56)


# D405


@pytest.mark.parametrize(
    ("cidr", "dhcp", "expected"),
    [
        ("10.3.1.0/24", "10.3.1.0-10.3.1.20", ["D405"]),
        ("10.3.1.0/24", "10.3.1.1-10.3.1.20", []),
        ("10.3.1.0/24", "10.3.1.20-10.3.1.254", []),
        ("10.3.1.0/24", "10.3.1.20-10.3.1.255", ["D405"]),
        ("10.3.1.0/24", "10.3.1.255-10.3.1.255", ["D405"]),
        ("10.3.1.0/24", "10.3.1.0-10.3.1.255", ["D405"]),
        ("10.3.1.0/24", "10.3.1.0-10.3.2.5", ["D401"]),
        ("10.3.1.0/24", "[10.3.1.5-10.3.1.6, 10.3.1.0-10.3.1.1, 10.3.1.250-10.3.1.255]", ["D405", "D405"]),
        ("10.3.0.0/23", "10.3.0.200-10.3.1.20", []),
        ("[10.3.1.0/24, 10.3.2.0/24]", "[10.3.1.9-10.3.1.255, 10.3.2.0-10.3.2.9]", ["D405", "D405"]),
        ("10.3.1.0/31", "10.3.1.0-10.3.1.1", []),
        ("10.3.1.0/32", "10.3.1.0-10.3.1.0", []),
        ("10.3.1.0/30", "10.3.1.0-10.3.1.1", ["D405"]),
        (f'"{ULA}:1::/120"', f'"{ULA}:1::-{ULA}:1::ff"', []),
    ],
)
def test_a_range_holds_an_end_of_its_network(cidr: str, dhcp: str, expected: list[str]) -> None:
    assert codes(networks(f"name: lan, cidr: {cidr}, dhcp: {dhcp}")) == expected


@pytest.mark.parametrize(
    ("dhcp", "message", "hint"),
    [
        pytest.param(
            "10.3.1.0-10.3.1.9",
            " 10.3.1.0, the network address of lan",
            "write 10.3.1.1-10.3.1.9",
            id="the network address",
        ),
        pytest.param(
            "10.3.1.0-10.3.1.255",
            " 10.3.1.0, the network address and 10.3.1.255, the broadcast address of lan",
            "write 10.3.1.1-10.3.1.254",
            id="both",
        ),
        pytest.param(
            "10.3.1.255-10.3.1.255",
            " 10.3.1.255, the broadcast address of lan",
            "write another range",
            id="the broadcast address alone",
        ),
        pytest.param(
            "10.3.1.254-10.3.1.255",
            " 10.3.1.255, the broadcast address of lan",
            "write 10.3.1.254-10.3.1.254",
            id="the broadcast address",
        ),
    ],
)
def test_it_says_which_end_and_what_is_left(dhcp: str, message: str, hint: str) -> None:
    finding = only(networks(f"{LAN}, dhcp: {dhcp}"))
    assert message in finding.problem.message
    assert finding.problem.hint == hint


# D406


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("cidr: 10.3.1.0/24, gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.254", ["D406"], id="one range"),
        pytest.param(
            "cidr: 10.3.1.0/24, gateway: 10.3.1.1, dhcp: [10.3.1.2-10.3.1.99, 10.3.1.100-10.3.1.254]",
            ["D406"],
            id="two ranges",
        ),
        pytest.param(
            "cidr: 10.3.1.0/24, gateway: 10.3.1.1, dhcp: [10.3.1.2-10.3.1.99, 10.3.1.101-10.3.1.254]",
            [],
            id="an address between them",
        ),
        pytest.param("cidr: 10.3.1.0/24, gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.253", [], id="the last is free"),
        pytest.param("cidr: 10.3.1.0/24, gateway: 10.3.1.1, dhcp: 10.3.1.3-10.3.1.254", [], id="the first is free"),
        pytest.param(
            "cidr: 10.3.1.0/24, gateway: [10.3.1.1, 10.3.1.2], dhcp: 10.3.1.3-10.3.1.254", ["D406"], id="two gateways"
        ),
        pytest.param("cidr: 10.3.1.0/24, dhcp: 10.3.1.1-10.3.1.254", ["D406"], id="no gateway"),
        pytest.param("cidr: 10.3.1.0/24, dhcp: 10.3.1.2-10.3.1.254", [], id="no gateway, the first is free"),
        pytest.param(
            "cidr: 10.3.1.0/24, gateway: 10.3.1.1, dhcp: 10.3.1.1-10.3.1.254", ["D404"], id="the gateway in the range"
        ),
        pytest.param(
            "cidr: 10.3.1.0/24, gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.255",
            ["D405"],
            id="the broadcast address in the range",
        ),
        pytest.param("cidr: 10.3.1.0/24, role: guest, gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.254", [], id="guests"),
        pytest.param("cidr: 10.3.1.0/29, gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.6", ["D406"], id="a /29"),
        pytest.param("cidr: 10.3.1.0/30, gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.2", [], id="a /30"),
        pytest.param(
            "cidr: [10.3.1.0/24, 10.3.2.0/24], gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.254",
            [],
            id="another prefix without ranges",
        ),
        pytest.param(
            "cidr: [10.3.1.0/29, 10.3.2.0/29], gateway: 10.3.1.1, dhcp: [10.3.1.2-10.3.1.6, 10.3.2.1-10.3.2.6]",
            ["D406"],
            id="two prefixes, both handed out",
        ),
        pytest.param(
            "cidr: [10.3.1.0/29, 10.3.2.0/30], gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.6",
            ["D406"],
            id="another prefix of a /30",
        ),
        pytest.param(
            f'cidr: [10.3.1.0/24, "{ULA}:1::/64"], gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.254',
            ["D406"],
            id="IPv6 beside it",
        ),
        pytest.param(
            f'cidr: [10.3.1.0/24, "{ULA}:1::/64"], dhcp: "{ULA}:1::2-{ULA}:1::ff"', [], id="only IPv6 is handed out"
        ),
        pytest.param(f'cidr: "{ULA}:1::/120", dhcp: "{ULA}:1::1-{ULA}:1::fe"', [], id="IPv6"),
        pytest.param(
            "cidr: [10.3.1.0/24, 10.3.2.0/33], gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.254",
            [],
            id="a prefix that cannot be read",
        ),
        pytest.param("gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.254", [], id="no prefix"),
    ],
)
def test_ranges_leave_nothing_for_fixed_addresses(entry: str, expected: list[str]) -> None:
    assert codes(networks(f"name: lan, {entry}")) == expected


def test_the_first_range_is_pointed_at() -> None:
    plan = networks(f"{LAN}, gateway: 10.3.1.1, dhcp: [10.3.1.2-10.3.1.99, 10.3.1.100-10.3.1.254]")
    assert only(plan).problem.at.column == 62


def test_a_range_elsewhere_leaves_an_address_alone() -> None:
    plan = networks(
        f"{LAN}, site: x, gateway: 10.3.1.1, dhcp: [10.3.1.2-10.3.1.9]",
        "name: b, cidr: 10.3.1.0/24, site: y, gateway: 10.3.1.1, dhcp: 10.3.1.10-10.3.1.254",
    )
    assert codes(plan) == []


def test_a_network_without_ranges_is_not_handed_out_whole() -> None:
    inside = "name: b, cidr: 10.3.1.0/24, role: guest, parent: lan, gateway: 10.3.1.1, dhcp: 10.3.1.2-10.3.1.254"
    assert codes(networks(f"{LAN}, gateway: 10.3.1.1", inside)) == []


# D407


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("dhcp: 10.3.1.10-10.3.1.19, clients: 10", []),
        ("dhcp: 10.3.1.10-10.3.1.19, clients: 11", ["D407"]),
        ("dhcp: 10.3.1.10-10.3.1.10, clients: 1", []),
        ("dhcp: 10.3.1.10-10.3.1.10, clients: 2", ["D407"]),
        ("dhcp: [10.3.1.10-10.3.1.19, 10.3.1.30-10.3.1.30], clients: 11", []),
        ("dhcp: 10.3.1.10-10.3.1.19, clients: 0", []),
        ("dhcp: 10.3.1.10-10.3.1.19", []),
        ("clients: 11", []),
        ("dhcp: [10.3.1.10-10.3.1.19, x], clients: 11", []),
        (f'dhcp: "{ULA}:1::10-{ULA}:1::19", clients: 11', ["D407"]),
        (f'dhcp: "{ULA}:1::10-{ULA}:1::19", clients: 11, slaac: true', []),
        (f'dhcp: [10.3.1.10-10.3.1.20, "{ULA}:1::10-{ULA}:1::1a"], clients: 11', []),
        (f'dhcp: [10.3.1.10-10.3.1.20, "{ULA}:1::11-{ULA}:1::19"], clients: 11', ["D407"]),
        ("dhcp: 10.3.1.10-10.3.1.19, clients: 11, slaac: true", ["D407"]),
    ],
)
def test_ranges_are_too_small(entry: str, expected: list[str]) -> None:
    assert codes(networks(f'name: lan, cidr: [10.3.1.0/24, "{ULA}:1::/64"], {entry}')) == expected


def test_the_smaller_ip_version_is_named_once() -> None:
    ranges = f'["{ULA}:1::1-{ULA}:1::3", 10.3.1.10-10.3.1.19, 10.3.1.30-10.3.1.39]'
    finding = only(networks(f'name: lan, cidr: [10.3.1.0/24, "{ULA}:1::/64"], dhcp: {ranges}, clients: 25'))
    assert finding.problem.message == "DHCP has 3 IPv6 addresses for the 25 clients of lan"
    assert finding.problem.hint == "add 22 addresses to the range"
    finding = only(
        networks(f'name: lan, slaac: true, cidr: [10.3.1.0/24, "{ULA}:1::/64"], dhcp: {ranges}, clients: 25')
    )
    assert finding.problem.message == "DHCP has 20 IPv4 addresses for the 25 clients of lan"
    assert finding.problem.at.column == 126


# D408

THINGS = """routers: [{name: Edge One, id: edge, addresses: 10.3.1.1}]
clusters:
  - name: home
    api: {address: 10.3.1.40}
    dns: 10.9.0.10
    nodes: [{name: k8s-0, address: 10.3.1.41}, {name: nas two, id: Nas_2}]
    virtual_addresses: [{name: vip, address: 10.3.1.42}]
    load_balancers: [{product: metallb, pools: 10.3.1.60-10.3.1.69}]
    pinned_services: [{name: blocky, address: 10.3.1.61}]
  - {name: other}
vpns: [{name: wg, ends: [{name: phone, address: 10.8.0.2}]}]
"""
SERVED = f"{LAN}, dhcp: 10.3.1.100-10.3.1.110, hosts: [{{name: nas, address: 10.3.1.9}}]"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("dns: [nas, edge, Edge One, EDGE ONE, k8s-0, K8S 0, Nas_2, vip, blocky, phone]", []),
        ("dns: nsa", ["D408"]),
        ("dns: home", ["D408"]),
        ("dns: lan", ["D408"]),
        ("router: nowhere", ["D408"]),
        ("dns: [nas, nsa]", ["D408"]),
        ("dns: nsa, ntp: nsa, tftp: nsa, router: nsa", ["D408"] * 4),
        ("dns: [10.3.1.9, 10.3.1.1, 10.3.1.40, 10.3.1.41, 10.3.1.42, 10.3.1.61, 10.8.0.2, 10.9.0.10]", []),
        ("dns: 10.3.1.62", []),
        ("dns: 10.3.1.70", ["D408"]),
        ("dns: 10.3.1.99", ["D408"]),
        ("dns: 10.3.1.100", ["D408"]),
        ("dns: 10.3.1.110", ["D408"]),
        ("router: 10.3.1.7", ["D408"]),
        ("dns: [1.1.1.1, 9.9.9.9, 252.0.0.1, 9.255.255.255, 11.0.0.0, 100.64.0.1, 0.0.0.0]", []),
        ("dns: [10.0.0.0, 10.255.255.255]", ["D408"] * 2),
        ("dns: [172.16.0.0, 172.31.255.255]", ["D408"] * 2),
        ("dns: [172.15.255.255, 172.32.0.0]", []),
        ("dns: [192.168.0.0, 192.168.255.255]", ["D408"] * 2),
        ("dns: [192.167.255.255, 192.169.0.0]", []),
        ('dns: ["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]', ["D408"] * 2),
        ('dns: ["fbff::1", "fe00::1", "fe80::1", "2620:fe::fe", "a00::1"]', []),
        ("dns: 10.3.1", ["D408"]),
        ("dns: 10.3.1.300", ["D408"]),
        ("ntp: 10.3.1.300", ["D408"]),
        ("ntp: 0.pool.ntp.org, tftp: boot.example.org", []),
        ("dns: dns.example.org", ["D408"]),
        ("router: gw.example.org", ["D408"]),
    ],
)
def test_an_option_names_nothing_in_the_plan(options: str, expected: list[str]) -> None:
    assert codes(networks(f"{SERVED}, dhcp_options: {{{options}}}", rest=THINGS)) == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param([f"{LAN}, gateway: 10.3.1.1, dhcp_options: {{dns: 10.3.1.1}}"], [], id="gateway"),
        pytest.param(
            ["name: a, cidr: 10.3.2.0/24, dhcp_options: {dns: 10.3.1.1}", f"{LAN}, gateway: 10.3.1.1"],
            [],
            id="gateway of another network",
        ),
        pytest.param(
            [f"{LAN}, gateway: 10.3.1.1, dhcp_options: {{router: 10.3.1.7}}"], ["D409"], id="compared with gateways"
        ),
        pytest.param(
            [f"{LAN}, gateway: 10.3.1.1, dhcp_options: {{router: 10.3.1.1, dns: 10.3.1.7}}"], ["D408"], id="not DNS"
        ),
        pytest.param(
            [
                (
                    f'name: lan, cidr: [10.3.1.0/24, "{ULA}:1::/64"], gateway: "{ULA}:1::1",'
                    " dhcp_options: {router: 10.3.1.7}"
                )
            ],
            ["D408"],
            id="gateway of IPv6 alone",
        ),
        pytest.param(
            [
                f"{LAN}, site: a, dhcp_options: {{dns: 10.3.2.9}}",
                "name: b, cidr: 10.3.2.0/24, site: b, hosts: [{name: ns, address: 10.3.2.9}]",
            ],
            [],
            id="a server of another site",
        ),
        pytest.param(
            [
                f"{LAN}, site: a, dhcp_options: {{dns: 9.9.9.9}}",
                "name: b, cidr: 9.9.9.0/24, public: true, site: b, dhcp: 9.9.9.9-9.9.9.10",
            ],
            [],
            id="a range of another site",
        ),
        pytest.param(
            ["name: b, cidr: 9.9.9.0/24, public: true, dhcp: 9.9.9.9-9.9.9.10, dhcp_options: {dns: 9.9.9.9}"],
            ["D408"],
            id="a public range",
        ),
        pytest.param(
            [
                (
                    f"{LAN}, dhcp: 10.3.1.8-10.3.1.10, dhcp_options: {{dns: 10.3.1.9}},"
                    " hosts: [{name: ns, address: 10.3.1.9, assigned: reservation}]"
                )
            ],
            [],
            id="reserved in the range",
        ),
        pytest.param([f"{LAN}, dhcp_options: {{dns: x}}", "name: b, cidr: 10.3.2.0/99"], [], id="something is lost"),
        pytest.param([f"{LAN}, dhcp_options: {{}}"], [], id="no option"),
    ],
)
def test_an_option_is_looked_for_in_the_whole_plan(entries: list[str], expected: list[str]) -> None:
    assert codes(networks(*entries)) == expected


def test_an_option_is_not_missed_while_a_file_cannot_be_read() -> None:
    plan = networks(f"{LAN}, gateway: 10.3.1.1, dhcp_options: {{dns: x, router: edge}}")
    assert codes(plan) == ["D408", "D408"]
    assert codes(planned(plan, BROKEN)) == []


def test_the_hint_for_an_option_is_the_nearest_name_or_address() -> None:
    as_host = "list the server under `hosts` of lan: `- {{name: …, address: {}}}`"

    def hint(option: str) -> str:
        return only(networks(f"{SERVED}, dhcp_options: {{dns: {option}}}")).problem.hint

    assert hint("nsa") == "did you mean `nas`?"
    assert hint("10.3.1.90") == f"if you mean 10.3.1.9, write that; else {as_host.format('10.3.1.90')}"
    assert hint("10.3.1.53") == as_host.format("10.3.1.53")
    assert hint("192.168.7.53") == "list the server with its network: 192.168.7.53 is in none of the plan"
    assert hint("10.3.1.300").startswith("each octet is 0 to 255")
    assert hint("'10.3.1.9, 1.1.1.1'") == "these are two addresses: write them as a list, `[10.3.1.9, 1.1.1.1]`"
    assert hint("10.3.1.105") == f"shorten the range, and {as_host.format('10.3.1.105')}"
    plan = f"{LAN}, dhcp_options: {{dns: [nas, 10.3.1.9]}}"
    assert [finding.problem.hint for finding in found(networks(plan))] == [
        "write the address of the server, or the id of an object that has one",
        as_host.format("10.3.1.9"),
    ]


# D409


@pytest.mark.parametrize(
    ("entry", "rest", "expected"),
    [
        pytest.param("gateway: 10.3.1.1, dhcp_options: {router: 10.3.1.1}", "", [], id="the gateway"),
        pytest.param("gateway: 10.3.1.1, dhcp_options: {router: 10.3.1.2}", "", ["D409"], id="another address"),
        pytest.param("gateway: 10.3.1.1, dhcp_options: {router: [10.3.1.1, 10.3.1.2]}", "", ["D409"], id="both"),
        pytest.param(
            "gateway: 10.3.1.1, dhcp_options: {router: edge}",
            "addresses: [10.3.9.1, 10.3.1.1]",
            [],
            id="a router that has it too",
        ),
        pytest.param(
            "gateway: 10.3.1.1, dhcp_options: {router: Edge}",
            "addresses: [10.3.9.1, 10.3.1.2]",
            ["D409"],
            id="a router that has another",
        ),
        pytest.param("gateway: 10.3.1.1, dhcp_options: {router: edge}", "", [], id="a router without addresses"),
        pytest.param(
            "gateway: 10.3.1.1, dhcp_options: {router: edge}",
            "addresses: [10.3.1.2, x]",
            [],
            id="a router with an address that cannot be read",
        ),
        pytest.param(
            "gateway: [10.3.1.1, x], dhcp_options: {router: 10.3.1.2}", "", [], id="a gateway that cannot be read"
        ),
        pytest.param("gateway: 10.3.1.1, dhcp_options: {dns: 10.3.1.1}", "", [], id="another option"),
        pytest.param(
            f'gateway: "{ULA}:1::1", dhcp_options: {{router: 1.1.1.1}}',
            "",
            [],
            id="a gateway of IPv6, an address of IPv4",
        ),
        pytest.param(
            f'gateway: "{ULA}:1::1", dhcp_options: {{router: edge}}',
            "addresses: 10.3.1.2",
            [],
            id="a gateway of IPv6, a router of IPv4",
        ),
        pytest.param(
            f'gateway: [10.3.1.1, "{ULA}:1::1"], dhcp_options: {{router: edge}}',
            "addresses: 10.3.1.2",
            ["D409"],
            id="gateways of both, a router of IPv4",
        ),
        pytest.param(
            f'gateway: [10.3.1.1, "{ULA}:1::1"], dhcp_options: {{router: "{ULA}:1::2"}}',
            "",
            ["D409"],
            id="gateways of both, another address of IPv6",
        ),
        pytest.param(
            f'gateway: [10.3.1.1, "{ULA}:1::1"], dhcp_options: {{router: "{ULA}:1:0::1"}}',
            "",
            [],
            id="another spelling",
        ),
        pytest.param("dhcp_options: {router: edge}", "addresses: 10.3.1.2", [], id="no gateway"),
    ],
)
def test_dhcp_tells_another_router(entry: str, rest: str, expected: list[str]) -> None:
    plan = networks(f'name: lan, cidr: [10.3.1.0/24, "{ULA}:1::/64"], {entry}')
    assert codes(f"{plan}routers: [{{name: Edge, {rest}}}]\n") == expected


def test_one_machine_of_several_entries_has_all_their_addresses() -> None:
    plan = networks(f"{LAN}, gateway: 10.3.1.1, dhcp_options: {{router: edge}}, hosts: [{{name: edge{{}}}}]")
    plan = plan.replace("{}", ", address: 10.3.1.1") + "routers: [{name: edge, addresses: 10.3.9.1}]\n"
    assert codes(plan) == []
    lost = plan.replace("10.3.1.1}]", "10.3.1}]")
    assert codes(lost) == []
    assert codes(plan.replace("address: 10.3.1.1", "address: 10.3.1.4")) == ["D409"]


def test_some_networks_tell_a_router_and_some_do_not() -> None:
    plan = networks(
        f"{LAN}, gateway: [10.3.1.1, 10.3.1.2], dhcp_options: {{dns: edge, router: edge}}",
        "name: b, cidr: 10.3.2.0/24, gateway: 10.3.2.1, dhcp_options: {dns: edge}",
        "name: c, cidr: 10.3.3.0/24",
        rest="routers: [{name: edge, addresses: 10.3.3.1}]\n",
    )
    assert only(plan).problem.hint == "write `router: 10.3.1.1`, or add it as a gateway"


def test_a_named_router_is_not_compared_while_a_file_cannot_be_read() -> None:
    rest = "routers: [{name: edge, addresses: 10.3.1.2}]\n"
    plan = networks(f"{LAN}, gateway: 10.3.1.1, dhcp_options: {{router: edge}}", rest=rest)
    assert codes(plan) == ["D409"]
    assert codes(planned(plan, BROKEN)) == []
    assert codes(planned(plan.replace("router: edge", "router: 10.3.1.2"), BROKEN)) == ["D409"]


# D410

PAIR = "hosts: [{name: A, address: 10.3.1.8}, {name: b, address: 10.3.1.9}]"


def two(first: str, second: str, rest: str = "") -> str:
    return networks(
        f"{LAN}, dhcp: 10.3.1.100-10.3.1.199, {first}, {PAIR}",
        f"name: two, cidr: 10.3.2.0/24, dhcp: 10.3.2.100-10.3.2.199, {second}",
        rest=rest,
    )


@pytest.mark.parametrize(
    ("first", "second", "rest", "expected"),
    [
        ("vlan: 20, dhcp_server: a", "vlan: 20, dhcp_server: b", "", ["D410"]),
        ("vlan: 20, dhcp_server: a", "vlan: 20, dhcp_server: A", "", []),
        ("vlan: 20, dhcp_server: [a, b]", "vlan: 20, dhcp_server: b", "", []),
        ("vlan: 20, dhcp_server: a", "vlan: 30, dhcp_server: b", "", []),
        ("vlan: 20, dhcp_server: a", "vlan: 20", "", []),
        ("vlan: 20", "vlan: 20, dhcp_server: b", "", []),
        ("dhcp_server: a", "dhcp_server: b", "", []),
        ("vlan: 20, site: x, dhcp_server: a", "vlan: 20, site: y, dhcp_server: b", "", []),
        ("vlan: 20, vrf: x, dhcp_server: a", "vlan: 20, vrf: y, dhcp_server: b", "", ["D410"]),
        ("dhcp_server: a", "vlan: 20, dhcp_server: b", "vlans: [{id: 20, networks: lan}]\n", ["D410"]),
        ("vlan: 20, dhcp_server: a", "vlan: x, dhcp_server: b", "vlans: [{id: 20, networks: two}]\n", []),
        ("vlan: 30, dhcp_server: a", "vlan: 20, dhcp_server: b", "vlans: [{id: 20, networks: lan}]\n", ["V502"]),
    ],
)
def test_two_servers_on_one_vlan(first: str, second: str, rest: str, expected: list[str]) -> None:
    assert [code for code in codes(two(first, second, rest)) if code not in ("V503", "V509", "D412")] == expected


def test_the_first_of_several_servers_is_named() -> None:
    plan = two("vlan: 20, dhcp_server: [a, b]", "vlan: 20, dhcp_server: [c, d]")
    (problem,) = [finding.problem for finding in found(plan) if finding.code == "D410"]
    assert problem.message.startswith("c serves two on VLAN 20, where a serves")
    assert problem.at.column == plan.splitlines()[2].index("c, d]") + 1
    assert problem.related[0].at.column == plan.splitlines()[1].index("a, b]") + 1


def test_each_ip_version_may_have_a_server_of_its_own() -> None:
    four = f"{LAN}, vlan: 20, dhcp: 10.3.1.100-10.3.1.199, dhcp_server: a, {PAIR}"
    six = f'name: six, cidr: "{ULA}:1::/64", vlan: 20, dhcp: "{ULA}:1::10-{ULA}:1::99", dhcp_server: b'
    assert "D410" not in codes(networks(four, six))
    both = f'name: six, cidr: [10.3.2.0/24, "{ULA}:2::/64"], vlan: 20, dhcp_server: b,'
    both += f' dhcp: ["{ULA}:2::10-{ULA}:2::99", 10.3.2.100-10.3.2.199]'
    assert codes(networks(four, six, both)).count("D410") == 1
    assert codes(networks(four, both, six.replace("_server: b", "_server: a"))).count("D410") == 2


def test_a_network_that_hands_out_nothing_has_no_server() -> None:
    plan = networks(
        f"{LAN}, vlan: 20, dhcp_server: a, {PAIR}",
        "name: two, cidr: 10.3.2.0/24, dhcp: 10.3.2.100-10.3.2.199, vlan: 20, dhcp_server: b",
    )
    assert "D410" not in codes(plan)


# D411


@pytest.mark.parametrize(
    ("dhcp", "host", "router", "expected"),
    [
        pytest.param(
            "10.3.1.10-10.3.1.20", "10.3.1.10, assigned: reservation", "product: pfsense", ["D411"], id="the first"
        ),
        pytest.param(
            "10.3.1.10-10.3.1.20",
            "10.3.1.20, assigned: reservation",
            "product: pfSense-Plus",
            ["D411"],
            id="the last, pfSense Plus",
        ),
        pytest.param("10.3.1.10-10.3.1.20", "10.3.1.9, assigned: reservation", "product: pfsense", [], id="before"),
        pytest.param("10.3.1.10-10.3.1.20", "10.3.1.21, assigned: reservation", "product: pfsense", [], id="behind"),
        pytest.param("10.3.1.10-10.3.1.20", "10.3.1.10, assigned: reservation", "product: opnsense", [], id="OPNsense"),
        pytest.param("10.3.1.10-10.3.1.20", "10.3.1.10, assigned: reservation", "version: '1'", [], id="no product"),
        pytest.param("10.3.1.10-10.3.1.20", "10.3.1.10", "product: pfsense", ["D402"], id="no reservation"),
        pytest.param(
            f'"{ULA}:1::10-{ULA}:1::20"', f'"{ULA}:1::10", assigned: reservation', "product: pfsense", [], id="IPv6"
        ),
    ],
)
def test_a_reservation_lies_in_a_range_of_pfsense(dhcp: str, host: str, router: str, expected: list[str]) -> None:
    plan = networks(
        f'name: lan, cidr: [10.3.1.0/24, "{ULA}:1::/64"], dhcp: {dhcp}, dhcp_server: Edge,'
        f" hosts: [{{name: h, address: {host}}}]"
    )
    assert codes(f"{plan}routers: [{{name: Edge, id: gw, addresses: 10.3.1.1, {router}}}]\n") == expected


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ("dhcp_server: gw", ["D411"]),
        ("dhcp_server: Edge", ["D411"]),
        ("dhcp_server: GW", ["D411"]),
        ("dhcp_server: Gate_2", ["D411"]),
        ("dhcp_server: [pi, gw]", ["D411"]),
        ("dhcp_server: pi", []),
        ("purpose: x", []),
    ],
)
def test_the_server_of_the_range_decides(server: str, expected: list[str]) -> None:
    reserved = "assigned: reservation"
    plan = networks(
        f"{LAN}, dhcp: 10.3.1.10-10.3.1.20, {server}, hosts: [{{name: h, address: 10.3.1.10, {reserved}}},"
        " {name: pi, address: 10.3.1.2}]",
        f"name: b, cidr: 10.3.2.0/24, dhcp_server: gw, hosts: [{{name: i, address: 10.3.2.10, {reserved}}}]",
    )
    plan += "routers:\n  - {name: Edge, id: gw, product: pfsense, addresses: [10.3.1.1, 10.3.2.1]}\n"
    plan += "  - {name: Second, id: Gate_2, product: pfsense, addresses: 10.3.1.3}\n"
    assert codes(plan) == expected


# D412


@pytest.mark.parametrize(
    ("entry", "server", "expected"),
    [
        ("dhcp_server: pi", "name: pi, address: 10.3.1.2", []),
        ("dhcp_server: pi", "name: pi, address: 10.3.9.2", ["D412"]),
        ("dhcp_server: pi", "name: pi, address: [10.3.9.2, 10.3.1.2]", []),
        ("dhcp_server: PI", "name: pi, address: 10.3.9.2", ["D412"]),
        ("dhcp_server: pi", "name: pi", []),
        ("dhcp_server: pj", "name: pi, address: 10.3.9.2", []),
        ("dhcp_server: [pi, pj]", "name: pi, address: 10.3.9.2", []),
        ("dhcp_server: [pi, core]", "name: pi, address: 10.3.9.2", ["D412"]),
        ("dhcp_server: core", "name: pi", ["D412"]),
        ("dhcp_server: core, gateway: 10.3.1.1", "name: pi", []),
        ("dhcp_server: core, gateway: 10.3.1.1", "name: pi, address: 10.3.1.1", ["D412"]),
        ("dhcp_server: core, gateway: [10.3.1.1, 10.3.1.3]", "name: pi, address: 10.3.1.1", []),
        ("dhcp_server: pi, gateway: 10.3.1.1", "name: pi, address: 10.3.9.2", ["D412"]),
        ("purpose: x", "name: pi, address: 10.3.9.2", []),
    ],
)
def test_a_server_has_no_address_in_the_network(entry: str, server: str, expected: list[str]) -> None:
    plan = networks(
        f"{LAN}, dhcp: 10.3.1.100-10.3.1.199, {entry}", f"name: b, cidr: 10.3.9.0/24, hosts: [{{{server}}}]"
    )
    assert codes(f"{plan}routers: [{{name: core, addresses: 10.3.9.1}}]\n") == expected


def test_a_router_that_is_a_host_as_well_is_a_router() -> None:
    plan = networks(
        f"{LAN}, dhcp: 10.3.1.100-10.3.1.199, dhcp_server: core, gateway: 10.3.1.1",
        "name: b, cidr: 10.3.9.0/24, hosts: [{name: core, address: 10.3.9.1}]",
    )
    assert codes(plan) == ["D412"]
    assert codes(f"{plan}routers: [{{name: core, addresses: 10.3.9.1}}]\n") == []


def test_the_first_server_of_a_pair_is_named() -> None:
    hosts = "hosts: [{name: pi, address: 10.3.9.2}, {name: po, address: 10.3.9.3}]"
    plan = networks(
        f"{LAN}, dhcp: 10.3.1.100-10.3.1.199, dhcp_server: [po, pi]", f"name: b, cidr: 10.3.9.0/24, {hosts}"
    )
    problem = only(plan).problem
    assert problem.message == "po, the DHCP server of lan, has no address in 10.3.1.0/24"
    assert problem.at.column == plan.splitlines()[1].index("po") + 1


def test_what_could_not_be_read_may_be_the_servers_address() -> None:
    hosts = "hosts: [{name: pi, address: 10.3.9.2}]"
    plan = networks(f"{LAN}, dhcp: 10.3.1.100-10.3.1.199, dhcp_server: pi", f"name: b, cidr: 10.3.9.0/24, {hosts}")
    assert codes(plan) == ["D412"]
    assert codes(planned(plan, BROKEN)) == []
    assert codes(plan.replace("10.3.9.2", "[10.3.9.2, 10.3]")) == []
    assert codes(plan.replace("dhcp: 10.3.1.100-10.3.1.199, ", "")) == []
    assert codes(plan.replace("cidr: 10.3.1.0/24, ", "")) == []
