"""Where the API of a cluster is, as several files say it."""

from __future__ import annotations

from textwrap import dedent

import pytest
from lab import messages, places, short
from manifests import TALCONFIG, machine


def test_control_planes_with_different_virtual_addresses_are_found() -> None:
    files = {
        "talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9"),
        "talos/patches/cp2.yaml": machine("cp2", "10.4.7.12", "10.4.7.8"),
    }
    assert places(files, ["K826"]) == ["K826 talos/patches/cp2.yaml:8"]


def test_virtual_addresses_on_two_networks_are_two() -> None:
    files = {
        "talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9"),
        "talos/patches/cp2.yaml": machine("cp2", "10.4.8.12", "10.4.8.9"),
    }
    assert not places(files, ["K826"])


def test_a_variable_for_the_api_s_address_is_compared_with_the_nodes() -> None:
    settings = """\
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: cluster-settings
        data:
          CLUSTER_CONTROLPLANE_VIP: {vip}
        """
    files = {"talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9")}
    stale = dedent(settings).format(vip="10.4.7.90")
    assert places({**files, "kubernetes/settings.yaml": stale}, ["K826"]) == ["K826 kubernetes/settings.yaml:6"]
    right = dedent(settings).format(vip="10.4.7.9")
    assert not places({**files, "kubernetes/settings.yaml": right}, ["K826"])


def test_a_variable_for_the_api_s_address_is_compared_with_documents() -> None:
    variables = "k3s_vip: 10.4.7.9\ncluster_cidr: 10.52.0.0/16\n"
    readme = "| Thing | Type | Address |\n| --- | --- | --- |\n| Control Plane | VIP | 10.4.7.99 |\n"
    assert places({"ansible/group_vars/all.yml": variables, "README.md": readme}, ["R901", "R904"])


def test_an_api_that_is_reached_at_a_node_is_no_second_address() -> None:
    helper = """\
        clusterName: attic
        talosVersion: v1.9.0
        endpoint: https://10.4.7.11:6443
        nodes:
          - hostname: cp1
            ipAddress: 10.4.7.11
            controlPlane: true
            networkInterfaces:
              - {interface: eth0, vip: {ip: 10.4.7.9}}
        """
    assert not places({"talos/talconfig.yaml": helper}, ["K826"])
    assert places({"talos/talconfig.yaml": dedent(helper).replace("//10.4.7.11", "//10.4.7.19")}, ["K826"])


# Where the API is


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("10.31.5.8", ["K826 values.yaml:1"]),
        ("10.31.5.9", []),
        ("10.31.5.11", []),
        ("10.31.6.8", []),
        ("api.barn.example", []),
        ("localhost", []),
        ("127.0.0.1", []),
    ],
)
def test_where_cilium_finds_the_api_is_compared(host: str, expected: list[str]) -> None:
    values = f"k8sServiceHost: {host}\nipv4NativeRoutingCIDR: 10.71.0.0/16\n"
    assert short({"talos/talconfig.yaml": TALCONFIG, "talos/cilium/values.yaml": values}) == expected


def test_an_address_of_the_api_that_a_host_has_is_fine() -> None:
    files = {
        "talos/talconfig.yaml": TALCONFIG,
        "talos/cilium/values.yaml": "k8sServiceHost: 10.31.5.8\nipv4NativeRoutingCIDR: 10.71.0.0/16\n",
        "ansible/inventory.yml": "all: {hosts: {balancer: {ansible_host: 10.31.5.8}}}\n",
    }
    assert short(files) == []


def test_an_endpoint_beside_nodes_that_are_not_known_may_be_one_of_theirs() -> None:
    patch = "machine: {network: {interfaces: [{interface: eth0, dhcp: true, vip: {ip: 10.31.5.9}}]}}\n"
    files = {"talos/patches/vip.yaml": patch, "talos/patches/join.yaml": "K3S_URL: https://10.31.5.10:6443\n"}
    assert short(files) == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("[10.31.5.8, 127.0.0.1]", ["K826 cluster.yaml:1"]),
        ("[10.31.5.9, 127.0.0.1]", []),
        ("[10.31.5.20, 10.31.5.21, 10.31.5.22]", []),
        ("[192.168.80.1]", []),
        ("[api.barn.example]", []),
    ],
)
def test_what_the_certificate_of_the_api_is_for(names: str, expected: list[str]) -> None:
    patch = f"cluster: {{apiServer: {{certSANs: {names}}}}}\n"
    assert short({"talos/talconfig.yaml": TALCONFIG, "talos/patches/cluster.yaml": patch}) == expected


@pytest.mark.parametrize(("address", "expected"), [("10.31.5.19", ["K826 all.yml:1"]), ("10.31.5.10", [])])
def test_a_variable_that_is_called_after_the_first_node(address: str, expected: list[str]) -> None:
    hosts = "k3s_cluster: {hosts: {ox: {ansible_host: 10.31.5.10}, hen: {ansible_host: 10.31.5.11}}}\n"
    files = {"ansible/inventory.yml": hosts, "ansible/group_vars/all.yml": f"k3s_master_ip: {address}\n"}
    assert short(files) == expected


def test_a_variable_of_flux_that_says_where_the_api_is() -> None:
    settings = "kind: ConfigMap\nmetadata: {name: cluster-settings}\ndata:\n  KUBE_API_ADDR: 10.31.5.8\n"
    files = {"talos/talconfig.yaml": TALCONFIG, "flux/settings.yaml": settings}
    assert short(files) == ["K826 settings.yaml:4"]
    assert "KUBE_API_ADDR" in "\n".join(messages(files))
    assert short(files | {"flux/settings.yaml": settings.replace("5.8", "5.9")}) == []


@pytest.mark.parametrize(
    ("kind", "expected"), [("Config", ["K826 kubeconfig.yaml:3"]), ("Application", []), ("Cluster", [])]
)
def test_the_server_of_a_kubeconfig(kind: str, expected: list[str]) -> None:
    text = f"kind: {kind}\nclusters:\n  - cluster: {{server: 'https://10.31.5.8:6443'}}\n"
    assert short({"talos/talconfig.yaml": TALCONFIG, "kubeconfig.yaml": text}) == expected
