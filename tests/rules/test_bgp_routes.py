"""The edges of the rules about what BGP sessions carry, and how, that their pages do not show."""

from __future__ import annotations

from datetime import date
from functools import partial

import lab
import pytest

from cidrbook import rules
from cidrbook.plan.load import parse
from cidrbook.plan.views.session_pairs import shared_pairs

MINE = {f"B{number}" for number in range(614, 628)}
codes = partial(lab.codes, only=MINE)
found = partial(lab.found, only=MINE)
messages = partial(lab.messages, only=MINE)


def plan(sessions: str = "", clusters: str = "", routers: str = "", networks: str = "", speakers: str = "") -> str:
    """A plan of lists, one object to a line."""
    bgp = _list("  speakers", speakers) + _list("  sessions", sessions)
    parts = (_list("networks", networks), _list("routers", routers), _list("clusters", clusters))
    return "".join(parts) + (f"bgp:\n{bgp}" if bgp else "")


def _list(key: str, text: str) -> str:
    indent = " " * (len(key) - len(key.lstrip()))
    lines = "".join(f"{indent}  - {{{line}}}\n" for line in text.split("\n") if line)
    return f"{key}:\n{lines}" if lines else ""


EDGE = "name: edge, asn: 64512, addresses: [10.3.42.1, 10.3.1.1]"
CORE = "name: core, asn: 64514, addresses: 10.3.1.2"
BOTH = f"{EDGE}\n{CORE}"
NODES = "nodes: [{name: k8s-0, address: 10.3.42.10}, {name: k8s-1, address: 10.3.42.11}]"
POOL = "name: pool, cidr: 10.3.69.0/24, role: load-balancer"
LINK = "name: link, cidr: 10.3.1.0/24, gateway: 10.3.1.1"


def cluster(product: str = "metallb", asn: int = 64513, more: str = "") -> str:
    balancer = f"{{product: {product}, mode: bgp, asn: {asn}, pools: 10.3.69.0/24}}"
    return f"name: home, {NODES}, load_balancers: [{balancer}]{more}"


TWO = f"name: home, {NODES}, cni: {{product: calico, bgp: true, asn: 64513}}, virtual_addresses:"
TWO += " [{name: api, address: 10.3.69.5, product: kube-vip, mode: bgp}]"
CALICO = "local: home-calico, peer: edge, peer_asn: 64512"
KUBE_VIP = "local: home-kube-vip, peer: edge, local_asn: 64513, peer_asn: 64512"
BACK = "local: edge, peer: home-calico"


@pytest.mark.parametrize(
    ("sessions", "routers", "expected"),
    [
        (f"{CALICO}, peer_address: 10.3.42.1\n{KUBE_VIP}, peer_address: 10.3.42.1", EDGE, ["B614"]),
        (f"{CALICO}, peer_address: 10.3.42.1\n{KUBE_VIP}, peer_address: 10.3.1.1", EDGE, []),
        (f"{CALICO}\n{KUBE_VIP}", EDGE, []),
        (f"{CALICO}, peer_address: 10.3.42.1\n{KUBE_VIP}", EDGE, []),
        (f"{CALICO}\n{KUBE_VIP}", CORE.replace("core", "edge"), ["B614"]),
        (f"{CALICO}, peer_address: 10.3.42.1\n{CALICO}, peer_address: 10.3.42.1", EDGE, ["B614"]),
        (f"{CALICO}, peer_address: 10.3.42.1\n{CALICO}, peer_address: 10.3.1.1", EDGE, []),
        (f"{CALICO}\n{CALICO}", EDGE, ["B614"]),
        (f"{CALICO}, families: ipv4\n{CALICO}, families: ipv6", EDGE, []),
        (f"{CALICO}\n{CALICO}\n{CALICO}", EDGE, ["B614", "B614"]),
        (f"{CALICO}\nlocal: edge, peer: home-calico", EDGE, []),
        (f"{CALICO}\nlocal: edge, peer: home-calico\nlocal: edge, peer: home-calico", EDGE, ["B614"]),
        (
            f"{CALICO}, peer_address: 10.3.42.1\nlocal: edge, peer: home-kube-vip, local_address: 10.3.42.1",
            EDGE,
            ["B614"],
        ),
        (f"{CALICO}, peer_address: 10.3.42.1\n{BACK}, peer_address: 10.3.42.10\n" * 2, EDGE, ["B614"]),
        (f"{BACK}\n{CALICO}, peer_address: 10.3.42.1\n{BACK}", EDGE, ["B614"]),
        (f"{BACK}\n{BACK}, local_address: 10.3.1.1\n{CALICO}, peer_address: 10.3.42.1", EDGE, []),
        (f"{CALICO}\n{CALICO}\n{BACK}, local_address: 10.3.42.1\n{BACK}, local_address: 10.3.1.1", EDGE, []),
        (f"{CALICO}, peer_address: 10.3.42.1\nlocal: edge, peer: home-kube-vip, local_address: 10.3.1.1", EDGE, []),
    ],
)
def test_one_pair_of_addresses_is_one_session(sessions: str, routers: str, expected: list[str]) -> None:
    text = plan(sessions, TWO, routers)
    assert [code for code in codes(text) if code == "B614"] == expected


def test_two_speakers_on_one_pair_are_told_from_a_session_written_twice() -> None:
    two = f"{CALICO}, peer_address: 10.3.42.1\n{KUBE_VIP}, peer_address: 10.3.42.1"
    [first, second] = shared_pairs(parse({"plan.yaml": plan(two, TWO, EDGE)}))
    assert [first.twice, second.twice] == [False, False]
    assert messages(plan(two, TWO, EDGE)) == [
        (
            "the session of k8s-0 (kube-vip) with edge and 1 more is between the same two addresses (10.3.42.10 and"
            " 10.3.42.1) as the session of k8s-0 (calico) with edge"
        )
    ]
    assert messages(plan(f"{CALICO}\n{CALICO}", TWO, EDGE)) == [
        "the session of k8s-0 (calico) with edge and 1 more is listed twice"
    ]


