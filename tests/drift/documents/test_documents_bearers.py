"""Who has an address in a document: what a row is about, and not each thing that it names."""

from __future__ import annotations

import pytest
from documents import codes, messages, table

HOSTS = {
    "inventory/hosts.yml": (
        "hypervisors:\n  hosts:\n    elder: {ansible_host: 10.31.10.2}\n    maple: {ansible_host: 10.31.10.3}\n"
        "guests:\n  hosts:\n    wiki-01: {ansible_host: 10.31.20.31}\n    mail-01: {ansible_host: 10.31.20.32}\n"
        "    front-network: {ansible_host: 10.31.20.40}\n    log-manager: {ansible_host: 10.31.20.41}\n"
    )
}
GATEWAYS = {
    "apps/gateways.yaml": "---\n".join(
        f"apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: {name}, namespace: net}}\n"
        f"spec: {{gatewayClassName: envoy, addresses: [{{type: IPAddress, value: {address}}}]}}\n"
        for name, address in (("internal", "10.31.50.2"), ("public", "10.31.50.3"))
    )
}
NETWORKS = {
    "quadlets/media.network": "[Network]\nSubnet=10.89.4.0/24\n",
    "quadlets/web.network": "[Network]\nSubnet=10.89.2.0/24\n",
}
GUESTS = "Guest | Host | Address"
HOST = "Host | Address"
RECORDS = "Record | Type | Value"
SPEAKERS = "Speaker | ASN"
FRR = {
    "frr/pve.conf": "hostname pve-1\nrouter bgp 64530\n bgp router-id 10.31.9.1\n neighbor 10.31.9.2 remote-as 64530\n"
}
CILIUM = {
    "apps/bgp.yaml": (
        "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: bgp}\nspec:\n  bgpInstances:\n"
        "    - name: main\n      localASN: 64720\n      peers:\n"
        "        - {name: gate, peerASN: 64710, peerAddress: 10.31.40.1}\n"
    )
}
DAEMON = {"apps/bgp.yaml": CILIUM["apps/bgp.yaml"].replace("10.31.40.1", "127.0.0.1")}
TALOS = {
    "talos/birch/talconfig.yaml": (
        'clusterName: birch\nendpoint: https://10.31.40.5:6443\nclusterPodNets: ["10.64.0.0/16"]\n'
        'clusterSvcNets: ["10.65.0.0/16"]\n'
        "nodes:\n  - {hostname: birch-1, ipAddress: 10.31.40.11, controlPlane: true}\n"
    )
}
SEVERAL = {
    f"talos/{name}.yaml": (
        "machine:\n  type: controlplane\n  network:\n"
        f"    hostname: {name}\n    interfaces:\n"
        f"      - {{interface: eth0, addresses: [10.31.40.{octet}/24]}}\n"
        f"      - {{interface: eth1, addresses: [10.31.41.{octet}/24]}}\n"
    )
    for name, octet in (("elm", 11), ("fir", 12))
}
BACKUP = {"apps/backup.yaml": "command: backup 10.31.42.11 10.31.42.12\n"}
ENDPOINT = {name: text.replace("birch-1", "elm") for name, text in TALOS.items()} | BACKUP
VARIABLE = "{name}:\n  subnet: 10.31.80.0/24\n  gateway: 10.31.80.1\n"
POOL = {
    "apps/pool.yaml": (
        "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: pool}\n"
        "spec: {blocks: [{cidr: 10.31.50.0/24}]}\n"
    )
}
BALANCERS = {
    "inventory/lb.yml": (
        "balancers:\n  hosts:\n    lb-a: {ansible_host: 10.31.40.6}\n    lb-b: {ansible_host: 10.31.40.7}\n"
    )
}
GROUP = "set firewall group address-group web address '{address}' # {name}\n"

