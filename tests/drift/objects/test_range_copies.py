"""One range in several files, of which one is stale."""

from __future__ import annotations

import pytest
from lab import found, short, tree
from manifests import TALCONFIG, TALOS, release

# Cilium's values


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10.72.0.0/16", ["R902 values.yaml:2"]),
        ("10.71.0.0/16", []),
        ("10.71.0.0/17", []),
        ("10.0.0.0/8", []),
        ("0.0.0.0/0", []),
    ],
)
def test_what_a_second_file_of_cilium_routes_is_compared(written: str, expected: list[str]) -> None:
    files = {
        "talos/talconfig.yaml": TALCONFIG,
        "apps/cilium/helmrelease.yaml": release("cilium", "ipv4NativeRoutingCIDR: 10.71.0.0/16\nroutingMode: native"),
        "talos/cilium/values.yaml": f"ipam: {{mode: kubernetes}}\nipv4NativeRoutingCIDR: {written}\n",
    }
    assert short(files) == expected


def test_two_files_of_cilium_are_compared_where_nothing_else_says_the_pods() -> None:
    files = {
        "apps/cilium/helmrelease.yaml": release("cilium", "ipv4NativeRoutingCIDR: 10.71.0.0/16"),
        "bootstrap/cilium/values.yaml": "ipv4NativeRoutingCIDR: 10.72.0.0/16\n",
    }
    assert short(files) == ["R902 values.yaml:1"]


@pytest.mark.parametrize(("written", "expected"), [("10.31.5.0/24", 1), ("10.31.6.0/24", 0), ("10.0.0.0/8", 0)])
def test_native_routes_to_the_nodes_where_the_pods_are_uncertain(written: str, expected: int) -> None:
    nodes = "nodes: [{hostname: ox, ipAddress: 10.31.5.3, controlPlane: true}]\n"
    files = {
        "talos/talconfig.yaml": f"clusterName: barn\nclusterPodNets: [10.71.0.0/16]\n{nodes}",
        "ansible/group_vars/all.yml": "pod_cidr: 10.72.0.0/16\n",
        "apps/cilium/values.yaml": f"ipv4NativeRoutingCIDR: {written}\nroutingMode: native\n",
    }
    assert len([line for line in short(files) if line == "R902 values.yaml:1"]) == expected


def test_a_conflict_names_the_native_routes_of_one_side() -> None:
    files = {
        "ansible/group_vars/all.yml": "pod_cidr: 10.72.0.0/16\n",
        "apps/cilium/values.yaml": "ipv4NativeRoutingCIDR: 10.72.0.0/16\nroutingMode: native\n",
        "talos/talconfig.yaml": TALCONFIG,
    }
    (finding,) = found(tree(files), ["R902"])
    assert [related.at.file for related in finding.problem.related] == [
        "ansible/group_vars/all.yml",
        "apps/cilium/values.yaml",
    ]


@pytest.mark.parametrize(
    ("mode", "expected"), [("cluster-pool", ["R902 values.yaml:1"]), ("kubernetes", ["K822 values.yaml:1"])]
)
def test_a_pool_of_cilium_counts_where_it_is_in_use(mode: str, expected: list[str]) -> None:
    pool = "ipam: {mode: MODE, operator: {clusterPoolIPv4PodCIDRList: [10.72.0.0/16]}}\n".replace("MODE", mode)
    own = "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.71.0.0/16]}}"
    files = {
        "talos/talconfig.yaml": TALCONFIG,
        "apps/cilium/helmrelease.yaml": release("cilium", own),
        "talos/cilium/values.yaml": pool,
    }
    assert short(files) == expected


# The networks of nodes


def test_networks_of_nodes_that_two_keys_of_talos_have_otherwise() -> None:
    vip = "machine: {network: {interfaces: [{interface: eth0, vip: {ip: 10.31.5.9}}]}}\n"
    files = {"talos/machine.yaml": TALOS, "talos/vip.yaml": vip}
    assert short(files) == []
    stale = TALOS.replace("advertisedSubnets: [10.31.5.0/24]", "advertisedSubnets: [10.31.6.0/24]")
    assert short(files | {"talos/machine.yaml": stale}) == ["R902 machine.yaml:6"]
    storage = TALOS.replace("advertisedSubnets: [10.31.5.0/24]", "advertisedSubnets: [172.20.9.0/24]")
    assert short(files | {"talos/machine.yaml": storage}) == []


@pytest.mark.parametrize(
    ("server", "path", "expected"),
    [
        ("10.31.8.66", "/tank/films", ["R902 c.yaml:3"]),
        ("10.31.8.60", "/tank/films", []),
        ("10.31.9.66", "/tank/films", []),
        ("10.31.8.66", "/backup/films", []),
    ],
)
def test_one_mount_from_another_server(server: str, path: str, expected: list[str]) -> None:
    def volume(name: str, server: str, path: str) -> str:
        nfs = f"{{server: {server}, path: {path}}}"
        return f"kind: PersistentVolume\nmetadata: {{name: {name}}}\nspec: {{nfs: {nfs}}}\n"

    files = {f"apps/{text}.yaml": volume(text, "10.31.8.60", "/tank/films") for text in ("a", "b")}
    assert short(files | {"apps/c.yaml": volume("c", server, path)}) == expected


@pytest.mark.parametrize(
    ("routed", "expected"), [("10.84.0.0/16", []), ("10.85.0.0/16", [2]), ("10.85.7.0/24", [2]), ("10.98.0.0/16", [])]
)
def test_native_routes_of_the_services_where_other_clusters_have_names(routed: str, expected: list[int]) -> None:
    pool = (
        "kind: IPAddressPool\napiVersion: metallb.io/v1beta1\nmetadata: {name: p}\nspec: {addresses: [10.%s.0.0/24]}\n"
    )
    ranges = "clusterPodNets: [10.84.0.0/16]\nclusterSvcNets: [10.85.0.0/16]\n"
    files = {
        "talos/talconfig.yaml": f"clusterName: den\n{ranges}nodes: [{{hostname: oak, ipAddress: 10.88.0.5}}]\n",
        "apps/cilium/values.yaml": f"ipam: {{mode: kubernetes}}\nipv4NativeRoutingCIDR: {routed}\n",
        "clusters/attic/pool.yaml": pool % 86,
        "clusters/loft/pool.yaml": pool % 87,
    }
    said = [finding.problem for finding in found(files, ["R902"])]
    assert [problem.at.line for problem in said if "of the services of" in problem.message] == expected