def test_what_could_not_be_read_may_be_the_difference() -> None:
    sessions = "local: edge, peer: core, peer_address: 10.3.1\nlocal: edge, peer: core, peer_address: 10.3.2"
    assert codes(plan(sessions, routers=BOTH)) == []


def test_two_routing_tables_have_a_pair_each() -> None:
    routers = "name: one, asn: 64512, addresses: 10.3.1.1, vrf: red\nname: two, asn: 64513, addresses: 10.3.1.1"
    sessions = "local: one, peer: 10.3.9.1, peer_asn: 64520\nlocal: two, peer: 10.3.9.1, peer_asn: 64520"
    assert codes(plan(sessions, routers=routers)) == []


@pytest.mark.parametrize(
    ("sessions", "clusters", "routers", "expected"),
    [
        ("local: edge, peer: 10.3.1.9", "", EDGE, ["B615"]),
        ("local: edge, peer: 10.3.1.9, peer_asn: 64520", "", EDGE, []),
        ("local: edge, peer: 10.3.1.9", "", "name: edge", ["B615"]),
        ("local: edge, peer: 10.3.1.9, peer_asn: 0", "", EDGE, []),
        ("local: edge, peer: 10.3.1.9, peer_asn: x", "", EDGE, []),
        ("local: edge, peer: nobody", "", EDGE, []),
        ("local: edge, peer: core\nlocal: core, peer: edge, local_asn: 64514", "", f"{EDGE}\nname: core", []),
        ("local: home, peer: edge", f"name: home, {NODES}", EDGE, ["B615"]),
        ("local: k8s-0, peer: edge\nlocal: k8s-1, peer: edge", f"name: home, {NODES}", EDGE, ["B615", "B615"]),
        ("", cluster(), EDGE, []),
        ("local: edge, peer: core", cluster(), BOTH, ["B615"]),
        ("local: edge, peer: core", "name: home, cni: {product: calico, bgp: true}", BOTH, ["B615"]),
        ("local: edge, peer: core", "name: home, cni: {product: calico, bgp: false}", BOTH, []),
        (
            "local: edge, peer: core",
            "name: home, virtual_addresses: [{name: v, product: kube-vip, mode: bgp}]",
            BOTH,
            ["B615"],
        ),
        ("local: edge, peer: core\nlocal: edge, peer: 10.3.42.11", cluster(), BOTH, []),
        ("local: edge, peer: core\nlocal: k8s-1, peer: edge", cluster(), BOTH, []),
        ("local: edge, peer: core\nlocal: edge, peer: hom", cluster(), BOTH, []),
        ("local: edge, peer: core", cluster().replace("mode: bgp", "mode: l2"), BOTH, []),
    ],
)
def test_a_session_needs_two_as_numbers_and_a_speaker_a_session(
    sessions: str, clusters: str, routers: str, expected: list[str]
) -> None:
    assert codes(plan(sessions, clusters, routers)) == expected


def test_what_has_no_as_number_is_named() -> None:
    assert messages(plan("local: edge, peer: 10.3.1.9", routers=EDGE)) == [
        "the session of edge with 10.3.1.9 has no AS number for 10.3.1.9"
    ]
    assert messages(plan("local: home, peer: 10.3.1.9", clusters=f"name: home, {NODES}")) == [
        "the session of k8s-0 with 10.3.1.9 and 1 more has no AS number at either end"
    ]


ROUTERS = "name: a, addresses: 10.3.1.1\nname: b, addresses: 10.3.1.2"


@pytest.mark.parametrize(
    ("speakers", "routers", "sessions", "expected"),
    [
        pytest.param(
            "name: x, runs_on: a, asn: 1, router_id: 1.1.1.1\nname: y, runs_on: b, asn: 1, router_id: 1.1.1.1",
            0,
            0,
            1,
            id="two routers in one AS",
        ),
        pytest.param(
            "name: x, runs_on: a, asn: 1, router_id: 1.1.1.1\nname: y, runs_on: b, asn: 2, router_id: 1.1.1.1",
            0,
            0,
            0,
            id="two routers in two",
        ),
        pytest.param(
            "name: x, runs_on: a, asn: 1, router_id: 1.1.1.1\nname: y, runs_on: b, asn: 1, router_id: 1.1.1.2",
            0,
            0,
            0,
            id="two ids",
        ),
        pytest.param(
            "name: x, runs_on: a, asn: 1, router_id: 1.1.1.1\nname: y, runs_on: b, router_id: 1.1.1.1",
            0,
            0,
            0,
            id="one without a number",
        ),
        pytest.param(
            "name: x, runs_on: a, router_id: 1.1.1.1\nname: y, runs_on: b, router_id: 1.1.1.1",
            0,
            0,
            0,
            id="both without a number",
        ),
        pytest.param(
            "name: x, runs_on: a, router_id: 1.1.1.1\nname: y, runs_on: b, router_id: 1.1.1.1",
            0,
            "local: x, peer: y, local_asn: 64512, peer_asn: 64512",
            1,
            id="a session says one number for both",
        ),
        pytest.param(
            "name: x, runs_on: a, router_id: 1.1.1.1\nname: y, runs_on: b, router_id: 1.1.1.1",
            0,
            "local: x, peer: y, local_asn: 64512, peer_asn: 64513",
            0,
            id="a session says two numbers",
        ),
        pytest.param(
            "\n".join(
                f"name: {name}, runs_on: k8s-0, asn: 1, router_id: 1.1.1.1, product: {name}" for name in ("x", "y")
            ),
            0,
            0,
            0,
            id="two programs on one node",
        ),
        pytest.param("name: x, runs_on: home, asn: 1, router_id: 1.1.1.1", 0, 0, 1, id="a cluster of several nodes"),
        pytest.param("name: x, runs_on: k8s-0, asn: 1, router_id: 1.1.1.1", 0, 0, 0, id="one node"),
        pytest.param(
            (
                "name: x, runs_on: home, product: frr, asn: 1, router_id: 1.1.1.1\n"
                "name: y, runs_on: k8s-0, product: frr, router_id: 1.1.1.2\nname: z, runs_on: k8s-1, product: frr"
            ),
            0,
            0,
            0,
            id="a cluster whose nodes have their own",
        ),
        pytest.param(
            "name: x, runs_on: a, asn: 1, router_id: 1.1.1.1\nname: y, runs_on: b, asn: 1, router_id: 1.1.1.1",
            "name: a, vrf: red\nname: b, vrf: blue",
            0,
            0,
            id="two VRFs",
        ),
    ],
)
def test_a_router_id_is_of_one_speaker_in_an_as(
    speakers: str, routers: str | int, sessions: str | int, expected: int
) -> None:
    text = plan(str(sessions or ""), f"name: home, {NODES}", str(routers or ROUTERS), speakers=speakers)
    assert [code for code in codes(text) if code == "B616"] == ["B616"] * expected


