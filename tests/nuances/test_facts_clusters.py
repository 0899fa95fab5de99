"""What the plan says of clusters, their services and the networks around them, as conditions of nuances ask for it."""

from __future__ import annotations

import pytest

from cidrbook.nuances.facts import known
from cidrbook.nuances.match import matches
from cidrbook.nuances.setting import Fact, settings
from cidrbook.plan.load import parse

LAN = "{name: lan, cidr: 10.3.42.0/24}"
PODS = "{name: pods, cidr: 10.42.0.0/16, role: pods}"
BOTH = "{name: pods, cidr: [10.42.0.0/16, 'fd5b:7c1e:93a2:4200::/56'], role: pods}"
SERVICES = "{name: services, cidr: 10.43.0.0/20, role: services}"


def fact(key: str, plan: str) -> Fact:
    """A fact of the first cluster of a plan."""
    asked, found = known(key), parse({"plan.yaml": plan})
    assert asked
    assert not asked.words or {*(asked.read(settings(found)[0]) or ())} <= {*asked.words}
    return asked.read(settings(found)[0])


def of_cluster(key: str, cluster: str, networks: str = "", more: str = "") -> list[str] | None:
    """A fact of a cluster `a`, or, where there are several, of the first."""
    clusters = "".join(f"  - {{name: {word}}}\n" for word in cluster.split("\n"))
    value = fact(key, f"networks: [{networks}]\nclusters:\n{clusters}{more}\n")
    return None if value is None else list(value)


@pytest.mark.parametrize("key", ["cluster.nodes", "cluster.overlaps", "cluster.shared_pods", "services.mixed_types"])
def test_without_a_cluster_there_is_nothing_to_know(key: str) -> None:
    assert list(fact(key, "routers: [{name: edge}]") or ()) == []
    assert fact(key, "routers: [{name: edge}]") is not None


@pytest.mark.parametrize(
    ("key", "cluster", "expected"),
    [
        ("cluster.nodes", "a", None),
        ("cluster.nodes", "a, nodes: 7", None),
        ("cluster.nodes", "a, nodes: [{name: x}, {name: y}]", ["2"]),
        ("cluster.runs", "a, nodes: [{name: x}]", None),
        (
            "cluster.runs",
            "a, nodes: [{name: x, runs: [Docker, podman]}, {name: y, runs: docker}]",
            ["docker", "podman"],
        ),
        ("cluster.load_balancers", "a", ["0"]),
        ("cluster.load_balancers", "a, load_balancers: [{product: MetalLB}, {product: metallb}]", ["1"]),
        ("cluster.load_balancers", "a, load_balancers: [{product: metallb}, {product: cilium}, {mode: l2}]", ["2"]),
        ("cluster.load_balancers", "a, load_balancers: 7", None),
        ("cluster.pods_named", "a", ["false"]),
        ("cluster.pods_named", "a, pods: x", ["true"]),
        ("cluster.pods_named", "a, cni: {pods: 10.42.0.0/16}", ["true"]),
        ("cluster.pods_named", "a, cni: {pods: ten}", None),
        ("cluster.pods_named", "a, pods: {x: y}", None),
        ("cluster.feature_gates.Some", "a", None),
        ("cluster.feature_gates.Some", "a, feature_gates: {Other: true}", ["unset"]),
        ("cluster.feature_gates.Some", "a, feature_gates: {some: true}", ["true"]),
        ("cluster.feature_gates.Some", "a, feature_gates: {Some: no}", ["false"]),
    ],
)
def test_what_a_cluster_says_of_itself(key: str, cluster: str, expected: list[str] | None) -> None:
    assert of_cluster(key, cluster) == expected


def test_a_host_that_is_a_node_says_what_runs_there() -> None:
    lan = "{name: lan, cidr: 10.3.42.0/24, hosts: [{name: x, runs: docker}, {name: y, runs: libvirt}]}"
    assert of_cluster("cluster.runs", "a, nodes: [{name: x}]", lan) == ["docker"]


