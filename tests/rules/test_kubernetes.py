"""The edges of the rules about clusters that their pages do not show."""

from __future__ import annotations

from functools import partial

import lab
import pytest

from cidrbook import rules

codes = partial(lab.codes, only="K")
found = partial(lab.found, only="K")


def one(text: str) -> tuple[str, str, tuple[str, ...]]:
    """What the first finding says: its message, its hint, and where it points besides."""
    problem = found(text)[0].problem
    return problem.message, problem.hint, tuple(related.message for related in problem.related)


MINE = {rule.code for rule in rules.rules() if rule.family == "kubernetes"}


def plan(networks: str = "", clusters: str = "", rest: str = "") -> str:
    """A plan of networks and clusters, one to a line."""
    lists = (("networks", networks), ("clusters", clusters))
    parts = [
        f"{key}:\n" + "".join(f"  - {{{line}}}\n" for line in text.split("\n") if line) for key, text in lists if text
    ]
    return "".join(parts) + rest


PODS = "name: p, cidr: 10.69.0.0/16, role: pods"
SERVICES = "name: s, cidr: 10.71.0.0/16, role: services"
LAN = "name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1"
BOTH_CLUSTERS = "name: a, pods: p\nname: b, pods: q"
TWICE = "name: p, cidr: 10.69.0.0/16, role: pods\nname: q, cidr: 10.69.0.0/16, role: pods"
NESTED = "name: p, cidr: 10.69.0.0/16\nname: q, cidr: 10.69.1.0/24"


@pytest.mark.parametrize(
    ("networks", "clusters", "rest", "expected"),
    [
        pytest.param(TWICE, BOTH_CLUSTERS, "", ["K802"], id="pods of two clusters"),
        pytest.param(TWICE, "", "", ["K801"], id="no cluster"),
        pytest.param(TWICE, "name: a, pods: p", "", ["K801"], id="one cluster"),
        pytest.param(TWICE, "name: a, pods: q", "", ["K801"], id="the other network"),
        pytest.param(TWICE, "name: a, pods: [p, q], cni: {product: calico}", "", ["K801"], id="both of one cluster"),
        pytest.param(TWICE, "name: a, pods: p\nname: b, services: q", "", ["K801"], id="pods and services"),
        pytest.param(TWICE, "name: a, services: p\nname: b, services: q", "", ["K802"], id="services of two clusters"),
        pytest.param(
            TWICE,
            "name: a, pods: p, cni: {bgp: true}\nname: b, pods: q",
            "",
            ["K801"],
            id="the first announces its pods",
        ),
        pytest.param(
            TWICE,
            "name: a, pods: p, cni: {bgp: false}\nname: b, pods: q, cni: {bgp: true}",
            "",
            ["K801"],
            id="the second announces its pods",
        ),
        pytest.param(
            TWICE,
            "name: a, services: p, cni: {bgp: true}\nname: b, services: q",
            "",
            ["K802"],
            id="the first announces, but services",
        ),
        pytest.param(
            TWICE,
            "name: a, pods: p, cni: {native_routing: 10.0.0.0/8}\nname: b, pods: q",
            "",
            ["K801"],
            id="all of it is routed",
        ),
        pytest.param(
            TWICE,
            "name: a, pods: p, cni: {native_routing: 10.69.0.0/16}\nname: b, pods: q",
            "",
            ["K801"],
            id="just it is routed",
        ),
        pytest.param(
            TWICE,
            "name: a, pods: p, cni: {native_routing: 10.68.0.0/16}\nname: b, pods: q",
            "",
            ["K802", "K822"],
            id="the range before is routed",
        ),
        pytest.param(
            TWICE,
            "name: a, pods: p, cni: {native_routing: 10.70.0.0/16}\nname: b, pods: q",
            "",
            ["K802", "K822"],
            id="the range behind is routed",
        ),
        pytest.param(
            TWICE,
            "name: a, pods: p, cni: {native_routing: 10.69.255.255/32}\nname: b, pods: q",
            "",
            ["K801", "K822"],
            id="its last address is routed",
        ),
        pytest.param(
            TWICE,
            "name: a, pods: p, cni: {native_routing: 10.69.0.0/32}\nname: b, pods: q",
            "",
            ["K801", "K822"],
            id="its first address is routed",
        ),
        pytest.param(
            TWICE,
            'name: a, pods: p, cni: {native_routing: "::a45:0/112"}\nname: b, pods: q',
            "",
            ["K802"],
            id="the same number in IPv6 is routed",
        ),
        pytest.param(
            TWICE,
            'name: a, pods: p, cni: {native_routing: "fd5b:7c1e:93a2::/48"}\nname: b, pods: q',
            "",
            ["K802"],
            id="IPv6 is routed",
        ),
        pytest.param(
            TWICE,
            BOTH_CLUSTERS,
            "bgp: {sessions: [{local: a, peer: 10.3.42.1, announces: q}]}\n",
            ["K801"],
            id="a session announces it",
        ),
        pytest.param(
            TWICE,
            BOTH_CLUSTERS,
            "bgp: {sessions: [{local: a, peer: 10.3.42.1, announces: x}]}\n",
            ["K802"],
            id="a session announces another",
        ),
        pytest.param(NESTED, BOTH_CLUSTERS, "", ["K802"], id="one inside the other"),
        pytest.param(
            NESTED,
            "name: a, pods: p, node_mask: 24\nname: b, pods: q, node_mask: 26, cni: {bgp: true}",
            "",
            ["K801"],
            id="one inside the other, announced",
        ),
        pytest.param(f"{NESTED}, parent: p", BOTH_CLUSTERS, "", [], id="the other is its parent"),
        pytest.param(f"{NESTED}, site: cabin", BOTH_CLUSTERS, "", [], id="another site"),
        pytest.param(
            "name: p, cidr: [10.69.0.0/16, 10.69.0.0/24]",
            "name: a, pods: p, cni: {product: calico}",
            "",
            ["K801"],
            id="two prefixes of one network",
        ),
        pytest.param(
            f"{LAN}\nname: p, cidr: 10.3.42.0/26",
            "name: a, pods: p, node_mask: 27\nname: b",
            "",
            ["K801"],
            id="pods in the LAN",
        ),
        pytest.param(f"{LAN}\nname: q, cidr: 10.3.42.0/26", "", "", [], id="a network in the LAN"),
        pytest.param(PODS, "name: a, pods: p\nname: b, pods: p", "", ["K802"], id="one network of two"),
        pytest.param(
            PODS,
            "name: a, pods: p\nname: b, pods: p\nname: c, pods: p",
            "",
            ["K802", "K802"],
            id="one network of three",
        ),
        pytest.param(
            PODS,
            "name: a, pods: p\nname: b, pods: p\nname: c, pods: p, cni: {bgp: true}",
            "",
            ["K802", "K803"],
            id="one network of three, the last announces",
        ),
        pytest.param(
            PODS,
            "name: a, pods: p, cni: {bgp: true}\nname: b, pods: p",
            "",
            ["K803"],
            id="one network of two, the first announces",
        ),
        pytest.param(
            SERVICES,
            "name: a, services: s, cni: {bgp: true}\nname: b, services: s",
            "",
            ["K802"],
            id="services of two, pods announced",
        ),
        pytest.param(
            SERVICES,
            "name: a, services: s\nname: b, services: s",
            "bgp: {sessions: [{local: a, peer: 10.3.42.1, announces: s}]}\n",
            ["K803"],
            id="services of two, announced",
        ),
        pytest.param(PODS, "name: a, pods: [p, p], cni: {product: calico}", "", [], id="one network twice"),
        pytest.param(PODS, "name: a, pods: p, services: p", "", ["K801"], id="pods and services of one"),
        pytest.param(
            PODS, "name: a, pods: p\nname: b, services: p", "", ["K801"], id="pods of one, services of another"
        ),
        pytest.param(
            PODS,
            "name: a, pods: p\nname: b, services: [p, p], version: 1.33",
            "",
            ["K801"],
            id="services of another, twice",
        ),
    ],
)
def test_clusters_may_share_what_none_of_them_shows(
    networks: str, clusters: str, rest: str, expected: list[str]
) -> None:
    assert codes(plan(networks, clusters, rest)) == expected


