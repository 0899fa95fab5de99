"""Documents with one value that no longer holds, in all the shapes in which people write them: each is found."""

from __future__ import annotations

import pytest
from documents import CLUSTER, FIREWALL, LAB, ROUTER, TWO, codes, table

from cidrbook import rules
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

NAMES = "Name | CIDR"
VLANS = "VLAN | Name | Subnet | Gateway | DHCP range"
SPEAKERS = "Component | IP | ASN"

SHOWN = """router bgp 64711
 bgp router-id 10.31.40.1
 neighbor k8s peer-group
 neighbor k8s remote-as 64720
 neighbor 10.31.40.11 peer-group k8s
"""
"""A router of which nothing else is known."""

STALE = [
    # AS numbers
    (LAB, table(SPEAKERS, "gate | 10.31.40.1 | 64711", "birch | 10.31.40.11 | 64720"), "R901e"),
    (LAB, table(SPEAKERS, "UDM Pro | 10.31.40.1 | 64710", "Node 1 | 10.31.40.11 | 64721"), "R901e"),
    (CLUSTER, table(SPEAKERS, "UDM Pro | 10.31.40.1 | 64711", "Node 1 | 10.31.40.11 | 64720"), "R901e"),
    (ROUTER, table("Device | Address | ASN", "edge | 10.31.40.1 | 64711"), "R901e"),
    (ROUTER, "- router gate 10.31.40.1: AS 64711\n", "R901e"),
    (CLUSTER, table("Device | BGP ASN", "Router | `64711`", "Cluster | `64720`"), "R901e"),
    (CLUSTER, table("Device | AS", "Router | AS64710", "Kubernetes nodes | AS64721"), "R901e"),
    (CLUSTER, table("Setting | Value", "Router ASN | 64710", "Cluster ASN | 64730"), "R901e"),
    (CLUSTER, table("Setting | Before | Now", "Cluster ASN | 64720 | 64730", "Router ASN | - | 64710"), "R901e"),
    (CLUSTER, "- **Router**: AS 64711\n- **Cilium**: AS 64720\n", "R901e"),
    (CLUSTER, "- Router ASN: 64710\n- Cluster ASN: 64710\n", "R901e"),
    (CLUSTER, "- AS 64711 (router)\n- AS 64720 (Kubernetes nodes)\n", "R901e"),
    (CLUSTER, "- Router: AS 64512.1\n- Cilium: AS 64720\n", "R901e"),
    (CLUSTER, "Cilium (AS64721) peers with the router (AS64710).\n", "R904w"),
    (CLUSTER, "The cluster speaks BGP as AS 64720, and the UDM Pro expects it from AS 64711.\n", "R904w"),
    (CLUSTER, "## Cilium\n\n* local ASN 64721\n* peer ASN 64710\n", "R904w"),
    (CLUSTER, "# Cilium\n\n```yaml\nlocalASN: 64721\npeerASN: 64710\n```\n", "R904w"),
    (LAB, "# Router\n\n```\nrouter bgp 64711\n  neighbor 10.31.40.11 remote-as 64720\n```\n", "R904w"),
    (CLUSTER, '```mermaid\ngraph LR\n  A["UDM Pro<br/>AS 64711"] -->|eBGP| B["Cilium<br/>AS 64720"]\n```\n', "R904w"),
    (CLUSTER, f"# The router\n\n```\n{SHOWN}```\n", "B607e"),
    # VLANs
    (LAB, table(VLANS, "30 | Things | 10.31.20.0/24 | 10.31.20.1 | -"), "R901e"),
    (LAB, table("VLAN ID | Name | CIDR", "VLAN10 | Core | `10.31.10.0/24`", "VLAN4 | Rack | `10.31.40.0/24`"), "R901e"),
    (LAB, table("Name | Network | Tag", "`SRV` | `10.31.40.0/24` | `400`"), "R901e"),
    (LAB, "VLAN | Name | IPv4\n--- | --- | ---\n11 | HOME | 10.31.10.0/24\n", "R901e"),
    (LAB, "VLAN | Name | IPv4\n11 | HOME | 10.31.10.0/24\n20 | THINGS | 10.31.20.0/24\n", "R901e"),
    (LAB, "- `10.31.10.0/24` > Home\n- `10.31.20.0/24` > Things (VLAN 21)\n", "R901e"),
    (LAB, "* VLAN 21: things, 10.31.20.0/24\n", "R901e"),
    (LAB, table("Network | VLAN", "home | 10", "things | 21"), "R904w"),
    (LAB, table(VLANS, "20 | Gadgets | 10.31.21.0/24 | - | -"), "R904w"),
    # gateways and DHCP
    (LAB, table(VLANS, "20 | Things | 10.31.20.0/24 | 10.31.20.254 | -"), "R904w"),
    (LAB, table("Name | Subnet / Gateway", "Things | `10.31.20.254/24`"), "R904w"),
    (LAB, "- Things: 10.31.20.0/24, gateway 10.31.20.254\n", "R904w"),
    (LAB, "- Default gateway: 10.31.40.254\n", "R904w"),
    (LAB, table(VLANS, "20 | Things | 10.31.20.0/24 | 10.31.20.1 | 10.31.20.50-10.31.20.99"), "R904w"),
    (LAB, table(VLANS, "20 | Things | 10.31.20.0/24 | 10.31.20.1 | `10.31.20.50` - `10.31.20.99`"), "R904w"),
    (LAB, table(VLANS, "20 | Things | 10.31.20.0/24 | 10.31.20.1 | 10.31.20.0-10.31.20.99"), "R904w"),
    (LAB, table(VLANS, "20 | Things | 10.31.20.0/24 | 10.31.20.1 | 10.31.20.50-10.31.20.255"), "R904w"),
    (LAB, table(VLANS, "20 | Things | 10.31.20.0/24 | 10.31.20.1 | .50\u2013.99"), "R904w"),
    (LAB, "- Things 10.31.20.0/24 (DHCP: 10.31.20.100-250)\n", "R904w"),
    # ranges by role
    (CLUSTER, table(NAMES, "Kubernetes pods | `10.42.0.0/16`"), "R901e"),
    (CLUSTER, table(NAMES, "~~Pods~~ | ~~10.42.0.0/16~~", "**Pods** | **10.43.0.0/16**"), "R901e"),
    (CLUSTER, table(NAMES, "[Service CIDR](docs/net.md) | <br/>`10.96.0.0/12`"), "R901e"),
    (CLUSTER, "Name | CIDR\n-----------\nLB-IPAM | 10.31.51.0/24\n", "R901e"),
    (CLUSTER, "| VLAN # | Subnet | Name |\n| 50 | 10.31.51.0/24 | LoadBalancer IP pool |\n", "R904w"),
    (CLUSTER, "```\nnet\n├── 10.42.0.0/16 k8s pods\n└── 10.65.0.0/16 services\n```\n", "R901e"),
    (CLUSTER, "```sh\nk3s server --cluster-cidr=10.42.0.0/16 --service-cidr=10.65.0.0/16\n```\n", "R901e"),
    (CLUSTER, "    k3s server --service-cidr 10.43.0.0/16\n", "R901e"),
    (CLUSTER, "- `10.31.51.0/24` - Cilium LoadBalancer Pool\n", "R901e"),
    (CLUSTER, table("Name | IP", "Kube VIP | 10.31.40.6"), "R901e"),
    (TWO, "# omega\n\n" + table(NAMES, "Pods | 10.75.0.0/16"), "R901e"),
    # names
    (CLUSTER, table("Host | IP", "birch | 10.31.40.12", "cedar | 10.31.40.11"), "R904w R904w"),
    (CLUSTER, table("Service | IP", "[jellyfin](https://tv.example) | **10.31.50.21**"), "R904w"),
    (CLUSTER, "```\n├── 10.31.10.21 oak\n```\n", "R904w"),
    (LAB, table("Name | Subnet", "things | 10.31.21.0/24"), "R904w"),
    # prefixes that are nowhere
    (FIREWALL, table(NAMES, "Home | 10.31.10.0/24", "Cameras | 10.31.30.0/24", "Servers | 10.31.40.0/24"), "R904w"),
]