SILENT = [
    # where something runs has an address of its own
    pytest.param(HOSTS, table(GUESTS, "forge | elder | 10.31.20.77"), id="a guest and its host"),
    pytest.param(HOSTS, table("Container | Runs on | IP", "forge | maple | 10.31.20.77"), id="runs on"),
    pytest.param(HOSTS, table("ID | Name | Node | Notes", "104 | forge | elder | 2 GiB, 10.31.20.77"), id="in notes"),
    pytest.param(HOSTS, "- forge: an LXC on `elder`, `10.31.10.77`\n", id="a container on a host"),
    pytest.param(
        HOSTS,
        table(
            "Service | Host | URL",
            "ntp | maple | 10.31.10.3",
            "dns | elder (LXC, a small one) | 10.31.10.77",
            "vault | maple (CT 108) | 10.31.10.78",
        ),
        id="guests beside a service of the host",
    ),
    pytest.param(HOSTS, "Runs as **LXC 103 on elder** (`10.31.10.77`), since May.\n", id="a guest in a sentence"),
    pytest.param(HOSTS, table("Node | RAM | IP", "elder | 64 GB | iDRAC: 10.31.10.77"), id="another part of it"),
    pytest.param(GATEWAYS, table("What | Where", "public | Shelf 10.31.50.9:30293"), id="another thing in the cell"),
    # something is there, though nothing says what
    pytest.param(
        HOSTS | {"dns/upstream.yaml": "upstream: 10.31.10.77\n"},
        table("Role | Host | IP", "main | elder | 10.31.10.77"),
        id="a configuration has the address",
    ),
    pytest.param(
        HOSTS, table("Name | Address", "wiki | 10.31.20.99", "wiki-01 | 10.31.20.31"), id="a shorter name beside"
    ),
    # the API of something else
    pytest.param(TALOS, table("Endpoint | Address", "Talos API | 10.31.40.61"), id="Talos' own API"),
    pytest.param(TALOS, table("Domain | Target", "*.apps.example.org | K8s VIP (10.31.40.60)"), id="applications"),
    pytest.param(
        TALOS | {"proxy/sites.yaml": "tenant: https://10.31.40.61\n"},
        table("What | Names", "Never rename | tenant API VIP 10.31.40.61"),
        id="the API of a tenant, which a proxy reaches",
    ),
    pytest.param(
        TALOS | {"proxy/sites.yaml": "apps: https://10.31.40.61\n"},
        table("Component | IP | Purpose", "VIP | 10.31.40.61 | LoadBalancer services of k8s"),
        id="a virtual address that a proxy reaches",
    ),
    # the address has a holder, and that is no contradiction of a host in the row
    pytest.param(HOSTS, table("Host | Next hop", "elder | 10.31.20.31", "maple | 10.31.20.32"), id="next hops"),
    pytest.param(HOSTS, table("Item | Details", "Log agent | 4.1, manager `10.31.20.31`"), id="a manager"),
    pytest.param(HOSTS, "- I published `wiki.example.org` at mail-01 (10.31.20.40).\n", id="published"),
    # a property of what the heading names
    pytest.param(HOSTS, "## wiki-01\n\n" + table("Item | Details", "Network | Static `10.31.20.31/24`"), id="property"),
    pytest.param(HOSTS, "## forge\n\n" + table("Item | Details", "Network | `10.31.20.90/24` on eth0"), id="unknown"),
    # names that a proxy serves
    pytest.param(
        HOSTS,
        table(RECORDS, *(f"{name}.home.arpa | A | 10.31.20.99" for name in ("wiki", "mail", "vault", "photos"))),
        id="names of a proxy",
    ),
    # words of the language
    pytest.param(GATEWAYS, "- Internal domains are resolved by 10.31.10.1\n", id="internal domains"),
    pytest.param(GATEWAYS, "- Public resolver behind 10.31.10.1\n", id="public resolver"),
    pytest.param(GATEWAYS, table("What | Address", "Internal monitoring | 10.31.10.7"), id="internal monitoring"),
    # what branches off a network is in it
    pytest.param(NETWORKS, "```\nweb (10.89.2.0/24)\n├── Media (10.89.2.x)\n└── Front\n```\n", id="a branch"),
    pytest.param(NETWORKS, "- web: 10.89.2.0/24\n  - media: 10.89.2.8-10.89.2.9\n", id="an item below"),
    pytest.param(NETWORKS, "```\nweb 10.89.2.0/24\n│   └── media 10.89.2.0/28\n```\n", id="a part of it"),
    pytest.param(
        {"inventory/group_vars/all.yml": VARIABLE.format(name="network")},
        "## Other Network (10.31.90.0/29)\n\n" + table("Source | Action", "Network: 10.31.91.0/24 | permit"),
        id="a network without a name",
    ),
    # AS numbers of others
    pytest.param(FRR | CILIUM, table(SPEAKERS, "Proxmox cluster | 64531"), id="cluster of hypervisors"),
    pytest.param(FRR | CILIUM, table(SPEAKERS, "Storage Cluster | 64530"), id="written for another speaker"),
    pytest.param(
        FRR | CILIUM, "# Lab VMs\n\n```\nrouter bgp 64577\n neighbor 10.99.1.1 remote-as 64588\n```\n", id="vm"
    ),
    pytest.param(DAEMON, table(SPEAKERS, "BIRD on each node | 64710"), id="two programs on a node"),
    # clusters that the repository does not have
    pytest.param(TALOS, table("Cluster | Pods", "cedar | 10.74.0.0/16"), id="a row of another cluster"),
    pytest.param(TALOS, "## birch-2\n\n- Pod CIDR: 10.74.0.0/16\n", id="a cluster with a longer name"),
    pytest.param(TALOS, table("Name | Pod CIDR", "birch-dr | 10.74.0.0/16"), id="a recovery cluster"),
    pytest.param(TALOS, table("Name | Pod CIDR", "AKS | 10.74.0.0/16"), id="a cluster of a cloud"),
    pytest.param(TALOS, table("Range | Purpose", "10.31.60.10-20 | Additional K8s nodes"), id="more nodes to come"),
    # a node has several addresses
    pytest.param(
        SEVERAL | BACKUP,
        table("Node | IP", "elm | 10.31.42.11", "fir | 10.31.42.12"),
        id="further addresses, which a configuration has",
    ),
    pytest.param(
        ENDPOINT,
        "```\nhostname=elm type=controlplane endpoint=https://10.31.42.11:6443\n```\n",
        id="a node as the API's endpoint",
    ),
    # roles
    pytest.param(TALOS, "- Pod CIDR: `10.64.0.0/16` (node subnets of /24)\n", id="a bracket about nodes"),
    pytest.param(TALOS | POOL | BALANCERS, "- 2 load balancer nodes: 10.31.40.6-7\n", id="machines that balance"),
    pytest.param(TALOS | POOL | BALANCERS, "- Load balancers: 10.31.40.6-7\n", id="held by machines"),
    pytest.param(TALOS | POOL, "- HAProxy load balancer VMs: 10.31.40.16-17\n", id="VMs that balance"),
]

