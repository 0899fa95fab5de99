"""Whether a nuance applies, does not, or cannot be told."""

from __future__ import annotations

import pytest

from cidrbook.nuances.match import Match, matches
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


def verdict(when: str, plan: str = LAB) -> Match:
    return matches(parse({"a.yaml": f"{plan}nuances: [{{name: n, statement: s, when: {{{when}}}}}]\n"}))[0]


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
        "router edge OPNsense 21.7",
        "calico 3.20 in BGP mode",
    ]


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
