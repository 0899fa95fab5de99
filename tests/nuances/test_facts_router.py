"""The facts of a router and of what nodes announce to it, read off small plans."""

from __future__ import annotations

import pytest

from cidrbook.nuances.facts import known
from cidrbook.nuances.match import catalogue, judge
from cidrbook.nuances.setting import Fact, settings
from cidrbook.plan.load import parse

ROUTER = "routers: [{{name: edge, asn: 64512, {}}}]\n"
SPEAKER = "bgp: {{speakers: [{{name: daemon, runs_on: edge, {}}}]}}\n"


def fact(key: str, plan: str) -> Fact:
    parsed = parse({"a.yaml": plan})
    assert [problem.message for _, problem in parsed.problems] == []
    found = known(key)
    assert found
    return found.read(settings(parsed)[0])


@pytest.mark.parametrize(
    ("router", "speaker", "expected"),
    [
        ("product: opnsense, version: '21.7.8'", "", "no"),
        ("product: opnsense, version: '22.1'", "", None),
        ("product: opnsense", "", None),
        ("product: opnsense, version: '26.7', sysctl: {net.route.multipath: 1}", "", "yes"),
        ("product: opnsense, version: '26.7', sysctl: {net.route.multipath: 0}", "", "off-by-default"),
        ("product: opnsense, version: '26.7', sysctl: {net.inet.ip.forwarding: 1}", "", "off-by-default"),
        (
            "product: opnsense, version: '26.7', sysctl: {net.route.multipath: 1}",
            "product: frr, maximum_paths: 1",
            "no",
        ),
        ("product: opnsense, version: '26.7', sysctl: {net.route.multipath: 1}", "product: frr", "yes"),
        ("product: opnsense, version: '26.7', sysctl: {net.route.multipath: 1}", "product: bird", None),
        ("product: pfsense-ce, version: 2.6.0", "", "no"),
        ("product: pfsense-ce, version: 2.7.2", "", "yes"),
        ("product: pfsense-plus, version: '22.05'", "", "no"),
        ("product: pfsense-plus, version: '23.01'", "", "yes"),
        ("product: freebsd, version: '12.4'", "", "no"),
        ("product: freebsd, version: '14.1'", "product: frr", "yes"),
        ("product: freebsd, version: '14.1', sysctl: {net.route.multipath: 0}", "product: frr", "no"),
        ("product: linux", "", None),
        ("product: linux", "product: frr", "yes"),
        ("product: linux", "product: FRR, maximum_paths: 8, maximum_paths_ibgp: 1", "yes"),
        ("product: linux", "product: frr, maximum_paths: 1, maximum_paths_ibgp: 8", None),
        ("product: linux", "product: frr, maximum_paths_ibgp: 1", "yes"),
        ("product: linux", "product: bird", None),
        ("product: linux", "product: bird, options: {merge_paths: on}", "yes"),
        ("product: linux", "product: bird, options: {merge_paths: on limit 8}", "yes"),
        ("product: linux", "product: bird, options: {merge_paths: off}", "off-by-default"),
        ("product: linux", "product: bird, options: {graceful_restart: on}", "off-by-default"),
        ("product: frr", "", "yes"),
        ("product: openwrt", "product: quagga", "no"),
        ("product: openwrt", "product: frr", "yes"),
        ("product: vyos, version: 1.4.0", "", None),
        ("product: vyos, version: 1.4.0", "maximum_paths: 4", "yes"),
        ("product: unifi-usg", "", "no"),
        ("product: unifi-gateway, version: 3.0.20", "", "no"),
        ("product: unifi-gateway, version: 4.1.5", "maximum_paths: 3", None),
        ("product: unifi-gateway, version: 4.1.13", "maximum_paths: 3", "yes"),
        ("product: routeros, version: 6.49.10", "", "no"),
        ("product: routeros, version: '7.16'", "", None),
        ("product: eos", "", None),
        ("product: eos", "asn: 64512", "off-by-default"),
        ("product: eos", "maximum_paths: 1", "no"),
        ("product: eos", "maximum_paths: 4", "yes"),
        ("product: fortios", "options: {ebgp_multipath: enable}", "yes"),
        ("product: fortios", "options: {ebgp_multipath: disable}", "off-by-default"),
        ("product: cumulus", "", "yes"),
        ("product: something-else", "", None),
        ("version: 1", "", None),
    ],
)
def test_whether_a_router_spreads_depends_on_product_release_and_settings(
    router: str, speaker: str, expected: str | None
) -> None:
    plan = ROUTER.format(router) + (SPEAKER.format(speaker) if speaker else "")
    assert fact("router.ecmp", plan) == (None if expected is None else (expected,))


