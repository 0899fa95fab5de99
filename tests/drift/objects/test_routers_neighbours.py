"""The neighbours that a router lists, beside the nodes of a cluster: said once where one is missing, or is none."""

from __future__ import annotations

import pytest
from lab import found

from cidrbook import rules
from cidrbook.repository.observe import observe_files
from cidrbook.text.finding import Finding
from cidrbook.text.source import Source

AT = "10.85.2.1"
NODES = tuple(f"10.85.2.{number}" for number in range(11, 15))


def talos(nodes: tuple[str, ...] = NODES, workers: tuple[str, ...] = ()) -> str:
    lines = [f"  - {{hostname: m{node.rpartition('.')[2]}, ipAddress: {node}, controlPlane: true}}\n" for node in nodes]
    lines += [
        f"  - {{hostname: w{worker.rpartition('.')[2]}, ipAddress: {worker}, controlPlane: false}}\n"
        for worker in workers
    ]
    return "clusterName: den\nnodes:\n" + "".join(lines)


def cilium(selector: str = "") -> str:
    return (
        "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: bgp}\nspec:\n"
        f"{selector}  bgpInstances:\n    - name: one\n      localASN: 64851\n      peers:\n        - name: router\n"
        f"          peerASN: 64850\n          peerAddress: {AT}\n"
    )


def frr(nodes: tuple[str, ...], more: str = "", asn: int = 64850) -> str:
    return f"router bgp {asn}\n bgp router-id {AT}\n neighbor DEN peer-group\n neighbor DEN remote-as 64851\n" + (
        "".join(f" neighbor {node} peer-group DEN\n" for node in nodes) + more
    )


def findings(frr_conf: str, nodes: str = "", cluster: str = "") -> list[Finding]:
    files = {
        "router/frr.conf": frr_conf,
        "talos/talconfig.yaml": nodes or talos(),
        "kubernetes/bgp.yaml": cluster or cilium(),
    }
    return found(files)


def test_a_node_that_the_router_does_not_list() -> None:
    (found,) = findings(frr(NODES[:3]))
    assert (found.code, found.severity) == ("B606", "warning")
    assert (
        found.problem.message
        == "10.85.2.1 has no session with m14 (10.85.2.14), but each node of cluster has one with it"
    )
    assert (found.problem.at.file, found.problem.at.line) == ("router/frr.conf", 7)
    assert [(related.at.file, related.at.line) for related in found.problem.related] == [
        ("talos/talconfig.yaml", 6),
        ("kubernetes/bgp.yaml", 11),
    ]


def test_all_nodes_that_it_does_not_list_are_one_finding() -> None:
    (found,) = findings(frr(NODES[:2]))
    assert "m13 (10.85.2.13) and m14 (10.85.2.14)" in found.problem.message


def test_a_neighbour_that_is_no_node() -> None:
    (found,) = findings(frr((*NODES, "10.85.2.19")))
    assert (found.code, found.severity, found.problem.at.line) == ("B613", "warning", 9)
    assert found.problem.message == (
        "10.85.2.1 expects AS 64851 of all nodes of cluster, and of 10.85.2.19, which no node has"
    )
    assert found.problem.related[0].at.file == "talos/talconfig.yaml"


@pytest.mark.parametrize(
    "listed", [(*NODES[:3], "10.85.2.19"), tuple(f"10.85.2.{number}" for number in (21, 22, 23, 24))]
)
def test_nodes_that_moved_are_said_once(listed: tuple[str, ...]) -> None:
    (found,) = findings(frr(listed))
    assert (found.code, found.problem.at.file) == ("B606", "router/frr.conf")
    assert "where cluster has no node, and none with m1" in found.problem.message


UPSTREAM = " neighbor 10.85.2.254 remote-as 64001\n neighbor 10.9.9.9 remote-as 64851\n"
RANGE = " bgp listen range 10.85.2.0/28 peer-group DEN\n"
OTHER = " neighbor LAB peer-group\n neighbor LAB remote-as 64861\n neighbor 10.85.2.31 peer-group LAB\n"