SIX = 'name: six, cidr: "fd5b:7c1e:93a2:1::/64"'
DUAL = 'name: six, cidr: ["fd5b:7c1e:93a2:1::/64", 10.3.1.0/24]'
SIX_ROUTER = 'name: edge, product: {}, asn: 64512, addresses: "fd5b:7c1e:93a2:1::1"'
OUT = 'local: edge, peer: "fd5b:7c1e:93a2:1::2", peer_asn: 64520'
SIX_NODE = 'nodes: {name: n, address: "fd5b:7c1e:93a2:1::9"}'


def six_cluster(cni: str) -> str:
    return f"name: edge, {SIX_NODE}, cni: {{bgp: true, asn: 64512, {cni}}}"


@pytest.mark.parametrize(
    ("networks", "routers", "clusters", "speakers", "expected"),
    [
        (SIX, SIX_ROUTER.format("opnsense"), "", "", ["B617"]),
        (SIX, SIX_ROUTER.format("routeros"), "", "", ["B617"]),
        (SIX, SIX_ROUTER.format('""'), "", "", []),
        (DUAL, SIX_ROUTER.format("opnsense"), "", "", []),
        ("", SIX_ROUTER.format("opnsense"), "", "", []),
        (SIX, SIX_ROUTER.format("opnsense") + ", options: {router-id: 1.1.1.1}", "", "", []),
        (SIX, SIX_ROUTER.format("opnsense").replace('"fd', '[10.9.9.9, "fd') + "]", "", "", []),
        (SIX, SIX_ROUTER.format("opnsense"), "", "name: x, runs_on: edge, product: frr, router_id: 1.1.1.1", []),
        (SIX, SIX_ROUTER.format("opnsense"), "", "name: x, runs_on: edge, product: frr", ["B617"]),
        (SIX, "name: edge, product: vyos, asn: 64512", "", "", []),
        (SIX, "", six_cluster("product: calico"), "", ["B617"]),
        (SIX, "", six_cluster("product: calico, options: {CALICO_ROUTER_ID: hash}"), "", []),
        (SIX, "", six_cluster("product: cilium"), "", []),
        (SIX, "", six_cluster("product: cilium, version: v1.16.3"), "", ["B617"]),
        (SIX, "", six_cluster("product: cilium, version: 1.17.0"), "", []),
        (SIX, "", six_cluster("product: cilium, version: 2.0"), "", []),
        (SIX, "", six_cluster("product: cilium, version: newest"), "", []),
        (SIX, "", six_cluster("product: metallb"), "", []),
        (SIX, "", f"name: edge, {SIX_NODE}", "", []),
    ],
)
def test_where_there_is_no_ipv4_a_router_id_is_written(
    networks: str, routers: str, clusters: str, speakers: str, expected: list[str]
) -> None:
    text = plan(OUT, clusters, routers, networks, speakers)
    assert [code for code in codes(text) if code == "B617"] == expected


def test_what_is_in_no_session_needs_no_router_id() -> None:
    assert codes(plan(routers=SIX_ROUTER.format("vyos"), networks=SIX)) == []


@pytest.mark.parametrize(
    ("timers", "expected"),
    [
        ("hold_time: 0", []),
        ("hold_time: 1", ["B618"]),
        ("hold_time: 2", ["B618"]),
        ("hold_time: 3", []),
        ("hold_time: 65535", []),
        ("hold_time: 65536", ["B618"]),
        ("hold_time: 2, keepalive: 5", ["B618"]),
        ("hold_time: 9, keepalive: 9", ["B618"]),
        ("hold_time: 9, keepalive: 10", ["B618"]),
        ("hold_time: 9, keepalive: 8", []),
        ("hold_time: 9, keepalive: 0", []),
        ("hold_time: 0, keepalive: 10", []),
        ("keepalive: 10", []),
    ],
)
def test_timers_are_possible(timers: str, expected: list[str]) -> None:
    assert codes(plan(f"local: edge, peer: 10.3.1.9, peer_asn: 64520, {timers}", routers=EDGE)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("hold_time: 90", "hold_time: 30", ["B619"]),
        ("hold_time: 90", "hold_time: 90", []),
        ("hold_time: 90", "", []),
        ("hold_time: 90", "hold_time: 0", ["B619"]),
        ("hold_time: 90", "hold_time: 2", ["B618"]),
        ("keepalive: 90", "keepalive: 30", []),
        ("bfd: true", "bfd: false", ["B620"]),
        ("bfd: false", "bfd: true", ["B620"]),
        ("bfd: true", "", []),
        ("bfd: false", "bfd: false", []),
        ("password: true", "password: false", ["B621"]),
        ("password: false", "", []),
        ("password: true", "password: true", []),
        ("families: ipv4", "families: ipv6", ["B622"]),
        ("families: [ipv4, ipv6]", "families: [ipv6, ipv4]", []),
        ("families: [ipv4, ipv4]", "families: ipv4", []),
        ("families: ipv4", "families: IPv4 unicast", []),
        ("families: ipv4-unicast", "families: ipv4_unicast", []),
        ("families: ipv4", "families: ipv4-multicast", ["B622"]),
        ("families: ipv4", "", []),
        ("families: ipv4", "families: []", []),
    ],
)
def test_both_ends_of_a_session_say_the_same(one: str, other: str, expected: list[str]) -> None:
    first, second = "local: edge, peer: core", "local: core, peer: edge"
    assert codes(plan(f"{first}, {one}\n{second}, {other}", routers=BOTH)) == expected
    assert codes(plan(f"{second}, {other}\n{first}, {one}", routers=BOTH)) == expected


