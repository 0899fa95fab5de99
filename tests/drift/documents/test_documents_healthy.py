"""Documents that say how things are, or tell of something else: nothing is found in them."""

from __future__ import annotations

import pytest
from documents import CLUSTER, FIREWALL, LAB, TWO, codes, table

NAMES = "Name | CIDR"
VLANS = "VLAN | Name | Subnet | Gateway | DHCP range"

CILIUM = (
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {{name: cilium}}\nspec:\n"
    '  chart: {{spec: {{chart: cilium}}}}\n  values: {{k8sServiceHost: "{}"}}\n'
)
HEALTHY = [
    # what holds
    (
        LAB,
        table(
            VLANS, "10 | Home | 10.31.10.0/24 | 10.31.10.1 | -", "20 | Things | 10.31.20.0/24 | 10.31.20.1 | .100-.199"
        ),
    ),
    (LAB, table(VLANS, "VLAN20 | Things | `10.31.20.0/24` | `10.31.20.1` | `10.31.20.100` \u2013 `10.31.20.199`")),
    (
        LAB,
        table(
            "Name | Subnet / Gateway | VLAN", "Things | `10.31.20.1/24` | 20 (tagged)", "Home | 10.31.10.1/24 | native"
        ),
    ),
    (LAB, table("Component | IP Address | ASN", "UDM SE | 10.31.40.1 | 64710", "Talos Node 1 | 10.31.40.11 | 64720")),
    (LAB, "Cilium (AS 64720) peers with gate, which has AS 64710.\n"),
    (LAB, "## Router\n\n```\nrouter bgp 64710\n neighbor 10.31.40.11 remote-as 64720\n```\n"),
    (LAB, "- local ASN: 64720\n- peer ASN: 64710\n"),
    (CLUSTER, "### On the router\n\n- local ASN: 64710\n- peer ASN: 64720\n"),
    (CLUSTER, table("Setting | Value", "Router ASN | 64710", "Cluster ASN | 64720", "Nodes | 2", "Year | 2024")),
    (CLUSTER, table("Item | Before | After", "Cluster ASN | 65010 | 64720", "Router ASN | N/A | 64710")),
    (CLUSTER, '```mermaid\ngraph LR\n  R["UDM<br/>AS64710"] -->|BGP| N1["birch<br/>10.31.40.11"]\n```\n'),
    (CLUSTER, "- **PodCIDR**: `10.64.0.0/16` (not exported)\n- **LoadBalancer pool**: `10.31.50.0/24` via BGP\n"),
    # hosts that stand nowhere else
    (
        LAB,
        table(
            "Host | IP | Notes",
            "pve-1 | 10.31.10.2 | hypervisor",
            "switch-rack | 10.31.10.3 | 24 ports",
            "birch | 10.31.40.11 | worker",
            "birch IPMI | 10.31.10.111 | BMC",
            "oak | 10.31.10.20 | NAS",
            "oak (10G) | 10.31.90.20 | storage network",
        ),
    ),
    (LAB, "- printer: 10.31.10.77\n- tv: 10.31.20.140\n- ups: 10.31.10.9\n"),
    (
        LAB,
        table(
            "Device | MAC | IP", "birch | aa:bb:cc:00:11:22 | 10.31.40.11", "plug-3 | aa:bb:cc:00:11:23 | 10.31.20.14"
        ),
    ),
    (
        LAB,
        "```\nhome\n├── 10.31.10.20 oak\n├── 10.31.10.2 pve\n│   └── 10.31.40.11 birch\n└── 10.31.10.3 switch\n```\n",
    ),
    (LAB, table("Peer | Allowed IPs | Endpoint", "phone | 10.31.99.2/32 | -", "laptop | 10.31.99.3/32 | -")),
    (LAB, table(NAMES, "WireGuard | 10.31.99.0/24", "Tailscale | 100.64.0.0/10", "Docker | 172.18.0.0/16")),
    # networks of others, and of more than one place
    (
        LAB,
        table(VLANS, "30 | Guests | 10.31.30.0/24 | 10.31.30.1 | 10.31.30.50-200", "99 | Void | 10.31.99.0/24 | | -"),
    ),
    (LAB, "## Cottage\n\n" + table("VLAN | Subnet", "20 | 10.31.20.0/24", "40 | 10.31.40.0/24")),
    (LAB, "VLAN 20 and VLAN 40 are routed; 10.31.20.0/24 may only talk to 10.31.40.0/24.\n"),
    (LAB, table("Port | Device | VLAN", "1 | gate | 40", "2 | things | trunk", "3 | birch | 40, 20")),
    (LAB, table("Rule | Source | VLAN", "allow DNS | 10.31.20.0/24 | 20", "drop | 10.31.0.0/16 | 99")),
    (LAB, "- Router Oslo: AS 64800\n- Router: AS 64710\n"),
    (LAB, "- ISP router: AS 64900\n- Route reflector (AS 65500) in the cloud\n"),
    (LAB, "Hurricane Electric is AS 6939, and I have AS 64496 in mind for the VPS.\n"),
    (LAB, "Traffic leaves as 2000 packets, ASN lists are at https://example.org/asn/64999.\n"),
    (TWO, table(NAMES, "alpha pods | 10.64.0.0/16", "omega pods | 10.74.0.0/16", "alpha LB pool | 10.31.50.0/24")),
    (TWO, "## omega\n\n- Pods: 10.74.0.0/16\n- LoadBalancer pool: 10.32.50.0/24\n"),
    (CLUSTER, table("Cluster | Pod CIDR", "staging | 10.80.0.0/16", "home | 10.64.0.0/16")),
    (
        LAB,
        table("Name | IPv4 | IPv6", "Things | 10.31.20.0/24 | fd31:0:0:20::/64", "Pods | 10.64.0.0/16 | fd31:64::/56"),
    ),
    (LAB, "- Gateway API: 10.31.50.20, the internal gateway\n- Subnet router: 10.31.40.30\n"),
    (LAB, table("Gateway | IP", "internal | 10.31.50.80", "external | 10.31.50.81")),
    (LAB, "- DHCP: 10.31.10.50 - 10.31.10.99\n- DHCP server: 10.31.20.2\n"),
    (LAB, table("Subnet | Gateway", "10.31.0.0/16 | 10.31.0.1", "10.31.20.0/25 | 10.31.20.126")),
    # other times, other people
    (LAB, "## Old network\n\n" + table(VLANS, "30 | Things | 10.31.20.0/24 | 10.31.20.254 | -")),
    (LAB, "## Proposed\n\n- Router ASN: 64999\n- VLAN 77: 10.31.20.0/24\n"),
    (LAB, "Things were on VLAN 21 (10.31.20.0/24), and the router used to be AS 64999.\n"),
    (
        {"cilium/helmrelease.yaml": CILIUM.format("10.43.0.1")},
        table("Hostname | Role | IP", "elm-9 | control-plane | 10.31.40.99"),
    ),
    (LAB, "- **Router** had the AS 64999, and both ends had one number\n"),
    (LAB, "For example, the router could be AS 64999 and VLAN 77 would be 10.31.20.0/24.\n"),
    (LAB, "~~Router: AS 64999~~\n\n<!-- Router: AS 64998 -->\n\n- Router: AS 64997 <!-- cidrbook: ignore -->\n"),
    (
        LAB,
        table(VLANS, "~~21~~ 20 | Things | 10.31.20.0/24 | 10.31.20.1 | -", "8 | deprecated | 10.31.10.0/24 | - | -"),
    ),
    (LAB, "```yaml\n# e.g.\nlocalASN: 64720 # yours, such as 64999\npeerAddress: 10.31.40.1\n```\n"),
    (LAB, "```sh\nkubectl get nodes\ncurl http://10.31.50.53\nssh root@10.31.10.20\n```\n"),
    (LAB, "# BGP\n\n**Status:** Not Implemented Yet\n\n- Router ASN: 64999\n"),
    (
        LAB,
        table(
            "VLAN ID | Name | Subnet | Status",
            "77 | Things | 10.31.20.0/24 | Planned",
            "10 | Home | 10.31.10.0/24 | Live",
        ),
    ),
    (LAB, table("Subnet | Gateway", "10.31.20.0/24 | 10.31.20.2, 10.31.20.3")),
    (LAB, "- VLAN 20: 10.31.20.0/24, kept from 10.31.10.0/24\n- Port 2: PC (VLAN 10, 10.31.10.10)\n"),
    (LAB, table("SSID | VLAN", "Home | 20", "Things | 10")),
    (LAB, table("Port | Device | VLAN", "1 | things | 40", "2 | home | 20")),
    # prefixes that are nowhere, and may well be so
    (
        FIREWALL,
        table(
            NAMES, "Home | 10.31.10.0/24", "Guests | 10.31.30.0/24", "Servers | 10.31.40.0/24", "Lab | 10.31.60.0/24"
        ),
    ),
    (
        FIREWALL,
        table(NAMES, "Home | 10.31.10.0/24", "Garage | 10.31.70.0/24", "Attic | 10.31.80.0/24", "Lab | 10.31.60.0/24"),
    ),
    (FIREWALL, table(NAMES, "Guests | 192.168.50.0/24", "Management | 192.168.1.0/24", "Lab | 192.168.60.0/24")),
    (
        FIREWALL,
        table(NAMES, *(f"cameras {number} | 10.31.{number}.0/24" for number in (10, 20, 30, 130, 40, 60))),
    ),
    (
        FIREWALL | {"notes/cameras.yaml": "camera: 10.31.30.7\n"},
        table(NAMES, *(f"cameras {number} | 10.31.{number}.0/24" for number in (10, 20, 30, 40, 60))),
    ),
]


