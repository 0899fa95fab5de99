"""Documents that call things by their names, in the many ways in which people do, and by those of others."""

from __future__ import annotations

import pytest
from documents import CLUSTER, SERVICE, TWO, codes, table

GATES = CLUSTER | {
    f"kubernetes/apps/{name}.yaml": SERVICE.format(name=name, address=address)
    for name, address in (
        ("envoy-outer", "10.31.50.81"),
        ("envoy-inner", "10.31.50.82"),
        ("home-assistant", "10.31.50.30"),
        ("blocky-dns-tcp", "10.31.50.31"),
        ("loki-syslog-listener", "10.31.50.33"),
        ("rabbit-rabbitmq", "10.31.50.34"),
        ("istio-ingressgateway", "10.31.50.35"),
        ("postgres-lb", "10.31.50.36"),
        ("kube-api", "10.31.50.5"),
    )
}
"""A cluster with more services, two of which are gateways."""

HOST = "Host | Address"

NAMED = [
    # the words right before an address
    ("Traffic goes to the outer gateway ({}).\n", "10.31.50.81", "10.31.50.91"),
    ("1. the tunnel forwards to outer gateway ({})\n2. done\n", "10.31.50.81", "10.31.50.91"),
    ("Queries are forwarded to `envoy-inner` ({}), so that they are answered at home.\n", "10.31.50.82", "10.31.50.92"),
    ("- **Gateways**: `envoy-inner` (at home, {}) and others\n", "10.31.50.82", "10.31.50.81"),
    ("- envoy-inner ({}) or envoy-outer (10.31.50.81)\n", "10.31.50.82", "10.31.50.92"),
    ("```\nclient → dns → envoy-inner ({}) → pod\n```\n", "10.31.50.82", "10.31.50.92"),
    (table("Claim | Where", "Outer gateway at {} | [file](a/b.yaml)"), "10.31.50.81", "10.31.50.91"),
    (table("From | Gateway", "Internet | outer ({})"), "10.31.50.81", "10.31.50.91"),
    ("The API is announced by a Service (`kube-api`,\n`{}`), like all others.\n", "10.31.50.5", "10.31.50.6"),
    # what an item is below
    ("- **Outer Gateway** (`outer.yaml`):\n  - IP: `{}`\n", "10.31.50.81", "10.31.50.91"),
    ("**Inner Gateway** (`envoy-inner`)\n- IP: {}\n- TLS: yes\n", "10.31.50.82", "10.31.50.92"),
    ("### VM 7 - birch\n\n#### Identity\n" + table("Setting | Value", "IPv4 | {}/24"), "10.31.40.11", "10.31.40.99"),
    (table("Feature | envoy-outer | envoy-inner", "IP address | {} | 10.31.50.82"), "10.31.50.81", "10.31.50.91"),
    # other spellings
    (table(HOST, "{} | homeassistant"), "10.31.50.30", "10.31.50.40"),
    (table("IP | Host", "{} | blocky.lab.net"), "10.31.50.31", "10.31.50.41"),
    (table("IP | Host | What", "{} | log.lab.net | loki remote syslog listener"), "10.31.50.33", "10.31.50.43"),
    (table("IP | What", "{} | rabbitmq"), "10.31.50.34", "10.31.50.44"),
    (table("App | IP", "Istio Ingress | {}"), "10.31.50.35", "10.31.50.45"),
    ('```mermaid\nA["PostgreSQL<br/>{}"]\n```\n', "10.31.50.36", "10.31.50.46"),
    ('```mermaid\nA["Birch Server<br/>{}"]\n```\n', "10.31.40.11", "10.31.40.99"),
    (table("IP | Name", "{} | outer gateway"), "10.31.50.81", "10.77.3.81"),
    # what is on a machine, and what other tools call it
    (table("Name | Backend | What", "code.lab.net | `{}:8080` | editor on `birch`"), "10.31.40.11", "10.31.40.99"),
    ("```yaml\nconf: |\n  host-record=birch.lab.net,{}\n```\n", "10.31.40.11", "10.31.40.99"),
    ("```yaml\nhosts:\n  birch:\n    ansible_host: {}\n```\n", "10.31.40.11", "10.31.40.99"),
    # the API and the DNS of the cluster
    (table("IP | Service", "{} | Kubernetes API (home.lab.net)"), "10.31.50.5", "10.31.50.6"),
    ("- Virtual IP ({}) for the API server\n", "10.31.40.5", "10.31.40.6"),
    (table("Component | IP", "CoreDNS | {}"), "10.65.0.10", "10.43.0.10"),
]


@pytest.mark.parametrize(("readme", "right", "wrong"), NAMED)
def test_what_is_called_by_its_name_has_its_address(readme: str, right: str, wrong: str) -> None:
    assert codes(GATES, readme.replace("{}", right)) == []
    assert codes(GATES, readme.replace("{}", wrong)) == ["R904w"]


