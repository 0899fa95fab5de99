"""Talos: machines, their patches, and clusters of talhelper."""

from __future__ import annotations

import pytest
from lab import nodes, places, tree


def test_a_patch_in_the_folder_of_a_node_is_of_that_node() -> None:
    patch = "apiVersion: v1alpha1\nkind: LinkConfig\nname: eth1\naddresses: [{address: 10.31.7.10/24}]\n"
    assert nodes(tree({"talos/node/ox/02-storage.yaml": patch})) == {"ox": ["10.31.7.10"]}


def test_a_template_of_talos_that_ends_in_tpl_is_read() -> None:
    text = """machine:
  kubelet: {nodeIP: {validSubnets: [10.30.0.0/16]}}
  network:
    interfaces:
      - deviceSelector:
          hardwareAddr: {{ .Node.Data.mac }}
        dhcp: true
        {{- if eq .Node.Role "control-plane" }}
        vip:
          ip: 10.30.7.9
        {{- end }}
"""
    (cluster,) = tree({"talos/all/03-network.yaml.tpl": text}).clusters
    assert [str(address.addresses[0]) for address in cluster.virtual_addresses] == ["10.30.7.9"]


HELPER = """clusterName: barn
endpoint: https://barn.lab:6443
nodes:
  - hostname: ox.${domain}
    ipAddress: 10.30.7.10
    controlPlane: true
  - hostname: ${name}
    ipAddress: 10.30.7.12
controlPlane:
  inlinePatch:
    machine:
      kubelet: {nodeIP: {validSubnets: [10.30.7.0/24]}}
"""


def test_a_node_of_talhelper_whose_domain_is_a_variable_has_its_name() -> None:
    assert nodes(tree({"talos/talconfig.yaml": HELPER})) == {"ox": ["10.30.7.10"]}


def test_a_patch_of_talhelper_that_is_no_text_is_read() -> None:
    seen = tree({"talos/talconfig.yaml": HELPER})
    assert [str(network.cidrs[0]) for network in seen.networks] == ["10.30.7.0/24"]


LINK = """\
    machine:
      network:
        hostname: rowan
        interfaces:
          - dhcp: {dhcp}
            addresses: [{address}]
            routes: [{routes}]
    """


GATEWAY = "{network: 0.0.0.0/0, gateway: 10.4.8.1}"
BESIDE = "{network: 10.4.8.1/32}, "


@pytest.mark.parametrize(
    ("dhcp", "address", "routes", "expected"),
    [
        ("false", "10.4.7.11/24", GATEWAY, ["A204 talos/rowan.yaml:7"]),
        ("false", "10.4.8.11/24", GATEWAY, []),
        ("true", "10.4.7.11/24", GATEWAY, []),  # it may get another address
        ("false", "10.4.7.11/32", GATEWAY, []),  # an address of no network
        ("false", "10.4.7.11/24", BESIDE + GATEWAY, []),  # there is a way to the gateway
    ],
)
def test_a_gateway_that_an_interface_cannot_reach_is_found(
    dhcp: str, address: str, routes: str, expected: list[str]
) -> None:
    patch = LINK.format(dhcp=dhcp, address=address, routes=routes)
    assert places({"talos/rowan.yaml": patch}) == expected


REACHED = """\
    clusterName: rowan
    nodes:
      - hostname: rowan-1
        ipAddress: {reached}
        controlPlane: true
        networkInterfaces:
          - interface: eth0
            dhcp: {dhcp}
            addresses: [{address}]
    """


@pytest.mark.parametrize(
    ("reached", "address", "dhcp", "expected"),
    [
        ("10.4.7.11", "10.4.7.11/24", "false", []),
        ("10.4.7.11", "10.4.7.21/24", "false", ["H312 talos/talconfig.yaml:4"]),
        ("10.4.7.11", "10.4.7.21/24", "true", []),  # the other one is a lease
        ("10.4.6.11", "10.4.7.21/24", "false", []),  # by another interface
    ],
)
def test_a_node_that_is_reached_where_it_is_not_is_found(
    reached: str, address: str, dhcp: str, expected: list[str]
) -> None:
    helper = REACHED.format(reached=reached, address=address, dhcp=dhcp)
    assert places({"talos/talconfig.yaml": helper}) == expected


def test_the_network_of_a_vlan_is_known_by_its_number() -> None:
    link = """\
        apiVersion: v1alpha1
        kind: VLANConfig
        name: bond0.57
        vlanID: 57
        addresses: [{address: 10.4.57.11/24}]
        """
    seen = tree({"talos/rowan.yaml": link})
    assert [(network.vlan, network.cidr) for network in seen.networks if network.cidrs] == [(57, "10.4.57.0/24")]
    page = "| Name | VLAN | CIDR |\n| --- | --- | --- |\n| Storage | {vlan} | 10.4.57.0/24 |\n"
    for vlan, expected in (("57", []), ("75", ["R901 README.md:3"])):
        assert places({"talos/rowan.yaml": link, "README.md": page.format(vlan=vlan)}) == expected


BRIDGE = "---\napiVersion: v1alpha1\nkind: BridgeConfig\nname: br0\naddresses: [{address: 10.31.7.10/24}]\n"


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("---\napiVersion: v1alpha1\nkind: HostnameConfig\nhostname: ox\n", {"ox": ["10.31.7.10"]}),
        ("---\nmachine:\n  network: {}\n  hostname: ox\n", {"ox": ["10.31.7.10"]}),
        ("---\napiVersion: v1alpha1\nkind: BarnConfig\nhostname: ox\n", {}),
        ("", {}),
    ],
)
def test_a_link_is_of_the_machine_that_its_file_configures(beside: str, expected: dict[str, list[str]]) -> None:
    assert nodes(tree({"talos/patch.yaml": BRIDGE + beside})) == expected


OMNI = """kind: Cluster
name: barn
---
kind: {kind}
name: aaaaaaaa-0000-0000-0000-000000000001
patches:
  - inline: {{machine: {{network: {{hostname: ox, interfaces: [{{interface: e0, addresses: [10.31.5.11/24]}}]}}}}}}
"""


@pytest.mark.parametrize(("kind", "expected"), [("Machine", {"ox": ["10.31.5.11"]}), ("Workers", {})])
def test_a_patch_of_omni_is_of_a_machine_where_it_is_of_one(kind: str, expected: dict[str, list[str]]) -> None:
    assert nodes(tree({"omni/barn.yaml": OMNI.format(kind=kind)})) == expected