def test_the_lower_hold_time_and_the_common_families_are_named() -> None:
    sessions = "local: edge, peer: core, {}\nlocal: core, peer: edge, {}"
    assert messages(plan(sessions.format("hold_time: 9", "hold_time: 30"), routers=BOTH)) == [
        "the session of edge with core has two hold times: edge asks for 9 seconds, core for 30; 9 counts"
    ]
    assert messages(plan(sessions.format("families: [ipv4, ipv6]", "families: ipv6"), routers=BOTH)) == [
        "edge offers ipv4, ipv6 in the session of edge with core, but core ipv6: only ipv6 is carried"
    ]
    assert messages(plan(sessions.format("families: ipv4", "families: ipv6"), routers=BOTH)) == [
        "edge offers ipv4 in the session of edge with core, but core ipv6: none is carried"
    ]


@pytest.mark.parametrize("backwards", [False, True])
def test_what_differs_with_each_node_of_a_cluster_is_found_once(*, backwards: bool) -> None:
    lines = [
        "local: home, peer: edge, bfd: true",
        "local: edge, peer: k8s-0, bfd: false",
        "local: edge, peer: k8s-1, bfd: false",
    ]
    text = plan("\n".join(reversed(lines) if backwards else lines), cluster(), EDGE)
    [finding] = found(text)
    [related] = finding.problem.related
    assert "and 1 more" in finding.problem.message
    assert finding.problem.message.startswith("edge has no BFD in ")
    written = text.splitlines()
    assert "local: edge" in written[finding.problem.at.line - 1]
    assert "local: home" in written[related.at.line - 1]


ANYTHING = "name: edge, asn: 64512, addresses: 10.3.42.1"


@pytest.mark.parametrize(
    ("announces", "more", "expected"),
    [
        ("10.3.69.0/24", "", []),
        ("10.3.69.128/25", "", []),
        ("10.3.0.0/16", "", []),
        ("10.3.69.7-10.3.69.9", "", []),
        ("10.3.70.0/24", "", ["B623"]),
        ("10.3.70.7-10.3.70.9", "", ["B623"]),
        ('"fd5b:7c1e:93a2:69::/64"', "", ["B623"]),
        ("[10.3.69.0/24, 10.3.70.0/24, 10.3.71.0/24]", "", ["B623", "B623"]),
        ("other", "", ["B623"]),
        ("other", ", pods: other", []),
        ("other", ", services: other", []),
        ("other", ", services: missing", []),
        ("10.3.70.0/24", ", cni: {product: calico, pods: 10.3.70.0/23}", []),
        ("10.3.70.0/24", ", virtual_addresses: [{name: v, address: 10.3.70.5}]", []),
        ("10.3.70.5/32", ", pinned_services: [{name: v, address: 10.3.70.5}]", []),
        ("10.3.70.5/32", ", pinned_services: [{name: v, address: 10.3.70.6}]", ["B623"]),
        ("10.3.42.10/32", "", []),
        ("10.3.42.12/32", "", ["B623"]),
        ("nobody", "", []),
    ],
)
def test_a_cluster_announces_what_it_has(announces: str, more: str, expected: list[str]) -> None:
    networks = "name: other, cidr: 10.3.96.0/24"
    sessions = f"local: home, peer: edge, announces: {announces}"
    assert codes(plan(sessions, cluster(more=more), ANYTHING, networks)) == expected
    mirrored = f"local: edge, peer: home, peer_announces: {announces}"
    assert codes(plan(mirrored, cluster(more=more), ANYTHING, networks)) == expected


def test_what_is_not_let_in_anyway_is_found_once() -> None:
    session = "local: home, peer: edge, announces: 10.3.70.0/24, peer_accepts: {prefix: 10.3.69.0/24, max_length: 32}"
    assert codes(plan(session, cluster(), ANYTHING)) == ["B624"]


def test_of_a_cluster_without_pools_nothing_is_known() -> None:
    sessions = "local: home, peer: edge, announces: 10.3.70.0/24"
    bare = f"name: home, {NODES}, cni: {{product: calico, bgp: true, asn: 64513}}"
    assert codes(plan(sessions, bare, ANYTHING)) == []
    lost = cluster().replace("pools: 10.3.69.0/24", "pools: [10.3.69.0/24, 10.3.7/24]")
    assert codes(plan(sessions, lost, ANYTHING)) == []