OTHERS = [
    table("IP | Host | Backs", "10.31.40.5 | k8s.inner | API", "10.31.50.82 | inner.lab.net | envoy-inner"),
    table("VIP | Host", "10.31.50.81 | outer.lab.net", "10.31.50.82 | inner.lab.net", "10.31.50.5 | api.lab.net"),
    table("IP | Ingress", "10.31.50.99 | nginx-outer"),
    table("IP | What", "10.31.50.99 | Immich PostgreSQL"),
    table("IP | What", "10.31.50.81 | home-assistant.lab.net"),
    table("Name | IP", "homeassistant.lab.net | 10.31.10.99"),
    table("Node | Type | IP", *(f"Box {number} | Control Plane | 10.31.40.11{number}/32" for number in (1, 2, 3))),
    table(HOST, "birch IPMI | 10.31.40.111", "birch backup target | 10.31.40.112"),
    table(HOST, "outer gateway | 10.31.10.1"),
    table("IP | Role", "10.31.10.77 | an outer client"),
    "An outer client (10.31.50.77) asks for it.\n",
    "Names such as k8s.inner lead to it:\n\n```text\nk8s.inner → 10.31.50.5\n```\n",
    "- **Outer Gateway** (`outer.yaml`):\n  - Node IPs: 10.31.40.11, 10.31.40.12\n",
    "### inner\n\n- VIP: 10.31.50.82\n\n### outer\n\n- VIP: 10.31.50.81\n",
    table("Name | Runs on", "jellyfin 10.31.50.20:8096 | on `birch`"),
    table("Component | IP", "CoreDNS | 10.31.50.99", "DNS | 10.43.0.10"),
]


MORE = [
    table("Setting | Example value", "Pod CIDR | 10.42.0.0/16", "API VIP | 10.31.40.9"),
    table("Name | Description | Default", "pod_subnet | Pod CIDR | `10.244.0.0/16`"),
    table("Parameter | Local (kind) | Production", "Pod CIDR | 10.244.0.0/16 | 10.64.0.0/16"),
    "Talos' default pod subnet is `10.244.0.0/16`; this lab has `10.64.0.0/16`.\n",
    "- keepalived: 10.31.40.53 (of the resolvers)\n- Virtual IP: 10.31.40.53\n",
    table("VIP | Host", "10.31.50.53 | dns.lab.net"),
    "### Resolver\n\n- **VIP**: `10.31.50.53` (announced)\n",
    "- Services network: 10.31.50.0/24\n- Proxmox nodes network: 10.31.60.0/24\n",
    "```\n$ ping jellyfin (10.64.1.17)\n```\n",
    "- jellyfin: 10.31.10.60 (LXC behind it)\n",
    table("Name | IP", "home-assistant-nas | 10.31.40.12", "loki-cluster-k8s | 10.31.40.5"),
    "- Docker: `postgres-lb.yaml` is for 10.31.50.36\n",
]


@pytest.mark.parametrize("readme", [*OTHERS, *MORE])
def test_what_has_a_name_like_that_may_be_another_thing(readme: str) -> None:
    assert codes(GATES, readme) == []


EACH = TWO | {
    f"kubernetes/{cluster}/apps/gate.yaml": SERVICE.format(name="inner", address=address)
    for cluster, address in (("alpha", "10.31.50.9"), ("omega", "10.32.50.9"))
}
"""Two clusters with a service of one name."""


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        ("### Omega\n\n" + table("IP | Name", "10.32.50.9 | inner"), []),
        ("### Omega\n\n" + table("IP | Name", "10.31.50.9 | inner"), ["R904w"]),
        (table("Cluster | Name | IP", "alpha | inner | 10.32.50.9"), ["R904w"]),
        (table("Cluster | Name | IP", "alpha | inner | 10.31.50.9"), []),
        ("### Alpha\n\n- Pod CIDR: 10.64.0.0/16\n\n### Omega\n\n- Pod CIDR: 10.74.0.0/16\n", []),
        ("### Alpha\n\n- Pod CIDR: 10.64.0.0/16\n\n### Omega\n\n- Pod CIDR: 10.64.0.0/16\n", ["R901e"]),
        ("- Pod CIDRs (10.64.0.0/16 alpha, 10.74.0.0/16 omega)\n", []),
        ("- Pod CIDRs (10.64.0.0/16 alpha, 10.79.0.0/16 omega)\n", ["R901e"]),
    ],
)
def test_the_cluster_that_is_named_is_the_one_that_counts(readme: str, expected: list[str]) -> None:
    assert codes(EACH, readme) == expected


def test_the_path_of_a_document_names_its_cluster_as_well() -> None:
    readme = table("Name | IP", "inner | 10.31.50.9")
    assert codes(EACH, readme, "kubernetes/omega/README.md") == ["R904w"]
    assert codes(EACH, readme, "kubernetes/alpha/README.md") == []


