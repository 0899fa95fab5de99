"""What a router lets in of a cluster's pools, by its prefix lists and route maps, whatever they are written in."""

from __future__ import annotations

import pytest
from lab import found

from cidrbook.text.finding import Finding

TALOS = "clusterName: den\nnodes:\n  - {hostname: m1, ipAddress: 10.86.2.11, controlPlane: true}\n"
CILIUM = (
    "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: bgp}\nspec:\n  bgpInstances:\n"
    "    - {name: i, localASN: 64861, peers: [{name: r, peerASN: 64860, peerAddress: 10.86.2.1}]}\n---\n"
    "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: pool}\nspec:\n  blocks:\n"
    "    - cidr: 10.86.40.0/24\n"
)
LIST = "ip prefix-list IN seq 5 permit"


def frr(lines: str, filtered: str = "prefix-list IN in") -> dict[str, str]:
    text = (
        "router bgp 64860\n bgp router-id 10.86.2.1\n neighbor DEN peer-group\n neighbor DEN remote-as 64861\n"
        f" neighbor 10.86.2.11 peer-group DEN\n address-family ipv4 unicast\n  neighbor DEN {filtered}\n"
        f" exit-address-family\n!\n{lines}\n"
    )
    return {"router/frr.conf": text}


def vyos(prefix: str, le: str = "32", by: str = "prefix-list import IN") -> dict[str, str]:
    more = f"set policy prefix-list IN rule 10 le {le}\n" if le else ""
    return {
        "vyos/gate.sh": "set interfaces ethernet eth1 address 10.86.2.1/24\nset protocols bgp system-as 64860\n"
        "set protocols bgp neighbor 10.86.2.11 remote-as 64861\n"
        f"set protocols bgp neighbor 10.86.2.11 address-family ipv4-unicast {by}\n"
        "set policy prefix-list IN rule 10 action permit\n"
        f"set policy prefix-list IN rule 10 prefix {prefix}\n{more}"
        "set policy route-map MAP rule 10 action permit\n"
        "set policy route-map MAP rule 10 match ip address prefix-list IN\n"
    }


def opnsense(network: str) -> dict[str, str]:
    return {
        "opnsense/config.xml": "<opnsense><interfaces><lan><enable>1</enable><if>igb0</if><ipaddr>10.86.2.1</ipaddr>"
        "<subnet>24</subnet></lan></interfaces><OPNsense><quagga><general><enabled>1</enabled></general><bgp>"
        "<enabled>1</enabled><asnumber>64860</asnumber><neighbors><neighbor uuid='n'><enabled>1</enabled>"
        "<address>10.86.2.11</address><remoteas>64861</remoteas><linkedPrefixlistIn>p</linkedPrefixlistIn></neighbor>"
        "</neighbors><prefixlists><prefixlist uuid='p'><enabled>1</enabled><name>IN</name><version>IPv4</version>"
        f"<seqnumber>10</seqnumber><action>permit</action><network>{network}</network></prefixlist></prefixlists>"
        "</bgp></quagga></OPNsense></opnsense>"
    }


def pfsense(prefix: str, le: str) -> dict[str, str]:
    return {
        "pfsense/config.xml": "<pfsense><interfaces><lan><enable></enable><if>igb0</if><ipaddr>10.86.2.1</ipaddr>"
        "<subnet>24</subnet></lan></interfaces><installedpackages><frr><config><enable>on</enable></config></frr>"
        "<frrbgp><config><enable>on</enable><asnum>64860</asnum></config></frrbgp><frrbgpneighbors><config>"
        "<peer>10.86.2.11</peer><asnum>64861</asnum><prefixfilter_in>IN</prefixfilter_in></config></frrbgpneighbors>"
        "<frrglobalprefixes><config><iptype>IPv4</iptype><name>IN</name><row><seq>5</seq><action>permit</action>"
        f"<source>{prefix}</source><le>{le}</le></row></config></frrglobalprefixes></installedpackages></pfsense>"
    }


def findings(router: dict[str, str], cluster: str = CILIUM) -> list[Finding]:
    files = {"talos/talconfig.yaml": TALOS, "kubernetes/bgp.yaml": cluster, **router}
    return found(files)


@pytest.mark.parametrize(
    "router",
    [
        frr(f"{LIST} 10.86.41.0/24 le 32"),
        frr(f"{LIST} 10.86.41.0/24 ge 32"),
        frr(f"{LIST} 10.86.40.0/24"),
        frr(f"{LIST} 10.86.40.0/24 le 31"),
        frr(f"{LIST} 10.86.41.0/24 le 32\nroute-map M permit 10\n match ip address prefix-list IN", "route-map M in"),
        vyos("10.86.41.0/24"),
        vyos("10.86.40.0/24", ""),
        vyos("10.86.41.0/24", by="route-map import MAP"),
        opnsense("10.86.41.0/24 le 32"),
        opnsense("10.86.40.0/24"),
        pfsense("10.86.41.0/24", "32"),
    ],
)
def test_a_pool_that_the_router_does_not_let_in(router: dict[str, str]) -> None:
    (found,) = findings(router)
    assert (found.code, found.severity) == ("B624", "warning")
    assert found.problem.at.file in router
    assert [related.at.file for related in found.problem.related] == ["kubernetes/bgp.yaml"]