@pytest.mark.parametrize(
    ("networks", "clusters", "rest", "expected"),
    [
        pytest.param(f"{PODS}\n{LAN}, hosts: [{{name: nas, address: 10.3.42.5}}]", "", "", [], id="a host in the LAN"),
        pytest.param(
            "name: p, cidr: 10.69.0.0/16, role: pods, hosts: [{name: nas, address: 10.69.0.5}]",
            "",
            "",
            ["K804"],
            id="a host in the pods' own network",
        ),
        pytest.param(
            f"{LAN}, hosts: [{{name: nas, address: 10.69.0.5}}]\n{PODS}",
            "",
            "",
            ["K804"],
            id="a host in another network",
        ),
        pytest.param(
            "name: p, cidr: 10.69.0.0/16",
            "name: a, pods: p, nodes: [{name: n, address: 10.69.255.255}]",
            "",
            ["K804"],
            id="the last address",
        ),
        pytest.param(
            "name: p, cidr: 10.69.0.0/16",
            "name: a, pods: p, nodes: [{name: n, address: 10.70.0.0}]",
            "",
            [],
            id="the address behind",
        ),
        pytest.param(PODS, "name: a, nodes: [{name: n, address: 10.69.0.1}], site: cabin", "", [], id="another site"),
        pytest.param(
            f"{PODS}\n{LAN}",
            "name: a, virtual_addresses: [{name: v, address: 10.69.0.1}]",
            "",
            ["K804"],
            id="a virtual address",
        ),
        pytest.param(
            PODS,
            "",
            "vpns: [{name: w, network: p, ends: [{name: e, address: 10.69.0.1}]}]\n",
            ["K804"],
            id="an end of a VPN",
        ),
        pytest.param(
            SERVICES, "name: a, nodes: [{name: n, address: 10.71.0.9}]", "", ["K804"], id="a node among services"
        ),
        pytest.param(
            SERVICES,
            "name: a, pinned_services: [{name: x, address: 10.71.0.9, via: cluster-ip}]",
            "",
            [],
            id="a service inside",
        ),
        pytest.param(
            SERVICES,
            "name: a, pinned_services: [{name: x, address: 10.71.0.9, via: external-ips}]",
            "",
            ["K804"],
            id="an external address",
        ),
        pytest.param(
            SERVICES,
            "name: a, pinned_services: [{name: x, address: 10.71.0.9, via: nonsense}]",
            "",
            [],
            id="a way that cannot be read",
        ),
        pytest.param(
            PODS,
            "name: a, pinned_services: [{name: x, address: 10.69.0.9, via: cluster-ip}]",
            "",
            ["K804"],
            id="a service inside of the pods",
        ),
        pytest.param(
            PODS,
            "name: a, pinned_services: [{name: x, address: 10.69.0.9, via: nonsense}]",
            "",
            ["K804"],
            id="a way that cannot be read, among pods",
        ),
        pytest.param(
            "name: s, cidr: 10.71.0.0/16",
            "name: a, services: s, pinned_services: [{name: x, address: 10.71.0.9, via: cluster-ip}]",
            "",
            [],
            id="a network without a role",
        ),
        pytest.param(
            f"{SERVICES}\nname: pool, cidr: 10.71.9.0/24, parent: s, role: load-balancer",
            "name: a, pinned_services: [{name: x, address: 10.71.9.9}]",
            "",
            [],
            id="a pool inside of the services",
        ),
    ],
)
def test_only_pods_and_services_have_their_addresses(
    networks: str, clusters: str, rest: str, expected: list[str]
) -> None:
    assert codes(plan(networks, clusters, rest)) == expected


P4, P6 = "10.69.0.0/16", '"fd5b:7c1e:93a2:6900::/56"'
S4, S6 = "10.71.0.0/16", '"fd5b:7c1e:93a2:71::/112"'


def ranges(pods: str, services: str, more: str = "") -> str:
    return plan(f"name: p, cidr: [{pods}]\nname: s, cidr: [{services}]", f"name: a, pods: p, services: s{more}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ranges(P4, S4), []),
        (ranges(P6, S6), []),
        (ranges(f"{P4}, {P6}", f"{S4}, {S6}"), []),
        (ranges(f"{P6}, {P4}", f"{S6}, {S4}"), []),
        (ranges(f"{P6}, {P4}", f"{S4}, {S6}"), ["K805"]),
        (ranges(f"{P4}, {P6}", S4), ["K805"]),
        (ranges(P4, f"{S4}, {S6}"), ["K805"]),
        (ranges(P4, S6), ["K805"]),
        (ranges(P4, S4, ", dual_stack: true"), ["K805"]),
        (ranges(P4, S4, ", dual_stack: false"), []),
        (ranges(f"{P4}, {P6}", f"{S4}, {S6}", ", dual_stack: true"), []),
        (ranges(P4, f"{S4}, {S6}", ", dual_stack: true"), ["K805"]),
        (ranges(f"{P4}, 10.70.0.0/16", S4), ["K805"]),
        (ranges(f"{P4}, 10.70.0.0/16", S4, ", cni: {product: flannel}"), ["K805"]),
        (ranges(f"{P4}, 10.70.0.0/16", S4, ", cni: {product: Calico}"), []),
        (ranges(f"{P4}, 10.70.0.0/16", S4, ", cni: {product: cilium}"), []),
        (ranges(P4, f"{S4}, 10.72.0.0/16", ", cni: {product: cilium}"), ["K805"]),
        (ranges(P4, f"{S4}, 10.72.0.0/16", ", version: v1.32.9"), ["K805"]),
        (ranges(P4, f"{S4}, 10.72.0.0/16", ", version: v1.33.0+k3s1"), []),
        (ranges(P4, f"{S4}, 10.72.0.0/16", ', version: "1.33"'), []),
        (ranges(P4, f"{S4}, 10.72.0.0/16", ", version: 2.33"), ["K805"]),
        (ranges(P4, f"{S4}, 10.72.0.0/16", ", version: latest"), ["K805"]),
        (ranges(P4, f"{S4}, 10.72.0.0/16", ", feature_gates: {MultiCIDRServiceAllocator: true}"), []),
        (ranges(P4, f"{S4}, 10.72.0.0/16", ", feature_gates: {MultiCIDRServiceAllocator: false}"), ["K805"]),
        (ranges(f"{P4}, 10.70.0.0/16", f"{S4}, 10.72.0.0/16"), ["K805", "K805"]),
        (ranges(f"{P4}, 10.70.0.0/16", S6), ["K805"]),
        (
            plan(
                f"name: p, cidr: {P4}\nname: q, cidr: {P6}\nname: s, cidr: [{S4}, {S6}]",
                "name: a, pods: [p, q], services: s",
            ),
            [],
        ),
        (plan(f"name: p, cidr: {P4}", "name: a, pods: p"), []),
        (plan(f"name: p, cidr: {P4}", "name: a, pods: p, dual_stack: true"), ["K805"]),
        (plan(f"name: s, cidr: {S4}", "name: a, services: s, dual_stack: true"), ["K805"]),
        (plan(f"name: p, cidr: {P4}\nname: s, cidr: {S6}", "name: a, pods: [p, x], services: s"), []),
        (plan(f"name: p, cidr: {P4}\nname: s", "name: a, pods: p, services: s"), []),
        (plan(f"name: p, cidr: {P4}\nname: s, cidr: [{S6}, x]", "name: a, pods: p, services: s"), []),
        (plan(f"name: p, cidr: {P4}\nname: s, cidr: {S6}", "name: a, pods: p, services: [s, {}]"), []),
        (
            plan(f"name: p, cidr: {P4}\nname: bare\nname: s, cidr: {S6}", "name: a, pods: [p, bare], services: s"),
            [],
        ),
        (plan("", "name: a, dual_stack: true"), []),
    ],
)
def test_pods_and_services_have_the_same_families(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("cidr", "more", "expected"),
    [
        ("10.16.0.0/12", "", []),
        ("10.0.0.0/11", "", ["K806"]),
        ('"fd5b:7c1e:93a2:71::/108"', "", []),
        ('"fd5b:7c1e:93a2:71::/107"', "", ["K806"]),
        ("10.0.0.0/11", ", version: v1.33.9", ["K806"]),
        ("10.0.0.0/11", ", version: v1.34.0", []),
        ("10.0.0.0/11", ", version: v1.34.0, distribution: kubeadm", ["K806"]),
        ("10.0.0.0/11", ", version: v1.34.0, distribution: Talos", ["K806"]),
        ("10.0.0.0/11", ", feature_gates: {MultiCIDRServiceAllocator: true}", ["K806"]),
        ("10.0.0.0/11", ", feature_gates: {MultiCIDRServiceAllocator: true, DisableAllocatorDualWrite: true}", []),
        (
            "10.0.0.0/11",
            ", feature_gates: {MultiCIDRServiceAllocator: false, DisableAllocatorDualWrite: true}",
            ["K806"],
        ),
        ("10.71.0.0/28", "", []),
        ("10.71.0.0/29", "", ["K807"]),
        ("10.71.0.0/32", "", ["K807"]),
        ('"fd5b:7c1e:93a2:71::/124"', "", []),
        ('"fd5b:7c1e:93a2:71::/125"', "", ["K807"]),
    ],
)
def test_a_range_for_services_is_neither_too_large_nor_too_small(cidr: str, more: str, expected: list[str]) -> None:
    assert codes(plan(f"name: s, cidr: {cidr}", f"name: a, services: s{more}")) == expected


def test_a_range_is_measured_once_and_pods_may_have_a_large_one() -> None:
    large = plan("name: s, cidr: 10.0.0.0/11", "name: a, services: s\nname: b, services: s")
    assert codes(large) == ["K802", "K806"]
    assert codes(plan("name: p, cidr: 10.0.0.0/9", "name: a, pods: p, node_mask: 20")) == []
    small = plan("name: p, cidr: 10.69.0.0/29", "name: a, pods: p, node_mask: 30\nname: b, pods: p, node_mask: 30")
    assert codes(small) == ["K802", "K807"]


def pods(cidr: str, more: str = "") -> str:
    return plan(f"name: p, cidr: [{cidr}]", f"name: a, pods: p{more}")