@pytest.mark.parametrize(
    ("key", "cluster", "networks", "expected"),
    [
        ("cluster.pod_families", "a", PODS, None),
        ("cluster.pod_families", "a, pods: pods", PODS, ["ipv4"]),
        ("cluster.pod_families", "a, pods: pods", BOTH, ["ipv4", "ipv6", "dual"]),
        ("cluster.pod_families", "a, pods: [pods, more]", PODS, None),
        ("cluster.pod_families", "a, cni: {pods: 'fd5b:7c1e:93a2:4200::/56'}", PODS, ["ipv6"]),
        ("cluster.pod_families", "a, cni: {pods: ten}", PODS, None),
        ("cluster.pod_families", "a, pods: {x: y}, cni: {pods: 10.42.0.0/16}", PODS, None),
        ("cluster.service_families", "a, services: services", SERVICES, ["ipv4"]),
        ("cluster.service_families", "a", SERVICES, None),
        ("cluster.service_bits", "a", SERVICES, None),
        ("cluster.service_bits", "a, services: services", SERVICES, ["12"]),
        (
            "cluster.service_bits",
            "a, services: s",
            "{name: s, cidr: [10.43.0.0/24, 'fd5b:7c1e:93a2::/108']}",
            ["8", "20"],
        ),
        ("cluster.services_too_large", "a", SERVICES, None),
        ("cluster.services_too_large", "a, services: s", "{name: s, cidr: 10.96.0.0/12}", ["false"]),
        ("cluster.services_too_large", "a, services: s", "{name: s, cidr: 10.96.0.0/11}", ["true"]),
        ("cluster.services_too_large", "a, services: s, version: '1.34'", "{name: s, cidr: 10.96.0.0/11}", ["false"]),
        ("cluster.nodes_without_pods", "a, pods: p", "{name: p, cidr: 10.69.0.0/24}", None),
        ("cluster.nodes_without_pods", "a, nodes: [{name: x}]", "{name: p, cidr: 10.69.0.0/24}", None),
        ("cluster.nodes_without_pods", "a, pods: p, nodes: [{name: x}]", "{name: p, cidr: 10.69.0.0/24}", ["0"]),
        ("cluster.nodes_without_pods", "a, pods: p, nodes: [{name: x}]", "{name: p, cidr: 10.69.0.0/25}", None),
        (
            "cluster.nodes_without_pods",
            "a, pods: p, nodes: [{name: x}, {name: y}, {name: z}]",
            "{name: p, cidr: [10.69.0.0/16, 'fd5b:7c1e:93a2:4200::/64']}",
            ["2"],
        ),
        (
            "cluster.nodes_without_pods",
            "a, pods: p, nodes: [{name: x}, {name: y}], cni: {product: calico}",
            "{name: p, cidr: 10.69.0.0/24}",
            ["0"],
        ),
    ],
)
def test_the_ranges_of_a_cluster(key: str, cluster: str, networks: str, expected: list[str] | None) -> None:
    assert of_cluster(key, cluster, networks) == expected


INSIDE = "{name: inside, cidr: 10.42.7.0/24}"


@pytest.mark.parametrize(
    ("cluster", "networks", "expected"),
    [
        ("a", f"{PODS}, {INSIDE}", None),
        ("a, pods: pods", f"{PODS}, {LAN}", []),
        ("a, pods: pods", f"{PODS}, {INSIDE}", ["pods"]),
        ("a, pods: pods", "{name: pods, cidr: 10.42.0.0/16, role: pods}, {name: i, cidr: 10.42.7.0/24, vrf: x}", []),
        ("a, pods: pods", "{name: pods, cidr: 10.42.8.0/24}, {name: all, cidr: 10.42.0.0/16, role: container}", []),
        ("a, services: services", f"{SERVICES}, {{name: i, cidr: 10.43.7.0/24}}", ["services"]),
        ("a, services: services", SERVICES, None),
        ("a, pods: pods, node_network: inside", f"{PODS}, {INSIDE}", ["nodes", "pods"]),
        ("a, pods: pods, node_network: lan", f"{PODS}, {INSIDE}, {LAN}", ["pods"]),
        ("a, pods: pods, nodes: [{name: x, address: 10.42.7.9}]", f"{PODS}, {INSIDE}", ["nodes", "pods"]),
        ("a, pods: pods, services: pods", PODS, ["pods", "services"]),
        ("a, pods: pods\nb, pods: more", f"{PODS}, {{name: more, cidr: 10.42.0.0/16}}", []),
        ("a, pods: pods\nb, services: more", f"{PODS}, {{name: more, cidr: 10.42.0.0/16}}", ["pods"]),
        ("a, pods: lan\nb, pods: pods", f"{LAN}, {PODS}, {INSIDE}", []),
    ],
)
def test_what_of_a_cluster_overlaps(cluster: str, networks: str, expected: list[str] | None) -> None:
    assert of_cluster("cluster.overlaps", cluster, networks) == expected


