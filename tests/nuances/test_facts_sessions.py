"""Facts of BGP sessions, of the speakers on a node, and of what the nodes of a cluster are for."""

from __future__ import annotations

import pytest

from cidrbook.nuances.facts import known
from cidrbook.nuances.setting import Fact, settings
from cidrbook.plan.load import parse

LAN = "networks: [{name: servers, cidr: 10.3.42.0/24}, {name: lab, cidr: 10.3.77.0/24}]\n"
EDGE = "routers: [{name: edge, product: vyos, asn: 64512, addresses: 10.3.42.1}]\n"
NODES = "nodes: [{name: n0, address: 10.3.42.10}, {name: n1, address: 10.3.42.11}]"
CALICO = f"{LAN}{EDGE}clusters: [{{name: home, {NODES}, cni: {{product: calico, bgp: true, asn: 64513}}}}]\n"
TWO = (
    f"{LAN}{EDGE}clusters: [{{name: home, {NODES}, cni: {{product: calico, bgp: true}},"
    " load_balancers: [{product: metallb, mode: bgp, backend: native}]}]\n"
)


def sessions(*written: str) -> str:
    return f"bgp: {{sessions: [{', '.join(f'{{{text}}}' for text in written)}]}}\n"


def fact(key: str, plan: str) -> Fact:
    found = known(key)
    assert found
    parsed = parse({"plan.yaml": plan})
    assert [problem.message for _, problem in parsed.problems] == []
    return found.read(settings(parsed)[0])


BOTH = ("local: home-calico, peer: edge", "local: home-metallb, peer: edge")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (TWO + sessions(*BOTH), ("true",)),
        (TWO + sessions(BOTH[0], "local: edge, peer: home-metallb"), ("true",)),
        (TWO + sessions(BOTH[0], f"{BOTH[1]}, local_address: 10.3.42.11"), ("true",)),
        (TWO + sessions(BOTH[0], f"{BOTH[1]}, local_address: 10.3.77.10"), ("false",)),
        (TWO + sessions(BOTH[0], "local: home-metallb, peer: 10.3.77.1"), ("false",)),
        (TWO + sessions(BOTH[0], f"{BOTH[1]}, peer_address: 10.3.77.1"), ("false",)),
        (TWO + sessions(BOTH[0], BOTH[0]), None),  # one session written twice, and MetalLB's is missing
        (TWO + sessions(BOTH[0]), None),
        (TWO, None),
        (TWO.replace("addresses: 10.3.42.1", "addresses: [10.3.42.1, 10.3.77.1]") + sessions(*BOTH), None),
        (TWO.replace("mode: bgp", "mode: l2") + sessions(BOTH[0]), ("false",)),
        (CALICO + sessions(BOTH[0], BOTH[0]), ("false",)),
        (CALICO.replace("cni:", "virtual_addresses: [{name: api}], cni:") + sessions(BOTH[0]), None),
        (CALICO.replace("bgp: true, ", "") + sessions("local: home, peer: edge"), ("false",)),
        (f"{LAN}{EDGE}clusters: [{{name: home, {NODES}, load_balancers: {{product: metallb, mode: bgp}}}}]\n", None),
        (EDGE, ()),
    ],
)
def test_a_pair_of_addresses_is_shared_where_the_plan_shows_it(plan: str, expected: Fact) -> None:
    assert fact("sessions.shared_pair", plan) == expected