FOUND = [
    pytest.param(HOSTS, table(HOST, "elder | 10.31.10.77", "maple | 10.31.10.3"), "elder", id="a host"),
    pytest.param(HOSTS, table("Node | Role | IP", "elder | main | 10.31.10.77"), "elder", id="a node with a role"),
    pytest.param(HOSTS, table("Role | Node | IP", "main | elder | 10.31.10.77"), "elder", id="a role first"),
    pytest.param(
        HOSTS,
        table("Service | Host | Address", "dns | elder | 10.31.10.77", "ntp | maple | 10.31.10.3"),
        "elder",
        id="addresses of the hosts",
    ),
    pytest.param(HOSTS, table("Node | IP", "elder | static: 10.31.10.77"), "elder", id="a word before the address"),
    pytest.param(TALOS, table("Endpoint | Address", "Kubernetes API | 10.31.40.61"), "10.31.40.61", id="the API"),
    pytest.param(TALOS, table("What | Names", "Never rename | API VIP 10.31.40.61"), "10.31.40.61", id="an API VIP"),
    pytest.param(
        HOSTS, table(HOST, "wiki-01 | 10.31.20.32", "elder | 10.31.10.2"), "wiki-01", id="taken, beside what holds"
    ),
    pytest.param(
        HOSTS, "## wiki-01\n\n" + table("Item | Details", "Network | `10.31.20.38/24`"), "wiki-01", id="property"
    ),
    pytest.param(GATEWAYS, "- The internal gateway is at 10.31.50.9\n", "internal", id="the internal gateway"),
    pytest.param(GATEWAYS, table("Gateway | Address", "public | 10.31.50.9"), "public", id="by its name"),
    pytest.param(GATEWAYS, "- **Public ingress**: 10.31.50.9\n", "public", id="public ingress"),
    pytest.param(NETWORKS, "```\nweb (10.89.2.0/24)\n\nmedia (10.89.40.0/24)\n```\n", "media", id="a network"),
    pytest.param(NETWORKS, "```\nhost\n├── media (10.89.40.0/24)\n└── web\n```\n", "media", id="a branch of a host"),
    pytest.param(NETWORKS, "- web: 10.89.2.0/24\n- media: 10.89.40.0/24\n", "media", id="an item beside"),
    pytest.param(
        {"inventory/group_vars/all.yml": VARIABLE.format(name="looms")},
        table("Source | Action", "Looms: 10.31.91.0/24 | permit"),
        "10.31.91.0/24",
        id="a network with a name",
    ),
    pytest.param(FRR | CILIUM, table(SPEAKERS, "Kubernetes cluster | 64799"), "64799", id="a cluster"),
    pytest.param(FRR | CILIUM, table(SPEAKERS, "Cluster | 64710"), "64710", id="the router's number"),
    pytest.param(DAEMON, table(SPEAKERS, "Nodes | 64799"), "64799", id="neither program"),
    pytest.param(CILIUM, "# Router\n\n```\nrouter bgp 64777\n```\n", "64777", id="a router's configuration"),
    pytest.param(TALOS, table("Cluster | Pods", "birch | 10.74.0.0/16"), "10.74.0.0/16", id="a row of the cluster"),
    pytest.param(TALOS, "## birch\n\n- Pod CIDR: 10.74.0.0/16\n", "10.74.0.0/16", id="below its name"),
    pytest.param(TALOS, table("Name | Pod CIDR", "birch-pods | 10.74.0.0/16"), "10.74.0.0/16", id="its pods"),
    pytest.param(TALOS, "- Pod CIDR: `10.74.0.0/16` (node subnets of /24)\n", "10.74.0.0/16", id="before a bracket"),
    pytest.param(TALOS, table("Range | Purpose", "10.31.60.10-20 | K8s nodes"), "10.31.60.10-20", id="the nodes"),
    pytest.param(
        SEVERAL, table("Node | IP", "elm | 10.31.42.11", "fir | 10.31.42.12"), "elm", id="nodes that nothing has there"
    ),
    pytest.param(
        ENDPOINT,
        "```\nhostname=yew type=controlplane endpoint=https://10.31.42.11:6443\n```\n",
        "10.31.42.11",
        id="the API's endpoint",
    ),
    pytest.param(TALOS | POOL | BALANCERS, "- Load balancer pool: 10.31.40.6-9\n", "10.31.50", id="a pool"),
]


@pytest.mark.parametrize(("files", "readme"), SILENT)
def test_nothing_is_said_of_what_a_row_only_names(files: dict[str, str], readme: str) -> None:
    assert codes(files, readme) == []


@pytest.mark.parametrize(("files", "readme", "name"), FOUND)
def test_what_a_row_is_about_is_compared(files: dict[str, str], readme: str, name: str) -> None:
    assert any(name in message for message in messages(files, readme))
