"""Documents against themselves, and what they quote of the repository."""

from __future__ import annotations

import pytest
from documents import CLUSTER, ROUTER, codes, table

NETS = ("Home | 10 | 10.31.10.0/24 | 10.31.10.1", "Things | 20 | 10.31.20.0/24 | 10.31.20.1")
MORE = ("Guests | 30 | 10.31.30.0/24 | 10.31.30.1", "Servers | 40 | 10.31.40.0/24 | 10.31.40.1")
HEADER = "Name | VLAN | Subnet | Gateway"
ODD = ("Things | 10.9.2.0/24 | 30", "Guests | 10.9.3.0/24 | 30", "Cameras | 10.9.4.0/24 | 40")
DEVICES = ("gate | 10.9.1.1", "anvil | 10.9.1.2", "bellows | 10.9.1.3")


def _with(*rows: str) -> str:
    return table(HEADER, *NETS, *MORE, *rows)


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        (_with(), []),
        (_with("Lab | 50 | 10.31.50.0/24 | 10.31.51.1"), ["R908w"]),
        (_with("Lab | 50 | 10.31.50.0/24 | 10.31.40.1"), []),
        (_with("Lab | 40 | 10.31.50.0/24 | 10.31.50.1"), ["R908w"]),
        (_with("Servers (second) | 40 | 10.31.50.0/24 | 10.31.50.1"), []),
        (_with("Lab | 1 | 10.31.50.0/24 | 10.31.50.1", "Rack | 1 | 10.31.60.0/24 | 10.31.60.1"), []),
        (_with("Lab | 50 | 10.31.40.0/24 | 10.31.40.1"), ["R908w"]),
        (_with("~~Lab~~ | ~~40~~ | ~~10.31.50.0/24~~ | -"), []),
        (_with("Lab | 40 | 10.31.50.0/24 | planned"), []),
        ("## Attic\n\n" + _with() + "\n## Cellar\n\n" + table(HEADER, "Home | 11 | 10.31.10.0/24 | 10.31.10.1"), []),
        (table("Name | CIDR", "Node | 10.31.40.0/24", "Pod | 10.31.0.0/16", "Service | 10.65.0.0/16"), ["R908w"]),
        (table("Name | CIDR", "Pod CIDR | 10.64.0.0/16", "Service CIDR | 10.64.128.0/20"), ["R908w"]),
        (table("Name | CIDR", "Pod CIDR | 10.64.0.0/16", "Service CIDR | 10.65.0.0/20"), []),
        (table("Name | CIDR", "All | 10.31.0.0/16", "Nodes | 10.31.40.0/24", "LB pool | 10.31.40.128/25"), []),
        (table("Name | CIDR", "Pod CIDR | 10.0.0.0/8", "Service CIDR | 10.65.0.0/20"), []),
        ("## Attic\n\n- Pod CIDR: 10.64.0.0/16\n\n## Cellar\n\n- Service CIDR: 10.64.0.0/20\n", []),
        (
            table(
                "Name | Type | IP", "a | Node | 10.31.40.1/32", "b | Node | 10.31.40.2/32", "c | Node | 10.31.40.3/32"
            )
            + "| d | Node | 10.31.40.3/32 |\n",
            ["R908w"],
        ),
        (
            table(
                "Name | Type | IP", *(f"{number} | LoadBalancer | 10.31.50.{number % 3}/32" for number in (3, 4, 5, 6))
            ),
            [],
        ),
    ],
)
def test_what_a_document_says_twice_is_the_same(readme: str, expected: list[str]) -> None:
    assert codes({}, readme) == expected


POOL = """apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata:
  name: pool
spec:
  blocks:
    - cidr: {}
"""
BGP = """kind: CiliumBGPClusterConfig
metadata:
  name: bgp
spec:
  bgpInstances:
    - name: main
      localASN: {asn}
      peers:
        - name: gate
          peerAddress: {peer}
"""
GATE = """kind: Service
metadata:
  name: {name}
  annotations:
    lbipam.cilium.io/ips: {address}
"""


