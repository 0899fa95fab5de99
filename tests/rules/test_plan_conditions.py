"""VLANs, overlays, sessions and placeholders: where each condition begins and ends."""

from __future__ import annotations

import pytest
from lab import found, planned

SESSIONS = """
networks:
  - {name: nodes, cidr: 10.3.1.0/24, gateway: 10.3.1.1}
  - {name: edge, cidr: 10.3.2.0/24, gateway: 10.3.2.1}
routers: [{name: r, asn: 64512, addresses: ADDRESSES}]
clusters:
  - name: home
    nodes: [{name: a, address: 10.3.1.11}, {name: b, address: 10.3.1.12}]
    load_balancers: [{product: metallb, mode: bgp, asn: 64601, pools: 172.30.8.0/24}]
bgp: {sessions: [SESSION]}
"""


def sessions(*lines: str, addresses: str = "10.3.2.7") -> str:
    return SESSIONS.replace("SESSION]", ", ".join(f"{{{line}}}" for line in lines) + "]").replace(
        "ADDRESSES", addresses
    )


OFF_LINK = "local: home, peer: r, peer_asn: 64512, peer_address: 10.3.2.7"
VPN = """
networks: [{name: lan, cidr: 192.168.8.0/24}, {name: tunnel, cidr: 10.99.1.0/24, role: vpn}]
routers: [{name: home, addresses: 192.168.8.1}]
vpns:
  - {name: w, product: PRODUCT, network: tunnel, remote_access: true, ends: [ENDS]}
"""


def vpn(product: str, *ends: str) -> str:
    return VPN.replace("PRODUCT", product).replace("ENDS", ", ".join(f"{{{end}}}" for end in ends))