@pytest.mark.parametrize(
    ("router", "speaker", "expected"),
    [
        ("product: opnsense", "", ("frr",)),
        ("product: opnsense", "product: bird", ("bird",)),
        ("product: linux", "", None),
        ("product: linux", "product: bird", ("bird",)),
        ("product: routeros", "", ("vendor",)),
        ("product: bird", "", ("bird",)),
        ("version: 1", "", None),
    ],
)
def test_the_daemon_is_the_listed_one_or_the_only_one_there_is(router: str, speaker: str, expected: Fact) -> None:
    plan = ROUTER.format(router) + (SPEAKER.format(speaker) if speaker else "")
    assert fact("router.bgp.daemon", plan) == expected


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("", None),
        ("product: frr", ("unset",)),
        ("product: frr, asn: 64512", ("unset",)),
        ("product: frr, maximum_paths: 4", ("4",)),
        ("product: bird", ("unset",)),
    ],
)
def test_a_limit_is_unset_only_where_the_speaker_is_described(speaker: str, expected: Fact) -> None:
    plan = ROUTER.format("product: opnsense") + (SPEAKER.format(speaker) if speaker else "")
    assert fact("router.bgp.maximum_paths", plan) == expected


def test_settings_of_the_listed_daemon_are_found_beside_an_implied_one() -> None:
    plan = ROUTER.format("product: linux") + SPEAKER.format("product: frr, options: {multipath_relax: true}")
    assert fact("router.bgp.options.multipath_relax", plan) == ("true",)


def lab(sessions: str, more: str = "", speakers: str = "") -> str:
    return f"""
networks:
  - {{name: pool, cidr: 10.3.69.0/24, role: load-balancer}}
  - {{name: pods, cidr: 10.42.0.0/16, role: pods}}
routers: [{{name: edge, product: opnsense, asn: 64512, addresses: 10.3.1.1}}, {{name: isp, asn: 64496}}]
clusters:
  - name: home
    nodes: [{{name: k1, address: 10.3.1.11}}, {{name: k2, address: 10.3.1.12}}, {{name: k3, address: 10.3.1.13}}]
    {more or "load_balancers: {product: metallb, mode: bgp, asn: 64513, pools: pool}"}
bgp:
  speakers: [{speakers}]
  sessions: [{sessions}]
"""


BOTH = "load_balancers: [{product: calico, mode: bgp, pools: pool}, {product: metallb, mode: bgp, pools: pool}]"
APART = "load_balancers: [{product: calico, mode: bgp, pools: pool}, {product: metallb, mode: l2, pools: pool}]"
TWO = "{name: c, runs_on: home, product: calico}, {name: m, runs_on: home, product: metallb}"
EACH = "{name: d1, runs_on: k1, product: frr, asn: 64513}, {name: d2, runs_on: k2, product: frr, asn: 64514}"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (lab("{local: home, peer: edge}"), ("3",)),
        (lab("{local: edge, peer: home}"), ("3",)),
        (lab("{local: home, peer: edge, announces: pool}"), ("3",)),
        (lab("{local: k1, peer: edge}, {local: k2, peer: edge}"), ("2",)),
        (lab("{local: k1, peer: edge, announces: pool}, {local: k2, peer: edge, announces: 10.3.69.0/24}"), ("2",)),
        (lab("{local: k1, peer: edge, announces: 10.9.0.0/24}, {local: k2, peer: edge, announces: pool}"), ("1",)),
        (lab("{local: home, peer: edge, announces: pods}"), ("1",)),
        (lab("{local: home, peer: edge, announces: [pods, pool]}"), ("3",)),
        (lab("{local: k1, peer: k2}, {local: k1, peer: edge}"), ("1",)),
        (lab("{local: d1, peer: edge}, {local: d2, peer: edge}", "version: v1.30.0", EACH), ("2",)),
        (lab(""), None),
        (lab("", "version: v1.30.0"), ()),
        (lab("{local: isp, peer: edge}", "version: v1.30.0"), ()),
        ("routers: [{name: edge}]\nclusters: [{name: k}]\nbgp: {sessions: [{local: k, peer: edge}]}\n", None),
        ("routers: [{name: edge}]\n", ()),
    ],
)
def test_nodes_are_counted_that_announce_one_thing(plan: str, expected: Fact) -> None:
    assert fact("sessions.announcing_nodes", plan) == expected


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (lab("{local: home, peer: edge}"), ("1",)),
        (lab("{local: home, peer: edge}", "load_balancers: {product: metallb, mode: bgp}"), None),
        (lab("{local: k1, peer: edge, local_asn: 64520}, {local: k2, peer: edge}"), ("2",)),
        (lab("{local: d1, peer: edge}, {local: d2, peer: edge}", "version: v1.30.0", EACH), ("2",)),
        (lab(""), None),
        (lab("", "version: v1.30.0"), ()),
    ],
)
def test_as_numbers_are_counted_of_nodes_that_announce_one_thing(plan: str, expected: Fact) -> None:
    assert fact("sessions.node_asns", plan) == expected


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (lab(""), ("1",)),
        (lab("{local: home, peer: edge, announces: pool}"), ("1",)),
        (lab("", BOTH), ("2",)),
        (lab("", APART), ("1",)),
        (lab("{local: c, peer: edge}, {local: m, peer: edge}", "version: v1.30.0", TWO), None),
        (
            lab("{local: c, peer: edge, announces: pool}, {local: m, peer: edge, announces: pool}", "version: 1", TWO),
            ("2",),
        ),
        (
            lab("{local: c, peer: edge, announces: pods}, {local: m, peer: edge, announces: pool}", "version: 1", TWO),
            ("1",),
        ),
        (lab("{local: c, peer: edge}, {local: m, peer: edge, announces: pool}", "version: 1", TWO), None),
        (lab("{local: home, peer: edge}", "version: v1.30.0"), None),
        (lab("", "version: v1.30.0"), ()),
        ("routers: [{name: edge}]\n", ()),
    ],
)
def test_speakers_are_counted_that_announce_one_prefix(plan: str, expected: Fact) -> None:
    assert fact("sessions.speakers_per_prefix", plan) == expected