def _fence(text: str, indent: str = "") -> str:
    return "".join(f"{indent}{line}\n" for line in ("```yaml", *text.splitlines(), "```"))


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        (_fence(BGP.format(asn=64720, peer="10.31.40.1")), []),
        (_fence(BGP.format(asn=64720, peer="10.31.40.2")), ["R904w"]),
        ("- so:\n" + _fence(BGP.format(asn=64720, peer="10.31.40.2"), "  "), ["R904w"]),
        (_fence(BGP.format(asn=64721, peer="10.31.40.1")), ["R904w"]),
        (_fence(BGP.format(asn=64720, peer="${ROUTER}")), []),
        (_fence(POOL.format("10.31.50.0/24")), []),
        ("## Example\n\n" + _fence(POOL.format("10.31.51.0/24")), ["R904w"]),
        (_fence(POOL.format("10.31.51.0/24").replace("name: pool", "name: other-pool").replace("kind", "sort")), []),
        (_fence(GATE.format(name="jellyfin", address="10.31.50.20")), []),
        (_fence(GATE.format(name="jellyfin", address="10.31.50.99")), ["R904w"]),
        (_fence(GATE.format(name="my-service", address="10.31.50.99")), []),
        (_fence(GATE.format(name="jellyfin", address="10.31.50.XXX")), []),
        ("## Old\n\n" + _fence(GATE.format(name="jellyfin", address="10.31.50.99")), []),
        (_fence("kind: [\n" + GATE.format(name="jellyfin", address="10.31.50.99")), []),
    ],
)
def test_what_a_document_quotes_is_what_the_repository_has(readme: str, expected: list[str]) -> None:
    assert codes(CLUSTER, readme) == expected


