"""Documents of which one line is stale while another holds; ports, commands, routers, gateways and variables."""

from __future__ import annotations

import pytest
from documents import CLUSTER, LAB, SERVICE, TWO, codes, table

PODS = "## Overview\n\n- Pod CIDR: 10.64.0.0/16\n- API VIP: 10.31.40.5\n\n"
GATES = {
    "kubernetes/apps/gates.yaml": "---\n".join(
        SERVICE.format(name=name, address=address)
        for name, address in (("internal", "10.31.50.30"), ("public", "10.31.50.31"), ("nginx", "10.31.50.32"))
    )
}
NODES = {
    "ansible/inventory/hosts.yml": "kubernetes:\n  hosts:\n"
    + "".join(f"    worker-{number}: {{ansible_host: 10.31.40.2{number}}}\n" for number in range(3))
}
VARIABLES = {
    f"kubernetes/clusters/{name}/vars.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vars}\n"
        f"data:\n  gate_ip: 10.31.{number}.9\n  gate_net: 10.31.{number}.0/28\n"
    )
    for name, number in (("alpha", 70), ("omega", 71))
}
TALOS = {
    "talos/talconfig.yaml": "clusterName: lab\nendpoint: https://10.31.45.11:6443\nnodes:\n"
    "  - {hostname: elm, ipAddress: 10.31.45.11, controlPlane: true}\n"
}
BOXES = """```
┌───────────────┐  ┌───────────────┐
│ Public door   │  │ Internal door │
│  (LAN)        │  │               │
│  {:<12} │  │  {:<12} │
└───────────────┘  └───────────────┘
```
"""
NAMED = table("Cluster | Variable | Value", "`alpha` | `gate_ip` | `{}`", "`omega` | `gate_ip` | `10.31.71.9`")