def nodes(count: int) -> str:
    return ", nodes: [" + ", ".join(f"{{name: n{index}}}" for index in range(count)) + "]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (pods("10.69.0.0/24"), []),
        (pods("10.69.0.0/25"), ["K809"]),
        (pods("10.0.0.0/8"), []),
        (pods("10.0.0.0/7"), ["K809"]),
        (pods("10.69.0.0/25", ", cni: {product: calico}"), []),
        (pods("10.69.0.0/25", ", cni: {product: Calico, node_mask: 26}"), []),
        (pods("10.69.0.0/25", ", cni: {product: calico, node_mask: 22}"), []),
        (pods("10.69.0.0/25", ", cni: {product: flannel}"), ["K809"]),
        (pods("10.69.0.0/25", ", cni: {product: multi}"), ["K809"]),
        (pods("10.69.0.0/25", ", cni: {product: cilium multi-pool}"), []),
        (pods("10.69.0.0/25", ", cni: {product: cilium, node_mask: 26}"), []),
        (pods("10.69.0.0/25", ", cni: {product: cilium, node_mask: 22}"), ["K809"]),
        (pods("10.69.0.0/25", ", cni: {product: cilium, node_mask: 22}, node_mask: 26"), ["K822"]),
        (pods("10.69.0.0/25", ", node_mask: 24, cni: {product: calico}"), ["K809"]),
        (pods("10.69.0.0/25", ", node_mask: 25"), []),
        (pods("10.69.0.0/25", ", node_mask: 32"), []),
        (pods("10.69.0.0/25", ", node_mask: 33"), ["K809"]),
        (pods("10.69.0.0/25", ", node_mask: x"), []),
        (pods("10.69.0.0/25", ", cni: {node_mask: x}"), []),
        (pods("10.69.0.0/16", ", node_mask: 32"), []),
        (pods("10.68.0.0/15", ", node_mask: 32"), ["K809"]),
        (pods('"fd5b:7c1e:93a2::/120"', ", node_mask: 128"), []),
        (pods('"fd5b:7c1e:93a2::/120"', ", node_mask: 129"), ["K809"]),
        (pods(P6), []),
        (pods('"fd5b:7c1e:93a2::/48"'), []),
        (pods('"fd5b:7c1e:93a2::/47"'), ["K809"]),
        (pods('"fd5b:7c1e:93a2::/65"'), ["K809"]),
        (pods('"fd5b:7c1e:93a2::/108"', ", distribution: K0s"), []),
        (pods('"fd5b:7c1e:93a2::/108"', ", distribution: k3s"), ["K809"]),
        (pods(P6, ", node_mask: 24"), ["K809"]),
        (pods(P6, ", node_mask: 60"), []),
        (pods(P6, ", node_mask: [24, 60]"), []),
        (pods(P6, ", node_mask: [60, 24]"), ["K809"]),
        (pods(P4, ", node_mask: [24, 60]"), []),
        (pods(f"{P4}, {P6}", ", node_mask: 25"), []),
        (pods(f"{P4}, {P6}", ", node_mask: 32"), []),
        (pods(f"{P4}, {P6}", ", node_mask: 80"), ["K809"]),
        (pods(f"{P4}, {P6}", ", node_mask: 72"), []),
        (pods(f"{P6}, {P4}", ", node_mask: [25, 72]"), []),
        (pods(f"{P4}, {P6}", ", node_mask: [72, 25]"), ["K809", "K809"]),
        (plan("", "name: a, node_mask: 99"), []),
        (pods(P4, ", node_mask: 26, max_pods: 62"), []),
        (pods(P4, ", node_mask: 26, max_pods: 63"), ["K810"]),
        (pods(P4, ", max_pods: 254"), []),
        (pods(P4, ", max_pods: 255"), ["K810"]),
        (pods(P4, ", node_mask: 26"), []),
        (pods(P4, ", node_mask: 26, max_pods: 110, cni: {product: calico}"), []),
        (pods(P4, ", node_mask: 26, max_pods: 110, cni: {product: cilium}"), ["K810"]),
        (pods(P4, ", node_mask: 26, max_pods: 9999999999"), ["K810"]),
        (pods(P4, ", node_mask: 30, max_pods: 3"), ["K810"]),
        (pods(P4, ", node_mask: 30, max_pods: 2"), []),
        (pods(P4, ", node_mask: 31, max_pods: 1"), ["K810"]),
        (pods(P4, ", node_mask: 32, max_pods: 1"), ["K810"]),
        (pods(P4, ", node_mask: 32, max_pods: 0"), []),
        (pods(P4, ", node_mask: 33, max_pods: 3"), ["K809"]),
        (pods(P4, ", node_mask: 40, max_pods: 3"), ["K809"]),
        (pods(P6, ", max_pods: 500"), []),
        (plan("", "name: a, node_mask: 26, max_pods: 110"), []),
        (pods("10.69.0.0/23", nodes(2)), []),
        (pods("10.69.0.0/23", nodes(3)), ["K811"]),
        (pods("10.69.0.0/24", nodes(1)), []),
        (pods("10.69.0.0/24", nodes(2)), ["K811"]),
        (pods("10.69.0.0/25", nodes(2)), ["K809"]),
        (pods("10.69.0.0/24", f"{nodes(2)}, node_mask: 40"), ["K809"]),
        (pods("10.69.0.0/24", f"{nodes(2)}, node_mask: 32"), []),
        (pods("10.69.0.0/31", f"{nodes(3)}, node_mask: 32"), ["K807", "K811"]),
        (pods("10.69.0.0/32", f"{nodes(3)}, node_mask: 33"), ["K807", "K809"]),
        (pods('"fd5b:7c1e:93a2::/127"', f"{nodes(3)}, node_mask: 128"), ["K807", "K811"]),
        (pods('"fd5b:7c1e:93a2::/128"', f"{nodes(3)}, node_mask: 129"), ["K807", "K809"]),
        (pods("10.69.0.0/24, 10.70.0.0/23", f"{nodes(3)}, cni: {{product: cilium}}"), []),
        (pods("10.69.0.0/24, 10.70.0.0/23", f"{nodes(4)}, cni: {{product: cilium}}"), ["K811"]),
        (pods("10.69.0.0/24", f"{nodes(9)}, cni: {{product: calico}}, node_mask: 24"), []),
        (pods('10.69.0.0/24, "fd5b:7c1e:93a2:6900::/63"', nodes(2)), ["K811"]),
        (pods('10.69.0.0/23, "fd5b:7c1e:93a2:6900::/64"', nodes(2)), ["K811"]),
        (pods('10.69.0.0/23, "fd5b:7c1e:93a2:6900::/63"', nodes(2)), []),
    ],
)
def test_a_nodes_share_fits_the_pods_and_the_nodes(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_share_is_reported_where_it_is_written() -> None:
    both = f"10.69.0.0/25, {P6}"
    assert [finding.problem.at.column for finding in found(pods(both, ", node_mask: [24, 24]"))] == [36, 40]
    assert [finding.problem.at.column for finding in found(pods(both, ", node_mask: 24"))] == [35]
    assert "192" not in found(pods("10.69.0.0/16", ", max_pods: 255"))[0].problem.hint
    assert "node_mask` of 23" in found(pods("10.69.0.0/16", ", max_pods: 255"))[0].problem.hint
    assert "node_mask` of" not in found(pods("10.69.0.0/16", ", max_pods: 9999999999"))[0].problem.hint


@pytest.mark.parametrize(
    ("networks", "more", "expected"),
    [
        (SERVICES, "services: s, dns: 10.71.255.255", []),
        (SERVICES, "services: s, dns: 10.72.0.0", ["K812"]),
        (SERVICES, 'services: s, dns: ["fd5b:7c1e:93a2:71::a", 10.71.0.10]', ["K812"]),
        (SERVICES, "services: [s, x], dns: 10.72.0.0", []),
        (SERVICES, "dns: 10.72.0.0", []),
        (SERVICES, "services: s, dns: 169.254.25.10", []),
        (f"{SERVICES}\nname: t, cidr: 10.72.0.0/16", "services: [s, t], dns: 10.72.0.10, version: v1.33.1", []),
        ("name: s, cidr: 10.71.0.0/29", "services: s, dns: 10.72.0.0", ["K807", "K812"]),
    ],
)
def test_dns_is_a_service(networks: str, more: str, expected: list[str]) -> None:
    assert codes(plan(networks, f"name: a, {more}")) == expected


DHCP = f"{LAN}, dhcp: 10.3.42.200-10.3.42.210"
POOL = ", load_balancers: [{product: metallb, mode: bgp, pools: 10.3.69.8-10.3.69.15}]"


@pytest.mark.parametrize(
    ("networks", "clusters", "expected"),
    [
        pytest.param(DHCP, "name: a, api: {address: 10.3.42.199}", [], id="before the range"),
        pytest.param(DHCP, "name: a, api: {address: 10.3.42.200}", ["K813"], id="the first of the range"),
        pytest.param(
            DHCP, "name: a, api: {address: [10.3.42.199, 10.3.42.210]}", ["K813"], id="two addresses, one in the range"
        ),
        pytest.param(DHCP, "name: a, api: {address: 10.3.42.211}", [], id="behind the range"),
        pytest.param(DHCP, "name: a, api: {address: 10.3.42.200}, site: cabin", [], id="another site"),
        pytest.param(
            DHCP,
            "name: a, api: {address: 10.3.42.200}, nodes: [{name: n, address: 10.3.42.200}]",
            [],
            id="a node has it too",
        ),
        pytest.param(
            DHCP,
            "name: a, virtual_addresses: [{name: v, address: 10.3.42.200}]",
            [],
            id="a virtual address in the range",
        ),
        pytest.param(LAN, f"name: a, api: {{address: 10.3.69.7}}{POOL}", [], id="before the pool"),
        pytest.param(LAN, f"name: a, api: {{address: 10.3.69.8}}{POOL}", ["K813"], id="the first of the pool"),
        pytest.param(
            LAN,
            f"name: a, api: {{address: 10.3.69.15}}\nname: b{POOL}",
            ["K813"],
            id="the last of another cluster's pool",
        ),
        pytest.param(LAN, f"name: a, api: {{address: 10.3.69.15}}, vrf: x\nname: b{POOL}", [], id="another VRF"),
        pytest.param(LAN, f"name: a, api: {{address: 10.3.69.16}}{POOL}", [], id="behind the pool"),
        pytest.param(
            LAN,
            f"name: a, api: {{address: 10.3.69.8}}, virtual_addresses: [{{name: v, address: 10.3.69.8}}]{POOL}",
            ["K813"],
            id="a virtual address has it too",
        ),
        pytest.param(
            LAN,
            f"name: a, virtual_addresses: [{{name: v, address: [10.3.69.7, 10.3.69.8]}}]{POOL}",
            ["K813"],
            id="two virtual addresses, one in the pool",
        ),
        pytest.param(
            LAN,
            f"name: a, virtual_addresses: [{{name: v, address: 10.3.69.8}}]\nname: b{POOL}",
            ["K813"],
            id="a virtual address in another cluster's pool",
        ),
        pytest.param(
            LAN,
            f"name: a, virtual_addresses: [{{name: v, address: 10.3.69.8}}], vrf: x\nname: b{POOL}",
            [],
            id="a virtual address in another VRF",
        ),
        pytest.param(
            LAN,
            f"name: a, api: {{address: 10.3.69.9}}, pinned_services: [{{name: x, address: 10.3.69.9}}]{POOL}",
            ["K813"],
            id="a service has it, in the pool",
        ),
        pytest.param(
            LAN,
            f"name: a, api: {{address: 10.3.69.9}}\nname: b, pinned_services: [{{name: x, address: 10.3.69.9}}]{POOL}",
            [],
            id="a service of another cluster has it",
        ),
        pytest.param(
            LAN,
            "name: a, api: {address: 10.3.42.9}, pinned_services: [{name: x, address: 10.3.42.9}]",
            ["K813"],
            id="a service has it",
        ),
        pytest.param(
            LAN,
            "name: a, api: {address: 10.3.42.9}, pinned_services: [{name: x, address: 10.3.42.9, ports: 6443/tcp}]",
            [],
            id="a service that leads to it",
        ),
        pytest.param(
            LAN,
            "name: a, api: {address: 10.3.42.8}, pinned_services: [{name: x, address: 10.3.42.9}]",
            [],
            id="a service beside it",
        ),
        pytest.param(
            "name: x, cidr: 10.3.69.0/24, dhcp: 10.3.69.8-10.3.69.9, role: load-balancer",
            f"name: a, api: {{address: 10.3.69.9}}{POOL}",
            ["K813", "K820"],
            id="a pool in the range",
        ),
    ],
)
def test_the_address_of_an_api_is_nobody_elses(networks: str, clusters: str, expected: list[str]) -> None:
    assert codes(plan(networks, clusters)) == expected


@pytest.mark.parametrize(
    ("product", "version", "expected"),
    [
        ("Calico", "3.20", []),
        ("calico", "v3.28.4", []),
        ("calico", "3.29.0", ["K813", "K813"]),
        ("calico", "3.30", ["K813", "K813"]),
        ("calico", "''", ["K813", "K813"]),
        ("metallb", "3.20", ["K813", "K813"]),
    ],
)
def test_a_pool_that_is_only_announced_may_hold_a_virtual_address(
    product: str, version: str, expected: list[str]
) -> None:
    pool = f"load_balancers: [{{product: {product}, version: {version}, mode: bgp, pools: 10.3.69.0/24}}]"
    own = "api: {address: 10.3.69.9}, virtual_addresses: [{name: v, address: 10.3.69.8}]"
    assert codes(plan(LAN, f"name: a, {own}, {pool}")) == expected


LAN2 = "name: lan2, cidr: [10.3.43.0/24, 'fd5b:7c1e:93a2:43::/64']"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param("node_network: lan, nodes: [{name: n, address: 10.3.43.9}]", ["K814"], id="elsewhere"),
        pytest.param(
            "node_network: lan, nodes: [{name: n, address: [10.3.42.9, 10.3.44.9]}]",
            ["K814"],
            id="one of two addresses elsewhere",
        ),
        pytest.param("node_network: lan, nodes: [{name: n, address: 10.3.42.255}]", [], id="the last address"),
        pytest.param("node_network: lan, nodes: [{name: n, address: 10.3.43.9/32}]", [], id="a loopback"),
        pytest.param(
            "node_network: lan, nodes: [{name: n, address: 10.3.43.9/24}]", ["K814"], id="elsewhere, with its mask"
        ),
        pytest.param(
            "node_network: lan2, nodes: [{name: n, address: 'fd5b:7c1e:93a2:42::9/128'}]", [], id="a loopback of IPv6"
        ),
        pytest.param(
            "node_network: lan, nodes: [{name: n, address: 'fd5b:7c1e:93a2:43::9'}]", [], id="IPv6 in a network of IPv4"
        ),
        pytest.param(
            "node_network: lan2, nodes: [{name: n, address: 'fd5b:7c1e:93a2:42::9'}]", ["K814"], id="IPv6 elsewhere"
        ),
        pytest.param(
            "node_network: [lan, lan2], nodes: [{name: n, address: [10.3.42.9, 10.3.43.9]}]", [], id="two networks"
        ),
        pytest.param(
            "node_network: [lan, x], nodes: [{name: n, address: 10.3.43.9}]", [], id="one of two networks is unknown"
        ),
        pytest.param(
            "node_network: [lan, {}], nodes: [{name: n, address: 10.3.43.9}]",
            [],
            id="one of two networks cannot be read",
        ),
        pytest.param("node_network: lan, nodes: [{name: n, address: 10.69.0.9}]", ["K804"], id="among the pods"),
        pytest.param(
            "nodes: [{name: n, address: 10.3.43.9}, {name: m, address: 10.3.42.9}]", [], id="the cluster says nothing"
        ),
        pytest.param(
            "node_network: part, nodes: [{name: n, address: 10.3.42.9}, {name: m, address: 10.3.42.99}]",
            [],
            id="a network in a network",
        ),
        pytest.param(
            "node_network: framed, nodes: [{name: n, address: 10.9.1.9}, {name: m, address: 10.9.2.9}]",
            ["K814"],
            id="a network that only holds others",
        ),
    ],
)
def test_nodes_are_where_the_cluster_says(more: str, expected: list[str]) -> None:
    networks = f"{LAN}\n{LAN2}\n{PODS}\nname: part, cidr: 10.3.42.0/26, parent: lan"
    networks += "\nname: frame, cidr: 10.9.0.0/16, role: container\nname: framed, cidr: 10.9.1.0/24, parent: frame"
    assert codes(plan(networks, f"name: a, {more}")) == expected