@pytest.mark.parametrize(
    ("announces", "networks", "more", "expected"),
    [
        ("link", LINK, "", []),
        ("10.3.1.0/25", LINK, "", []),
        ("10.3.1.1/32", LINK, "", []),
        ("10.9.0.0/24", LINK, "", ["B623"]),
        ("far", f"{LINK}\nname: far, cidr: 10.9.0.0/24, gateway: 10.9.0.1", "", ["B623"]),
        ("10.9.0.0/25", f"{LINK}\nname: far, cidr: 10.9.0.0/24, gateway: 10.9.0.1", "", ["B623"]),
        ("far", f"{LINK}\nname: far, cidr: 10.9.0.0/24", "", []),
        ("10.9.0.0/16", f"{LINK}\nname: far, cidr: 10.9.0.0/24, gateway: 10.9.0.1", "", []),
        ("10.9.0.0/24", "", "local: core, peer: edge, announces: 10.9.0.0/24", []),
        ("10.9.0.0/24", "", "local: 10.3.1.7, local_asn: 64520, peer: edge, announces: 10.9.0.0/24", []),
        ("10.3.69.0/24", "", "", []),
    ],
)
def test_a_router_announces_where_it_is_and_what_it_passes_on(
    announces: str, networks: str, more: str, expected: list[str]
) -> None:
    sessions = f"local: edge, peer: core, announces: {announces}\nlocal: home, peer: core\n{more}"
    assert codes(plan(sessions, cluster(), BOTH, networks)) == expected


def test_a_router_may_announce_what_is_behind_a_vpn_but_a_way_to_everything_is_none_to_that() -> None:
    sessions = "local: edge, peer: core, announces: 10.9.0.0/24"
    ends = "vpns: {name: w, ends: [{name: edge, peers: {name: far, allowed_ips: %s}}, {name: far}]}\n"
    assert codes(plan(sessions, routers=BOTH) + ends % "10.9.0.0/16") == []
    assert codes(plan(sessions, routers=BOTH) + ends % "0.0.0.0/0") == ["B623"]


def test_a_router_without_addresses_may_be_anywhere() -> None:
    routers = "name: edge, asn: 64512\nname: core, asn: 64514"
    assert codes(plan("local: edge, peer: core, announces: 10.9.0.0/24", routers=routers)) == []


LOCAL = ", pinned_services: [{name: s, address: 10.3.69.7, external_traffic_policy: Local}]"
FAR = LOCAL.replace("10.3.69.7", "10.3.70.7")


@pytest.mark.parametrize(
    ("product", "announces", "accepts", "more", "expected"),
    [
        ("metallb", "10.3.69.0/24", "{prefix: 10.3.69.0/24, max_length: 32}", "", []),
        ("metallb", "10.3.69.0/24", "{prefix: 10.3.69.0/24}", "", ["B624"]),
        ("metallb", "10.3.69.0/24", "{prefix: 10.3.69.0/24, max_length: 31}", "", ["B624"]),
        ("metallb", "10.3.69.0/24", "{prefix: 10.3.0.0/16, max_length: 32}", "", []),
        ("metallb", "10.3.69.0/24", "{prefix: 0.0.0.0/0, max_length: 32}", "", []),
        ("metallb", "10.3.69.0/24", "{prefix: 10.3.70.0/24, max_length: 32}", "", ["B624"]),
        ("metallb", "10.3.69.0/24", "{prefix: 10.3.69.0/25, max_length: 32}", "", ["B624"]),
        (
            "metallb",
            "10.3.69.0/24",
            "[{prefix: 10.3.69.0/25, max_length: 32}, {prefix: 10.3.69.128/25, max_length: 32}]",
            "",
            [],
        ),
        ("metallb", "10.3.69.7-10.3.69.9", "{prefix: 10.3.69.0/28, max_length: 32}", "", []),
        ("metallb", "10.3.69.7-10.3.69.19", "{prefix: 10.3.69.0/28, max_length: 32}", "", ["B624"]),
        ("metallb", "10.3.69.7/32", "{prefix: 10.3.69.7/32}", "", []),
        ("metallb", "10.3.69.0/24", '{prefix: "fd5b:7c1e:93a2::/48", max_length: 128}', "", []),
        ("metallb", "10.3.69.0/24", "{max_length: 32}", "", []),
        ("cilium", "10.3.69.0/24", "{prefix: 10.3.69.0/24}", "", ["B624"]),
        ("calico", "10.3.69.0/24", "{prefix: 10.3.69.0/24}", "", []),
        ("calico", "10.3.69.0/24", "{prefix: 10.3.69.0/24, max_length: 32}", "", []),
        ("calico", "10.3.69.0/24", "{prefix: 10.3.0.0/16}", "", ["B624"]),
        ("calico", "10.3.69.0/24", "{prefix: 10.3.0.0/16, max_length: 24}", "", []),
        ("calico", "10.3.69.0/24", "{prefix: 10.3.69.0/24}", LOCAL, ["B624"]),
        ("calico", "10.3.69.0/24", "{prefix: 10.3.69.0/24, max_length: 32}", LOCAL, []),
        ("calico", "10.3.69.0/24", "{prefix: 10.3.69.0/24}", FAR, []),
        ("calico", "10.3.69.0/24", "{prefix: 10.3.69.0/24}", LOCAL.replace("Local", "Cluster"), []),
        ("calico", "10.3.69.7-10.3.69.9", "{prefix: 10.3.69.0/28}", "", []),
        ("calico", "10.3.69.7-10.3.69.9", "{prefix: 10.3.69.0/28}", LOCAL, ["B624"]),
        ("unheard-of", "10.3.69.0/24", "{prefix: 10.3.69.0/24}", "", []),
        ("unheard-of", "10.3.69.0/24", "{prefix: 10.3.69.0/24, max_length: 32}", "", []),
        ("unheard-of", "10.3.69.0/24", "{prefix: 10.3.0.0/16, max_length: 20}", "", ["B624"]),
        ("unheard-of", "10.3.69.7-10.3.69.9", "{prefix: 10.3.69.0/28}", "", []),
        ("metallb", "10.3.42.10/32", "{prefix: 10.3.42.0/24}", "", []),
        ("metallb", "10.3.42.10/32", "{prefix: 10.3.43.0/24}", "", ["B624"]),
        ("metallb", "[10.3.69.0/24, 10.3.42.10/32]", "{prefix: 10.3.43.0/24}", "", ["B624", "B624"]),
        ("metallb", "pods", "{prefix: 10.4.0.0/16}", ", pods: pods", []),
        ("metallb", "pods", "{prefix: 10.5.0.0/16}", ", pods: pods", ["B624"]),
    ],
)
def test_what_is_announced_is_let_in(
    product: str, announces: str, accepts: str, more: str, expected: list[str]
) -> None:
    networks = "name: pods, cidr: 10.4.0.0/16, role: pods"
    one = f"local: home, peer: edge, announces: {announces}, peer_accepts: {accepts}"
    both = f"local: edge, peer: home, accepts: {accepts}\nlocal: home, peer: edge, announces: {announces}"
    for sessions in (one, both):
        assert codes(plan(sessions, cluster(product, more=more), ANYTHING, networks)) == expected