@pytest.mark.parametrize(
    ("plan", "speakers", "listeners"),
    [
        (CALICO, ("1",), ("1",)),
        (TWO, ("2",), ("1",)),
        (TWO.replace("backend: native", "options: {acceptIncomingBGPConnections: true}"), ("2",), ("2",)),
        (TWO.replace("bgp: true", "bgp: true, options: {listenPort: 1790}"), ("2",), ("0",)),
        (TWO.replace("bgp: true", "bgp: true, options: {bindMode: NodeIP}"), ("2",), ("0",)),
        (TWO.replace("metallb", "cilium"), ("2",), ("1",)),
        (TWO.replace("metallb", "cilium").replace("backend: native", "options: {localPort: 179}"), ("2",), ("2",)),
        (TWO.replace("cni: {product: calico, bgp: true},", ""), None, ("0",)),
        (TWO.replace("bgp: true", "bgp: false"), ("1",), ("0",)),
        (CALICO + "bgp: {speakers: [{name: d, runs_on: n1, product: bird}]}\n", ("2",), ("2",)),
        (CALICO + "bgp: {speakers: [{name: d, runs_on: n1, product: other}]}\n", ("2",), None),
        (CALICO + "bgp: {speakers: [{name: d, runs_on: n1, product: kube-vip}]}\n", ("2",), ("1",)),
        ("clusters: [{name: home, cni: {product: flannel}}]\n", ("0",), ("0",)),
        ("clusters: [{name: home}]\n", ("0",), ("0",)),
        (EDGE, (), ()),
    ],
)
def test_speakers_and_listeners_are_counted_on_the_busiest_node(plan: str, speakers: Fact, listeners: Fact) -> None:
    assert fact("sessions.speakers_per_node", plan) == speakers
    assert fact("sessions.listeners_per_node", plan) == listeners


SAID = "local: home, peer: edge"