def balanced(
    pools: str, mode: str = "l2", nodes_at: str = "10.3.42.10", more: str = "", product: str = "metallb"
) -> str:
    lines = f"nodes: [{{name: n, address: [{nodes_at}]}}]"
    return f"name: a, {lines}, load_balancers: [{{product: {product}, mode: '{mode}', pools: [{pools}]}}]{more}"


@pytest.mark.parametrize(
    ("networks", "clusters", "expected"),
    [
        pytest.param(LAN, balanced("10.3.42.64-10.3.42.254"), [], id="on the link"),
        pytest.param(LAN, balanced("10.3.43.0/28"), ["K815"], id="beside it"),
        pytest.param(LAN, balanced("10.3.43.0/28", ""), [], id="no mode"),
        pytest.param(LAN, balanced("10.3.43.0/28", "bgp"), [], id="BGP"),
        pytest.param(LAN, balanced("10.3.41.250-10.3.42.0"), ["K815"], id="begins before it"),
        pytest.param(LAN, balanced("10.3.42.250-10.3.43.0"), ["K815"], id="ends behind it"),
        pytest.param(
            f"{LAN}\n{LAN2}",
            balanced("10.3.42.250-10.3.43.5", nodes_at="10.3.42.10, 10.3.43.10"),
            ["K815"],
            id="over two links",
        ),
        pytest.param(
            f"{LAN}\n{LAN2}",
            balanced("10.3.43.20-10.3.43.25", nodes_at="10.3.42.10, 10.3.43.10"),
            [],
            id="on the second of two links",
        ),
        pytest.param(LAN, balanced("10.3.43.0/28", nodes_at="10.3.99.10"), [], id="nodes in no network"),
        pytest.param(
            LAN, balanced("10.3.43.0/28", nodes_at="10.3.42.10, 10.3.99.10"), [], id="a second address in no network"
        ),
        pytest.param(
            LAN,
            balanced("10.3.43.0/28", nodes_at="10.3.42.10, 10.3.99.10/32"),
            ["K815"],
            id="a second address that is a loopback",
        ),
        pytest.param(
            f"{LAN}\n{LAN2}",
            balanced("10.3.43.0/28", nodes_at="10.3.42.10/24, 10.3.43.99/32"),
            ["K815"],
            id="a loopback in the network of the pool",
        ),
        pytest.param(LAN, balanced("10.3.43.0/28", nodes_at=""), [], id="no nodes' addresses"),
        pytest.param(LAN, balanced("10.3.43.0/28", nodes_at="10.3.42.10, x"), [], id="an address that cannot be read"),
        pytest.param(
            LAN, balanced("10.3.43.0/28").replace("}], load", "}, x], load"), [], id="a node that cannot be read"
        ),
        pytest.param(LAN, balanced("'fd5b:7c1e:93a2:43::/96'", nodes_at="10.3.42.10"), [], id="another family"),
        pytest.param(
            LAN2, balanced("'fd5b:7c1e:93a2:44::/96'", nodes_at="'fd5b:7c1e:93a2:43::9'"), ["K815"], id="IPv6"
        ),
        pytest.param(
            LAN,
            balanced("10.3.43.0/28", nodes_at="", more=", node_network: lan"),
            ["K815"],
            id="the cluster says the network",
        ),
        pytest.param(
            LAN, balanced("10.3.43.0/28", more=", node_network: x"), [], id="the cluster says an unknown network"
        ),
        pytest.param(LAN, balanced("10.3.43.0/28", more=", site: cabin"), [], id="another site"),
        pytest.param(
            "name: lan, cidr: 10.3.42.0/24, role: container",
            balanced("10.3.43.0/28"),
            [],
            id="the link only holds others",
        ),
        pytest.param(
            "name: lan, cidr: 10.3.42.0/24, role: pods", balanced("10.3.43.0/28"), ["K804"], id="the link is for pods"
        ),
        pytest.param(
            "name: lan, cidr: [10.3.42.0/24, x]", balanced("10.3.43.0/28"), [], id="a prefix that cannot be read"
        ),
        pytest.param(
            "name: wide, cidr: 10.3.42.0/23\nname: lan, cidr: 10.3.42.0/24, parent: wide",
            balanced("10.3.43.16/28"),
            [],
            id="in a wider network",
        ),
        pytest.param(
            "name: wide, cidr: 10.3.42.0/23, role: container\nname: lan, cidr: 10.3.42.0/24, parent: wide",
            balanced("10.3.43.16/28"),
            ["K815"],
            id="in a wider network that only holds others",
        ),
        pytest.param(
            f"{LAN}\nname: pool, cidr: 10.3.42.64/28, role: load-balancer, parent: lan",
            balanced("pool"),
            [],
            id="its own network inside of the link",
        ),
        pytest.param(
            f"{LAN}\nname: pool, cidr: 10.3.69.64/28, role: load-balancer",
            balanced("pool"),
            ["K815"],
            id="its own network beside the link",
        ),
        pytest.param(
            "name: a, cidr: 10.3.42.0/24, parent: b\nname: b, cidr: 10.3.42.0/23, parent: a",
            balanced("10.3.44.0/28"),
            ["K815"],
            id="parents in a circle",
        ),
    ],
)
def test_a_pool_that_is_announced_on_the_link_is_on_the_link(networks: str, clusters: str, expected: list[str]) -> None:
    assert codes(plan(networks, clusters)) == expected


