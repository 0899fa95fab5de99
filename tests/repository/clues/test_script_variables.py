"""Variables of scripts whose names say what their addresses are of."""

from __future__ import annotations

import pytest
from lab import places, pools, tree

POOL = """apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: pool}
spec: {blocks: [{start: 10.33.4.64, stop: 10.33.4.95}]}
"""
SERVICE = "kind: Service\nmetadata: {name: web}\nspec: {type: LoadBalancer, loadBalancerIP: 10.33.4.70}\n"
TALOS = """clusterName: barn
endpoint: https://10.33.4.9:6443
clusterPodNets: [10.33.64.0/18]
nodes:
  - {hostname: ox, ipAddress: 10.33.4.10, controlPlane: true, networkInterfaces: [{vip: {ip: 10.33.4.9}}]}
  - {hostname: hen, ipAddress: 10.33.4.11, controlPlane: false}
"""


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("k0s/env/home.sh", "export K0S_LB_POOL=10.33.4.64,10.33.4.95"),
        (".env", "METALLB_IP_RANGE='10.33.4.64-10.33.4.95'"),
        ("justfile", 'lb_range := "10.33.4.64-10.33.4.95" # ours'),
        ("Makefile", "LB_POOL ?= 10.33.4.64-10.33.4.95"),
        ("Taskfile.yaml", "version: '3'\nvars:\n  LB_RANGE: 10.33.4.64-10.33.4.95"),
        (".mise.toml", '[env]\nCLUSTER_LB_POOL = "10.33.4.64-10.33.4.95"'),
    ],
)
def test_a_script_names_the_pool_of_a_tree_without_one(file: str, line: str) -> None:
    assert pools(tree({file: f"{line}\n"})) == ["10.33.4.64-10.33.4.95"]
    assert places({file: f"{line}\n", "web.yaml": SERVICE.replace(".70", ".96")}) == ["K821 web.yaml:3"]
    assert places({file: f"{line}\n", "web.yaml": SERVICE}) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("notes.md", "LB_POOL=10.33.4.64-10.33.4.95"),
        ("examples/home.sh", "LB_POOL=10.33.4.64-10.33.4.95"),
        ("home.sh", "# LB_POOL=10.33.4.64-10.33.4.95"),
        ("home.sh", "LB_POOL=10.33.4.64-10.33.4.95 # example"),
        ("home.sh", "BLB_POOLS_SEEN=10.33.4.64-10.33.4.95"),
        ("home.sh", "LB_POOL=$(lookup 10.33.4.64-10.33.4.95)"),
    ],
)
def test_what_is_no_variable_for_a_pool_names_none(file: str, line: str) -> None:
    assert pools(tree({file: f"{line}\n"})) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("LB_POOL=10.33.4.64-10.33.4.95", []),
        ("LB_POOL=10.33.4.80-10.33.4.127", []),
        ("LB_POOL=10.33.4.128-10.33.4.159", ["R902"]),
        ("CLUSTER_VIP=10.33.4.9", []),
        ("CLUSTER_VIP=10.33.4.11", []),
        ("CLUSTER_VIP=10.33.4.8", ["K826"]),
        ("K0S_WORKER_ADDRESSES=10.33.4.10,10.33.4.11", []),
        ("K0S_WORKER_ADDRESSES=10.33.4.10,10.33.4.12", ["R902"]),
        ("WORKERS=10.33.4.12", []),
        ("CLUSTER_POD_CIDR=10.33.64.0/18", []),
        ("CLUSTER_POD_CIDR=10.33.128.0/18", ["R902"]),
        ("CLUSTER_POD_CIDR=127.0.0.1/32", []),
        ("CLUSTER_POD_CIDR=::1/128", []),
        ("CLUSTER_VIP=0.0.0.0", []),
    ],
)
def test_what_a_script_says_is_compared_with_the_cluster(line: str, expected: list[str]) -> None:
    files = {"talconfig.yaml": TALOS, "pool.yaml": POOL, "home.sh": f"export {line}\n"}
    assert [text.partition(" ")[0] for text in places(files)] == expected


def test_a_variable_of_two_environments_is_of_neither() -> None:
    files = {"talconfig.yaml": TALOS, "a.sh": "CLUSTER_VIP=10.33.4.8\n", "b.sh": "CLUSTER_VIP=10.33.4.9\n"}
    assert places(files) == []


def test_a_script_names_the_virtual_address_of_a_tree_without_one() -> None:
    plan = tree({"home.sh": "CLUSTER_VIP=10.33.4.9\n", "pool.yaml": POOL})
    assert [str(address) for one in plan.clusters for vip in one.virtual_addresses for address in vip.addresses] == [
        "10.33.4.9"
    ]
    assert not [
        address
        for one in tree({"talconfig.yaml": TALOS, "home.sh": "CLUSTER_VIP=10.33.4.8\n"}).clusters
        for address in one.virtual_addresses
        if "10.33.4.8" in map(str, address.addresses)
    ]