@pytest.mark.parametrize(
    ("key", "plan", "expected"),
    [
        ("sessions.type", CALICO + sessions(SAID), ["ebgp"]),
        ("sessions.type", CALICO, None),
        ("sessions.type", f"{LAN}routers: [{{name: edge}}]\n", ()),
        ("sessions.type", EDGE, None),
        ("sessions.type", "clusters: [{name: home, cni: {bgp: false}}]\n", ()),
        ("sessions.speaker", CALICO + sessions(SAID), ["calico"]),
        ("sessions.speaker", CALICO.replace("product: calico, ", "") + sessions(SAID), None),
        ("sessions.bfd", CALICO + sessions(f"{SAID}, bfd: true"), ["true"]),
        ("sessions.bfd", CALICO + sessions(SAID), None),
        ("sessions.bfd_speaker", CALICO + sessions(f"{SAID}, bfd: true"), ["calico"]),
        ("sessions.bfd_speaker", CALICO + sessions(f"{SAID}, bfd: false"), ()),
        ("sessions.bfd_speaker", CALICO + sessions(SAID), None),
        ("sessions.bfd_speaker", TWO + sessions(BOTH[0], f"{BOTH[1]}, bfd: true"), ["metallb"]),
        ("sessions.hold_time", TWO + sessions(BOTH[1]), ["90"]),
        ("sessions.hold_time", TWO + sessions(f"{BOTH[1]}, hold_time: 300"), ["180"]),
        ("sessions.hold_time", TWO.replace("vyos", "cumulus") + sessions(BOTH[1]), None),
        (
            "sessions.hold_time",
            TWO
            + "bgp: {speakers: [{name: d, runs_on: edge, product: frr, options: {frr_defaults: datacenter}}],"
            + sessions(BOTH[1]).removeprefix("bgp: {"),
            ["9"],
        ),
        ("sessions.hold_time", CALICO + sessions(SAID), None),
        ("sessions.hold_time", TWO + sessions(f"{BOTH[1]}, hold_time: 9", "local: edge, peer: home-metallb"), ["9"]),
        ("sessions.multihop", CALICO + sessions(f"{SAID}, multihop: true"), ("true",)),
        ("sessions.multihop", CALICO + sessions(f"{SAID}, multihop: false"), ("false",)),
        ("sessions.multihop", CALICO + sessions(SAID), None),
        ("sessions.off_link", CALICO + sessions(SAID), ("false",)),
        (
            "sessions.off_link",
            CALICO.replace("addresses: 10.3.42.1", "addresses: 10.3.77.1") + sessions(SAID),
            ("true",),
        ),
        ("sessions.off_link", CALICO.replace(LAN, "") + sessions(SAID), None),
        ("sessions.off_link", CALICO + sessions("local: home, peer: 192.0.2.1"), None),
        ("sessions.filtered", CALICO + sessions(SAID), None),
        ("sessions.filtered", CALICO + sessions(f"{SAID}, peer_accepts: [{{prefix: 10.3.69.0/24}}]"), ["true"]),
        ("sessions.filtered", CALICO + sessions("local: edge, peer: home"), ["false"]),
        ("sessions.filtered", CALICO + sessions("local: home, peer: 192.0.2.1"), None),
        ("sessions.unfiltered", CALICO + sessions(SAID), None),
        ("sessions.unfiltered", CALICO + sessions("local: edge, peer: home"), ["ebgp"]),
        ("sessions.unfiltered", CALICO.replace("64513", "64512") + sessions("local: edge, peer: home"), ["ibgp"]),
        ("sessions.unfiltered", CALICO.replace(", asn: 64513", "") + sessions("local: edge, peer: home"), None),
        ("sessions.unfiltered", CALICO + sessions(f"{SAID}, peer_accepts: [{{prefix: 10.3.69.0/24}}]"), []),
        (
            "sessions.unfiltered",
            EDGE.replace("]\n", ", {name: core, asn: 64512}, {name: isp, asn: 64513}]\n")
            + sessions("local: edge, peer: core", "local: edge, peer: isp, accepts: [{prefix: 10.3.69.0/24}]"),
            ["ibgp"],
        ),
        ("sessions.asn_mismatch", CALICO + sessions(f"{SAID}, peer_asn: 64999"), ("true",)),
        ("sessions.asn_mismatch", CALICO + sessions(f"{SAID}, peer_asn: 64512"), None),
        (
            "sessions.asn_mismatch",
            CALICO + sessions(f"{SAID}, peer_asn: 64512", "local: edge, peer: home, peer_asn: 64513"),
            ("false",),
        ),
        (
            "sessions.asn_mismatch",
            CALICO + sessions(f"{SAID}, peer_asn: 64512, local_asn: 65001", "local: edge, peer: home, peer_asn: 64513"),
            ("true",),
        ),
        ("sessions.asn_kind", CALICO + sessions(SAID), ["private"]),
        ("sessions.asn_kind", CALICO.replace("64512", "65551") + sessions(SAID), ["documentation", "private"]),
        ("sessions.asn_kind", CALICO.replace("64512", "3333") + sessions(SAID), ["private", "public"]),
        ("sessions.asn_kind", CALICO.replace("64512", "3333") + "settings: {own_asns: 3333}\n", ["own"]),
        ("sessions.asn_kind", CALICO + sessions("local: edge, peer: 192.0.2.1, peer_asn: 3333"), ["private"]),
        ("sessions.local_peer", CALICO + sessions(SAID), ()),
        ("sessions.local_peer", CALICO, None),
        (
            "sessions.ibgp_elsewhere",
            CALICO.replace("]\nclusters", ", {name: core, asn: 64512}]\nclusters")
            + sessions(SAID, "local: core, peer: edge"),
            ("true",),
        ),
        ("sessions.ibgp_elsewhere", CALICO + sessions(SAID), ("false",)),
        ("sessions.ibgp_elsewhere", EDGE, ()),
    ],
)
def test_a_fact_is_what_the_sessions_say(key: str, plan: str, expected: Fact) -> None:
    assert fact(key, plan) == expected