BARE = "name: lan, cidr: 10.3.42.0/24"
IOT = "name: iot, cidr: 10.3.43.0/25, gateway: 10.3.43.1"


@pytest.mark.parametrize(
    ("networks", "clusters", "rest", "expected"),
    [
        pytest.param(LAN, balanced("10.3.42.1-10.3.42.5"), "", ["K816"], id="the gateway"),
        pytest.param(LAN, balanced("10.3.42.1-10.3.42.5", ""), "", ["K816"], id="the gateway, no mode"),
        pytest.param(LAN, balanced("10.3.42.2-10.3.42.9"), "", [], id="between gateway and node"),
        pytest.param(LAN, balanced("10.3.42.2-10.3.42.10"), "", ["K816"], id="a node"),
        pytest.param(LAN, balanced("10.3.42.11-10.3.42.254"), "", [], id="up to the last address"),
        pytest.param(LAN, balanced("10.3.42.11-10.3.42.255"), "", ["K816"], id="the broadcast address"),
        pytest.param(LAN, balanced("10.3.42.240/28"), "", ["K816"], id="the last addresses as a prefix"),
        pytest.param(
            "name: lan, cidr: 10.3.42.0/24", balanced("10.3.42.0-10.3.42.5"), "", ["K816"], id="the network address"
        ),
        pytest.param(
            "name: lan, cidr: 10.3.42.0/24",
            balanced("10.3.42.255-10.3.42.255"),
            "",
            ["K816"],
            id="only the broadcast address",
        ),
        pytest.param(
            BARE,
            balanced("10.3.41.9-10.3.42.9", "", nodes_at="10.3.42.10/32, 10.3.42.11"),
            "",
            ["K816"],
            id="over the network address, by a second address",
        ),
        pytest.param(
            BARE,
            balanced("10.3.41.9-10.3.42.9", "", nodes_at="10.3.42.10/32"),
            "",
            [],
            id="over the network address, beside a loopback",
        ),
        pytest.param(
            f"{BARE}, site: x",
            balanced("10.3.41.9-10.3.43.9", "", more=", node_network: lan"),
            "",
            ["K816"],
            id="over the whole network",
        ),
        pytest.param(
            "name: lan, cidr: 10.3.42.0/31",
            balanced("10.3.42.1-10.3.42.1", nodes_at="10.3.42.0"),
            "",
            [],
            id="the second of a /31",
        ),
        pytest.param(
            "name: lan, cidr: 10.3.42.0/30",
            balanced("10.3.42.3-10.3.42.3", nodes_at="10.3.42.1"),
            "",
            ["K816"],
            id="the last of a /30",
        ),
        pytest.param(
            LAN2, balanced("'fd5b:7c1e:93a2:43::/120'", nodes_at="'fd5b:7c1e:93a2:43:1::9'"), "", [], id="IPv6"
        ),
        pytest.param(LAN, balanced("lan"), "", ["K816"], id="the whole network"),
        pytest.param(
            LAN,
            balanced("10.3.42.2-10.3.42.9"),
            "routers: [{name: r, addresses: 10.3.42.9}]\n",
            ["K816"],
            id="a router",
        ),
        pytest.param(
            LAN,
            balanced("10.3.42.2-10.3.42.9"),
            "routers: [{name: r, addresses: 10.3.42.9, site: cabin}]\n",
            [],
            id="a router at another site",
        ),
        pytest.param(
            f"{LAN}, hosts: [{{name: h, address: 10.3.42.9}}]",
            balanced("10.3.42.2-10.3.42.9"),
            "",
            ["K816"],
            id="a host",
        ),
        pytest.param(
            f"{LAN}, hosts: [{{name: h, address: 10.3.42.9}}]",
            balanced("10.3.42.2-10.3.42.9", more=", pinned_services: [{name: h, address: 10.3.42.9}]"),
            "",
            [],
            id="a host that is the service",
        ),
        pytest.param(
            LAN,
            balanced("10.3.42.2-10.3.42.9", more=", virtual_addresses: [{name: v, address: 10.3.42.9}]"),
            "",
            ["K813"],
            id="a virtual address",
        ),
        pytest.param(
            LAN,
            balanced("10.3.42.2-10.3.42.9", more=", pinned_services: [{name: x, address: 10.3.42.9}]"),
            "",
            [],
            id="a service",
        ),
        pytest.param(
            LAN,
            balanced("10.3.42.250-10.3.43.9"),
            "routers: [{name: r, addresses: 10.3.43.9}]\n",
            ["K815"],
            id="a router behind the link",
        ),
        pytest.param(
            "name: wide, cidr: 10.3.42.0/23\nname: lan, cidr: 10.3.42.0/25, parent: wide",
            balanced("10.3.42.120-10.3.42.130"),
            "",
            [],
            id="in a wider network",
        ),
        pytest.param(
            "name: wide, cidr: 10.3.42.0/23\nname: lan, cidr: 10.3.43.0/25, parent: wide",
            balanced("10.3.43.250-10.3.43.255", nodes_at="10.3.43.10"),
            "",
            ["K816"],
            id="the last of the wider network",
        ),
        pytest.param(
            f"name: wide, cidr: 10.3.42.0/23\n{LAN}, parent: wide\n{IOT}, parent: wide",
            balanced("10.3.43.0-10.3.43.200"),
            "",
            ["K823"],
            id="over another network",
        ),
    ],
)
def test_a_pool_on_the_link_holds_nothing_that_is_taken(
    networks: str, clusters: str, rest: str, expected: list[str]
) -> None:
    assert codes(plan(networks, clusters, rest)) == expected


