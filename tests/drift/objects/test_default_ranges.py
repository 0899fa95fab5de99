"""What a distribution takes where its whole configuration says no range, and what of the lab lies in that."""

from __future__ import annotations

import pytest
from lab import places

TALOS = """\
machine:
  type: controlplane
  network: {hostname: n1, interfaces: [{interface: eth0, addresses: [10.244.7.10/24]}]}
cluster:
  controlPlane: {endpoint: "https://10.244.7.10:6443"}
"""
HELPER = "clusterName: x\nendpoint: https://10.96.1.10:6443\nnodes:\n  - {hostname: a, ipAddress: 10.96.1.11}\n"
TYPED = (
    "---\napiVersion: v1alpha1\nkind: KubeNetworkConfig\npodSubnets: [10.51.0.0/16]\nserviceSubnets: [10.52.0.0/16]\n"
)
K0S = (
    "apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nmetadata: {name: k0s}\n"
    "spec: {api: {externalAddress: 10.244.3.3}}\n"
)
KUBEADM = (
    "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\ncontrolPlaneEndpoint: 10.100.0.5:6443\n"
    "networking: {podSubnet: 10.50.0.0/16}\n"
)
PATCH = "cluster:\n  network:\n    podSubnets: [10.50.0.0/16]\n"
K3S = "cluster-init: true\nnode-ip: 10.42.3.5\nnode-name: n1\n"

CASES = {
    "Talos": ({"n1.yaml": TALOS}, ["A216 n1.yaml:3"]),
    "Talos, a patch says it": ({"n1.yaml": TALOS, "patches/net.yaml": PATCH}, []),
    "Talos, a document says it": ({"n1.yaml": TALOS + TYPED}, []),
    "Talos, a part of a configuration": ({"n1.yaml": TALOS.replace("  type: controlplane\n", "")}, []),
    "talhelper": ({"talconfig.yaml": HELPER}, ["A216 talconfig.yaml:4"]),
    "talhelper, somewhere else": ({"talconfig.yaml": HELPER.replace("10.96", "10.9")}, []),
    "k0s": ({"k0s.yaml": K0S}, ["A216 k0s.yaml:4"]),
    "kubeadm": ({"kubeadm.yaml": KUBEADM}, ["A216 kubeadm.yaml:3"]),
    "k3s": ({"etc/rancher/k3s/config.yaml": K3S}, ["A216 etc/rancher/k3s/config.yaml:2"]),
    "k3s, an option says it": ({"etc/rancher/k3s/config.yaml": K3S, "x.sh": "k3s --cluster-cidr 10.9.0.0/16"}, []),
}


@pytest.mark.parametrize(("files", "said"), CASES.values(), ids=CASES)
def test_nothing_lies_in_the_default_range_of_a_distribution(files: dict[str, str], said: list[str]) -> None:
    assert places(files, ["A216"]) == said