def test_a_variable_of_the_repository_is_not_compared() -> None:
    files = CLUSTER | {"kubernetes/apps/jellyfin.yaml": GATE.format(name="jellyfin", address="${SVC_TV}")}
    assert codes(files, _fence(GATE.format(name="jellyfin", address="10.31.50.99"))) == []


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        ("- BGP is configured (ASN 64720 peering with 64710)\n", []),
        ("- BGP is configured (ASN 64730 peering with 64710)\n", ["R904w"]),
        ("- BGP is configured (ASN 64720 peering with 64711)\n", ["R904w"]),
    ],
)
def test_both_ends_of_a_peering_are_read(readme: str, expected: list[str]) -> None:
    assert codes(CLUSTER | ROUTER, "# The cluster\n\n" + readme) == expected


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        # a VLAN of two rows, among rows that have none
        (table("Net | CIDR | VLAN", "Base | 10.9.0.0/24 | 0", *ODD, "Pods | 10.64.0.0/16 | -"), "R908w"),
        (table("Net | CIDR | VLAN", *ODD, "Base | 10.9.0.0/24 | untagged"), "R908w"),
        (table("Net | CIDR | VLAN", *ODD), "R908w"),
        (table("Net | CIDR | VLAN", "Base | 10.9.0.0/24 | 0", "Lab | 10.9.9.0/24 | 0", "Pods | 10.64.0.0/16 | -"), ""),
        (table("Net | CIDR | VLAN", "Base | 10.9.0.0/24 | -", "Lab | 10.9.5.0/24 | 5", "Lab 6 | 10.9.6.0/24 | 5"), ""),
        # an address of two devices
        (table("Device | IP", *DEVICES, "press | 10.9.1.3"), "R908w"),
        (
            table("Machine | Room | IP", *(row.replace(" |", " | attic |") for row in (*DEVICES, "press | 10.9.1.3"))),
            "R908w",
        ),
        (table("Device | IP", *DEVICES, "press | 10.9.1.4"), ""),
        (table("Name | IP", *DEVICES, "press | 10.9.1.3"), ""),
        (table("Host | IP", *DEVICES, "films.example.org | 10.9.1.3"), ""),
        # a range that explains a prefix
        ("- Pool: `10.9.4.0/24` (10.9.4.0-10.9.6.254)\n", "R908w"),
        (table("Net | CIDR", "Lab | 10.9.4.0/25 (10.9.4.1 - 10.9.4.254)"), "R908w"),
        ("- Guests: 10.9.4.0/26 = 10.9.4.1-10.9.4.99\n", "R908w"),
        ("- Pool: `10.9.4.0/24` (10.9.4.10-10.9.4.99)\n", ""),
        ("- Pool: 10.9.4.0/24 and, for the nodes, 10.9.5.10-10.9.5.20\n", ""),
        ("- Guests: 10.9.4.0/26; DHCP of all: 10.9.4.10-10.9.4.199\n", ""),
        # host bits
        ("- Pod CIDR: 10.64.3.0/16\n", "R908w"),
        (table("Net | CIDR", "Service CIDR | 10.65.0.9/16"), "R908w"),
        (table("Net | CIDR", "Load balancers | 10.9.4.64/6"), "R908w"),
        ("- Pod CIDR: 10.64.0.0/16\n", ""),
        ("- Node network: 10.9.1.5/24\n", ""),
        ("- Gateway of the load balancers: 10.9.1.1/24\n", ""),
    ],
)
def test_a_document_contradicts_itself_whatever_is_in_the_repository(readme: str, expected: str) -> None:
    assert codes({}, readme) == expected.split()


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        (table("Net | CIDR", "LB-IPAM | 10.30.3.0/16"), "R901e"),
        (table("Net | CIDR", "Load balancers | 10.31.50.64/6"), "R901e"),
        ("- LB pool: 10.31.50.7/16\n", "R901e"),
        ("```yaml\nkind: CiliumLoadBalancerIPPool\nspec:\n  blocks:\n    - cidr: 10.30.3.0/16\n```\n", "R904w"),
        (table("Net | CIDR", "LB-IPAM | 10.31.50.0/24"), ""),
        ("- LB pool: 10.31.50.1/24\n", ""),
        ("- Load balancer of the LAN: 10.31.40.9\n", ""),
    ],
)
def test_a_range_with_host_bits_is_compared_as_a_range(readme: str, expected: str) -> None:
    assert codes(CLUSTER, readme) == expected.split()


ROLE = {"host_vars/gate.yml": "dnsmasq_listen_address: 10.9.3.1\ndnsmasq_dhcp_range: '10.9.3.32,10.9.3.99'\n"}


@pytest.mark.parametrize(
    ("files", "readme", "expected"),
    [
        (ROLE, "# DHCP\n\n```\ninterface=eth0\ndhcp-range=10.9.3.32,10.9.3.128,12h\n```\n", "R904w"),
        (ROLE, "# DHCP\n\n```conf\ndhcp-range=set:lan,10.9.3.40,10.9.3.99,255.255.255.0,12h\n```\n", "R904w"),
        (ROUTER, "# DHCP\n\n```\nrange 10.31.20.100 10.31.20.150;\n```\n", "R904w"),
        (ROUTER, "# DHCP\n\n```\n/ip pool add name=things ranges=10.31.20.50-10.31.20.199\n```\n", "R904w"),
        (ROLE, "# DHCP\n\n```\ndhcp-range=10.9.3.32,10.9.3.99,12h\n```\n", ""),
        (ROLE, "# DHCP of the shed\n\n```\ndhcp-range=10.9.77.32,10.9.77.128,12h\n```\n", ""),
        (ROUTER, "# DHCP\n\n```\nrange 10.31.20.100 10.31.20.199;\n```\n", ""),
        (ROUTER, "# DHCP\n\n```\n# dhcp-range=10.31.20.50,10.31.20.60\n```\n", ""),
    ],
)
def test_a_dhcp_range_that_a_document_shows_is_compared(files: dict[str, str], readme: str, expected: str) -> None:
    assert codes(files, readme) == expected.split()