def limited(limits: str, session: str = "{local: home, peer: edge}", product: str = "frr") -> str:
    return lab(session, speakers=f"{{name: d, runs_on: edge, product: {product}, {limits}}}")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (limited("maximum_paths: 2"), ("true",)),
        (limited("maximum_paths: 3"), ("false",)),
        (limited("maximum_paths: 3, maximum_paths_ibgp: 2"), ("false",)),
        (limited("maximum_paths: 8, maximum_paths_ibgp: 2", "{local: home, peer: edge, local_asn: 64512}"), ("true",)),
        (limited("maximum_paths: 2", "{local: k1, peer: edge}"), ("false",)),
        (limited("asn: 64512"), ("false",)),
        (limited("asn: 64512", product="bird"), None),
        (lab("{local: home, peer: edge}"), ("false",)),
        (lab("{local: home, peer: edge}", "load_balancers: {product: metallb, mode: bgp}"), None),
        (lab(""), None),
        (lab("", "version: v1.30.0"), ()),
        (lab("").replace("{name: isp, asn: 64496}", ""), None),
        ("clusters: [{name: k}]\n", ()),
    ],
)
def test_the_limit_counts_that_is_of_the_kind_of_the_sessions(plan: str, expected: Fact) -> None:
    assert fact("sessions.nodes_above_maximum_paths", plan) == expected


NUANCES = {nuance.id: nuance for nuance in catalogue()}
VIP = "clusters: [{{name: home, virtual_addresses: {{name: api, product: kube-vip, {}}}}}]\n"
PEERED = """
routers: [{{name: edge, asn: 64512, {}}}]
clusters: [{{name: home, nodes: [{{name: k1}}, {{name: k2}}], load_balancers: {{product: metallb, mode: bgp}}{}}}]
bgp: {{speakers: [{{name: d, runs_on: edge, {}}}], sessions: [{{local: home, peer: edge, local_asn: {}}}]}}
"""


def peered(router: str, speaker: str, cluster: str = "", asn: int = 64513) -> str:
    return PEERED.format(router, f", {cluster}" if cluster else "", speaker, asn)


CILIUM = "cni: {product: cilium, options: {loadBalancer.algorithm: maglev}}"
RESET = "ecmp-rehash-breaks-connections"
HASHED = "linux-ecmp-hashes-addresses-only"
PFSENSE = "pfsense-ecmp-only-through-frr"
POLICY = "frr-ebgp-requires-policy"
OWN_LIMIT = "ibgp-needs-its-own-maximum-paths"
VTYSH = "opnsense-vtysh-edits-lost"
HEALTH = "kube-vip-bgp-no-health-check"
PICKED = "kube-vip-vip-picked-as-node-ip"
OLD_FRR = "product: opnsense, plugins: {os-frr: '1.51'}"
NEW_FRR = "product: opnsense, plugins: {os-frr: '1.52'}"
FRR = "product: frr, options: {graceful_restart: true}"
TWO_KINDS = "routers: [{name: edge, product: frr, asn: 64512}, {name: core, product: vyos, asn: 64512}]\n"
TWO_KINDS += f"bgp: {{speakers: [{{name: d, runs_on: edge, {FRR}}}],"
TWO_KINDS += " sessions: [{local: edge, peer: core}, {local: edge, peer: 192.0.2.1, peer_asn: 64513"