MORE = "{name: more, cidr: 10.42.0.0/15, role: pods}"


@pytest.mark.parametrize(
    ("clusters", "networks", "expected"),
    [
        ("a, pods: pods, cni: {bgp: true}", PODS, []),
        ("a, pods: pods\nb, pods: lan", f"{PODS}, {LAN}", []),
        ("a\nb, pods: pods", PODS, None),
        ("a, pods: pods\nb, pods: pods", PODS, ["inside"]),
        ("a, pods: pods\nb, pods: pods, cni: {bgp: true}", PODS, ["routed"]),
        ("a, pods: pods\nb, pods: more", f"{PODS}, {MORE}", ["inside"]),
        ("a, pods: pods, cni: {bgp: true}\nb, pods: more", f"{PODS}, {MORE}", ["routed"]),
        ("a, pods: pods, services: services\nb, services: services", f"{PODS}, {SERVICES}", []),
        ("a, pods: pods\nb, pods: pods\nc, pods: pods, cni: {bgp: true}", PODS, ["inside", "routed"]),
    ],
)
def test_clusters_that_have_the_same_addresses_for_pods(
    clusters: str, networks: str, expected: list[str] | None
) -> None:
    assert of_cluster("cluster.shared_pods", clusters, networks) == expected


@pytest.mark.parametrize(
    ("cluster", "networks", "expected"),
    [
        ("a, distribution: k3s", INSIDE, ["true"]),
        ("a, distribution: K3s", "{name: lan, cidr: 10.43.7.0/24}", ["true"]),
        ("a, distribution: talos", INSIDE, ["false"]),
        ("a, distribution: k3s", LAN, ["false"]),
        ("a, distribution: k3s, site: x", INSIDE, ["false"]),
        (
            "a, distribution: k3s, pods: pods",
            "{name: pods, cidr: 10.69.0.0/16}, {name: lan, cidr: 10.42.7.0/24}",
            ["false"],
        ),
        ("a", INSIDE, None),
        ("a", LAN, ["false"]),
        ("a", "{name: all, cidr: 10.42.0.0/16, role: container}", ["false"]),
        ("a, pods: p, services: s", INSIDE, ["false"]),
    ],
)
def test_networks_where_a_distribution_puts_its_own(cluster: str, networks: str, expected: list[str] | None) -> None:
    assert of_cluster("cluster.default_overlaps", cluster, networks) == expected


@pytest.mark.parametrize(
    ("key", "services", "expected"),
    [
        ("services.via", "", []),
        ("services.via", "{name: x}", None),
        ("services.via", "{name: x}, {name: y, via: annotation}", ["annotation"]),
        ("services.type", "{name: x}", None),
        ("services.type", "{name: x, type: NodePort}, {name: y, via: annotation}", ["loadbalancer", "nodeport"]),
        ("services.mixed_types", "", []),
        ("services.mixed_types", "{name: x, type: LoadBalancer}", None),
        ("services.mixed_types", "{name: x, type: LoadBalancer, ports: [53, 53/udp]}", ["loadbalancer"]),
        ("services.mixed_types", "{name: x, type: LoadBalancer, ports: [53, 80/tcp]}", []),
        ("services.mixed_types", "{name: x, ports: [53, 53/udp]}, {name: y, type: NodePort, ports: 80}", None),
        ("services.mixed_types", "{name: x, ports: [53, 53/UDP], via: load-balancer-ip}", ["loadbalancer"]),
        ("services.port_twice", "{name: x}", None),
        ("services.port_twice", "{name: x, ports: [53/udp, 853/tcp]}", ["false"]),
        ("services.port_twice", "{name: x, ports: [53/sctp, 53]}", ["false"]),
        ("services.port_twice", "{name: x, ports: [80, 53/UDP, 53]}", ["true"]),
        ("services.udp_policies", "{name: x, ports: 53/udp}", ["cluster"]),
        ("services.udp_policies", "{name: x, ports: 53/udp, external_traffic_policy: Local}", ["local"]),
        ("services.udp_policies", "{name: x, ports: 53, external_traffic_policy: Local}", []),
        ("services.udp_policies", "{name: x, external_traffic_policy: Local}", None),
    ],
)
def test_what_the_services_say(key: str, services: str, expected: list[str] | None) -> None:
    assert of_cluster(key, f"a, pinned_services: [{services}]") == expected