@pytest.mark.parametrize(("files", "readme", "expected"), STALE)
def test_a_value_that_no_longer_holds_is_found(files: dict[str, str], readme: str, expected: str) -> None:
    assert codes(files, readme) == expected.split()


REMARKS = [
    ("- cidr: 10.42.0.0/16 # pods\n", "R904w"),
    ("# Kubernetes pods\n- cidr: 10.42.0.0/16\n", "R904w"),
    ("# LB pool: 10.31.51.0/24\nlb: 10.31.50.9\n", "R904w"),
    ("# LoadBalancers:   10.31.51.0-127 (fd00:31::/120)\nlb: 10.31.50.9\n", "R904w"),
    ("trusted: 10.43.0.0/16 # service CIDR\n", "R904w"),
    ("target: 10.31.40.11 # cedar\n", "R904w"),
    ("url: http://10.31.50.20 # adguard\n", "R904w"),
]


@pytest.mark.parametrize(("text", "expected"), REMARKS)
def test_a_comment_that_no_longer_holds_is_found(text: str, expected: str) -> None:
    assert codes(CLUSTER | {"kubernetes/apps/other.yaml": text}, "") == expected.split()


def test_both_places_are_named() -> None:
    readme = table(VLANS, "30 | Things | 10.31.20.0/24 | 10.31.20.1 | -")
    plan = observe_files([Source(name, text) for name, text in (ROUTER | {"README.md": readme}).items()])
    [finding] = rules.check_observation(plan)
    assert (finding.problem.at.file, finding.problem.at.line, finding.problem.at.column, finding.problem.at.width) == (
        "README.md",
        3,
        3,
        2,
    )
    assert finding.problem.message == "`Things` is documented on VLAN 30; 10.31.20.0/24 is on VLAN 20"
    [other] = finding.problem.related
    assert (other.at.file, other.at.line, other.message) == ("vyos/config.sh", 6, "VLAN 20 is written here")