@pytest.mark.parametrize(
    ("nuance", "plan", "expected"),
    [
        ("opnsense-maximum-paths-field", peered(NEW_FRR, "product: frr, maximum_paths: 1"), "applies"),
        (VTYSH, peered(OLD_FRR, "product: frr, maximum_paths_ibgp: 4"), "applies"),
        (VTYSH, peered(NEW_FRR, "product: frr, maximum_paths_ibgp: 4"), "does not apply"),
        ("pfsense-old-kernel-ecmp-unknown", peered("product: pfsense-ce, version: 2.6.0", "asn: 64512"), "applies"),
        ("edgeos-maximum-paths", peered("product: edgeos", "asn: 64512"), "applies"),
        ("router-bgp-default-one-path", peered("product: ios", "maximum_paths: 1"), "applies"),
        (
            "router-bgp-default-one-path",
            peered("product: fortios", "options: {ebgp_multipath: enable}"),
            "does not apply",
        ),
        (OWN_LIMIT, peered("product: eos", "product: vendor, maximum_paths: 4", asn=64512), "applies"),
        (OWN_LIMIT, peered("product: linux", "product: frr, maximum_paths: 4", asn=64512), "does not apply"),
        (
            HASHED,
            peered("product: vyos, version: '1.4', options: {wan: 1}", "product: frr, maximum_paths: 4"),
            "applies",
        ),
        (
            HASHED,
            peered("product: vyos, version: '1.4', options: {layer4_hashing: true}", "product: frr, maximum_paths: 4"),
            "does not apply",
        ),
        (RESET, peered("product: linux", FRR, "kube_proxy: none, cni: {product: calico, version: 3.31.2}"), "applies"),
        (RESET, peered("product: linux", FRR, f"kube_proxy: none, {CILIUM}"), "does not apply"),
        (RESET, peered("product: linux", FRR, f"kube_proxy: none, {CILIUM.replace('maglev', 'random')}"), "applies"),
        (POLICY, peered("product: opnsense", FRR), "does not apply"),
        (PFSENSE, peered("product: pfsense-ce, plugins: {haproxy: '1'}", FRR), "does not apply"),
        (POLICY, peered("product: linux", FRR, asn=64512), "does not apply"),
        (POLICY, TWO_KINDS + "}]}\n", "applies"),
        (POLICY, TWO_KINDS + ", accepts: [{prefix: 10.3.69.0/24}]}]}\n", "does not apply"),
        (HEALTH, VIP.format("mode: bgp, version: v0.4.0"), "applies"),
        (HEALTH, VIP.format("mode: bgp, version: v0.8.0, options: {vip_leaderelection: true}"), "does not apply"),
        (HEALTH, VIP.format("mode: bgp, version: v1.2.1, options: {bgp_enable: true}"), "applies"),
        (HEALTH, VIP.format("mode: arp, version: v0.4.0"), "does not apply"),
        (PICKED, VIP.format("mode: arp}, distribution: kubeadm, options: {pod-cidr: x"), "applies"),
        (
            PICKED,
            VIP.format("mode: arp}, distribution: kubeadm, cni: {product: cilium}, options: {node-ip: x"),
            "does not apply",
        ),
    ],
)
def test_each_way_that_a_nuance_can_apply_is_told_from_its_neighbours(nuance: str, plan: str, expected: str) -> None:
    assert judge(parse({"a.yaml": plan}), NUANCES[nuance]).verdict == expected


def test_a_thousand_routers_with_as_many_sessions_are_judged() -> None:
    count = range(1000)
    routers = "".join(f"  - {{name: r{number}, product: opnsense, version: '26.7', asn: 64512}}\n" for number in count)
    nodes = "".join(f"  - {{name: c{number}, nodes: [{{name: n{number}}}]}}\n" for number in count)
    peers = "".join(f"    - {{local: c{number}, peer: r{number}}}\n" for number in count)
    plan = parse({"a.yaml": f"routers:\n{routers}clusters:\n{nodes}bgp:\n  sessions:\n{peers}"})
    assert judge(plan, NUANCES["opnsense-multipath-sysctl-off"]).verdict == "does not apply"