ROUTED = (
    "name: x, address: 10.99.1.1, peers: [{name: y, allowed_ips: 10.8.0.0/24}]",
    "name: y, address: 10.99.1.2, peers: [{name: x, allowed_ips: 10.9.0.0/24}]",
)
CASES = {
    "V509 two networks": (
        "networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5}, {name: b, cidr: 10.0.1.0/24, vlan: 5}]",
        1,
    ),
    "V509 listed by the VLAN": (
        (
            "networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5}, {name: b, cidr: 10.0.1.0/24}]\n"
            "vlans: [{id: 5, name: x, networks: b}]"
        ),
        1,
    ),
    "V509 two sites": (
        "networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5, site: x}, {name: b, cidr: 10.0.1.0/24, vlan: 5, site: y}]",
        0,
    ),
    "V509 a second prefix": (
        "networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5}, {name: b, cidr: 10.0.1.0/24, vlan: 5, secondary: true}]",
        0,
    ),
    "V509 a part of the other": (
        "networks: [{name: a, cidr: 10.0.0.0/16, vlan: 5}, {name: b, cidr: 10.0.1.0/24, vlan: 5, parent: a}]",
        0,
    ),
    "V509 a part of a part": (
        (
            "networks: [{name: a, cidr: 10.0.0.0/16, vlan: 5}, {name: b, cidr: 10.0.1.0/24, vlan: 5, parent: a},"
            " {name: c, cidr: 10.0.1.0/25, vlan: 5, parent: b}]"
        ),
        0,
    ),
    "V509 parts of one that is on the VLAN": (
        (
            "networks: [{name: a, cidr: 10.0.0.0/16, vlan: 5}, {name: b, cidr: 10.0.1.0/24, vlan: 5, parent: a},"
            " {name: c, cidr: 10.0.2.0/24, vlan: 5, parent: a}]"
        ),
        0,
    ),
    "V509 parts of a block of addresses": (
        (
            "networks: [{name: a, cidr: 10.0.0.0/16}, {name: b, cidr: 10.0.1.0/24, vlan: 5, parent: a},"
            " {name: c, cidr: 10.0.2.0/24, vlan: 5, parent: a}]"
        ),
        1,
    ),
    "V511 two VLANs": (
        "networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5, ssids: x}, {name: b, cidr: 10.0.1.0/24, vlan: 6, ssids: x}]",
        1,
    ),
    "V511 another family on no known VLAN": (
        'networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5, ssids: x}, {name: b, cidr: "fd5b::/64", ssids: x}]',
        0,
    ),
    "V511 another network on no known VLAN": (
        "networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5, ssids: x}, {name: b, cidr: 10.0.1.0/24, ssids: x}]",
        1,
    ),
    "V511 another family on another VLAN": (
        'networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5, ssids: x}, {name: b, cidr: "fd5b::/64", vlan: 6, ssids: x}]',
        1,
    ),
    "V509 another family": (
        'networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5}, {name: b, cidr: "fd5b:7c1e:93a2::/64", vlan: 5}]',
        0,
    ),
    "V509 a pool on the link": (
        (
            "networks: [{name: a, cidr: 10.0.0.0/24, vlan: 5},"
            " {name: b, cidr: 10.0.1.0/24, vlan: 5, role: load-balancer}]"
        ),
        0,
    ),
    "V510 the same name": ("vlans: [{id: 5, name: Lab}, {id: 6, name: lab}]", 1),
    "V510 the same id, too": ("vlans: [{id: 5, name: lab}, {id: 5, name: lab}]", 0),
    "V510 two sites": ("vlans: [{id: 5, name: lab, site: a}, {id: 6, name: lab, site: b}]", 0),
    "T705 WireGuard": (vpn("wireguard", *ROUTED), 2),
    "T705 NetBird": (vpn("netbird", *ROUTED), 0),
    "T705 Headscale": (vpn("Headscale", *ROUTED), 0),
    "T706 routed": (
        vpn("wireguard", "name: phone, address: 10.99.1.2, peers: [{name: home, allowed_ips: 192.168.0.0/16}]"),
        1,
    ),
    "T706 everything is routed": (
        vpn("wireguard", "name: phone, address: 10.99.1.2, peers: [{name: home, allowed_ips: 0.0.0.0/0}]"),
        1,
    ),
    "T706 not routed": (
        vpn("wireguard", "name: phone, address: 10.99.1.2, peers: [{name: home, allowed_ips: 10.31.5.2/32}]"),
        0,
    ),
    "T706 one of two does not say": (
        vpn(
            "wireguard",
            "name: phone, address: 10.99.1.2, peers: [{name: home, allowed_ips: 10.31.5.2/32}]",
            "name: laptop, address: 10.99.1.3",
        ),
        1,
    ),
    "B611 ruled out in writing": (sessions(f"{OFF_LINK}, multihop: false"), 1),
    "B611 one hop, as a number": (sessions(f"{OFF_LINK}, multihop: 1"), 1),
    "B611 nothing said": (sessions(OFF_LINK), 0),
    "B611 unnumbered": (sessions("local: home, peer: r, peer_asn: 64512, interface: eth1, multihop: false"), 0),
    "B612 a strange neighbour explains it": (
        sessions(
            "local: r, peer: a, peer_asn: 64601", "local: r, peer: 10.3.1.99, peer_asn: 64601", addresses="10.3.1.1"
        ),
        0,
    ),
    "B612 nothing explains it": (sessions("local: r, peer: a, peer_asn: 64601", addresses="10.3.1.1"), 1),
    "B614 two links": (
        (
            "routers: [{name: a, asn: 64512, addresses: 10.3.1.1}, {name: b, asn: 64513, addresses: 10.3.1.2}]\n"
            "bgp: {sessions: [{local: a, peer: b, interface: eth1}, {local: a, peer: b, interface: eth2}]}"
        ),
        0,
    ),
    "B614 one link twice": (
        (
            "routers: [{name: a, asn: 64512, addresses: 10.3.1.1}, {name: b, asn: 64513, addresses: 10.3.1.2}]\n"
            "bgp: {sessions: [{local: a, peer: b, interface: eth1}, {local: a, peer: b, interface: eth1}]}"
        ),
        1,
    ),
    "H318 all ones but one": ("routers: [{name: r, mac: 'aa:bb:cc:dd:ee:ff'}]", 1),
    "H318 a real one": ("routers: [{name: r, mac: '00:1b:21:3a:7f:02'}]", 0),
    "K821 disabled": (
        (
            "clusters: [{name: c, load_balancers: [{product: cilium, pools: 10.0.0.0/24, options: {disabled: true}}],"
            " pinned_services: [{name: s, address: 10.0.0.5}]}]"
        ),
        1,
    ),
    "K821 a pool beside the disabled one": (
        (
            "clusters: [{name: c, load_balancers: [{product: cilium, pools: 10.0.0.0/24, options: {disabled: true}},"
            " {product: cilium, pools: 10.0.0.0/28}], pinned_services: [{name: s, address: 10.0.0.5}]}]"
        ),
        0,
    ),
    "K821 .255 left out": (
        (
            "clusters: [{name: c, load_balancers: [{product: metallb, pools: 10.0.0.0/23,"
            " options: {avoidBuggyIPs: true}}],"
            " pinned_services: [{name: s, address: 10.0.0.255}]}]"
        ),
        1,
    ),
    **{
        f"K821 .255 of Cilium {release}, {setting or 'nothing set'}": (
            (
                f"clusters: [{{name: c, load_balancers: [{{product: cilium, version: '{release}', pools: 10.0.0.0/24,"
                f" options: {{{setting}}}}}], pinned_services: [{{name: s, address: 10.0.0.255}}]}}]"
            ),
            count,
        )
        for release, setting, count in (
            ("1.15.9", "", 1),
            ("v1.14", "", 1),
            ("1.15.9", "allowFirstLastIPs: 'Yes'", 0),
            ("1.16.0", "", 0),
            ("", "", 0),
        )
    },
    "K821 .255 of a range of Cilium": (
        (
            "clusters: [{name: c, load_balancers: [{product: cilium, pools: 10.0.0.1-10.0.0.255,"
            " options: {allowFirstLastIPs: 'No'}}], pinned_services: [{name: s, address: 10.0.0.255}]}]"
        ),
        0,
    ),
}


@pytest.mark.parametrize(("case", "count"), [(name, count) for name, (_, count) in CASES.items()], ids=list(CASES))
def test_a_condition_begins_and_ends_there(case: str, count: int) -> None:
    results = found(planned(CASES[case][0]))
    assert sum(finding.code == case.partition(" ")[0] for finding in results) == count


def test_a_peer_that_must_be_near_and_is_not_is_an_error() -> None:
    results = found(planned(sessions(f"{OFF_LINK}, multihop: false")))
    assert [finding.severity for finding in results if finding.code == "B611"] == ["error"]
