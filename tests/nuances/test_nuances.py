"""Whether a nuance applies, does not, or cannot be told."""

from __future__ import annotations

import pytest

from cidrbook.nuances.match import Judgement, catalogue, judge, matches, nuances
from cidrbook.nuances.release import fits, release
from cidrbook.plan.load import parse

LAB = """
routers: [{name: edge, product: OPNsense, version: "21.7"}, {name: other, product: vyos}]
clusters:
  - name: home
    version: v1.22.4+k3s1
    cni: {product: calico, bgp: true}
    load_balancers: [{product: metallb, mode: l2}, {product: calico, mode: bgp, version: "3.20"}]
    virtual_addresses: [{name: vip, product: kube-vip, mode: arp}]
    feature_gates: {MixedProtocolLBService: true, Other: false}
    pinned_services: [{name: dns, ports: [53/tcp, 53/udp], via: external-ips}, {name: web, ports: 80}]
bgp: {sessions: [{local: home, peer: edge}]}
"""


def verdict(when: str, plan: str = LAB) -> Judgement:
    loaded = parse({"a.yaml": f"{plan}nuances: [{{name: n, statement: s, when: {{{when}}}}}]\n"})
    return judge(loaded, loaded.nuances[0])


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("router.product: opnsense", "applies"),
        ("router.product: [pfsense-ce, opnsense]", "applies"),
        ("router.product: pfsense-ce", "does not apply"),
        ('router.product: opnsense, router.version: "<22.1"', "applies"),
        ('router.product: opnsense, router.version: ">=22.1"', "does not apply"),
        ('router.product: vyos, router.version: "<22.1"', "cannot tell"),
        ('router.version: ">=22.1"', "cannot tell"),
        ('cluster.version: ">=1.20,<1.24"', "applies"),
        ('cluster.version: ["<1.20", ">=1.22"]', "applies"),
        ('cluster.version: "<1.22"', "does not apply"),
        ('cluster.version: "not a version"', "does not apply"),
        ('cluster.version: "<not a version"', "cannot tell"),
        ("cluster.distribution: k3s", "cannot tell"),
        ("cluster.feature_gates: MixedProtocolLBService", "applies"),
        ("cluster.feature_gates: Other", "does not apply"),
        ("lb.product: metallb, lb.mode: bgp", "does not apply"),
        ("lb.product: calico, lb.mode: bgp", "applies"),
        ("vip.product: kube-vip, vip.mode: bgp", "does not apply"),
        ("cni.bgp: true", "applies"),
        ("cni.bgp: false", "does not apply"),
        ("services.mixed_protocols: true", "applies"),
        ("services.via: annotation", "does not apply"),
        ("", "applies"),
        ("no.such.fact: 1", "does not apply"),
        ("services.external_traffic_policy: Cluster", "applies"),
        ("services.external_traffic_policy: Local", "does not apply"),
    ],
)
def test_all_conditions_must_hold_for_one_router_cluster_and_balancer(when: str, expected: str) -> None:
    assert verdict(when).verdict == expected


def test_the_match_says_what_it_is_about() -> None:
    assert [reason.words for reason in verdict('router.version: "<22.1", lb.mode: bgp').because] == [
        "router edge (OPNsense 21.7)",
        "Calico 3.20 (BIRD)",
    ]


def test_a_virtual_address_is_called_by_its_product() -> None:
    assert [reason.words for reason in verdict("vip.product: kube-vip").because] == ["kube-vip (ARP)"]


def test_what_would_decide_it_is_named() -> None:
    assert verdict('cni.product: calico, cni.version: "<3.18", lb.mode: l2').missing == ("cni.version",)


@pytest.mark.parametrize("release", ["21.7.3_1", "21.7.3-RELEASE", "v21.7", "21.7-rolling-202106"])
def test_a_release_counts_by_the_numbers_it_begins_with(release: str) -> None:
    plan = f"routers: [{{name: edge, product: x, version: {release}}}]\n"
    assert verdict('router.version: ">=21.7,<21.8"', plan).verdict == "applies"


def test_a_cluster_has_a_network_plugin_that_the_plan_may_not_name() -> None:
    assert verdict("cni.product: calico", "clusters: [{name: k}]\n").verdict == "cannot tell"


def test_a_plan_without_the_thing_is_not_affected_by_it() -> None:
    assert verdict("vip.product: kube-vip", "networks: []\n").verdict == "does not apply"


@pytest.mark.parametrize(
    ("written", "constraint", "expected"),
    [
        ("21.7", "<22.1", True),
        ("22.1", "<22.1", False),
        ("21.7.3_1", ">21.7.3", True),
        ("21.7.3_1", "<21.7.4", True),
        ("v1.22.4+k3s1", "==1.22.4", True),
        ("v1.28.0-rc.1", "<1.28", True),
        ("v1.28.0-rc.1", ">=1.28", False),
        ("v1.9.0", "<1.10", True),
        ("2.7.2-RELEASE", ">=2.7,<2.8", True),
        ("23.09.1-RELEASE", ">=23.01", True),
        ("15.2(4)M3", ">=15", True),
        ("7.15rc2", "<7.15", True),
        ("4.1.13.20123", ">=4.1.13", True),
        ("26.7", "!=26.7", False),
        ("100", ">99", True),
        ("3.31.0", "== 3.31.0", True),
        ("latest", ">=1", None),
        ("", ">=1", None),
        ("1.0", ">=", None),
        ("1.0", ">=1,", None),
        ("1.0", ">=x", None),
        ("1.0", "1.0", None),
    ],
)
def test_releases_compare_in_the_scheme_of_their_product(
    written: str, constraint: str, *, expected: bool | None
) -> None:
    assert fits(written, constraint) is expected