DOCKER = "{name: docks, cidr: 172.20.5.0/24, hosts: [{name: media, runs: docker}]}"


@pytest.mark.parametrize(
    ("key", "networks", "more", "expected"),
    [
        ("networks.runs", LAN, "", None),
        ("networks.runs", DOCKER, "vpns: [{name: net, product: Tailscale}, {name: other}]", ["docker", "tailscale"]),
        ("networks.meets", LAN, "", ["cilium"]),
        ("networks.meets", "{name: lan, cidr: 10.3.42.0/24, role: pods}", "", []),
        ("networks.meets", "{name: servers, cidr: 172.20.5.0/24}", "", ["docker"]),
        ("networks.meets", "{name: docker, cidr: 172.20.5.0/24}", "", []),
        ("networks.meets", "{name: servers, cidr: 172.31.255.0/24}", "", ["docker"]),
        ("networks.meets", "{name: servers, cidr: 172.32.0.0/24}", "", []),
        (
            "networks.meets",
            "{name: a, cidr: 172.20.0.0/16}, {name: l, cidr: 192.168.122.0/24}",
            "",
            ["docker", "libvirt"],
        ),
        ("networks.meets", DOCKER, "", ["docker"]),
        ("networks.meets", DOCKER.replace("hosts", "vrf: x, hosts"), "", ["docker"]),
        (
            "networks.meets",
            "{name: a, cidr: 172.21.5.0/24}, {name: b, cidr: 192.168.5.0/24, vrf: x, hosts: [{name: h, runs: docker}]}",
            "",
            [],
        ),
        ("networks.meets", "{name: lan, cidr: 100.80.0.0/24}", "", ["headscale", "netbird", "tailscale"]),
        ("networks.meets", "{name: lan, cidr: 100.80.0.0/24, role: wan}", "", []),
        ("networks.meets", "{name: lan, cidr: 100.80.0.0/24}", "vpns: [{name: net, network: lan}]", []),
        ("networks.as_shipped", "{name: lan, cidr: 192.168.1.0/24}", "", ["true"]),
        ("networks.as_shipped", "{name: lan, cidr: 192.168.217.0/24}", "", ["false"]),
        ("networks.remote_access", LAN, "", []),
        ("networks.remote_access", LAN, "vpns: [{name: x}]", None),
        ("networks.remote_access", LAN, "vpns: [{name: x}, {name: y, remote_access: yes}]", ["true"]),
        ("networks.remote_access", LAN, "vpns: [{name: x}, {name: y, remote_access: no}]", None),
        ("networks.remote_access", LAN, "vpns: [{name: y, remote_access: no}]", ["false"]),
        ("networks.tunnels_overlap", LAN, "", []),
        ("networks.tunnels_overlap", LAN, "vpns: [{name: x}]", None),
        ("networks.tunnels_overlap", f"{LAN}, {{name: t, cidr: 10.3.42.0/28, role: vpn}}", "", ["true"]),
        (
            "networks.tunnels_overlap",
            f"{LAN}, {{name: t, cidr: 10.8.0.0/24}}",
            "vpns: [{name: x, network: t}]",
            ["false"],
        ),
    ],
)
def test_the_networks_of_the_plan(key: str, networks: str, more: str, expected: list[str] | None) -> None:
    assert of_cluster(key, "a", networks, more) == expected


def test_the_match_names_the_first_network_that_it_is_about() -> None:
    nuance = "nuances: [{name: n, statement: s, when: {networks.meets: [docker, kind], networks.runs: docker}}]"
    plan = parse({"a.yaml": f"networks: [{LAN}, {DOCKER}, {{name: b, cidr: 172.21.0.0/16}}]\n{nuance}\n"})
    assert [reason.words for reason in matches(plan)[0].because] == ["network docks (172.20.5.0/24)"]