def test_a_hint_for_a_pool_says_what_is_left_of_it() -> None:
    hints = [
        found(plan("name: lan, cidr: 10.3.42.0/24", balanced(pool)))[0].problem.hint
        for pool in ("10.3.42.0/29", "10.3.42.248/29", "10.3.42.255/32", "10.3.42.254-10.3.42.255")
    ]
    assert hints == [
        "write `10.3.42.1-10.3.42.7`",
        "write `10.3.42.248-10.3.42.254`",
        "use other addresses",
        "write `10.3.42.254-10.3.42.254`",
    ]


L2, BGP = "product: metallb, mode: l2, pools: ", "product: metallb, mode: bgp, pools: "


def cluster(name: str, *balancers: str, more: str = "") -> str:
    return f"name: {name}, load_balancers: [" + ", ".join(f"{{{balancer}}}" for balancer in balancers) + f"]{more}"


EMPTY = "name: a, load_balancers: [{product: metallb, mode: bgp, pools: 10.3.42.192/27}]"


@pytest.mark.parametrize(
    ("networks", "clusters", "rest", "expected"),
    [
        pytest.param(LAN, EMPTY, "", ["K817"], id="on a link with a gateway"),
        pytest.param(BARE, EMPTY, "", [], id="no machine there"),
        pytest.param(f"{BARE}, hosts: [{{name: h, address: 10.3.42.9}}]", EMPTY, "", ["K817"], id="a host there"),
        pytest.param(BARE, EMPTY, "routers: [{name: r, addresses: 10.3.42.9}]\n", ["K817"], id="a router there"),
        pytest.param(
            BARE, EMPTY, "routers: [{name: r, addresses: 10.3.42.9, vrf: x}]\n", [], id="a router in another VRF"
        ),
        pytest.param(BARE, balanced("10.3.42.192/27", "bgp"), "", ["K817"], id="a node there"),
        pytest.param(
            BARE, f"{EMPTY}, virtual_addresses: [{{name: v, address: 10.3.42.9}}]", "", [], id="a virtual address there"
        ),
        pytest.param(
            BARE, f"{EMPTY}, pinned_services: [{{name: v, address: 10.3.42.193}}]", "", [], id="a service there"
        ),
        pytest.param(f"{LAN}, role: container", EMPTY, "", [], id="a network that only holds others"),
        pytest.param(
            f"{LAN}, role: container",
            balanced("10.3.42.192/27", "bgp"),
            "",
            [],
            id="a network that only holds others, a node there",
        ),
        pytest.param(f"{LAN}, role: load-balancer", EMPTY, "", [], id="a network for pools"),
        pytest.param(LAN, EMPTY.replace("10.3.42.192/27", "10.3.43.0/27"), "", [], id="beside it"),
        pytest.param(
            LAN, EMPTY.replace("10.3.42.192/27", "10.3.42.255-10.3.43.9"), "", ["K817"], id="from its last address"
        ),
        pytest.param(LAN, EMPTY.replace("10.3.42.192/27", "10.3.42.0/24"), "", ["K817"], id="all of it"),
        pytest.param(LAN, EMPTY.replace("bgp", "''"), "", [], id="no mode"),
        pytest.param(LAN, EMPTY.replace("10.3.42.192/27", "lan"), "", [], id="its network by name"),
        pytest.param(
            f"{LAN}, hosts: [{{name: h, address: 10.3.42.9}}]",
            EMPTY.replace("10.3.42.192/27", "lan"),
            "",
            [],
            id="its network by name, a host there",
        ),
        pytest.param(PODS, balanced("10.69.0.0/27", "bgp", nodes_at="10.69.0.99"), "", ["K804"], id="among pods"),
        pytest.param(BARE, balanced("lan", "bgp"), "", ["K817"], id="its network by name, a node there"),
        pytest.param(f"{LAN}\nname: p, cidr: 10.3.42.64/27", balanced("p", "bgp"), "", [], id="a network inside"),
        pytest.param(
            f"{LAN}\nname: p, cidr: 10.3.42.64/27, parent: lan",
            balanced("p", "bgp"),
            "",
            ["K817"],
            id="a network inside, with its parent",
        ),
        pytest.param(LAN, EMPTY.replace("10.3.42.192/27", "10.3.0.0/16"), "", ["K823"], id="around the link"),
        pytest.param(
            LAN, cluster("a", f"{BGP}10.3.42.192/27", f"{L2}10.3.42.192/27"), "", ["K818"], id="by both, on the link"
        ),
        pytest.param(
            LAN,
            cluster("a", f"{L2}10.3.42.200-10.3.42.210", "product: calico, mode: bgp, pools: 10.3.42.192/27"),
            "",
            ["K819"],
            id="another product by BGP",
        ),
        pytest.param(
            LAN,
            f"{EMPTY}\nname: b, load_balancers: [{{product: metallb, mode: l2, pools: 10.3.42.192/27}}]",
            "",
            ["K817", "K819"],
            id="another cluster on the link",
        ),
        pytest.param(
            LAN,
            cluster("a", f"{BGP}10.3.69.0/27", f"{L2}10.3.69.0/27", more=", nodes: [{name: n, address: 10.3.42.9}]"),
            "",
            ["K815"],
            id="by BGP and on another link",
        ),
        pytest.param(
            LAN,
            cluster("a", f"{L2}10.3.69.0/27", f"{BGP}10.3.69.0/27", more=", nodes: [{name: n, address: 10.3.42.9}]"),
            "",
            ["K815"],
            id="in the other order",
        ),
        pytest.param(
            f"{LAN}\nname: pool, cidr: [10.3.69.0/24, 'fd5b:7c1e:93a2:69::/112']",
            cluster("a", f"{L2}pool", "product: MetalLB, mode: bgp, pools: pool"),
            "",
            ["K818"],
            id="by both, in a network for pools",
        ),
    ],
)
def test_a_pool_for_bgp_is_on_no_link(networks: str, clusters: str, rest: str, expected: list[str]) -> None:
    assert codes(plan(networks, clusters, rest)) == expected


FIRST = "product: metallb, pools: 10.3.69.0-10.3.69.9"


@pytest.mark.parametrize(
    ("clusters", "expected"),
    [
        pytest.param(
            (cluster("a", FIRST), cluster("b", "product: metallb, pools: 10.3.69.10-10.3.69.19")), [], id="side by side"
        ),
        pytest.param(
            (cluster("a", FIRST), cluster("b", "product: metallb, pools: 10.3.69.9-10.3.69.19")),
            ["K819"],
            id="one address",
        ),
        pytest.param((cluster("a", FIRST), cluster("b", FIRST)), ["K819"], id="the same"),
        pytest.param((cluster("a", FIRST), cluster("b", FIRST, more=", site: cabin")), [], id="another site"),
        pytest.param(
            (cluster("a", "product: metallb, pools: [10.3.69.0/28, 10.3.69.8-10.3.69.20]"),),
            ["K819"],
            id="two of one balancer",
        ),
        pytest.param(
            (cluster("a", "product: metallb, pools: [10.3.69.0/28, 10.3.69.0/28]"),),
            ["K819"],
            id="twice in one balancer",
        ),
        pytest.param(
            (cluster("a", "product: metallb, pools: [10.3.0.0/16, 10.3.69.0/28, 10.3.70.0/28]"),),
            ["K819", "K819"],
            id="two in a third",
        ),
        pytest.param((cluster("a", f"{FIRST}, mode: bgp", f"{FIRST}, mode: bgp, asn: 64513"),), [], id="by BGP twice"),
        pytest.param(
            (cluster("a", f"{FIRST}, mode: bgp", "product: metallb, mode: l2, pools: 10.3.69.0-10.3.69.8"),),
            ["K819"],
            id="by BGP and on the link",
        ),
        pytest.param(
            (cluster("a", f"{FIRST}, mode: l2", "product: cilium, mode: l2, pools: 10.3.69.0-10.3.69.9"),),
            ["K819"],
            id="two products on the link",
        ),
        pytest.param(
            (cluster("a", f"{FIRST}, mode: l2", "product: calico, mode: bgp, pools: 10.3.69.0-10.3.69.9"),),
            ["K819"],
            id="on the link, and announced by Calico as it is",
        ),
        pytest.param(
            (cluster("a", FIRST, "product: calico, mode: bgp, pools: 10.3.69.0-10.3.69.9"),),
            [],
            id="no mode, announced by Calico as it is",
        ),
        pytest.param(
            (cluster("a", FIRST, "product: calico, pools: 10.3.69.0-10.3.69.9"),), ["K819"], id="Calico without a mode"
        ),
        pytest.param(
            (cluster("a", FIRST, "product: calico, mode: bgp, pools: 10.3.69.0-10.3.69.8"),),
            ["K819"],
            id="Calico announces a part",
        ),
        pytest.param(
            (cluster("a", f"{FIRST}, mode: bgp"), cluster("b", "product: calico, pools: 10.3.69.0-10.3.69.9")),
            ["K819"],
            id="Calico in another cluster",
        ),
        pytest.param(
            (cluster("a", "product: cilium, pools: pool"), cluster("b", "product: cilium, pools: pool")),
            ["K819"],
            id="one network of two clusters",
        ),
        pytest.param(
            (cluster("a", "product: cilium, pools: pool"), cluster("b", "product: cilium, pools: 10.8.0.0/24")),
            ["K819"],
            id="a network and its prefix",
        ),
        pytest.param(
            (cluster("a", "product: cilium, pools: pool"), cluster("b", "product: cilium, pools: part")),
            ["K819"],
            id="a network and a part of it",
        ),
        pytest.param(
            (cluster("a", "product: cilium, pools: pool"), cluster("b", "product: cilium, pools: stray")),
            [],
            id="a network elsewhere",
        ),
        pytest.param(
            (cluster("a", "product: cilium, pools: odd"),), [], id="a network with two prefixes in one another"
        ),
        pytest.param(
            (cluster("a", "product: cilium, pools: odd"), cluster("b", "product: cilium, pools: 10.11.0.0/24")),
            ["K819"],
            id="a prefix in one of two",
        ),
    ],
)
def test_pools_do_not_overlap(clusters: tuple[str, ...], expected: list[str]) -> None:
    networks = "name: pool, cidr: [10.8.0.0/24, 'fd5b:7c1e:93a2:8::/112'], role: load-balancer"
    networks += "\nname: part, cidr: 10.8.0.0/26, role: load-balancer, parent: pool"
    networks += "\nname: stray, cidr: 10.8.0.64/26, role: load-balancer"
    networks += "\nname: odd, cidr: [10.11.0.0/24, 10.11.0.0/25]"
    assert codes(plan(networks, "\n".join(clusters))) == expected


