"""Ranges that are kept for something: who is inside and should not be, who should be and is not."""

from __future__ import annotations

import pytest
from lab import found, planned

STATIC = "{range: 10.0.0.10-10.0.0.99, name: static, for: hosts}"
CASES = {
    "a router": ("reserved: 10.0.0.1-10.0.0.9", "routers: [{name: r, addresses: 10.0.0.2}]", ["A224"]),
    "the gateway": ("reserved: 10.0.0.1, gateway: 10.0.0.1", "", ["A224"]),
    "the gateway, where routers belong": (
        "reserved: {range: 10.0.0.1-10.0.0.9, for: routers}, gateway: 10.0.0.1",
        "routers: [{name: r, addresses: 10.0.0.1}]",
        [],
    ),
    "a pool": (
        "reserved: 10.0.0.200-10.0.0.210",
        "clusters: [{name: c, load_balancers: [{product: metallb, mode: l2, pools: 10.0.0.205-10.0.0.220}]}]",
        ["A224"],
    ),
    "a pool, where services belong": (
        "reserved: {range: 10.0.0.200-10.0.0.210, for: services}",
        "clusters: [{name: c, load_balancers: [{product: metallb, mode: l2, pools: 10.0.0.205-10.0.0.210}]}]",
        [],
    ),
    "a virtual address among hosts": (
        f"reserved: {STATIC}",
        "clusters: [{name: c, virtual_addresses: [{name: api, address: 10.0.0.20}]}]",
        ["A224"],
    ),
    "a node among hosts": (f"reserved: {STATIC}", "clusters: [{name: c, nodes: [{name: n, address: 10.0.0.20}]}]", []),
    "a node that is a host as well": (
        "reserved: {range: 10.0.0.50-10.0.0.59, for: nodes}, hosts: [{name: n, address: 10.0.0.51}]",
        "clusters: [{name: c, nodes: [{name: n, address: 10.0.0.51}]}]",
        [],
    ),
    "a range inside of another": (
        (
            f"reserved: [{STATIC}, {{range: 10.0.0.20-10.0.0.29, name: printers}}],"
            " hosts: [{name: p, address: 10.0.0.21, tags: printer}]"
        ),
        "",
        [],
    ),
    "a host outside of the hosts' range": (
        f"reserved: {STATIC}, hosts: [{{name: p, address: 10.0.0.121}}]",
        "",
        ["A225"],
    ),
    "a host of another family": (
        (
            f'cidr: [10.0.0.0/24, "fd5b:7c1e:93a2::/64"], reserved: {STATIC},'
            ' hosts: [{name: p, address: "fd5b:7c1e:93a2::9"}]'
        ),
        "",
        [],
    ),
    "DHCP where it belongs": (
        "reserved: {range: 10.0.0.100-10.0.0.199, for: dhcp}, dhcp: 10.0.0.150-10.0.0.180",
        "",
        [],
    ),
    "DHCP beyond its range": (
        "reserved: {range: 10.0.0.100-10.0.0.199, for: dhcp}, dhcp: 10.0.0.150-10.0.0.220",
        "",
        ["A225"],
    ),
    "two DHCP ranges in their own": (
        (
            "reserved: [{range: 10.0.0.100-10.0.0.119, for: dhcp}, {range: 10.0.0.200-10.0.0.219, for: dhcp}],"
            " dhcp: [10.0.0.100-10.0.0.119, 10.0.0.200-10.0.0.219]"
        ),
        "",
        [],
    ),
    "DHCP over two ranges side by side": (
        (
            "reserved: [{range: 10.0.0.100-10.0.0.119, for: dhcp}, {range: 10.0.0.120-10.0.0.139, for: dhcp}],"
            " dhcp: 10.0.0.100-10.0.0.139"
        ),
        "",
        [],
    ),
    "DHCP over its range and another": (
        (
            "reserved: [{range: 10.0.0.100-10.0.0.119, for: dhcp}, {range: 10.0.0.120-10.0.0.139, name: printers}],"
            " dhcp: 10.0.0.100-10.0.0.139"
        ),
        "",
        ["A224", "A225"],
    ),
    "a pool over its range and another": (
        "reserved: [{range: 10.0.0.200-10.0.0.229, for: services}, {range: 10.0.0.230-10.0.0.239, name: printers}]",
        "clusters: [{name: c, load_balancers: [{product: metallb, pools: 10.0.0.210-10.0.0.239}]}]",
        ["A224"],
    ),
    "a pool in a part of a wider range": (
        "reserved: [10.0.0.200-10.0.0.250, {range: 10.0.0.210-10.0.0.219, for: services}]",
        "clusters: [{name: c, load_balancers: [{product: metallb, pools: 10.0.0.210-10.0.0.219}]}]",
        [],
    ),
    "one address that DHCP hands out": ("reserved: 10.0.0.160, dhcp: 10.0.0.150-10.0.0.180", "", ["A224"]),
}


@pytest.mark.parametrize(("network", "more", "codes"), CASES.values(), ids=CASES)
def test_reserved_ranges_are_for_what_belongs_there(network: str, more: str, codes: list[str]) -> None:
    cidr = "" if "cidr:" in network else "cidr: 10.0.0.0/24, "
    text = f"networks: [{{name: lan, {cidr}{network}}}]\n{more}"
    results = found(planned(text))
    assert [finding.code for finding in results if finding.code in ("A224", "A225")] == codes
