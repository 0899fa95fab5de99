"""The inputs of cluster-template: every key has a fixed meaning, in YAML and in the notations of TOML."""

from __future__ import annotations

import pytest
from lab import short

_TOML = """\
[network]
node_cidr = "10.3.1.0/24"
default_gateway = "10.3.1.1"
[kubernetes]
pod_cidr = "10.42.0.0/16" # the pods' "range"
svc_cidr = "10.43.0.0/16"
[kubernetes.api]
addr = "10.3.1.5"
[[nodes]]
name = "ox"
address = "10.3.1.11"
[[nodes]]
name = "hen"
address = "10.3.1.12"
"""
_YAML = """\
node_cidr: 10.3.1.0/24
node_default_gateway: 10.3.1.1
cluster_pod_cidr: 10.42.0.0/16
cluster_svc_cidr: 10.43.0.0/16
cluster_api_addr: 10.3.1.5
"""
_NODES = """\
nodes:
  - {name: ox, address: 10.3.1.11}
  - {name: hen, address: 10.3.1.12}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("x", "x", []),
        ('gateway = "10.3.1.1"', 'gateway = "10.3.2.1"', ["A204 cluster.toml:3"]),
        ('addr = "10.3.1.5"', 'addr = "10.3.2.5"', ["H301 cluster.toml:8"]),
        ('"10.3.1.12"', '"10.4.1.12"', ["H301 cluster.toml:14"]),
        ('"10.3.1.11"', '"10.3.1.1"', ["H305 cluster.toml:11"]),
        ('addr = "10.3.1.5"', 'addr = "10.3.1.1"', ["H305 cluster.toml:8"]),
        ('"hen"', '"ox"', ["H312 cluster.toml:13"]),
        ('"10.3.1.12"', '"10.3.1.300"', ["F104 cluster.toml:14"]),
        ("10.42.0.0/16", "10.42.0.0/33", ["F104 cluster.toml:5"]),
        ("10.43.0.0/16", "10.43.0.0", ["F104 cluster.toml:6"]),
        ('"10.3.1.12"', '"{{ address }}"', []),
    ],
)
def test_tables_of_toml(old: str, new: str, expected: list[str]) -> None:
    assert [spot for spot in short({"cluster.toml": _TOML.replace(old, new)}) if spot[0] != "K"] == expected


_MORE = """\
[gateways]
internal = "10.3.1.21"
dns = "10.3.1.22"
[cilium.bgp]
router_addr = "10.3.1.1"
router_asn = "64513"
node_asn = "64514"
"""
_SETTINGS = _TOML.replace('.0/24"', '.0/24"\nvlan_tag = 42', 1).replace(
    "[kubernetes.api]", 'coredns_addr = "10.43.0.10"\n[kubernetes.api]'
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("x", "x", []),
        ("vlan_tag = 42", "vlan_tag = 4095", ["F104 cluster.toml:3"]),
        ("10.43.0.10", "10.44.0.10", ["H301 cluster.toml:8"]),
        ("10.3.1.21", "10.3.1.11", ["H302 cluster.toml:18"]),
        ("10.3.1.21", "10.3.1.5", ["H302 cluster.toml:18"]),
        ("10.3.1.22", "10.3.1.21", ["H302 cluster.toml:19"]),
        ("10.3.1.22", "10.9.9.22", []),
        (_MORE, _MORE.partition("[cilium")[0].replace(".22", ".300"), ["F104 cluster.toml:19"]),
        (_MORE, _MORE.partition("[cilium")[0].replace("3.1.22", "9.9.22"), ["H301 cluster.toml:19"]),
        ('"64514"', '"4294967296"', ["F104 cluster.toml:23"]),
        ('node_asn = "64514"\n', "", ["B615 cluster.toml:21"]),
        ('name = "hen"', 'name = "hen"\nmac_addr = "aa:bb:cc:dd:ee:zz"', ["F104 cluster.toml:16"]),
        ('name = "hen"', 'name = "hen"\nmac_addr = "00:00:00:00:00:00"', []),
    ],
)
def test_what_else_the_template_refuses(old: str, new: str, expected: list[str]) -> None:
    assert short({"cluster.toml": (_SETTINGS + _MORE).replace(old, new)}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('network = {node_cidr = "10.3.1.0/24", default_gateway = "10.3.2.1"}', ["A204 cluster.toml:1"]),
        ('network.node_cidr = "10.3.1.0/24"\nnetwork.default_gateway = "10.3.2.1"', ["A204 cluster.toml:2"]),
        ('kubernetes = {pod_cidr = "10.42.0.0/16", svc_cidr = "10.42.0.0/17"}', ["K801 cluster.toml:1"]),
        ('network = {node_cidr = "10.3.1.0/24"} # default_gateway = "10.3.2.1"', []),
        ('network = {node_cidr = "10.3.1.0/24", default_gateway = "10.3.1.9"}', []),
        ("network = {node_cidr = 10.3.1.0/24}", []),
    ],
)
def test_other_notations_of_toml(text: str, expected: list[str]) -> None:
    assert short({"cluster.toml": text}) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("x", "x", []),
        ("gateway: 10.3.1.1", "gateway: 10.3.2.1", ["A204 cluster.yaml:2"]),
        ("10.3.1.12", "10.4.1.12", ["H301 nodes.yaml:3"]),
        ("10.3.1.11", "10.3.1.1", ["H305 nodes.yaml:2"]),
        ("10.42.0.0/16", "fd00::/129", ["F104 cluster.yaml:3"]),
        ("hen", "ox", ["H312 nodes.yaml:3"]),
    ],
)
def test_yaml_in_two_files(old: str, new: str, expected: list[str]) -> None:
    files = {"cluster.yaml": _YAML.replace(old, new), "nodes.yaml": _NODES.replace(old, new)}
    assert [spot for spot in short(files) if spot[0] != "K"] == expected
