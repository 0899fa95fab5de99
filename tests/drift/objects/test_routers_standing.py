"""Which neighbours stand out, which addresses neighbours call a router by, and what of it may well be so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lab import found

from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

Files = dict[str, str]
Brief = list[tuple[str, str, str]]

ROUTER, CLUSTER = 64960, 64961
VALID = (
    "version: v1alpha1\nmachine:\n  type: controlplane\n  kubelet:\n    nodeIP:\n      validSubnets: [10.86.4.0/24]\n"
)


def brief(files: Files) -> Brief:
    return [(finding.code, finding.severity, finding.problem.message) for finding in found(files)]


def cilium(at: str = "10.86.4.1", own: int = CLUSTER, router: int = ROUTER, more: str = "") -> Files:
    return {
        "kubernetes/bgp.yaml": "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: bgp}\nspec:\n"
        f"  bgpInstances:\n    - name: one\n      localASN: {own}\n      peers:\n        - name: router\n"
        f"          peerASN: {router}\n          peerAddress: {at}\n{more}"
    }


def frr(neighbours: Sequence[str], own: int = ROUTER, at: str = "10.86.1.1", more: str = "") -> str:
    listed = "".join(f" neighbor {neighbour} peer-group K\n" for neighbour in neighbours)
    group = f" neighbor K peer-group\n neighbor K remote-as {CLUSTER}\n"
    return f"router bgp {own}\n bgp router-id {at}\n{group}{listed}{more}"


def lab(conf: str, files: Files | None = None) -> Files:
    page = f"# Routers\n\n```\n{conf}```\n"
    return {"talos/controlplane.yaml": VALID, "kubernetes/README.md": page, **(files or cilium())}


NODES = ("10.86.4.21", "10.86.4.22", "10.86.4.23")


@pytest.mark.parametrize(("router", "expected"), [(ROUTER, []), (64969, ["B607"])])
def test_a_router_is_told_by_neighbours_on_the_network_of_nodes(router: int, expected: list[str]) -> None:
    """Its id is another address than the one that the cluster calls it by, and no file says where the nodes are."""
    assert [pair[0] for pair in brief(lab(frr(NODES), cilium(router=router)))] == expected


def missed(address: str, router: str) -> Brief:
    message = f"cluster has a session with {address}, which nothing has; the router with sessions to its nodes is"
    return [("B609", "warning", f"{message} {router}")]


@pytest.mark.parametrize(
    ("conf", "at", "expected"),
    [
        (frr(NODES), "10.86.4.254", []),  # on the network of the nodes: an address of its own there
        (frr(NODES), "10.86.5.1", missed("10.86.5.1", "10.86.1.1")),
        (frr(NODES, at="10.86.4.1"), "10.86.4.2", missed("10.86.4.2", "10.86.4.1")),
        (frr(NODES, own=64968).replace(str(CLUSTER), "64967"), "10.86.5.1", []),  # nothing agrees: another router
        (frr(NODES, at="1.1.1.1"), "10.86.5.1", []),  # only a number
    ],
)
def test_a_cluster_has_its_session_with_an_address_that_the_router_may_have(
    conf: str, at: str, expected: Brief
) -> None:
    assert [pair for pair in brief(lab(conf, cilium(at=at))) if pair[0] != "R904"] == expected


def test_a_second_router_is_one_of_its_own() -> None:
    second = f"        - {{name: other, peerASN: {ROUTER}, peerAddress: 10.86.4.2}}\n"
    assert brief(lab(frr(NODES, at="10.86.4.1"), cilium(at="10.86.4.1", more=second))) == []


def test_a_session_over_several_hops_may_be_with_anybody() -> None:
    multihop = (
        "          peerConfigRef: {name: far}\n---\napiVersion: cilium.io/v2\nkind: CiliumBGPPeerConfig\n"
        "metadata: {name: far}\nspec: {ebgpMultihop: 4}\n"
    )
    assert brief(lab(frr(NODES), cilium(at="10.86.5.1", more=multihop))) == []


@pytest.mark.parametrize(
    ("neighbours", "expected"),
    [
        (NODES, 0),
        (("10.86.4.21", "10.86.4.22", "10.86.5.23"), 1),
        (("10.86.4.21", "10.86.5.22", "10.86.5.23"), 0),  # as many elsewhere: it may be meant
        (("10.86.4.21", "10.86.4.22", "10.77.5.23"), 0),  # something else altogether
    ],
)
def test_a_neighbour_that_is_not_where_all_others_are(neighbours: tuple[str, ...], expected: int) -> None:
    found = brief(lab(frr(neighbours, at="10.86.4.1")))
    assert [pair[:2] for pair in found] == [("B629", "warning")] * expected


@pytest.mark.parametrize(
    ("asn", "address", "codes"),
    [
        (64971, "10.86.4.22", ["B629"]),
        (64971, "10.86.4.250", []),  # not among them
        (ROUTER, "10.86.4.22", []),  # another router of its own AS
        (64972, "10.86.4.22", []),  # that of another cluster
    ],
)
def test_a_neighbour_of_another_as_than_those_around_it(asn: int, address: str, codes: list[str]) -> None:
    rest = ("10.86.4.20", "10.86.4.21", "10.86.4.23", "10.86.4.24")
    conf = frr(rest, at="10.86.4.1", more=f" neighbor {address} remote-as {asn}\n")
    speaker = {"other/bgp.conf": "router bgp 64972\n bgp router-id 10.86.9.1\n neighbor 10.86.9.2 remote-as 64973\n"}
    files = lab("router bgp 1\n", cilium()) | {"router/frr.conf": conf} | (speaker if asn == 64972 else {})
    assert [pair[0] for pair in brief(files)] == codes


def policy(cluster: str, router: int, at: str = "10.86.7.1") -> Files:
    return {
        f"kubernetes/{cluster}/apps/bgp.yaml": "apiVersion: cilium.io/v2alpha1\nkind: CiliumBGPPeeringPolicy\n"
        f"metadata: {{name: bgp}}\nspec:\n  virtualRouters:\n    - localASN: {CLUSTER}\n      neighbors:\n"
        f"        - {{peerAddress: {at}/32, peerASN: {router}}}\n"
    }


@pytest.mark.parametrize(
    ("router", "at", "codes"), [(64980, "10.86.7.1", ["B630"]), (64980, "10.86.7.2", []), (64960, "10.86.7.1", [])]
)
def test_two_clusters_expect_one_number_of_one_router(router: int, at: str, codes: list[str]) -> None:
    assert [pair[0] for pair in brief(policy("prod", ROUTER) | policy("staging", router, at))] == codes


def test_single_nodes_have_neighbours_of_their_own() -> None:
    node = "apiVersion: cilium.io/v2\nkind: CiliumBGPNodeConfig\nmetadata: {{name: k{it}}}\nspec:\n  bgpInstances:\n"
    peers = "    - {{name: i, localASN: 6497{it}, peers: [{{name: r, peerASN: 6498{it}, peerAddress: {at}}}]}}\n"
    for at in ("10.86.7.1", "127.0.0.1", "169.254.1.1"):
        files = {f"kubernetes/k{number}.yaml": (node + peers).format(it=number, at=at) for number in (1, 2)}
        assert brief(files) == []


def test_variables_of_a_role_are_compared_with_what_the_cluster_runs() -> None:
    variables = "calico:\n  bgp: enabled\n  bgp_peer: 10.86.7.1\n  bgp_peer_asn: {asn}\n"
    peer = (
        "apiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata: {name: r}\n"
        f"spec: {{peerIP: 10.86.7.1, asNumber: {ROUTER}}}\n"
    )
    for asn, codes in ((ROUTER, []), (64980, ["B630"])):
        files = {"cluster/apps/peer.yaml": peer, "ansible/group_vars/all.yml": variables.format(asn=asn)}
        assert [pair[0] for pair in brief(files)] == codes
    off = variables.format(asn=64980).replace("enabled", "disabled")
    assert brief({"cluster/apps/peer.yaml": peer, "ansible/group_vars/all.yml": off}) == []


SETTINGS = "vyos:\n  bgp:\n    local_as: {own}\n    neighbor_groups:\n      - {{group: nodes, remote_as: {asn}}}\n"


@pytest.mark.parametrize(
    ("own", "asn", "codes"),
    [
        (ROUTER, CLUSTER, []),
        (64969, CLUSTER, ["B607"]),
        (ROUTER, 64969, ["B628"]),
        (64968, 64969, []),  # nothing agrees: it may be another router
    ],
)
def test_a_group_of_neighbours_that_nobody_is_known_of(own: int, asn: int, codes: list[str]) -> None:
    files = {"infrastructure/vyos/settings.yaml": SETTINGS.format(own=own, asn=asn), **cilium()}
    assert [pair[0] for pair in brief(files)] == codes


METALLB = (
    "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {{name: p}}\nspec: {{addresses: [{pool}]}}\n---\n"
    "apiVersion: metallb.io/v1beta1\nkind: BGPAdvertisement\nmetadata: {{name: a}}\n---\n"
    "apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: {{name: r}}\nspec: {{myASN: 64961, peerASN: 64960,"
    " peerAddress: {peer}}}\n"
)


@pytest.mark.parametrize(
    ("pool", "peer", "codes"),
    [
        ("10.86.8.1-10.86.8.40", "10.86.8.10", ["K816"]),
        ("10.86.8.1-10.86.8.40", "10.86.8.41", []),
        ("10.86.8.0/24", "10.86.8.1", []),  # as wide as a network: its services may all be pinned
    ],
)
def test_a_pool_that_holds_the_router(pool: str, peer: str, codes: list[str]) -> None:
    assert [pair[0] for pair in brief({"kubernetes/metallb.yaml": METALLB.format(pool=pool, peer=peer)})] == codes


def test_a_cluster_of_one_node_that_the_router_lists_elsewhere() -> None:
    talos = "clusterName: one\nnodes:\n  - {hostname: solo, ipAddress: 10.86.4.31, controlPlane: true}\n"
    files = {"talos/talconfig.yaml": talos, **cilium()}
    assert brief(files | {"frr.conf": frr(("10.86.4.31",), at="10.86.4.1")}) == []
    assert [pair[0] for pair in brief(files | {"frr.conf": frr(("10.86.4.131",), at="10.86.4.1")})] == ["B606"]


def test_a_range_of_neighbours_of_the_other_family_is_no_node() -> None:
    talos = "clusterName: k\nnodes:\n" + "".join(
        f"  - {{hostname: k{text[-1]}, ipAddress: {text}, controlPlane: true}}\n" for text in NODES
    )
    conf = frr(NODES, at="10.86.4.1", more=" bgp listen range fd96::/64 peer-group K\n")
    selector = "{matchExpressions: [{key: kubernetes.io/hostname, operator: NotIn, values: [x]}]}"
    peers = f"[{{peerASN: {ROUTER}, peerAddress: 10.86.4.1}}]"
    cluster = (
        "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: b}\nspec:\n"
        f"  nodeSelector: {selector}\n  bgpInstances: [{{localASN: {CLUSTER}, peers: {peers}}}]\n"
    )
    files = {"talos/talconfig.yaml": talos, "frr.conf": conf, "kubernetes/bgp.yaml": cluster}
    seen = observe_files([Source(file, text) for file, text in files.items()])
    assert {session.peer for session in seen.sessions if session.local == seen.routers[0].id} == set(NODES)


@pytest.mark.parametrize(
    ("address", "description", "codes"),
    [
        ("10.86.4.23", "k3", []),
        ("10.86.4.33", "k3", ["H317"]),
        ("10.86.4.33", "the third node", []),
        ("10.87.4.33", "k3", []),  # on another network
    ],
)
def test_what_a_router_calls_its_neighbour_is_there(address: str, description: str, codes: list[str]) -> None:
    talos = "clusterName: k\nnodes:\n" + "".join(
        f"  - {{hostname: k{other_text[-1]}, ipAddress: {other_text}, controlPlane: true}}\n" for other_text in NODES
    )
    conf = f"router bgp {ROUTER}\n bgp router-id 10.86.4.1\n neighbor {address} remote-as {CLUSTER}\n"
    conf += f" neighbor {address} description {description}\n"
    commands = (
        f"set protocols bgp system-as '{ROUTER}'\nset protocols bgp neighbor {address} remote-as '{CLUSTER}'\n"
        f"set protocols bgp neighbor {address} description '{description}'\n"
    )
    for file, text in (("frr.conf", conf), ("vyos.sh", commands)):
        found = brief({"talos/talconfig.yaml": talos, file: text})
        assert [pair[0] for pair in found if pair[0] != "B613"] == codes, file


@pytest.mark.parametrize("neighbour", ["192.0.2.9", "999.0.0.1", "10.0.0.300", "1.2.3.4.5", "router", "10.0.0.1/33"])
def test_a_mistyped_neighbour_is_in_no_network(neighbour: str) -> None:
    files = {
        "talconfig.yaml": (
            "clusterName: home\nendpoint: https://10.0.0.9:6443\n"
            "nodes: [{hostname: n1, ipAddress: 10.0.0.11}, {hostname: n2, ipAddress: 10.0.0.12}]\n"
        ),
        "cp.yaml": (
            "machine:\n  kubelet:\n    nodeIP:\n      validSubnets:\n        - 10.0.0.0/24\n"
            "cluster:\n  etcd:\n    advertisedSubnets:\n      - 10.0.1.0/24\n"
        ),
        "frr.conf": f"router bgp 64512\n bgp router-id 10.0.0.1\n neighbor {neighbour} remote-as 64513\n",
    }
    seen = observe_files([Source(name, text) for name, text in files.items()])
    assert seen.failures == ()
    assert [finding.problem.at.file for finding in found(seen) if finding.code == "K814"] == ["cp.yaml"]