STALE = [
    # a value twice, and one line that does not hold
    (CLUSTER, f"{PODS}## Details\n\n- **Pod CIDR**: 10.69.0.0/16\n", ["R901e"]),
    (CLUSTER, f"{PODS}## The net inside\n\n- **Pod CIDR**: 10.69.0.0/16\n", ["R904w"]),
    (CLUSTER, f"{PODS}## CNI (Cilium)\n\n" + table("Range | Purpose", "10.69.0.0/16 | Pod CIDR (Cilium)"), ["R904w"]),
    (CLUSTER, f"{PODS}## Notes\n\nAddressing: API VIP `10.31.40.6`, LB pool x\n", ["R904w"]),
    (CLUSTER, f"{PODS}## Hosts\n\n" + table("Host | IP", "`k8s-api.home.arpa` | 10.31.40.6"), ["R904w"]),
    (CLUSTER, f'{PODS}## Flow\n\n```mermaid\ngraph TD\n  A["Cilium<br/>Pod CIDR: 10.69.0.0/16"]\n```\n', ["R904w"]),
    # the API's port, and talosctl
    (CLUSTER, "```sh\nkubectl --server https://10.31.40.6:6443 get nodes\n```\n", ["R904w"]),
    (CLUSTER, "```yaml\nserver: https://10.31.40.99:6443\n```\n", ["R904w"]),
    (CLUSTER, "- VIP listener: `10.31.40.6:6443`\n", ["R904w"]),
    (CLUSTER, "```sh\ntalosctl -n 10.31.40.99 get links\n```\n", ["R904w"]),
    (CLUSTER, "```sh\ntalosctl config endpoint 10.31.40.11 10.31.40.99\n```\n", ["R904w"]),
    (CLUSTER, "```sh\ntalosctl upgrade --nodes 10.31.40.11,10.31.40.99\n```\n", ["R904w"]),
    # gateways, DHCP
    (LAB, table("Setting | Value", "Default Gateway | `10.31.40.254`"), ["R904w"]),
    (LAB, "- **Gateway**: 10.31.20.254 (configurable)\n", ["R904w"]),
    (LAB, "- `10.31.20.254` \u2014 UDM gateway\n", ["R904w"]),
    (LAB, table("Name | Subnet | Gateway", "Things | 10.31.20.0/24 | 10.31.10.1"), ["R904w"]),
    (LAB, table("Name | DHCP Start | DHCP End", "Things | 10.31.20.100 | 10.31.20.249"), ["R904w"]),
    (LAB, table("Property | Value", "DHCP range | 10.31.20.50\u201310.31.20.99"), ["R904w"]),
    (LAB, table("VLAN | Name | Subnet | Static", "20 | X | 10.31.25.0/24 | 10.31.25.2\u201349"), ["R904w"]),
    # the router
    (CLUSTER, table("Component | IP | ASN", "UDM | 10.31.40.2 | 64710"), ["R904w"]),
    (CLUSTER, "- Peers with UniFi at `10.31.40.2` (AS 64710)\n", ["R904w"]),
    (CLUSTER, "- BGP peer: `10.31.40.2`\n", ["R904w"]),
    (CLUSTER, '```mermaid\ngraph LR\n  A["BGP (ASN 64999)"]\n```\n', ["R904w"]),
    (CLUSTER, '```mermaid\ngraph LR\n  A["VIPs from 10.31.51.0/24"]\n```\n', ["R904w"]),
    # names
    (
        CLUSTER | GATES,
        "- Gateways: internal (LAN, 10.31.50.31) and public (internet, 10.31.50.30)\n",
        ["R904w", "R904w"],
    ),
    (CLUSTER | GATES, "- Creates records for `10.31.50.42` (nginx controller)\n", ["R904w"]),
    (CLUSTER | GATES, "```mermaid\ngraph LR\n  G[Gateways<br/>Public: 10.31.50.41]\n```\n", ["R904w"]),
    (CLUSTER | GATES, "**Internal Gateway** (`kubernetes/gates.yaml`):\n\n- **VIP**: `10.31.50.40`\n", ["R904w"]),
    (CLUSTER | GATES, "### Public Gateway Configuration\n\n" + table("Item | Value", "VIP | 10.31.50.41"), ["R904w"]),
    (CLUSTER | GATES, "```yaml\nmapping:\n  public.${DOMAIN}: 10.31.50.41\n```\n", ["R904w"]),
    (CLUSTER, "**Jellyfin LB IP:** `10.31.50.29` (fixed by an annotation, so it stays)\n", ["R904w"]),
    (CLUSTER, table("Setting | Value", "Hostname | `birch.lan`", "IP Address | 10.31.40.19"), ["R904w"]),
    (CLUSTER | GATES, BOXES.format("10.31.50.41", "10.31.50.30").replace("door", "gw  "), ["R904w"]),
    (CLUSTER | GATES, BOXES.format("10.31.50.30", "10.31.50.31").replace("door", "gw  "), ["R904w", "R904w"]),
    # nodes
    (NODES, table("What | Range", "Worker nodes | 3 x `worker-{0,1,2}` (10.31.40.30\u201332)"), ["R904w"]),
    (NODES, "- **Workers**: 10.31.40.30-32\n", ["R904w"]),
    (TALOS, "- Control planes: 10.31.45.12-19\n", ["R904w"]),
    (NODES, "- `worker-0/1/2` at `10.31.40.30/31/32`\n", ["R904w"]),
    (CLUSTER, table("Node | IP", "birch | 10.99.40.11", "cedar | 10.99.40.12"), ["R904w", "R904w"]),
    # variables
    (VARIABLES, NAMED.format("10.31.70.8"), ["R904w"]),
]


@pytest.mark.parametrize(("files", "readme", "expected"), STALE)
def test_the_line_that_no_longer_holds_is_found(files: dict[str, str], readme: str, expected: list[str]) -> None:
    assert codes(files, readme) == expected