POOLED = CLUSTER | {
    "kubernetes/apps/pool.yaml": (
        "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: pool}\n"
        "spec: {blocks: [{start: 10.31.50.15, stop: 10.31.50.60}]}\n"
    ),
    "ansible/inventory/hosts.yml": (
        "kubernetes:\n  hosts:\n"
        + "".join(f"    worker-{number}: {{ansible_host: 10.31.40.2{number}}}\n" for number in (1, 2, 3))
    ),
}


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        ("MetalLB has a configured pool of `10.31.50.15-10.31.50.60`\n", []),
        ("MetalLB has a configured pool of `10.31.50.15-10.31.50.55`\n", ["R904w"]),
        ("- **IP Pool**: `10.31.50.5-10.31.50.60` for LoadBalancer IPs\n", ["R904w"]),
        ("**LoadBalancerIPPool**:\n- Pool: `10.31.51.15-10.31.51.60`\n", ["R904w"]),
        ("Cilium manages the `10.31.51.0/24` subnet.\n", ["R904w"]),
        ("Cilium manages the `10.31.50.0/24` subnet.\n", []),
        ("It hands out LoadBalancer service IPs from the\n`10.31.51.0/24` pool. All others are free.\n", ["R904w"]),
        ("- LB pool: 10.31.50.15-10.31.50.20 for gateways\n- LB pool: 10.31.50.21-10.31.50.60 for apps\n", []),
        (table("IP | What", "10.31.40.21-23 | worker-1..3"), []),
        (table("IP | What", "10.31.40.22-24 | worker-1..3"), ["R904w"]),
        (table("IP | What", "10.31.40.31-33 | worker-1/2/3"), ["R904w"]),
        (table("IP | What", "10.31.40.31-33 | worker-7/8/9"), []),
        ('```mermaid\nsubgraph A["Kubernetes Cluster (10.31.44.0/24)"]\n```\n', ["R904w"]),
        ('```mermaid\nsubgraph A["Kubernetes Cluster (10.31.40.0/24)"]\n```\n', []),
        ('```mermaid\nsubgraph A["Kubernetes Cluster (10.31.50.0/24)"]\n```\n', []),
        ("- Pods: 10.64.x.x\n", []),
        ("- Pods: 10.42.x.x\n", ["R904w"]),
    ],
)
def test_ranges_are_told_however_they_are_called(readme: str, expected: list[str]) -> None:
    assert codes(POOLED, readme) == expected


QUADLETS = {
    f"quadlets/{name}.network": f"[Network]\nSubnet=10.89.{net}.0/24\nGateway=10.89.{net}.1\n"
    for name, net in (("reverse_proxy", 2), ("monitoring", 4))
}


@pytest.mark.parametrize(
    "readme",
    [
        table("Network | Subnet", "`reverse_proxy` | {}"),
        "### reverse_proxy\n\n- **Subnet:** {}\n",
        '```mermaid\nsubgraph a["reverse_proxy<br/>{}"]\n```\n',
        "```\nnets\n└── Podman Network: systemd-reverse_proxy ({})\n```\n",
    ],
)
def test_a_network_of_containers_has_its_prefix(readme: str) -> None:
    assert codes(QUADLETS, readme.replace("{}", "10.89.2.0/24")) == []
    assert codes(QUADLETS, readme.replace("{}", "10.89.12.0/24")) == ["R904w"]
    assert codes(QUADLETS, table("VLAN | Subnet", "Monitoring | 10.31.40.0/24")) == []


STALE = "\n\n- blocky-dns: 10.31.50.99\n- jellyfin: 10.31.50.99\n"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("# Diagram - Post Gateway Migration", ["R904w"]),
        ("# Network after the migration", ["R904w"]),
        ("# Migration to Talos", []),
        ("# Old network", []),
        ("# Network\n\n## After the migration", []),
    ],
)
def test_a_title_that_tells_of_now_is_believed(title: str, expected: list[str]) -> None:
    assert codes(CLUSTER, title + STALE) == expected


GROUPS = """\
{group}:
  hosts:
    rowan: {{ansible_host: 10.31.50.3}}
{more}kubernetes:
  hosts:
    node-0: {{ansible_host: 10.31.40.100}}
"""


@pytest.mark.parametrize(
    ("group", "more", "row", "expected"),
    [
        pytest.param("proxmox", "", "Proxmox VE 9 | 10.31.40.3", ["R904w"], id="a product with edition and release"),
        pytest.param("proxmox", "", "Proxmox VE 9 | 10.31.50.3", [], id="the right address"),
        pytest.param("truenas", "", "TrueNAS 25.04 | 10.31.40.3", ["R904w"], id="with its release"),
        pytest.param("opnsense", "", "OPNsense | 10.31.40.3/24", ["R904w"], id="alone"),
        pytest.param("dns", "", "DNS | 10.31.40.3", [], id="a group by what it does"),
        pytest.param(
            "proxmox", "    elm: {ansible_host: 10.31.50.4}\n", "Proxmox VE | 10.31.40.3", [], id="a group of two"
        ),
    ],
)
def test_a_group_with_one_machine_is_a_name_of_it(group: str, more: str, row: str, expected: list[str]) -> None:
    files = {"ansible/hosts.yml": GROUPS.format(group=group, more=more)}
    assert codes(files, table("Name | CIDR", row, "Node 0 | 10.31.40.100")) == expected