@pytest.mark.parametrize(("files", "readme"), HEALTHY)
def test_a_document_that_holds_or_tells_of_something_else_is_left_alone(files: dict[str, str], readme: str) -> None:
    assert codes(files, readme) == []


STALE = table(VLANS, "30 | Things | 10.31.20.0/24 | 10.31.20.254 | -") + "\n- Router: AS 64711\n"


@pytest.mark.parametrize(
    "name",
    [
        "CHANGELOG.md",
        "docs/adr/0004-vlans.md",
        "docs/journal/vlans.md",
        "docs/2024-02-03-network.md",
        "docs/plans/vlans.md",
        "examples/README.md",
        "docs/migration/network.md",
    ],
)
def test_a_page_of_other_times_is_left_alone(name: str) -> None:
    assert codes(LAB, STALE, name) == []
    assert codes(LAB, STALE, "docs/network.md") != []


REMARKS = [
    "- cidr: 10.64.0.0/16 # pods\n",
    "# Kubernetes pods\n- cidr: 10.64.0.0/16\n",
    "# was the pod CIDR: 10.42.0.0/16\nlb: 10.31.50.9\n",
    "# previously LB pool 10.42.0.0/24\nlb: 10.31.50.9\n",
    "# TODO: LB pool 10.42.0.0/24\nlb: 10.31.50.9\n",
    "# e.g. LB pool 10.42.0.0/24\nlb: 10.31.50.9\n",
    "# the default pod CIDR is 10.42.0.0/16\nlb: 10.31.50.9\n",
    "# next free: 10.31.50.99\nlb: 10.31.50.9\n",
    "lb: 10.31.50.9 # next free in lb-pool\n",
    "#podCIDR: 10.42.0.0/16\nlb: 10.31.50.9\n",
    "# podCIDR: 10.42.0.0/16\nlb: 10.31.50.9\n",
    "# loadBalancerIP: 10.42.0.5\nlb: 10.31.50.9\n",
    "#- cidr: 10.42.0.0/16 # pods\nlb: 10.31.50.9\n",
    "# - 10.42.0.0/16 # pods\nlb: 10.31.50.9\n",
    "# POD_CIDR=10.42.0.0/16\nlb: 10.31.50.9\n",
    "# Pods of the staging cluster: 10.42.0.0/16\nlb: 10.31.50.9\n",
    "# Pod CIDRs for cluster-102\n- 10.102.0.0/16\n",
    "# pod CIDR 10.42.0.0/16 -> 10.64.0.0/16\nlb: 10.31.50.9\n",
    "# Pods, of\n# which there are many\n- 10.42.0.0/16\n",
    "allow: 10.42.0.0/16,10.43.0.0/16 # pods and services\n",
    "allow: 10.42.0.0/16 # lets the pods of another place in\n",
    "target: 10.31.10.111 # birch (iDRAC)\n",
    "target: 10.31.40.11 # birch\n",
    "ipmi: 10.31.40.12 # birch\n",
    'url: "http://10.31.40.12/#birch"\n',
    "lan: 10.31.10.0/24 # LAN\n",
]


@pytest.mark.parametrize("text", REMARKS)
def test_a_comment_that_holds_or_tells_of_something_else_is_left_alone(text: str) -> None:
    assert codes(CLUSTER | {"kubernetes/apps/other.yaml": text}, "") == []
