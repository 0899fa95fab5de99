"""Which cluster the files of a tree are of, where a path alone does not say so."""

from __future__ import annotations

import pytest
from lab import places, tree

from cidrbook.repository.layout.cluster_paths import cluster_of

POOL = """apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {{name: pool}}
spec: {{addresses: [{range}]}}
"""
SERVICE = """apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{type: LoadBalancer, loadBalancerIP: {address}}}
"""
TOPF = """clusterName: {name}
clusterEndpoint: https://{api}:6443
nodes: [{{host: {name}-1, ip: {node}, role: control-plane}}]
"""


def names(files: dict[str, str]) -> list[str]:
    return [cluster.name for cluster in tree(files).clusters]


def pool(pool_range: str = "10.31.4.10-10.31.4.30") -> str:
    return POOL.format(range=pool_range)


def service(name: str = "broker", address: str = "10.31.4.12") -> str:
    return SERVICE.format(name=name, address=address)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("clusters/home/x.yaml", "home"),
        ("k8s/clusters/home/apps/x.yaml", "home"),
        ("k8s/clusters/_base/apps/x.yaml", ""),
        ("cluster/home/mqtt/x.yaml", ""),
        ("cluster/network/metallb/x.yaml", ""),
        ("cluster/staging/mqtt/x.yaml", "staging"),
        ("cluster/prod2/mqtt/x.yaml", "prod2"),
        ("cluster/attic/flux/x.yaml", "attic"),
        ("cluster/apps/flux/x.yaml", ""),
        ("cluster-1/mqtt/x.yaml", "cluster-1"),
    ],
)
def test_a_path_that_names_a_cluster(path: str, expected: str) -> None:
    assert cluster_of(path) == expected


def test_folders_of_one_cluster_are_no_clusters() -> None:
    files = {"cluster/network/metallb/pool.yaml": pool(), "cluster/home/broker/app.yaml": service(address="10.31.5.12")}
    assert names(files) == ["cluster"]
    assert places(files) == ["K821 cluster/home/broker/app.yaml:4"]
    assert places(files | {"cluster/home/broker/app.yaml": service()}) == []


def test_folders_that_each_have_what_a_cluster_has_once_are_clusters() -> None:
    files = {
        f"cluster/{name}/metallb/pool.yaml": pool(f"10.31.{number}.0/24")
        for name, number in (("attic", 4), ("barn", 5))
    }
    assert names(files) == ["attic", "barn"]
    assert places(files | {"cluster/barn/mqtt/app.yaml": service(address="10.31.4.12")}) == [
        "K821 cluster/barn/mqtt/app.yaml:4"
    ]


def talos(attic: str = "attic", barn: str = "barn") -> dict[str, str]:
    return {
        "talos/attic/topf.yaml": TOPF.format(name=attic, api="10.31.4.2", node="10.31.4.3"),
        "talos/barn/topf.yaml": TOPF.format(name=barn, api="10.31.5.2", node="10.31.5.3"),
    }


def test_folders_of_talos_that_describe_clusters_are_these() -> None:
    files = talos() | {"kubernetes/apps/attic/network/pool/pool.yaml": pool()}
    plan = tree(files)
    assert [
        (cluster.name, [str(one) for one in cluster.api.addresses] if cluster.api else []) for cluster in plan.clusters
    ] == [
        ("attic", ["10.31.4.2"]),
        ("barn", ["10.31.5.2"]),
    ]
    assert [cluster.name for cluster in plan.clusters if cluster.load_balancers] == ["attic"]
    assert [cluster.name for cluster in tree(talos() | {"kubernetes/barn/mqtt/pool.yaml": pool()}).clusters] == [
        "attic",
        "barn",
    ]


def test_a_namespace_is_no_cluster_that_is_called_the_same() -> None:
    files = talos() | {
        "kubernetes/apps/attic/broker/app.yaml": service(),
        "kubernetes/apps/media/player/app.yaml": service("player", "10.31.4.13"),
    }
    assert [cluster.name for cluster in tree(files).clusters if cluster.pinned_services] == ["cluster"]


def test_a_folder_of_talos_alone_needs_another_one_of_its_name() -> None:
    one = {name: text for name, text in talos().items() if "attic" in name}
    assert names(one | {"kubernetes/apps/media/player/app.yaml": service()}) == ["cluster"]
    assert names(one | {"kubernetes/attic/media/player/app.yaml": service()}) == ["attic"]
    assert names(one | {"kubernetes/apps/attic/media/player/app.yaml": service()}) == ["attic"]


def test_another_folder_of_a_cluster_with_apps_is_this_one_s() -> None:
    files = {
        "kubernetes/attic/apps/media/app.yaml": service(),
        "kubernetes/barn/apps/media/app.yaml": service("player", "10.31.4.13"),
        "ansible/kubernetes/barn/group_vars/all.yaml": "cluster_cidr: 10.132.0.0/16\n",
    }
    assert {cluster.name: bool(cluster.pods) for cluster in tree(files).clusters} == {"attic": False, "barn": True}


def test_two_folders_of_one_cluster_are_not_two() -> None:
    same = TOPF.format(name="attic", api="10.31.4.2", node="10.31.4.3")
    assert names({"talos/first/topf.yaml": same, "talos/second/topf.yaml": same}) == ["cluster"]


def test_machines_of_a_tree_with_one_cluster_are_that_one_s() -> None:
    machines = {"talos/topf.yaml": TOPF.format(name="attic", api="10.31.4.2", node="10.31.4.3")}
    assert names(machines | {"kubernetes/main/media/player/app.yaml": service()}) == ["main"]
    two = {
        "kubernetes/main/media/app.yaml": service(),
        "kubernetes/apps/media/app.yaml": service("player", "10.31.4.13"),
    }
    assert names(machines | two) == ["cluster", "main"]


HELPER = """clusterName: {name}
endpoint: https://10.31.{net}.2:6443
nodes:
  - {{hostname: {name}-1, ipAddress: 10.31.{net}.11, controlPlane: true}}
"""


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        pytest.param(("lab/attic", "lab/barn"), ["attic", "barn"], id="side by side"),
        pytest.param(("attic/talos", "barn/talos"), ["attic", "barn"], id="above their folders"),
        pytest.param(("lab/attic", "other/barn/deep"), ["cluster"], id="not side by side"),
        pytest.param(("talos", "old"), ["cluster"], id="what was there once"),
    ],
)
def test_folders_side_by_side_that_each_describe_a_cluster(folders: tuple[str, str], expected: list[str]) -> None:
    files = {
        f"{folder}/talconfig.yaml": HELPER.format(name=f"c{net}", net=net) for net, folder in enumerate(folders, 4)
    }
    assert names(files) == expected