def test_what_no_number_begins_is_no_release() -> None:
    assert release("stable") is None
    assert release("9" * 65) is None


@pytest.mark.parametrize(
    ("alternatives", "expected", "missing"),
    [
        ("{lb.product: calico}, {lb.product: cilium}", "applies", ()),
        ("{lb.product: haproxy}, {lb.product: cilium}", "does not apply", ()),
        ('{lb.product: haproxy}, {cni.version: ">1"}', "cannot tell", ("cni.version",)),
        ('{lb.product: calico}, {cni.version: ">1"}', "applies", ()),
        ('{cni.version: ">1"}, {cluster.distribution: k3s}', "cannot tell", ("cni.version", "cluster.distribution")),
        ("{lb.product: calico, lb.mode: l2}", "does not apply", ()),
        ("{any: [{lb.mode: bgp, any: [{lb.product: calico}]}]}", "applies", ()),
    ],
)
def test_one_of_the_alternatives_must_hold(alternatives: str, expected: str, missing: tuple[str, ...]) -> None:
    match = verdict(f"cluster.version: '>=1.20', any: [{alternatives}]")
    assert (match.verdict, match.missing) == (expected, missing)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("router.sysctl.net.route.multipath: [0, unset]", "applies"),
        ("router.sysctl.net.route.multipath: 1", "does not apply"),
        ("router.sysctl.kern.maxfiles: 1000", "applies"),
        ('router.plugins.os-frr: "<1.52"', "applies"),
        ('router.plugins.os-frr: ">=1.52"', "does not apply"),
        ('router.plugins.os-haproxy: ">=1"', "does not apply"),
        ("router.options.anything: unset", "cannot tell"),
        ("router.bgp.options.relax: true", "cannot tell"),
        ("cluster.options.servicelb: unset", "does not apply"),
    ],
)
def test_a_setting_that_is_not_among_those_written_is_not_set(when: str, expected: str) -> None:
    router = "routers: [{name: edge, sysctl: {kern.maxfiles: 1000}, plugins: {os-frr: '1.48'}}]\n"
    assert verdict(when, router).verdict == expected


ROUTERS = (
    "routers: [{name: a, product: opnsense, addresses: 10.0.1.1}, {name: b, product: vyos, addresses: 10.0.2.1}]\n"
)
CLUSTER = "networks: [{name: lan, cidr: 10.0.2.0/24}]\nclusters: [{name: k, version: 1.30.0, %s}]\n"


@pytest.mark.parametrize(
    ("plan", "product", "expected"),
    [
        (CLUSTER % "nodes: {name: n, address: 10.0.2.9}", "vyos", "applies"),
        (CLUSTER % "nodes: {name: n, address: 10.0.2.9}", "opnsense", "does not apply"),
        (CLUSTER % "node_network: lan", "vyos", "applies"),
        (CLUSTER % "nodes: {name: n}", "vyos", "cannot tell"),
        (
            CLUSTER % "nodes: {name: n, address: 10.0.2.9}" + "bgp: {sessions: [{local: k, peer: a}]}\n",
            "opnsense",
            "applies",
        ),
        (
            CLUSTER % "nodes: {name: n, address: 10.0.2.9}" + "bgp: {sessions: [{local: b, peer: k}]}\n",
            "vyos",
            "applies",
        ),
    ],
)
def test_a_cluster_is_behind_the_routers_of_its_sessions_or_of_its_network(
    plan: str, product: str, expected: str
) -> None:
    assert verdict(f"router.product: {product}, cluster.version: '>=1.30'", ROUTERS + plan).verdict == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", "error"),
        ("settings: {nuances: {mixed-protocol-gate-removed: info}}", "info"),
        ("settings: {nuances: {mixed-protocol-gate-removed: off}}", None),
        ("nuances: [{name: mine, id: mixed-protocol-gate-removed, statement: s, severity: warning}]", "warning"),
    ],
)
def test_a_plan_weighs_silences_or_replaces_a_nuance_of_the_catalogue(asked: str, expected: str | None) -> None:
    plan = parse({"a.yaml": f"clusters: [{{name: k}}]\n{asked}\n"})
    assert {nuance.id: nuance.severity for nuance in nuances(plan)}.get("mixed-protocol-gate-removed") == expected


def test_a_plan_with_nothing_that_they_are_about_has_no_nuances() -> None:
    assert catalogue()
    assert matches(parse({"a.yaml": "networks: [{name: lan, cidr: 10.0.0.0/24}]"})) == ()