@pytest.mark.parametrize(
    ("router", "nodes", "cluster"),
    [
        (frr(NODES), "", ""),
        (frr(NODES, UPSTREAM), "", ""),
        (frr(NODES, OTHER), "", ""),
        (frr(NODES, OTHER.replace("64861", "64851")), "", ""),
        (frr(NODES[:1]), "", ""),
        (frr(NODES[:2], RANGE), "", ""),
        (frr(NODES[:3], " neighbor {{ last }} peer-group DEN\n"), "", ""),
        (frr(NODES[:3], " neighbor eth4 interface peer-group DEN\n"), "", ""),
        (frr(NODES[:3], " neighbor 10.85.2.14 peer-group DEN\n neighbor 10.85.2.14 shutdown\n"), "", ""),
        (frr(NODES[:3]), "", cilium("  nodeSelector: {matchLabels: {bgp: 'yes'}}\n")),
        (frr(NODES), talos(workers=("10.85.2.41", "10.85.2.42")), ""),
        (frr((*NODES[:2], "10.85.2.77")), talos(NODES[:2]), "kind: ConfigMap\n"),
        (frr(("10.85.7.11", "10.85.7.12")), "", ""),
    ],
    ids=[
        "all",
        "upstream",
        "another cluster",
        "another group",
        "one of many",
        "range",
        "variable",
        "interface",
        "off",
        "selector",
        "workers",
        "few",
        "far",
    ],
)
def test_what_a_router_may_well_list(router: str, nodes: str, cluster: str) -> None:
    assert findings(router, nodes, cluster) == []


def test_a_selector_of_every_node_chooses_none() -> None:
    everywhere = cilium("  nodeSelector: {matchLabels: {kubernetes.io/os: linux}}\n")
    assert [finding.code for finding in findings(frr(NODES[:3]), cluster=everywhere)] == ["B606"]


def test_a_neighbour_in_the_routers_own_as_may_be_another_router() -> None:
    router = frr(NODES, " neighbor 10.85.2.2 remote-as 64851\n", asn=64851)
    assert findings(router, cluster=cilium().replace("64850", "64851")) == []


def test_what_is_leased_or_known_otherwise_is_no_strange_neighbour() -> None:
    host = "all:\n  hosts:\n    spare:\n      ansible_host: 10.85.2.19\n"
    files = {
        "router/frr.conf": frr((*NODES, "10.85.2.19")),
        "talos/talconfig.yaml": talos(),
        "ansible/hosts.yaml": host,
    }
    seen = observe_files([Source(file, text) for file, text in {**files, "kubernetes/bgp.yaml": cilium()}.items()])
    assert rules.check_observation(seen) == ()


def test_a_neighbour_in_a_network_without_nodes_is_no_node_that_is_missing() -> None:
    files = {
        "router/frr.conf": frr((*NODES, "10.85.7.19")),
        "router/eth.sh": "set interfaces ethernet eth1 address 10.85.7.1/24\n",
        "talos/talconfig.yaml": talos(),
        "kubernetes/bgp.yaml": cilium(),
    }
    assert found(files) == []


LAB_NODES = talos(("10.85.2.31", "10.85.2.32")).replace("den", "lab")


@pytest.mark.parametrize(("others", "expected"), [(LAB_NODES, ["B613"]), ("", [])], ids=["known", "unknown"])
def test_a_neighbour_may_be_of_another_cluster_of_which_no_nodes_are_known(others: str, expected: list[str]) -> None:
    files = {
        "router/frr.conf": frr((*NODES, "10.85.2.19")),
        "clusters/den/talos/talconfig.yaml": talos(),
        "clusters/den/kubernetes/bgp.yaml": cilium(),
        "clusters/lab/kubernetes/bgp.yaml": cilium(),
        **({"clusters/lab/talos/talconfig.yaml": others} if others else {}),
    }
    assert [finding.code for finding in found(files)] == expected


@pytest.mark.parametrize(
    ("asns", "expected"),
    [
        ((64851, 64851, 64899), ["B629"]),
        ((64899, 64851, 64851), ["B629"]),
        ((64851, 64851, 64851), []),
        ((64851, 64852, 64853), []),
        ((64851, 64899), []),
        ((64851, 64851, 64850), []),
    ],
    ids=["the last", "the first", "none", "all", "one against one", "the router's own"],
)
def test_the_one_neighbour_of_a_group_without_gaps_in_another_as(asns: tuple[int, ...], expected: list[str]) -> None:
    listed = (f" neighbor 10.85.2.{number} remote-as {asn}\n" for number, asn in enumerate(asns, 31))
    text = f"router bgp 64850\n bgp router-id {AT}\n{''.join(listed)}"
    assert [finding.code for finding in found({"router/frr.conf": text}, ["B629"])] == expected


def test_neighbours_with_gaps_are_no_group() -> None:
    listed = "".join(f" neighbor 10.85.2.{number} remote-as {64851 + (number == 60)}\n" for number in (31, 40, 60))
    assert not found({"router/frr.conf": f"router bgp 64850\n bgp router-id {AT}\n{listed}"}, ["B629"])