def test_overlaps_come_with_the_address_where_they_end() -> None:
    hints = [
        found(plan("", "\n".join((cluster("a", FIRST), cluster("b", f"product: cilium, pools: {pool}")))))[
            0
        ].problem.hint
        for pool in ("10.3.69.5-10.3.69.20", "10.3.69.5-10.3.69.9", "10.3.69.0-10.3.69.20")
    ]
    assert hints[0] == "begin this pool at 10.3.69.10"
    assert hints[1] == "remove the addresses from one of them"
    assert hints[2] == "remove the addresses from one of them"


@pytest.mark.parametrize(
    ("pool", "hint"),
    [
        ("10.3.42.190-10.3.42.199", ""),
        ("10.3.42.190-10.3.42.200", "end the pool at 10.3.42.199"),
        ("10.3.42.210-10.3.42.220", "begin the pool at 10.3.42.211"),
        ("10.3.42.211-10.3.42.220", ""),
        ("10.3.42.200-10.3.42.210", "exclude the pool's addresses from the range"),
        ("10.3.42.201-10.3.42.209", "exclude the pool's addresses from the range"),
        ("10.3.42.190-10.3.42.220", "begin the pool at 10.3.42.211"),
    ],
)
def test_pools_are_not_handed_out_by_dhcp(pool: str, hint: str) -> None:
    results = found(plan(DHCP, balanced(pool, "")))
    assert [(finding.code, finding.problem.hint) for finding in results] == ([("K820", hint)] if hint else [])
    assert found(plan(f"{DHCP}, site: cabin", balanced(pool, ""))) == []


def pinned(address: str, more: str = "", pools: str = "10.3.69.0-10.3.69.9") -> str:
    services = f"pinned_services: [{{name: x, address: [{address}]{more}}}]"
    return f"name: a, load_balancers: [{{product: metallb, pools: [{pools}]}}], {services}"


@pytest.mark.parametrize(
    ("clusters", "expected"),
    [
        (pinned("10.3.69.9"), []),
        (pinned("10.3.69.10"), ["K821"]),
        (pinned("10.3.69.0, 10.3.69.10"), ["K821"]),
        (pinned("10.3.69.10", ", via: load-balancer-ip"), ["K821"]),
        (pinned("10.3.69.10", ", via: annotation"), ["K821"]),
        (pinned("10.3.69.10", ", via: external-ips"), []),
        (pinned("10.3.69.10", ", via: cluster-ip"), []),
        (pinned("10.3.69.10", ", via: nonsense"), []),
        (pinned("'fd5b:7c1e:93a2:8::9'"), []),
        (pinned("'fd5b:7c1e:93a2:9::9'", pools="pool"), ["K821"]),
        (pinned("10.3.69.10", pools=""), []),
        (pinned("10.3.69.10", pools="10.3.69.0/29, x"), []),
        (pinned("10.3.69.10", pools="10.3.69.0/29, bare"), []),
        (pinned("10.3.69.10", pools="10.3.69.0/29, {}"), []),
        (pinned("10.3.69.10", pools="10.3.69.0/29, 10.3.69.8/29"), []),
        (pinned("10.71.0.9"), ["K804"]),
        (pinned("10.3.69.10").replace("}], pinned", "}, x], pinned"), []),
        (f"{pinned('10.3.69.10')}\nname: b, load_balancers: [{{product: cilium, pools: 10.3.69.10/32}}]", ["K821"]),
        (f"{pinned('10.8.0.9', pools='pool')}, site: cabin", []),
    ],
)
def test_a_pinned_address_is_in_a_pool(clusters: str, expected: list[str]) -> None:
    networks = f"{SERVICES}\nname: pool, cidr: [10.8.0.0/24, 'fd5b:7c1e:93a2:8::/112'], role: load-balancer\nname: bare"
    assert codes(plan(networks, clusters)) == expected


def test_a_pin_into_the_pool_of_another_cluster_says_so() -> None:
    other = "name: b, load_balancers: [{product: cilium, pools: 10.3.69.10/32}]"
    finding = found(plan("", f"{pinned('10.3.69.10')}\n{other}"))[0]
    assert "the pool 10.3.69.10/32 of b" in finding.problem.hint
    assert "b" in finding.problem.parties
    assert len(finding.problem.related) == 1
    assert found(plan("", pinned("10.3.69.10")))[0].problem.related == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (pods(P4, ", cni: {pods: 10.69.0.0/16}"), []),
        (pods(P4, ", cni: {pods: 10.69.0.0/17}"), ["K822"]),
        (pods(P4, ", cni: {pods: 10.69.0.0/17, product: calico}"), []),
        (pods(P4, ", cni: {pods: 10.68.0.0/15, product: calico}"), ["K822"]),
        (pods(P4, ", cni: {pods: [10.69.128.0/17, 10.69.0.0/17]}"), []),
        (pods(P4, ", cni: {pods: [10.69.0.0/16, x]}"), []),
        (pods(P4, ", cni: {pods: [10.69.0.0/17, x]}"), []),
        (pods(f"{P4}, {P6}", f", cni: {{pods: [{P6}, {P4}]}}"), []),
        (pods(f"{P4}, {P6}", f", cni: {{pods: {P4}}}"), ["K822"]),
        (plan("", "name: a, cni: {pods: 10.69.0.0/16}"), []),
        (pods(P4, ", node_mask: 24, cni: {node_mask: 24}"), []),
        (pods(P4, ", node_mask: 24, cni: {node_mask: 26}"), ["K822"]),
        (pods(P4, ", node_mask: 24, cni: {node_mask: 26, product: calico}"), []),
        (pods(P4, ", node_mask: 24, cni: {node_mask: [24, 64]}"), []),
        (pods(P4, ", cni: {node_mask: 26}"), []),
        (pods(P4, ", node_mask: [24, 64], cni: {node_mask: [24, 80]}"), []),
        (plan("", "name: a, node_mask: 24, cni: {node_mask: 25}"), ["K822"]),
        (plan("", "name: a, node_mask: [24, 64], cni: {node_mask: [24, 80]}"), ["K822"]),
        (pods(P4, ", cni: {native_routing: 10.69.0.0/16}"), []),
        (pods(P4, ", cni: {native_routing: [10.69.0.0/17, 10.69.128.0/17]}"), []),
        (pods(P4, ", cni: {native_routing: 10.69.128.0/17}"), ["K822"]),
        (pods(f"{P4}, {P6}", ", cni: {native_routing: 10.0.0.0/8}"), []),
        (plan("", "name: a, cni: {native_routing: 10.69.0.0/17}"), []),
    ],
)
def test_the_network_plugin_says_what_the_cluster_says(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("networks", "pools", "expected"),
    [
        ("name: x, cidr: 10.3.69.0/24", "10.3.69.0/24", []),
        ("name: x, cidr: 10.3.69.0/25", "10.3.69.0/24", ["K823"]),
        ("name: x, cidr: 10.3.69.128/25", "10.3.69.0/24", ["K823"]),
        ("name: x, cidr: 10.3.69.0/24", "10.3.69.0-10.3.70.0", ["K823"]),
        ("name: x, cidr: 10.3.69.0/24", "10.3.68.255-10.3.69.255", ["K823"]),
        ("name: x, cidr: 10.3.69.0/24", "10.3.69.1-10.3.70.0", []),
        ("name: x, cidr: 10.3.69.0/25, role: load-balancer", "10.3.69.0/24", []),
        ("name: x, cidr: 10.3.69.0/25, role: container", "10.3.69.0/24", []),
        ("name: x, cidr: 10.3.69.0/25, site: cabin", "10.3.69.0/24", []),
        ("name: x, cidr: 10.3.69.0/25", "10.3.69.0/24, x", ["K819"]),
        ("name: p, cidr: 10.3.69.0/24\nname: x, cidr: 10.3.69.0/25", "p", []),
        ("name: p, cidr: 10.3.69.0/24\nname: x, cidr: 10.3.69.0/25, parent: p", "p", ["K823"]),
        ("name: p, cidr: 10.3.69.0/24\nname: x, cidr: 10.3.69.0/24, parent: p", "p", []),
        ("name: p, cidr: 10.3.69.0/24\nname: x, cidr: [10.4.0.0/24, 10.3.69.0/25], parent: p", "p", ["K823"]),
    ],
)
def test_no_network_lies_inside_a_pool(networks: str, pools: str, expected: list[str]) -> None:
    assert (
        codes(plan(networks, f"name: a, load_balancers: [{{product: cilium, mode: bgp, pools: [{pools}]}}]"))
        == expected
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("address: 10.3.42.5, mode: arp", []),
        ("address: 10.3.43.0, mode: arp", ["K824"]),
        ("address: [10.3.42.5, 10.3.43.5], mode: arp", ["K824"]),
        ("address: 10.3.43.5, mode: vrrp", []),
        ("address: 10.3.43.5, mode: bgp", []),
        ("address: 10.3.43.5", []),
        ("address: 10.69.0.5, mode: arp", ["K804"]),
        ("address: 'fd5b:7c1e:93a2:42::5', mode: arp", []),
    ],
)
def test_a_virtual_address_that_moves_on_the_link_is_on_the_link(more: str, expected: list[str]) -> None:
    vip = f"nodes: [{{name: n, address: 10.3.42.10}}], virtual_addresses: [{{name: v, {more}}}]"
    assert codes(plan(f"{LAN}\n{PODS}", f"name: a, {vip}")) == expected
    assert codes(plan(PODS, f"name: a, {vip}")) == [code for code in expected if code == "K804"]