def test_both_say_what_they_let_in_and_announce() -> None:
    elsewhere, short = (findings(frr(f"{LIST} 10.86.{text}"))[0].problem for text in ("41.0/24 le 32", "40.0/24"))
    assert elsewhere.message == (
        "10.86.2.1 accepts only 10.86.41.0/24 up to /32 from cluster, which announces 10.86.40.0/24"
    )
    assert short.message == (
        "10.86.2.1 accepts only 10.86.40.0/24 from cluster,"
        " which announces each address of its pool 10.86.40.0/24 as /32"
    )
    assert (elsewhere.at.line, elsewhere.related[0].at.line) == (10, 13)


@pytest.mark.parametrize(
    "router",
    [
        frr(f"{LIST} 10.86.40.0/24 le 32"),
        frr(f"{LIST} 10.86.40.0/24 ge 32"),
        frr(f"{LIST} 10.86.0.0/16 ge 24 le 32"),
        frr(f"{LIST} any"),
        frr(f"{LIST} 10.86.41.0/24 le 32\n{LIST.replace('5', '6')} 10.86.40.0/24 le 32"),
        frr("ip prefix-list OTHER permit 10.86.41.0/24"),
        frr(f"{LIST} 10.86.41.0/24 le 32", "prefix-list IN out"),
        frr(f"{LIST} 10.86.41.0/24 le 32\nroute-map M permit 10\n match ip address prefix-list IN\n"
            "route-map M permit 20\n set metric 5", "route-map M in"),
        frr(f"{LIST} {{{{ pool }}}} le 32"),
        vyos("10.86.40.0/24"),
        vyos("10.86.40.0/24", by="route-map import MAP"),
        vyos("10.86.41.0/24", by="route-map import ELSEWHERE"),
        opnsense("10.86.40.0/24 le 32"),
        opnsense("any"),
        pfsense("10.86.40.0/24", "32"),
    ],
)  # fmt: skip
def test_a_pool_that_the_router_lets_in_or_may(router: dict[str, str]) -> None:
    assert findings(router) == []


def test_a_pool_that_is_not_announced_by_bgp_is_none_of_the_routers() -> None:
    layer2 = "---\napiVersion: cilium.io/v2alpha1\nkind: CiliumL2AnnouncementPolicy\nmetadata: {name: l2}\nspec: {}\n"
    assert findings(frr(f"{LIST} 10.86.41.0/24 le 32"), CILIUM + layer2) == []


@pytest.mark.parametrize(
    "cluster",
    [
        CILIUM + "---\napiVersion: cilium.io/v2\nkind: CiliumBGPAdvertisement\nmetadata: {name: a}\nspec:\n"
        "  advertisements:\n    - {advertisementType: Service, service: {aggregationLengthIPv4: 24}}\n",
        (
            "apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: {name: r}\nspec:\n"
            "  {myASN: 64861, peerASN: 64860, peerAddress: 10.86.2.1}\n---\n"
            "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: p}\n"
            "spec: {addresses: [10.86.40.0/24]}\n"
            "---\napiVersion: metallb.io/v1beta1\nkind: BGPAdvertisement\nmetadata: {name: a}\n"
            "spec: {aggregationLength: 24}\n"
        ),
    ],
)
def test_a_pool_that_is_announced_as_a_whole(cluster: str) -> None:
    assert findings(frr(f"{LIST} 10.86.40.0/24"), cluster) == []
    singly = cluster.replace("aggregationLength", "other")
    assert [finding.code for finding in findings(frr(f"{LIST} 10.86.40.0/24"), singly)] == ["B624"]


POOL_FOR = "  serviceSelector: {matchLabels: {pool: den}}\n"
ADVERTISEMENT = (
    "---\napiVersion: cilium.io/v2\nkind: CiliumBGPAdvertisement\nmetadata: {name: a}\nspec:\n  advertisements:\n"
    "    - {advertisementType: Service, service: {addresses: [LoadBalancerIP]}, selector: {%s}}\n"
)
POLICY = (
    "---\napiVersion: cilium.io/v2alpha1\nkind: CiliumBGPPeeringPolicy\nmetadata: {name: p}\nspec:\n  virtualRouters:\n"
    "    - {localASN: 64861, serviceSelector: {%s}, neighbors: [{peerASN: 64860, peerAddress: 10.86.2.1/32}]}\n"
)


@pytest.mark.parametrize("object_", [ADVERTISEMENT, POLICY], ids=["advertisement", "policy"])
@pytest.mark.parametrize(
    ("pool", "selector", "expected"),
    [
        ("", "matchExpressions: [{key: no, operator: NotIn, values: [never]}]", ["B624"]),
        ("", "", ["B624"]),
        ("", "matchLabels: {pool: den}", []),
        ("", "matchExpressions: [{key: pool, operator: In, values: [den]}]", []),
        ("", "matchExpressions: [{key: pool, operator: Exists}]", []),
        (POOL_FOR, "matchLabels: {pool: den}", ["B624"]),
        (POOL_FOR, "matchLabels: {pool: other}", []),
        (POOL_FOR, "matchExpressions: [{key: pool, operator: In, values: [den, other]}]", ["B624"]),
        (POOL_FOR, "matchExpressions: [{key: pool, operator: In, values: [other]}]", []),
        (POOL_FOR, "matchExpressions: [{key: pool, operator: Exists}]", ["B624"]),
    ],
)
def test_a_selector_says_which_pools_are_announced(object_: str, pool: str, selector: str, expected: list[str]) -> None:
    found = findings(frr(f"{LIST} 10.86.41.0/24 le 32"), CILIUM + pool + object_ % selector)
    assert [finding.code for finding in found] == expected
