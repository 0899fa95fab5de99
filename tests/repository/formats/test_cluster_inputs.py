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