@pytest.mark.parametrize(
    ("node", "hint"),
    [
        ("name: k8s-0", None),
        ("name: 0", None),
        ("name: k8s-0.lab.internal", None),
        ("name: K8s-0", "write `k8s-0`"),
        ("name: -k8s", "write `k8s`"),
        ("name: k8s-", "write `k8s`"),
        ("name: k8s..0", "write its `hostname`"),
        ("name: k8s-.0", "write its `hostname`"),
        ("name: k8s.-0", "write its `hostname`"),
        ("name: knöpfe", "write `kn-pfe`"),
        ("name: '???'", "write its `hostname`"),
        ("name: The old laptop", "write `the-old-laptop`"),
        ("name: The old laptop, hostname: k8s-0", None),
        ("name: The old laptop, hostname: [k8s-0]", None),
        ("address: 10.3.42.10", None),
        (f"name: {'a' * 253}", None),
        (f"name: {'a' * 254}", "write its `hostname`"),
    ],
)
def test_a_node_has_a_name_that_it_can_join_under(node: str, hint: str | None) -> None:
    results = found(plan("", f"name: a, nodes: [{{{node}}}]"))
    assert [finding.code for finding in results] == ([] if hint is None else ["K825"])
    assert all(finding.problem.hint.startswith(str(hint)) for finding in results)


def test_rules_have_their_severity() -> None:
    others = {rule.code: rule.severity for rule in rules.rules() if rule.code in MINE and rule.severity != "error"}
    warned = dict.fromkeys(("K807", "K818", "K825", "K826", "K828"), "warning")
    assert others == {"K802": "info"} | warned


FROM_A_POOL = "write `via: cluster-ip` if this is its address inside the cluster; otherwise choose an address of a pool"


@pytest.mark.parametrize(
    ("text", "part", "hint"),
    [
        pytest.param(
            plan(SERVICES, "name: a, nodes: [{name: n, address: 10.71.0.9}]"),
            "the range of the services",
            "give it an address outside…",
            id="a node among services",
        ),
        pytest.param(
            plan(PODS, "name: a, pinned_services: [{name: n, address: 10.69.0.9}]"),
            "the range of the pods",
            "give it an address outside…",
            id="a service among pods",
        ),
        pytest.param(
            plan(SERVICES, "name: a, pinned_services: [{name: n, address: 10.71.0.9}]"),
            "service n (10.71.0.9)",
            FROM_A_POOL,
            id="a service among services",
        ),
        pytest.param(
            ranges(P4, f"{S4}, 10.72.0.0/16"),
            "has 2 IPv4 ranges for its services",
            "keep one of each family, or write…",
            id="two ranges for services",
        ),
        pytest.param(
            ranges(P4, f"{S4}, 10.72.0.0/16", ", version: 1.30"),
            "for its services",
            "keep one of each family",
            id="two ranges for services, release 1.30",
        ),
        pytest.param(
            ranges(f"{P4}, 10.70.0.0/16", S4), "for its pods", "keep one of each family", id="two ranges for pods"
        ),
        pytest.param(
            ranges(f"{P6}, {P4}", f"{S4}, {S6}"),
            "are IPv4 and IPv6, its pods IPv6 and IPv4",
            "give both IPv4 and IPv6…",
            id="families in another order",
        ),
        pytest.param(
            plan("name: s, cidr: 10.71.0.0/32", "name: a, services: s"),
            "has 1 address, too",
            "write `/28` or shorter",
            id="one address",
        ),
        pytest.param(
            plan("name: s, cidr: 10.71.0.0/31", "name: a, services: s"),
            "has 2 addresses, too",
            "write `/28` or shorter",
            id="two addresses",
        ),
        pytest.param(
            pods("10.69.0.0/25"),
            "is larger than 10.69.0.0/25",
            "write a `node_mask` from 25 to 32…",
            id="pods smaller than a node's share",
        ),
        pytest.param(
            pods("10.0.0.0/7"),
            "is too small a part of 10.0.0.0/7",
            "write a `node_mask` from 7 to 23…",
            id="pods larger than can be",
        ),
        pytest.param(
            pods(P4, ", node_mask: 30, max_pods: 4294967294"),
            "may run 4294967294 pods",
            "write `max_pods: 2`",
            id="more pods than a node's share",
        ),
        pytest.param(
            pods(P4, ", node_mask: 30, max_pods: 2147483646"),
            "may run",
            "write `max_pods: 2`, or a `node_mask` of 1 …",
            id="more pods than anything",
        ),
        pytest.param(
            plan(SERVICES, "name: a, services: s, dns: 10.1.1.1"),
            "is outside of",
            "write an address of that range, as 10.71.0.10",
            id="DNS elsewhere",
        ),
        pytest.param(
            plan(SERVICES, "name: a, services: s, dns: 'fd5b:7c1e::1'"),
            "is outside of",
            "write an address of that range",
            id="DNS of another family",
        ),
        pytest.param(
            plan(f"{LAN}\n{LAN2}", "name: a, node_network: lan, nodes: [{name: n, address: 10.3.43.9}]"),
            "is not in lan",
            "correct the address, or add `lan2`…",
            id="a node in another network",
        ),
        pytest.param(
            plan(LAN, "name: a, node_network: lan, nodes: [{name: n, address: 10.3.43.9}]"),
            "is not in lan",
            "correct the address",
            id="a node in no network",
        ),
        pytest.param(
            plan(BARE, balanced("10.3.42.240/28")),
            "the broadcast address of 10.3.42.0/24",
            "write `10.3.42.240-10.3…",
            id="the broadcast address in a pool",
        ),
        pytest.param(
            plan(BARE, balanced("10.3.42.0/29")),
            "the network address of 10.3.42.0/24",
            "write `10.3.42.1-10.3.42.7`",
            id="the network address in a pool",
        ),
        pytest.param(
            plan(BARE, balanced("lan", "bgp")),
            "is announced by BGP, but machines are on it",
            "use a prefix for the pool…",
            id="a pool for BGP with machines",
        ),
        pytest.param(
            plan(LAN, EMPTY),
            "but is in lan (10.3.42.0/24)",
            "use a prefix for the pool…",
            id="a pool for BGP on a link",
        ),
    ],
)
def test_messages_say_what_it_is_and_hints_what_to_write(text: str, part: str, hint: str) -> None:
    message, said, _ = one(text)
    assert part in message
    assert said.startswith(hint[:-1]) if hint.endswith("…") else said == hint


@pytest.mark.parametrize("more", ["", ", node_network: lan"])
def test_findings_about_the_link_point_to_where_the_nodes_are(more: str) -> None:
    pool = found(plan(LAN, f"{balanced('10.3.43.0/28')}{more}"))[0].problem
    vip = ", virtual_addresses: [{name: v, address: 10.3.43.9, mode: arp}]"
    api = found(plan(LAN, f"name: a, nodes: [{{name: n, address: 10.3.42.10}}]{vip}{more}"))[0].problem
    for problem in (pool, api):
        line = problem.related[0].at
        assert line.source.lines[line.line - 1][line.column - 1 :].startswith("lan" if more else "[")


def test_a_network_plugins_disagreement_points_to_what_the_cluster_says() -> None:
    text = pods(P4, ", node_mask: 24, cni: {node_mask: 25, native_routing: 10.69.0.0/17, pods: 10.1.0.0/16}")
    said = {finding.problem.at.column: finding.problem.related[0].at for finding in found(text)}
    lines = [place.source.lines[place.line - 1][place.column - 1 :] for _, place in sorted(said.items())]
    assert [line[0] for line in lines] == ["2", "p", "p"]
