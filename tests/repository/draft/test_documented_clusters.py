"""What documents say of a draft's cluster: nodes, pools, ranges; and which files are of one cluster."""

from __future__ import annotations

import pytest
from lab import found

from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.repository.draft.plan import draft
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

DEN = "| Network | Subnet |\n|--|--|\n| Den | 10.77.1.0/24 |\n\n"
POOL = """\
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: pool, namespace: metallb-system}
spec: {addresses: [10.77.1.200-10.77.1.220]}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: mail, namespace: post, annotations: {metallb.io/loadBalancerIPs: 10.77.1.201}}
spec: {type: LoadBalancer, ports: [{port: 25}]}
"""


def made(files: dict[str, str]) -> Plan:
    plan = parse(draft(observe_files([Source(name, text) for name, text in files.items()])).files)
    assert [finding.code for finding in found(plan) if finding.severity == "error"] == []
    return plan


def nodes(plan: Plan) -> list[str]:
    return [node.name for cluster in plan.clusters for node in cluster.nodes]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "# K3s\n\n| Host | IP | Role |\n|--|--|--|\n| ox | 10.77.1.11 | Control plane |\n"
            "| elk | 10.77.1.12 | Worker (VM) |\n| nas | 10.77.1.13 | Storage |\n",
            ["ox", "elk"],
            id="by their roles",
        ),
        pytest.param(
            "# talosctl\n\n| Node | Address |\n|--|--|\n| ox | 10.77.1.11 |\n| elk | 10.77.1.12 |\n",
            ["ox", "elk"],
            id="by their column, on a page about a cluster",
        ),
        pytest.param(
            "# Lab\n\n| Host | IP |\n|--|--|\n| ox (k3s control plane) | 10.77.1.11 |\n", ["ox"], id="in brackets"
        ),
        pytest.param(
            "# Kubernetes on Proxmox\n\n## Proxmox\n\n| Node | Address |\n|--|--|\n| ox | 10.77.1.11 |\n",
            [],
            id="nodes of a hypervisor",
        ),
        pytest.param(
            "# Clusters\n\n## Talos\n\n| Node | Address |\n|--|--|\n| ox | 10.77.1.11 |\n\n"
            "## K3s\n\n| Node | Address |\n|--|--|\n| elk | 10.77.1.12 |\n",
            [],
            id="of two clusters",
        ),
        pytest.param("# Lab\n\n| Node | Address |\n|--|--|\n| ox | 10.77.1.11 |\n", [], id="nodes of nothing"),
    ],
)
def test_documented_nodes_are_nodes_of_the_only_cluster(page: str, expected: list[str]) -> None:
    plan = made({"README.md": DEN + page, "metallb/pool.yaml": POOL})
    assert nodes(plan) == expected
    assert not {host.name for network in plan.networks for host in network.hosts}.intersection(expected)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "- MetalLB pool: `10.77.1.200\u2013.250` (outside DHCP)\n", ["10.77.1.200-10.77.1.250"], id="an item"
        ),
        pytest.param(
            "| IP range | Purpose |\n|--|--|\n| 10.77.1.80-100 | MetalLB pool |\n",
            ["10.77.1.80-10.77.1.100"],
            id="a row",
        ),
        pytest.param(
            "## Test\n\n- MetalLB pool: 10.77.1.200-250\n\n## Real\n\n- MetalLB pool: 10.77.1.100-150\n",
            [],
            id="of two clusters",
        ),
        pytest.param("- DHCP pool: `10.77.1.200\u2013.250`\n", [], id="a pool of DHCP"),
    ],
)
def test_a_documented_pool_is_one_of_the_cluster(page: str, expected: list[str]) -> None:
    pools = [
        str(pool)
        for cluster in made({"README.md": f"# K3s\n\n{DEN}{page}"}).clusters
        for balancer in cluster.load_balancers
        for pool in balancer.pools
    ]
    assert pools == expected


def test_ranges_of_pods_and_services_make_a_cluster() -> None:
    plan = made({"README.md": "# Lab\n\n- k3s pod CIDR: 10.88.0.0/16\n- k3s service CIDR: 10.89.0.0/16\n"})
    assert [(one.distribution, one.pods, one.services) for one in plan.clusters] == [
        ("k3s", ("k3s-pod-cidr",), ("k3s-service-cidr",))
    ]


def test_of_ranges_of_two_clusters_none_is_taken() -> None:
    page = "# Lab\n\n- Barn's pod CIDR: 10.88.0.0/16\n- Loft's pod CIDR: 10.98.0.0/16\n"
    assert [one.pods for one in made({"README.md": page, "metallb/pool.yaml": POOL}).clusters] == [()]


def test_a_product_alone_is_no_cluster() -> None:
    release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: cilium}\n"
    values = "spec: {chart: {spec: {chart: cilium, version: 1.19.1}}, values: {routingMode: native}}\n"
    assert made({"apps/cilium.yaml": release + values, "README.md": DEN}).clusters == ()


TALOS = """\
clusterName: barn
endpoint: https://barn.example.org:6443
talosVersion: v1.13.8
clusterPodNets: [10.88.0.0/16]
clusterSvcNets: [10.89.0.0/16]
nodes:
  - {hostname: ox, ipAddress: 10.77.1.11, controlPlane: true, networkInterfaces: [{interface: eth0, dhcp: true}]}
"""


@pytest.mark.parametrize(
    "folder",
    [pytest.param("kubernetes/apps", id="no name"), pytest.param("kubernetes/barn/apps", id="the cluster's name")],
)
def test_the_machines_configuration_and_the_applications_are_of_one_cluster(folder: str) -> None:
    readme = "| Network | Subnet |\n|--|--|\n| Kubernetes pods | 10.78.0.0/16 |\n"
    plan = made(
        {
            "talos/talconfig.yaml": TALOS,
            f"{folder}/mail/service.yaml": SERVICE,
            "metallb.yaml": POOL,
            "README.md": readme,
        }
    )
    [cluster] = plan.clusters
    assert (cluster.name, nodes(plan), [one.name for one in cluster.pinned_services]) == ("barn", ["ox"], ["mail"])
    assert {str(cidr) for network in plan.networks if network.role == "pods" for cidr in network.cidrs} == {
        "10.88.0.0/16"
    }


def test_what_a_document_says_otherwise_is_noted() -> None:
    readme = "| Network | Subnet |\n|--|--|\n| Kubernetes pods | 10.78.0.0/16 |\n"
    sources = [Source("talos/talconfig.yaml", TALOS), Source("README.md", readme)]
    assert [note for note in draft(observe_files(sources)).notes if note.startswith("README.md")] == [
        "README.md:3 says 10.78.0.0/16 for pods, and talos/talconfig.yaml:4 says 10.88.0.0/16, which is taken"
    ]


def test_folders_named_by_what_is_in_them_are_parts_of_one_cluster() -> None:
    machines = TALOS.replace("clusterName: barn\n", "")
    plan = made({"kubernetes/talos/cluster/talconfig.yaml": machines, "apps/mail/service.yaml": SERVICE})
    assert [(len(one.nodes), len(one.pinned_services)) for one in plan.clusters] == [(1, 1)]


def test_a_list_of_machines_is_no_cluster() -> None:
    text = "nodes:\n  a: {hostname: ox, ipv4: 10.77.1.53}\n  b: {hostname: elk, ipv4: 10.77.1.54}\n"
    plan = made({"pair/machines.yaml": text})
    assert plan.clusters == ()
    assert [host.name for network in plan.networks for host in network.hosts] == ["ox", "elk"]