@pytest.mark.parametrize("owner", ["lb", "speaker"])
def test_the_length_of_what_is_summed_up_is_not_known(owner: str) -> None:
    session = "local: home, peer: edge, announces: 10.3.69.0/24, peer_accepts: {prefix: 10.3.69.0/24}"
    clusters, speakers, option = cluster(), "", "options: {aggregationLength: 24}"
    if owner == "lb":
        clusters = clusters.replace("pools:", f"{option}, pools:")
    else:
        speakers = f"name: m, runs_on: home, product: metallb, asn: 64513, {option}"
    assert codes(plan(session, clusters, ANYTHING, speakers=speakers)) == []


@pytest.mark.parametrize(
    ("announces", "accepts", "expected"),
    [
        ("link", "{prefix: 10.3.1.0/24}", []),
        ("link", "{prefix: 10.3.0.0/16}", ["B624"]),
        ("link", "{prefix: 10.3.0.0/16, max_length: 23}", ["B624"]),
        ("link", "{prefix: 10.3.0.0/16, max_length: 24}", []),
        ("link", "{prefix: 10.3.1.0/25, max_length: 32}", ["B624"]),
        ("10.3.1.0-10.3.1.9", "{prefix: 10.3.0.0/16}", []),
        ("10.3.69.0/24", "{prefix: 10.3.0.0/16}", []),
        ("10.3.69.0/24", "{prefix: 10.4.0.0/16}", ["B624"]),
        ("0.0.0.0/0", "{prefix: 0.0.0.0/0}", []),
        ("0.0.0.0/0", "{prefix: 0.0.0.0/0, max_length: 24}", []),
        ("0.0.0.0/0", "{prefix: 10.0.0.0/8, max_length: 32}", ["B624"]),
        ("[link, 0.0.0.0/0]", "{prefix: 10.3.1.0/24}", ["B624"]),
    ],
)
def test_what_a_router_announces_is_let_in(announces: str, accepts: str, expected: list[str]) -> None:
    sessions = f"local: edge, peer: core, announces: {announces}, peer_accepts: {accepts}\nlocal: home, peer: edge"
    assert codes(plan(sessions, cluster(), BOTH, LINK)) == expected


def test_a_filter_of_one_ip_version_is_silent_on_the_other() -> None:
    networks = 'name: link, cidr: [10.3.1.0/24, "fd5b:7c1e:93a2:1::/64"], gateway: 10.3.1.1'
    session = "local: edge, peer: core, announces: link, peer_accepts: {prefix: 10.3.1.0/24}"
    assert codes(plan(session, routers=BOTH, networks=networks)) == []


def test_what_is_not_let_in_from_any_node_is_found_once_and_says_what_would_be() -> None:
    sessions = "local: home, peer: edge, announces: 10.3.69.0/24, peer_accepts: {prefix: 10.3.69.0/24}"
    [finding] = found(plan(sessions, cluster(), ANYTHING))
    assert finding.problem.message == ("home announces 10.3.69.0/24 as /32 to edge, which accepts only 10.3.69.0/24")
    assert finding.problem.hint.startswith("let edge accept `{prefix: 10.3.69.0/24, max_length: 32}`")


@pytest.mark.parametrize(
    ("announces", "accepts", "hint"),
    [
        ("10.3.69.7-10.3.69.9", "{prefix: 10.3.69.0/28}", "{prefix: 10.3.69.0/28, max_length: 32}"),
        ("10.3.69.7-10.3.69.9", "{prefix: 10.4.0.0/16}", "{prefix: 10.3.69.0/28, max_length: 32}"),
        ("10.3.69.0/24", "{prefix: 10.4.0.0/16}", "{prefix: 10.3.69.0/24, max_length: 32}"),
        ("10.3.42.10/32", "{prefix: 10.4.0.0/16}", "{prefix: 10.3.42.10/32}"),
    ],
)
def test_what_the_hint_lets_in_is_let_in(announces: str, accepts: str, hint: str) -> None:
    session = f"local: home, peer: edge, announces: {announces}, peer_accepts: "
    [finding] = found(plan(session + accepts, cluster(), ANYTHING))
    assert f"`{hint}`" in finding.problem.hint
    assert codes(plan(session + hint, cluster(), ANYTHING)) == []


TOLD = "local: home, peer: edge, announces: 10.3.69.0/24"
ONWARD = "local: core, peer: 10.3.1.9, peer_asn: 64520, announces: 10.3.69.0/24"


