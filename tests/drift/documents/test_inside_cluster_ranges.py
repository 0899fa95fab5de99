"""Documented networks inside of what a cluster has for itself; and ranges that have no effect."""

from __future__ import annotations

import pytest
from lab import found, places

TALOS = "cluster:\n  network: {podSubnets: [10.244.0.0/16], serviceSubnets: [10.96.0.0/12]}\nmachine: {type: worker}\n"
ROWS = {
    "an overlay": ("| Nebula Mesh | L3 overlay network (10.101.0.0/16) |", 1),
    "a VLAN in the pods": ("| VLAN 20, IoT | 10.244.20.0/24 |", 1),
    "outside": ("| Nebula Mesh | L3 overlay network (10.121.0.0/16) |", 0),
    "the overlay of the pods": ("| overlay of node 1 | 10.244.1.0/24 |", 0),
    "a part of the services": ("| Service VIPs of the cluster | 10.100.0.0/16 |", 0),
}


@pytest.mark.parametrize(("row", "number"), ROWS.values(), ids=ROWS)
def test_a_documented_network_is_outside_of_the_cluster(row: str, number: int) -> None:
    files = {"n.yaml": TALOS, "README.md": f"# Cluster\n\n| What | Where |\n|---|---|\n{row}\n"}
    assert places(files, ["R9"]) == ["R904 README.md:5"] * number


VALUES = "ipam:\n  mode: {mode}\n  operator: {{clusterPoolIPv4PodCIDRList: ['10.50.0.0/16']}}\ntunnelProtocol: vxlan\n"
MODES = {
    "ignored": ("kubernetes", {}, ["info"]),
    "ignored, and other pods": ("kubernetes", {"n.yaml": TALOS}, ["warning"]),
    "ignored, and the same pods": ("kubernetes", {"n.yaml": TALOS.replace("10.244", "10.50")}, []),
    "used": ("cluster-pool", {}, []),
}


@pytest.mark.parametrize(("mode", "more", "said"), MODES.values(), ids=MODES)
def test_a_range_without_effect_is_named(mode: str, more: dict[str, str], said: list[str]) -> None:
    kustomization = "kind: Kustomization\nhelmCharts: [{name: cilium, valuesFile: values.yaml}]\n"
    files = {"cilium/kustomization.yaml": kustomization, "cilium/values.yaml": VALUES.format(mode=mode), **more}
    assert [finding.severity for finding in found(files, ["K822"])] == said
