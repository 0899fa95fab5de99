"""k0s and k0sctl: nodes, ranges, the API."""

from __future__ import annotations

import pytest
from lab import cluster, codes, nodes, short, tree

K0SCTL = """\
    apiVersion: k0sctl.k0sproject.io/v1beta1
    kind: Cluster
    metadata: {name: barn}
    spec:
      hosts:
        - {role: controller, hostname: kit-0, ssh: {address: 10.84.4.21}}
        - {role: worker, privateAddress: 10.84.4.22, ssh: {address: kit-1.lan}}
        - {role: single, privateAddress: 10.84.4.23, openSSH: {address: 10.99.0.23}}
      k0s:
        config:
          spec:
            api: {externalAddress: 10.84.4.20, sans: [10.84.4.20, barn.lan]}
            network: {podCIDR: 10.85.0.0/16, serviceCIDR: 10.86.0.0/16}
    """
CONFIG = """\
    apiVersion: k0s.k0sproject.io/v1beta1
    kind: ClusterConfig
    metadata: {name: k0s}
    spec:
      api: {address: 10.84.4.21, externalAddress: 10.84.4.20}
      network:
        podCIDR: 10.85.0.0/16
        serviceCIDR: 10.86.0.0/16
        controlPlaneLoadBalancing: {keepalived: {vrrpInstances: [{virtualIPs: ["10.84.4.20/24"]}]}}
    """


def test_a_cluster_of_k0sctl() -> None:
    seen = tree({"k0sctl.yaml": K0SCTL})
    assert nodes(seen) == {
        "kit-0": ["10.84.4.21"],
        "kit-1": ["10.84.4.22"],
        "10-84-4-23": ["10.84.4.23", "10.99.0.23"],
    }
    own = cluster(seen)
    assert own.api is not None
    assert (own.distribution, [*map(str, own.api.addresses)]) == ("k0s", ["10.84.4.20"])
    assert {network.role: str(network.cidr) for network in seen.networks} == {
        "pods": "10.85.0.0/16",
        "services": "10.86.0.0/16",
    }
    assert [node.roles for node in own.nodes] == [("control-plane",), ("worker",), ("control-plane", "worker")]
    assert codes(seen) == []


def test_a_configuration_of_k0s() -> None:
    seen = tree({"k0s.yaml": CONFIG})
    assert [(str(vip.addresses[0]), vip.product) for vip in cluster(seen).virtual_addresses] == [
        ("10.84.4.20", "keepalived")
    ]


def test_two_clusters_of_k0sctl_have_names() -> None:
    other = K0SCTL.replace("barn", "attic").replace("10.84.4", "10.94.4").replace("kit", "cat")
    seen = tree({"a.yaml": K0SCTL, "b.yaml": other})
    assert [one.name for one in seen.clusters] == ["attic", "barn"]


@pytest.mark.parametrize(
    ("old", "new", "others", "expected"),
    [
        ("", "", {"hosts.yml": "all: {hosts: {kit-0: {ansible_host: 10.84.4.21}}}\n"}, []),
        ("", "", {"hosts.yml": "all: {hosts: {kit-0: {ansible_host: 10.84.4.29}}}\n"}, ["H312 k0sctl.yaml:6"]),
        ("10.85.0.0/16", "10.86.0.0/17", {}, ["K801 k0sctl.yaml:13"]),
        ("", "", {"README.md": "Pods: 10.87.0.0/16\n"}, ["R901 README.md:1"]),
        ("10.84.4.22", "10.84.4.21", {}, ["H302 k0sctl.yaml:7"]),
        ("10.84.4.22", "10.84.4.266", {}, ["F104 k0sctl.yaml:7"]),
        ("10.85.0.0/16", "10.85.0.0/36", {}, ["F104 k0sctl.yaml:13"]),
    ],
    ids=["right", "inventory", "ranges overlap", "document", "two nodes", "no address", "no prefix"],
)
def test_what_contradicts_a_cluster(old: str, new: str, others: dict[str, str], expected: list[str]) -> None:
    assert short({"k0sctl.yaml": K0SCTL.replace(old, new), **others}) == expected