@pytest.mark.parametrize(
    ("sessions", "clusters", "expected"),
    [
        pytest.param(
            f"{TOLD}\nlocal: core, peer: edge, announces: 10.3.69.0/24",
            cluster(),
            ["B625"],
            id="a router announces the pool too",
        ),
        pytest.param(
            f"local: core, peer: edge, announces: 10.3.69.0/24\n{TOLD}", cluster(), ["B625"], id="in the other order"
        ),
        pytest.param(
            f"{TOLD}\nlocal: core, peer: edge, announces: 10.3.69.0/25", cluster(), [], id="a part of the pool"
        ),
        pytest.param(
            f"{TOLD}\nlocal: edge, peer: core, announces: 10.3.69.0/24", cluster(), [], id="the router passes it on"
        ),
        pytest.param(
            f"{TOLD}\nlocal: edge, peer: core, announces: 10.3.69.0/24\n{ONWARD}", cluster(), [], id="passed on by two"
        ),
        pytest.param(f"{TOLD}\nlocal: edge, peer: core\n{ONWARD}", cluster(), [], id="passed on, and announced behind"),
        pytest.param(
            "local: k8s-0, peer: edge, announces: pool\nlocal: k8s-1, peer: edge, announces: pool",
            cluster(),
            [],
            id="two nodes",
        ),
        pytest.param(
            "local: edge, peer: core, announces: link\nlocal: core, peer: edge, announces: link",
            "",
            [],
            id="two routers on one link",
        ),
        pytest.param(
            f"{TOLD}\nlocal: away, peer: edge, local_asn: 64520, announces: 10.3.69.0/24",
            f"{cluster()}\nname: away",
            ["B625"],
            id="another cluster without pools",
        ),
        pytest.param(
            f"{TOLD}\nlocal: away, peer: edge, local_asn: 64520, announces: 10.3.69.0/24",
            f"{cluster()}\nname: away, load_balancers: [{{product: metallb, mode: bgp, pools: 10.3.77.0/24}}]",
            ["B623"],
            id="another cluster with other pools",
        ),
        pytest.param(
            f"{TOLD}\nlocal: away, peer: edge, local_asn: 64520, announces: 10.3.69.0/24",
            f"{cluster()}\nname: away, load_balancers: [{{product: metallb, mode: bgp, pools: 10.3.69.0/24}}]",
            [],
            id="another cluster with the pool",
        ),
        pytest.param(
            f"{TOLD}\nlocal: 10.3.1.9, peer: core, local_asn: 64520, announces: 10.3.69.0/24",
            cluster(),
            [],
            id="a router outside",
        ),
    ],
)
def test_a_prefix_has_one_origin(sessions: str, clusters: str, expected: list[str]) -> None:
    networks = f"{POOL}\n{LINK}"
    assert codes(plan(sessions, clusters, BOTH, networks)) == expected


def test_an_address_that_is_shared_on_purpose_has_several_origins() -> None:
    vip = ", virtual_addresses: [{{name: dns, address: 10.3.69.53{}}}]"
    sessions = "local: home, peer: edge, announces: 10.3.69.53/32\nlocal: core, peer: edge, announces: 10.3.69.53/32"
    assert codes(plan(sessions, cluster(more=vip.format(", shared: true")), BOTH)) == []
    assert codes(plan(sessions, cluster(more=vip.format("")), BOTH)) == ["B625"]


REFLECTING = "name: edge, asn: 64512, addresses: 10.3.42.1, options: {route-reflector-client: home}"


@pytest.mark.parametrize(
    ("sessions", "clusters", "routers", "speakers", "expected"),
    [
        pytest.param(
            "local: home, peer: edge", cluster(asn=64512), ANYTHING, "", ["B626"], id="a cluster and its router"
        ),
        pytest.param("local: edge, peer: home", cluster(asn=64512), ANYTHING, "", ["B626"], id="the other way round"),
        pytest.param(
            "local: k8s-0, peer: edge\nlocal: k8s-1, peer: edge",
            cluster(asn=64512),
            ANYTHING,
            "",
            ["B626"],
            id="node by node",
        ),
        pytest.param(
            "local: home, peer: edge\nlocal: home, peer: 10.3.9.9",
            cluster(asn=64512),
            ANYTHING,
            "",
            ["B615", "B626"],
            id="a second session that cannot be iBGP",
        ),
        pytest.param(
            "local: home, peer: edge\nlocal: home, peer: 10.3.9.9, peer_asn: 64512",
            cluster(asn=64512),
            ANYTHING,
            "",
            ["B626", "B626"],
            id="a second session with another in the AS",
        ),
        pytest.param("local: home, peer: edge", cluster(), ANYTHING, "", [], id="two ASes"),
        pytest.param(
            "local: home, peer: edge, local_asn: 64512",
            cluster(),
            ANYTHING,
            "",
            ["B626"],
            id="the session says the number",
        ),
        pytest.param(
            "local: home, peer: edge, local_asn: 64512\nlocal: edge, peer: home, peer_asn: 64513",
            cluster(),
            ANYTHING,
            "",
            [],
            id="each end says another",
        ),
        pytest.param(
            "local: home, peer: edge", cluster(asn=64512), "name: edge", "", ["B615"], id="the router has no number"
        ),
        pytest.param("local: home, peer: home", cluster(asn=64512), ANYTHING, "", [], id="a cluster with itself"),
        pytest.param(
            "local: edge, peer: core", "", "name: edge, asn: 64512\nname: core, asn: 64512", "", [], id="two routers"
        ),
        pytest.param("local: home, peer: edge", cluster(asn=64512), REFLECTING, "", [], id="a router that reflects"),
        pytest.param(
            "local: home, peer: edge",
            cluster(asn=64512),
            ANYTHING,
            "name: e, runs_on: edge, product: frr, options: {route_reflector: true}",
            [],
            id="a speaker that reflects",
        ),
        pytest.param(
            "local: home, peer: edge",
            cluster(asn=64512),
            ANYTHING,
            "name: e, runs_on: edge, product: frr, options: {next-hop-self: true}",
            ["B626"],
            id="a speaker with another option",
        ),
    ],
)
def test_ibgp_between_a_cluster_and_its_router_is_told(
    sessions: str, clusters: str, routers: str, speakers: str, expected: list[str]
) -> None:
    assert codes(plan(sessions, clusters, routers, speakers=speakers)) == expected


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ("local: edge, peer: edge", ["B627"]),
        ("local: edge", []),
        ("peer: edge", []),
        ("description: of nothing yet", []),
        ("local: edge, peer: 10.3.1.1", ["B627"]),
        ("local: 10.3.1.1, peer: edge", ["B627"]),
        ("local: edge, peer: core", []),
        ("local: edge, peer: core, local_address: 10.3.1.1, peer_address: 10.3.1.1", ["B627"]),
        ("local: edge, peer: core, local_address: 10.3.1.1, peer_address: 10.3.1.2", []),
        ("local: edge, peer: 10.3.9.9, peer_asn: 64520, local_address: 10.3.9.9", ["B627"]),
        (
            "local: edge, peer: core, local_address: 10.3.1.1\nlocal: core, peer: edge, local_address: 10.3.1.1",
            ["B627"],
        ),
        ("local: home, peer: home", []),
        ("local: home-metallb, peer: home-metallb", []),
        ("local: k8s-0, peer: k8s-0", ["B627"]),
        ("local: k8s-0, peer: k8s-1", []),
        ("local: k8s-0, peer: bird, peer_asn: 64520, local_address: 10.3.42.10, peer_address: 10.3.42.10", []),
        ('local: k8s-0, peer: bird, peer_asn: 64520, local_address: "::1", peer_address: "::1"', []),
    ],
)
def test_a_session_has_two_ends(session: str, expected: list[str]) -> None:
    speakers = "name: bird, runs_on: k8s-0, product: bird, asn: 64520"
    text = plan(session, cluster(), BOTH, speakers=speakers)
    assert [code for code in codes(text) if code == "B627"] == expected


