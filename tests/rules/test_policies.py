"""Policies, conventions, and what else owners write of their labs: where each finding begins and ends."""

from __future__ import annotations

import pytest
from lab import codes, found, planned

NETS = "networks: [{name: a, cidr: 10.3.1.0/24, hosts: [{name: h, address: 10.3.1.9}]}, {name: b, cidr: 10.3.2.0/24}]\n"


def policies(*lines: str) -> str:
    return f"{NETS}policies: [{', '.join(f'{{{line}}}' for line in lines)}]\n"


def host(more: str, rest: str = "") -> str:
    return f"networks: [{{name: a, cidr: 10.3.1.0/24, hosts: [{{name: h, address: 10.3.1.9, {more}}}]}}]\n{rest}"


def convention(line: str, network: str = "cidr: 10.3.1.0/24") -> str:
    return f"networks: [{{name: a, {network}}}]\nsettings: {{conventions: [{{{line}}}]}}\n"


CASES = {
    "N101 the same ports": (
        policies("from: a, to: b, ports: 80/tcp", "from: a, to: b, ports: 80/tcp, action: deny"),
        1,
    ),
    "N101 other ports": (policies("from: a, to: b, ports: 80/tcp", "from: a, to: b, ports: 81/tcp, action: deny"), 0),
    "N101 one of several ends": (policies("from: [a, h], to: b", "from: [h, b], to: [a, b], action: deny"), 1),
    "N101 the rest is denied": (policies("from: a, to: b, ports: 80/tcp", "from: a, to: b, action: deny"), 0),
    "N101 an exception for a time": (
        policies("from: a, to: b, until: 2099-12-31", "from: a, to: b, action: deny"),
        0,
    ),
    "N101 both for a time": (
        policies("from: a, to: b, until: 2099-12-31", "from: a, to: b, action: deny, until: 2099-06-30"),
        1,
    ),
    "N101 after an exception": (
        policies("from: a, to: b, until: 2099-12-31", "from: a, to: b", "from: a, to: b, action: deny"),
        1,
    ),
    "N102 behind an exception": (policies("from: any, to: any, until: 2099-12-31", "from: a, to: b"), 0),
    "N102 everything before": (policies("from: any, to: any", "from: a, to: b"), 1),
    "N102 a machine of the network": (policies("from: a, to: b", "from: h, to: b, ports: 80/tcp"), 1),
    "N102 two policies before": (policies("from: a, to: b", "from: b, to: b", "from: [a, b], to: b"), 1),
    "N102 only a part": (policies("from: a, to: b, ports: 80/tcp", "from: a, to: b, ports: [80/tcp, 81/tcp]"), 0),
    "N102 the internet is not everybody": (policies("from: internet, to: b", "from: a, to: b"), 0),
    "F106 an end that is not there": (policies("from: gone, to: b"), 1),
    "F106 words and prefixes": (policies("from: internet, to: [a, 10.9.0.0/16, 10.9.0.1]"), 0),
    "F105 without an end": (policies("to: b"), 1),
    "F106 a machine that is not there": (host("on: gone"), 1),
    "F106 a machine that is there": (host("on: r", "routers: [{name: r}]"), 0),
    "F106 a router of an uplink": (host("tags: x", "uplinks: [{name: fibre, router: gone}]"), 1),
    "F106 what a virtual address leads to": (host("virtual_addresses: [{name: v, address: 10.3.1.5, leads_to: x}]"), 1),
    "H320 an address that is there": (
        host("virtual_addresses: [{name: v, address: 10.3.1.5, leads_to: 10.3.1.9}]"),
        0,
    ),
    "H320 a gateway": (
        host("virtual_addresses: [{name: v, address: 10.3.1.5, leads_to: 10.3.1.1}]").replace(
            "cidr: 10.3.1.0/24", "cidr: 10.3.1.0/24, gateway: 10.3.1.1"
        ),
        0,
    ),
    "H320 an address elsewhere": (host("virtual_addresses: [{name: v, address: 10.3.1.5, leads_to: 192.0.2.1}]"), 0),
    "H302 a virtual address that a host has": (
        host("virtual_addresses: [{name: v, address: 10.3.1.9}]"),
        1,
    ),
    "H310 a wildcard": (host('aliases: "*.example.org"'), 0),
    "H310 an alias that is none": (host("aliases: a..b"), 1),
    "H311 an alias that is a host name": (
        host("aliases: nas.example.org", "routers: [{name: r, hostname: NAS.example.org}]"),
        1,
    ),
    "H311 a service's host name": (
        host(
            "hostname: nas.example.org",
            "clusters: [{name: c, pinned_services: [{name: s, address: 10.9.9.9, hostname: nas.example.org}]}]",
        ),
        1,
    ),
    "D402 a node that has a reservation": (
        (
            "networks: [{name: a, cidr: 10.3.1.0/24, dhcp: 10.3.1.100-10.3.1.199}]\n"
            "clusters: [{name: c, nodes: [{name: n, address: 10.3.1.101, assigned: reservation}]}]"
        ),
        0,
    ),
    "D402 a node that has none": (
        (
            "networks: [{name: a, cidr: 10.3.1.0/24, dhcp: 10.3.1.100-10.3.1.199}]\n"
            "clusters: [{name: c, nodes: [{name: n, address: 10.3.1.101}]}]"
        ),
        1,
    ),
    "V511 one VLAN, two access points": (
        "networks: [{name: a, cidr: 10.3.1.0/24, vlan: 5, ssids: x}]\nvlans: [{id: 5, name: v, ssids: x}]",
        0,
    ),
    "V511 two sites": (
        (
            "networks: [{name: a, cidr: 10.3.1.0/24, vlan: 5, site: s, ssids: x},"
            " {name: b, cidr: 10.3.1.0/24, vlan: 6, site: t, ssids: x}]"
        ),
        0,
    ),
    "V503 a planned VLAN": ("networks: [{name: a, cidr: 10.3.1.0/24}]\nvlans: [{id: 5, status: planned}]", 0),
    "V503 an active VLAN": ("networks: [{name: a, cidr: 10.3.1.0/24}]\nvlans: [{id: 5, status: active}]", 1),
    "A226 the VLAN": (convention("octet: 3, from: vlan", "cidr: 10.3.1.0/24, vlan: 7"), 1),
    "A226 a VLAN above 255": (convention("octet: 3, from: vlan", "cidr: 10.3.1.0/24, vlan: 700"), 0),
    "A226 a word without a value": (convention("octet: 3, from: role", "cidr: 10.3.1.0/24, role: lan"), 0),
    "A226 a prefix that ends before": (convention("octet: 3, from: vlan", "cidr: 10.3.0.0/16, vlan: 7"), 0),
    "A226 an own field": (convention("octet: 2, from: custom.floor", "cidr: 10.3.1.0/24, custom: {floor: 4}"), 1),
    "A226 another network": (convention("octet: 3, from: vlan, networks: b", "cidr: 10.3.1.0/24, vlan: 7"), 0),
    "H321 a name of a machine with IPv6 first": (
        (
            'networks: [{name: a, cidr: [10.3.1.0/24, "fd00:3::/64"], hosts: [{name: h, address: "fd00:3::9",'
            ' hostname: x}]}]\nsettings: {conventions: [{hostname: "srv-*"}]}'
        ),
        1,
    ),
    "H321 a name, and an octet that is right": (
        host(
            "hostname: x, custom: {unit: 9}",
            'settings: {conventions: [{hostname: "srv-*", octet: 4, from: custom.unit}]}',
        ),
        1,
    ),
    "H321 a name of many stars": (
        host(f"hostname: {'a' * 50}", 'settings: {conventions: [{hostname: "*a*a*a*a*a*a*a*a*a*a*b"}]}'),
        1,
    ),
    "H321 a name that stars stretch over": (
        host("hostname: ab-1-ab-2", 'settings: {conventions: [{hostname: "*b-#*b-#"}]}'),
        0,
    ),
    "H321 a rack unit": (
        host("custom: {rack_unit: 9}", "settings: {conventions: [{octet: 4, from: custom.rack_unit}]}"),
        0,
    ),
    "H321 another rack unit": (
        host("custom: {rack_unit: 12}", "settings: {conventions: [{octet: 4, from: rack_unit}]}"),
        1,
    ),
    "H321 a field that is no number": (
        host("custom: {rack_unit: top}", "settings: {conventions: [{octet: 4, from: rack_unit}]}"),
        0,
    ),
    "H321 a name of the pattern": (
        host("hostname: k8s-04.example.org", 'settings: {conventions: [{hostname: "k8s-##"}]}'),
        0,
    ),
    "H321 a name of another pattern": (host("hostname: k8s-x4", 'settings: {conventions: [{hostname: "k8s-##"}]}'), 1),
}


@pytest.mark.parametrize(("case", "count"), [(name, count) for name, (_, count) in CASES.items()], ids=list(CASES))
def test_a_finding_begins_and_ends_there(case: str, count: int) -> None:
    assert codes(planned(CASES[case][0]), [case.partition(" ")[0]]) == [case.partition(" ")[0]] * count


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    """What an owner writes as a pattern is no regular expression."""
    text = host(f"hostname: {'a' * 200}", f'settings: {{conventions: [{{hostname: "{"*" * 200}b"}}]}}')
    assert [finding.code for finding in found(planned(text)) if finding.code == "H321"] == ["H321"]


def test_an_expired_policy_is_found_on_its_day() -> None:
    (finding,) = found(planned(policies("from: a, to: b, until: 2020-01-01")), ["N103"])
    assert finding.severity == "warning"
