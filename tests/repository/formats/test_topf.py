"""Topf: the nodes of a cluster, and where its API is."""

from __future__ import annotations

import pytest
from lab import nodes, places, tree
from manifests import TOPF


def test_topf_lists_the_nodes_of_a_cluster_and_where_its_api_is() -> None:
    seen = tree({"talos/topf.yaml": TOPF})
    (cluster,) = seen.clusters
    assert [(node.id, str(node.addresses[0]), node.roles) for node in cluster.nodes] == [
        ("ox", "10.30.7.10", ("control-plane",)),
        ("hen", "10.30.7.11", ("worker",)),
    ]
    assert cluster.api is not None
    assert (cluster.distribution, cluster.version, str(cluster.api.addresses[0])) == ("talos", "v1.36.1", "10.30.7.9")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clusterName: barn\nnodes: [{host: ox, role: worker}]", {}),
        ("clusterName: barn\nnodes: [{host: 10.30.7.10, role: worker}]", {"10-30-7-10": ["10.30.7.10"]}),
        ("nodes: [{host: ox, ip: 10.30.7.10}]", {"ox": ["10.30.7.10"]}),  # a list of machines of its own making
    ],
)
def test_topf_nodes_without_an_address_of_their_own(text: str, expected: dict[str, list[str]]) -> None:
    assert nodes(tree({"topf.yaml": text})) == expected


def test_two_nodes_of_topf_with_one_address_are_found() -> None:
    assert places({"topf.yaml": TOPF.replace("10.30.7.11", "10.30.7.10")}) == ["H302 topf.yaml:9"]


def test_a_document_that_says_another_address_of_a_node_of_topf_is_found() -> None:
    readme = "# Nodes\n\n| Node | Address |\n| --- | --- |\n| ox | 10.30.7.10 |\n| hen | 10.30.7.21 |\n"
    assert places({"topf.yaml": TOPF, "README.md": readme}) == ["R904 README.md:6"]