def test_what_is_missed_where_a_session_leads_back_is_not_said_twice() -> None:
    told = "local: edge, peer: home\nlocal: home, peer: edge\nlocal: edge, peer: edge\nlocal: core, peer: edge"
    every = rules.check(parse({"data/plan.yaml": plan(told, cluster(), BOTH)}), date(2026, 11, 23))
    assert [finding.code for finding in every if finding.code in {"B606", "B627"}] == ["B627"]


@pytest.mark.parametrize("again", [f"{KUBE_VIP}, peer_address: 10.3.42.1", f"{BACK}, local_address: 10.3.42.1"])
def test_one_session_too_many_is_not_missed_at_the_other_end(again: str) -> None:
    told = f"{CALICO}, peer_address: 10.3.42.1\n{BACK}, local_address: 10.3.42.1\n{again}"
    every = rules.check(parse({"data/plan.yaml": plan(told, TWO, EDGE)}), date(2026, 11, 23))
    assert [finding.code for finding in every if finding.code in {"B606", "B614"}] == ["B614"]


def test_of_two_speakers_on_a_node_one_may_keep_silent() -> None:
    kept_up = "local: home, peer: edge\nlocal: edge, peer: home, peer_asn: 64513"
    told = f"{kept_up}\nlocal: home-metallb, peer: bird, peer_address: 127.0.0.1"
    speakers = "name: bird, runs_on: home, product: bird, asn: 64520"
    every = rules.check(parse({"data/plan.yaml": plan(told, cluster(), BOTH, speakers=speakers)}), date(2026, 11, 23))
    assert [finding.code for finding in every if finding.code == "B606"] == []


def test_a_nuance_is_found_once_and_may_be_waived_beside_the_cluster() -> None:
    session = "local: home, peer: edge, peer_asn: 64512, bfd: true"
    text = plan(session, cluster().replace("product: metallb", "product: metallb, backend: native"), ANYTHING)
    [finding] = [
        other_finding
        for other_finding in rules.check(parse({"data/plan.yaml": text}), date(2026, 11, 23))
        if other_finding.code == "B640"
    ]
    assert finding.problem.parties == ("metallb-native-limits", "home")
    waiver = "waivers: {rule: B640, between: [home, metallb-native-limits], reason: a test}\n"
    again = rules.check(parse({"data/plan.yaml": text + waiver}), date(2026, 11, 23))
    assert [each_finding.waived is None for each_finding in again if each_finding.code == "B640"] == [False]


def test_a_broken_file_leaves_much_unsaid() -> None:
    text = plan("local: edge, peer: 10.3.1.9", routers=EDGE)
    files = {"data/plan.yaml": text, "data/more.yaml": "routers: ["}
    assert [finding.code for finding in rules.check(parse(files), date(2026, 11, 23)) if finding.code in MINE] == []


def test_a_plan_of_a_thousand_routers_is_judged() -> None:
    def lab(size: int) -> str:
        routers = "\n".join(
            f"name: r{other_number}, asn: {4200000000 + other_number}, addresses:"
            f" 10.{other_number >> 8}.{other_number & 255}.1"
            for other_number in range(size)
        )
        networks = "\n".join(f"name: n{number}, cidr: 10.{number >> 8}.{number & 255}.0/24" for number in range(size))
        filters = "accepts: {prefix: 10.0.0.0/8, max_length: 32}, hold_time"
        sessions = "\n".join(
            f"local: r{own_number}, peer: r{(own_number + 1) % size}, announces: [n{own_number},"
            f" 10.200.0.0/16], {filters}: 9\n"
            f"local: r{(own_number + 1) % size}, peer: r{own_number}, announces: 172.16.{own_number >> 8}.0/24,"
            f" {filters}: 30"
            for own_number in range(size)
        )
        return plan(sessions, routers=routers, networks=networks)

    mine = [rule for rule in rules.rules() if rule.code in MINE]

    whole = parse({"data/plan.yaml": lab(1200)})
    assert sum(1 for rule in mine if rule.check for _ in rule.check(whole)) >= 1200