@pytest.mark.parametrize(
    ("multihop", "plan", "expected"),
    [
        ("", CALICO, ("false",)),
        ("", CALICO.replace("addresses: 10.3.42.1", "addresses: 10.3.77.1"), None),
        (", multihop: false", CALICO.replace("addresses: 10.3.42.1", "addresses: 10.3.77.1"), ("true",)),
        (", multihop: 2", CALICO.replace("addresses: 10.3.42.1", "addresses: 10.3.77.1"), ("false",)),
        (
            "",
            CALICO.replace("{name: edge,", "{name: other, addresses: 10.3.42.1}, {name: edge,")
            .replace("vyos, asn: 64512, addresses: 10.3.42.1", "vyos, asn: 64512, addresses: 10.3.77.1")
            .replace("10.3.42.0/24", "10.3.42.0/24, gateway: 10.3.42.1"),
            ("true",),
        ),
        (
            ", multihop: false",
            CALICO.replace("addresses: 10.3.42.1", "addresses: 10.3.77.1").replace("64513", "64512"),
            ("false",),
        ),
        (
            ", multihop: false",
            CALICO.replace("addresses: 10.3.42.1", "addresses: 10.3.77.1").replace(", asn: 64513", ""),
            None,
        ),
    ],
)
def test_an_ebgp_peer_is_out_of_reach_off_the_link_and_without_multihop(
    multihop: str, plan: str, expected: Fact
) -> None:
    assert fact("sessions.out_of_reach", plan + sessions(f"{SAID}{multihop}")) == expected


PLANES = "nodes: [{name: cp, roles: control-plane}, {name: w, roles: worker}]"
BALANCED = f"clusters: [{{name: home, {PLANES}, load_balancers: {{product: metallb, mode: bgp}}}}]\n"


@pytest.mark.parametrize(
    ("key", "plan", "expected"),
    [
        ("cluster.only_control_planes", BALANCED, ("false",)),
        ("cluster.only_control_planes", BALANCED.replace("worker", "control-plane"), ("true",)),
        ("cluster.only_control_planes", BALANCED.replace(", roles: worker", ""), None),
        ("cluster.only_control_planes", "clusters: [{name: home}]\n", None),
        ("cluster.workloads_on_control_planes", BALANCED, None),
        ("cluster.workloads_on_control_planes", BALANCED.replace("worker", "control-plane"), ("true",)),
        (
            "cluster.workloads_on_control_planes",
            BALANCED.replace("roles: worker", "roles: [control-plane, worker]"),
            ("true",),
        ),
        ("cluster.workloads_on_control_planes", BALANCED.replace("home,", "home, distribution: k3s,"), ("true",)),
        (
            "cluster.workloads_on_control_planes",
            BALANCED.replace("home,", "home, distribution: k3s, options: {allowSchedulingOnControlPlanes: false},"),
            ("false",),
        ),
        ("sessions.planes_without_services", BALANCED, None),
        ("sessions.planes_without_services", BALANCED + sessions("local: w, peer: 192.0.2.1"), ("true",)),
        ("sessions.planes_without_services", BALANCED + sessions("local: cp, peer: 192.0.2.1"), ("false",)),
        ("sessions.planes_without_services", BALANCED + sessions("local: home, peer: 192.0.2.1"), ("false",)),
        (
            "sessions.planes_without_services",
            BALANCED.replace(", roles: control-plane", "") + sessions("local: w, peer: 192.0.2.1"),
            None,
        ),
        ("sessions.nodes_without_plugin", CALICO + sessions("local: n0, peer: edge"), ("true",)),
        ("sessions.nodes_without_plugin", CALICO + sessions(SAID), ("false",)),
        ("sessions.nodes_without_plugin", CALICO, None),
        ("cluster.nodes_on_one_link", CALICO, ("true",)),
        ("cluster.nodes_on_one_link", CALICO.replace("10.3.42.11", "10.3.77.11"), ("false",)),
        ("cluster.nodes_on_one_link", CALICO.replace(", address: 10.3.42.11", ""), None),
        ("cluster.clients_beside_nodes", CALICO, ("false",)),
        (
            "cluster.clients_beside_nodes",
            CALICO.replace("42.0/24", "42.0/24, dhcp: 10.3.42.100-10.3.42.199"),
            ("true",),
        ),
        (
            "cluster.clients_beside_nodes",
            CALICO.replace("42.0/24", "42.0/24, hosts: [{name: nas, address: 10.3.42.5}]"),
            ("true",),
        ),
        (
            "cluster.clients_beside_nodes",
            CALICO.replace("77.0/24", "77.0/24, dhcp: 10.3.77.100-10.3.77.199"),
            ("false",),
        ),
        ("cluster.clients_beside_nodes", CALICO.replace(LAN, ""), None),
    ],
)
def test_a_fact_is_what_the_nodes_are_for(key: str, plan: str, expected: Fact) -> None:
    assert fact(key, plan) == expected