HEALTHY = [
    # another cluster's
    (CLUSTER, f"{PODS}## Staging\n\n- Pod CIDR: 10.69.0.0/16\n"),
    (CLUSTER, f"{PODS}## Cluster 2\n\n- Pod CIDR: 10.69.0.0/16\n"),
    (CLUSTER, f"{PODS}## Cabin\n\n- Pod CIDR: 10.69.0.0/16\n- API VIP: 10.99.40.5\n"),
    (CLUSTER, f"{PODS}## Ranges\n\n- Harvester Pod CIDR: 10.69.0.0/16\n"),
    (CLUSTER, f"{PODS}## CNI\n\n- Pod CIDR: 10.244.0.0/16 (default)\n"),
    (TWO, "## alpha\n\n- API VIP: 10.31.40.5\n\n## omega\n\n- API VIP: 10.32.40.5\n"),
    (CLUSTER, table("Name | CIDR", "Servers | 10.30.0.0/24", "Proxmox nodes network | 10.32.0.0/24")),
    # the API's port, and talosctl
    (CLUSTER, "```sh\nkubectl --server https://10.31.40.11:6443 get nodes\ntalosctl -n 10.31.40.5 get links\n```\n"),
    (CLUSTER, "```sh\ntalosctl apply-config --insecure --nodes 10.31.40.150\nssh admin@10.31.40.99\n```\n"),
    (CLUSTER, "```sh\ntalosctl gen config lab https://192.168.1.10:6443\ncurl https://10.31.40.99:64430\n```\n"),
    (CLUSTER, "## Staging\n\n```yaml\nserver: https://10.31.40.99:6443\n```\n"),
    (CLUSTER, table("What | URL", "API | https://10.31.40.5:6443", "vcluster | https://10.31.40.60:6443")),
    # gateways, DHCP
    (LAB, "- Gateway: 10.31.40.1\n- Gateway: 10.31.50.53\n- Internal gateway: 10.31.40.254\n"),
    (LAB, table("Name | DHCP Start | DHCP End", "Things | 10.31.20.100 | 10.31.20.199", "X | N/A | N/A")),
    (LAB, table("VLAN | Name | Subnet | Static", "20 | X | 10.31.20.0/24 | 10.31.20.2\u201349")),
    # the router
    (CLUSTER, "- BGP peer: `10.31.40.1`\n- Peers with UniFi at `10.31.40.1` (AS 64710)\n"),
    (CLUSTER, table("Component | IP | ASN", "UDM | 192.168.7.1 | 64710", "birch | 10.31.40.11 | 64720")),
    (CLUSTER, '```mermaid\ngraph LR\n  A["BGP (ASN 64720)"]\n  B["VIPs from 10.31.50.0/24"]\n```\n'),
    # names
    (CLUSTER | GATES, "- Gateways: internal (LAN, 10.31.50.30) and public (internet, 10.31.50.31)\n"),
    (CLUSTER, "### birch\n\n- VIP: 10.31.40.5\n- IP: 10.31.40.11\n"),
    (CLUSTER | GATES, "### Other Gateway\n\n- VIP: 10.31.50.99\n"),
    (CLUSTER | GATES, "```mermaid\ngraph LR\n  G[Gateways<br/>Public: 10.31.50.31<br/>Other: 10.31.50.99]\n```\n"),
    (CLUSTER | GATES, BOXES.format("10.31.50.31", "10.31.50.30").replace("door", "gw  ")),
    (CLUSTER | GATES, BOXES.format("10.31.50.31", "10.31.50.30")),
    (CLUSTER, "**Jellyfin:** is reached at 10.31.40.1 by a port forward, and runs on the first node\n"),
    (CLUSTER, "- LB pool: 10.31.50.0/24\n- IoT LB pool: 10.31.70.0/24\n"),
    # nodes
    (NODES, "- **Workers**: 10.31.40.20-39\n- Proxmox nodes: 10.31.60.5-9\n- `worker-0/1/2` at `10.31.40.20/21/22`\n"),
    (CLUSTER, "- Workers: 10.31.40.10-19\n"),
    (TALOS, "- Control planes: 10.31.45.10-19\n- Workers: 10.31.45.20-29 (none so far)\n"),
    (CLUSTER, "## Thunderbolt ring\n\n" + table("Node | IP", "birch | 10.99.40.11", "cedar | 10.99.40.12")),
    (CLUSTER, table("Node | Tailscale IP", "birch | 10.99.40.11", "cedar | 10.99.40.12")),
    (CLUSTER, table("Node | IP | Storage", "birch | 10.31.40.11 | 10.99.40.11", "cedar | 10.31.40.12 | 10.99.40.12")),
    # variables
    (VARIABLES, NAMED.format("10.31.70.9")),
    (VARIABLES, table("Variable | Value", "`gate_ip` | `10.31.70.8`")),
    (VARIABLES, table("Name | Description | Default", "`gate_ip` | Of `alpha` | `10.31.70.8`")),
]


@pytest.mark.parametrize(("files", "readme"), HEALTHY)
def test_what_holds_or_is_of_something_else_is_left_alone(files: dict[str, str], readme: str) -> None:
    assert codes(files, readme) == []