@pytest.mark.parametrize(
    ("key", "cluster", "expected"),
    [
        ("lb.pools_of_two_clusters", "load_balancers: {product: calico, pools: 10.3.69.0/24}", ("true",)),
        ("lb.pools_of_two_clusters", "load_balancers: {product: calico, pools: 10.3.70.0/24}", ("false",)),
        ("lb.pools_of_two_clusters", "load_balancers: {product: calico}", None),
        (
            "lb.pools_of_one_address",
            "load_balancers: {product: calico, pools: [10.3.70.0/24, 10.3.71.1/32]}",
            ("true",),
        ),
        ("lb.pools_of_one_address", "load_balancers: {product: calico, pools: 10.3.70.0/24}", ("false",)),
        ("lb.pools_of_one_address", "load_balancers: {product: calico}", None),
        ("services.external_ips_type", "pinned_services: [{name: a, via: external-ips}]", ["clusterip"]),
        ("services.external_ips_type", "pinned_services: [{name: a, via: annotation}]", []),
        (
            "services.external_ips_type",
            "pinned_services: [{name: a, via: external-ips, type: NodePort}, {name: b, type: LoadBalancer}]",
            ["nodeport"],
        ),
    ],
)
def test_a_fact_is_what_pools_and_services_say(key: str, cluster: str, expected: Fact) -> None:
    other = "{name: lab, load_balancers: {product: metallb, pools: 10.3.69.128/25}}"
    assert fact(key, f"clusters: [{{name: home, {cluster}}}, {other}]\n") == expected


@pytest.mark.parametrize(
    ("asns", "expected"),
    [
        (("asn: 64513", "asn: 64513"), ("true",)),
        (("asn: 64513", "asn: 64514"), ("false",)),
        (("asn: 64513", "description: x"), None),
        (("description: x", "asn: 64513"), None),
        (("asn: 64512", "asn: 64512"), ("false",)),  # iBGP
    ],
)
def test_clusters_are_told_apart_by_their_as_numbers(asns: tuple[str, str], expected: Fact) -> None:
    names = zip(("home", "lab"), asns, strict=True)
    speakers = ", ".join(f"{{name: of-{name}, runs_on: {name}, product: frr, {asn}}}" for name, asn in names)
    plan = (
        f"{EDGE}clusters: [{{name: home}}, {{name: lab}}]\n"
        f"bgp: {{speakers: [{speakers}], sessions: [{{local: home, peer: edge}}, {{local: lab, peer: edge}}]}}\n"
    )
    assert fact("sessions.asn_of_another_cluster", plan) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [(", peer_address: 10.3.42.10", ["metallb"]), (", peer_address: 10.3.42.99", ()), ("", None)],
)
def test_a_session_on_one_machine_is_known_by_its_written_address(address: str, expected: Fact) -> None:
    plan = (
        "clusters: [{name: home, nodes: {name: n0, address: 10.3.42.10},"
        " load_balancers: {product: metallb, mode: bgp}}]\n"
        "bgp: {speakers: [{name: d, runs_on: n0, product: bird}],"
        f" sessions: [{{local: home-metallb, peer: d{address}}}]}}\n"
    )
    assert fact("sessions.local_peer", plan) == expected
