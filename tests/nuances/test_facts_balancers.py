"""Facts of load balancers, virtual addresses and the API's address: true, false, or not said."""

from __future__ import annotations

import pytest

from cidrbook.nuances.facts import known
from cidrbook.nuances.setting import Fact, settings
from cidrbook.plan.load import parse

NETWORKS = """
networks:
  - {name: servers, cidr: [10.3.42.0/24, fd5b:7c1e:93a2:42::/64], gateway: 10.3.42.1, dhcp: 10.3.42.200-10.3.42.249}
  - {name: shed, cidr: 10.3.43.0/24, vlan: 43}
  - {name: barn, cidr: 10.3.44.0/24, vlan: 43}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
"""
NODES = "node_network: servers, nodes: [{name: a, address: 10.3.42.10}]"
APART = "nodes: [{name: a, address: 10.3.42.10}, {name: b, address: 10.3.43.10}]"
PLANE = "nodes: [{name: a, address: 10.3.42.10, roles: control-plane}]"
PLANES = f"{PLANE[:-1]}, {{name: b, address: 10.3.43.10, roles: control-plane}}]"
CILIUM = "{product: cilium, pools: 10.3.69.0/25, options: {a: b}}"
METALLB = "{product: metallb, pools: 10.3.69.128/25, options: {a: b}}"


def read(key: str, cluster: str, rest: str = "") -> Fact:
    """The fact of the first setting of a cluster."""
    plan = parse({"a.yaml": f"{NETWORKS}clusters: [{{name: home, {cluster}}}]\n{rest}"})
    assert [problem.message for _, problem in plan.problems] == []
    fact = known(key)
    assert fact
    return fact.read(settings(plan)[0])


def balanced(balancer: str, cluster: str = NODES) -> str:
    return f"{cluster}, load_balancers: [{{product: metallb, {balancer}}}]"


TRUE, FALSE, UNKNOWN, NOTHING = ("true",), ("false",), None, ()


@pytest.mark.parametrize(
    ("key", "cluster", "expected"),
    [
        ("lb.pools_outside_node_networks", balanced("pools: 10.3.42.100-10.3.42.150"), FALSE),
        ("lb.pools_outside_node_networks", balanced("pools: 10.3.42.100-10.3.43.150"), TRUE),
        ("lb.pools_outside_node_networks", balanced("pools: [10.3.42.100-10.3.42.150, 10.3.69.0/24]"), TRUE),
        ("lb.pools_outside_node_networks", balanced("pools: [10.3.42.100-10.3.42.150, nowhere]"), UNKNOWN),
        ("lb.pools_outside_node_networks", balanced("pools: [10.3.69.0/24, nowhere]"), TRUE),
        ("lb.pools_outside_node_networks", balanced("mode: l2"), UNKNOWN),
        ("lb.pools_outside_node_networks", balanced("pools: pool", "distribution: k3s"), UNKNOWN),
        ("lb.pools_outside_node_networks", "distribution: k3s", NOTHING),
        ("lb.pools_in_node_networks", balanced("pools: 10.3.42.100-10.3.43.150"), TRUE),
        ("lb.pools_in_node_networks", balanced("pools: pool"), FALSE),
        ("lb.pools_in_node_networks", balanced("pools: pool", "distribution: k3s"), UNKNOWN),
        ("lb.pools_in_dhcp", balanced("pools: 10.3.42.100-10.3.42.200"), TRUE),
        ("lb.pools_in_dhcp", balanced("pools: 10.3.42.100-10.3.42.199"), FALSE),
        ("lb.pools_in_dhcp", balanced("mode: l2"), UNKNOWN),
        ("lb.pool_families", balanced("pools: pool"), ["ipv4"]),
        ("lb.pool_families", balanced("pools: servers"), ["ipv4", "ipv6"]),
        ("lb.pool_families", balanced("pools: nowhere"), UNKNOWN),
        ("lb.nodes_off_pool_network", balanced("pools: 10.3.42.192/29"), FALSE),
        ("lb.nodes_off_pool_network", balanced("pools: 10.3.42.192/29", APART), TRUE),
        ("lb.nodes_off_pool_network", balanced("pools: pool", APART), UNKNOWN),
        ("lb.nodes_off_pool_network", balanced("pools: 10.3.42.192/29", "node_network: servers"), UNKNOWN),
        ("lb.nodes_off_pool_network", balanced("pools: 'fd5b:7c1e:93a2:42:8::/112'"), UNKNOWN),
        ("cluster.nodes_on_several_networks", "nodes: [{name: a, address: [10.3.42.10, 10.3.43.10]}]", TRUE),
        ("cluster.nodes_on_several_networks", "nodes: [{name: a, address: [10.3.42.10, 10.3.42.11]}]", FALSE),
        (
            "cluster.nodes_on_several_networks",
            "nodes: [{name: a, address: [10.3.42.10, 'fd5b:7c1e:93a2:42::a']}]",
            FALSE,
        ),
        ("cluster.nodes_on_several_networks", APART, FALSE),
        ("cluster.nodes_on_several_networks", "distribution: k3s", UNKNOWN),
        ("lb.wireless", balanced("options: {interfaces: 'eth0,wlp2s0'}"), TRUE),
        ("lb.wireless", balanced("options: {vip_interface: '^wlan[0-9]+'}"), TRUE),
        ("lb.wireless", balanced("options: {interfaces: enp3s0}"), FALSE),
        ("lb.wireless", balanced("options: {other: wlan0}"), UNKNOWN),
    ],
)
def test_what_pools_and_nodes_have_in_common(key: str, cluster: str, expected: Fact) -> None:
    assert read(key, cluster) == expected


@pytest.mark.parametrize(
    ("key", "services", "expected"),
    [
        ("lb.external_traffic_policy", "[{name: a, address: 10.3.69.1}]", ["cluster"]),
        ("lb.external_traffic_policy", "[{name: a, address: 10.3.69.1, external_traffic_policy: Local}]", ["local"]),
        ("lb.external_traffic_policy", "[{name: a, address: 10.3.70.1, external_traffic_policy: Local}]", []),
        ("lb.external_traffic_policy", "[{name: a, address: 10.3.69.1, via: cluster-ip}]", []),
        ("lb.services", "[{name: a, address: [10.3.69.1, 10.3.69.2]}, {name: b, address: 10.3.69.2}]", ("2",)),
        ("lb.services", "[]", ("0",)),
    ],
)
def test_services_are_those_pinned_to_the_pools(key: str, services: str, expected: Fact) -> None:
    assert read(key, f"load_balancers: [{{product: cilium, pools: pool}}], pinned_services: {services}") == expected
    assert read(key, f"load_balancers: [{{product: cilium}}], pinned_services: {services}") is UNKNOWN


@pytest.mark.parametrize(
    ("count", "cluster", "expected"),
    [
        (51, "version: 1.30.0", TRUE),
        (50, "version: 1.30.0", FALSE),
        (26, "version: 1.26.0", TRUE),
        (25, "version: 1.26.0", FALSE),
        (51, "dual_stack: false", UNKNOWN),
        (2, "version: 1.30.0, cni: {product: cilium, options: {k8sClientRateLimit.qps: 1}}", FALSE),
        (6, "cni: {product: cilium, options: {k8sClientRateLimit.qps: 1}}", TRUE),
        (6, "cni: {product: cilium, options: {k8sClientRateLimit.qps: many}}", UNKNOWN),
        (6, "version: 1.30.0, cni: {product: cilium, options: {l2announcements.leaseRenewDeadline: 500ms}}", TRUE),
        (6, "version: 1.30.0, cni: {product: cilium, options: {l2announcements.leaseRenewDeadline: 1m}}", FALSE),
        (6, "version: 1.30.0, cni: {product: cilium, options: {l2announcements.leaseRenewDeadline: soon}}", UNKNOWN),
        (6, "cni: {product: calico, options: {k8sClientRateLimit.qps: 1}}", UNKNOWN),
    ],
)
def test_leases_are_renewed_as_often_as_the_settings_say(count: int, cluster: str, expected: Fact) -> None:
    services = ", ".join(f"{{name: s{number}, address: 10.3.69.{number}}}" for number in range(1, count + 1))
    lb = "[{product: cilium, mode: l2, pools: pool, options: {a: b}}]"
    assert read("lb.leases_over_budget", f"{cluster}, load_balancers: {lb}, pinned_services: [{services}]") == expected


def test_leases_of_a_balancer_whose_settings_are_not_said() -> None:
    lb = "[{product: cilium, mode: l2, pools: pool}]"
    assert read("lb.leases_over_budget", f"version: 1.30.0, load_balancers: {lb}") is UNKNOWN


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ("[{local: home-metallb, peer: edge, bfd: true}]", TRUE),
        ("[{local: home-metallb, peer: edge, bfd: false}]", FALSE),
        ("[{local: home-metallb, peer: edge}]", UNKNOWN),
        ("[{local: home-metallb, peer: edge, bfd: false}, {local: edge, peer: home-metallb, bfd: true}]", TRUE),
        ("[{local: home-kube-vip, peer: edge, bfd: true}]", UNKNOWN),
        ("[]", UNKNOWN),
    ],
)
def test_bfd_is_that_of_the_balancers_own_sessions(sessions: str, expected: Fact) -> None:
    cluster = f"{NODES}, load_balancers: [{{product: MetalLB, mode: bgp}}, {{product: kube-vip, mode: bgp}}]"
    edge = f"routers: [{{name: edge, addresses: 10.3.42.1}}]\nbgp: {{sessions: {sessions}}}\n"
    assert read("lb.bfd", cluster, edge) == expected


@pytest.mark.parametrize(
    ("balancer", "expected"),
    [
        (METALLB, TRUE),
        ("{product: metallb, pools: pool}", TRUE),
        ("{product: metallb, options: {a: b}}", UNKNOWN),
        ("{product: metallb, pools: pool, options: {loadBalancerClass: x}}", FALSE),
        ("{product: metallb, pools: pool, options: {loadBalancerClass: none}}", TRUE),
        (CILIUM, TRUE),
        ("{product: cilium, pools: pool, options: {defaultLBServiceIPAM: none}}", FALSE),
        ("{product: cilium, pools: pool, options: {defaultLBServiceIPAM: lbipam}}", TRUE),
        ("{product: cilium, pools: pool, options: {enableLBIPAM: false}}", FALSE),
        ("{product: cilium, pools: pool, options: {lbipam-require-lb-class: true}}", FALSE),
        ("{product: kube-vip, options: {lb_class_only: true}}", FALSE),
        ("{product: kube-vip, options: {svc_enable: true}}", TRUE),
        ("{product: calico, pools: pool, version: 3.28.1}", FALSE),
        ("{product: calico, pools: pool, options: {a: b}}", UNKNOWN),
        ("{product: calico, pools: pool, version: 3.30.0, options: {a: b}}", UNKNOWN),
        ("{product: calico, pools: pool, version: 3.30.0, options: {assignIPs: RequestedServicesOnly}}", FALSE),
        ("{product: klipper}", TRUE),
        ("{product: purelb, pools: pool, options: {a: b}}", UNKNOWN),
        ("{product: calico, mode: bgp, pools: pool}, {product: metallb, pools: pool, options: {a: b}}", FALSE),
        ("{product: calico, mode: bgp, version: 3.30.0, options: {assignIPs: AllServices}, pools: pool}", TRUE),
    ],
)
def test_who_takes_services_without_a_class(balancer: str, expected: Fact) -> None:
    assert read("lb.takes_classless", f"load_balancers: [{balancer}]") == expected


def test_the_settings_of_a_plugin_are_those_of_its_balancer() -> None:
    plugin = "cni: {product: cilium, options: {defaultLBServiceIPAM: none}}"
    assert read("lb.takes_classless", f"{plugin}, load_balancers: [{{product: cilium, pools: pool}}]") == FALSE


@pytest.mark.parametrize(
    ("balancers", "rivals", "allocators"),
    [
        (f"{CILIUM}, {METALLB}", ("metallb",), ("2",)),
        (f"{CILIUM}, {CILIUM}", (), ("1",)),
        (f"{CILIUM}, {{product: metallb, pools: pool}}", ("metallb",), ("2",)),
        (f"{{product: cilium, pools: pool}}, {METALLB}", ("metallb",), ("2",)),
        (f"{{product: metallb, pools: pool, options: {{loadBalancerClass: x}}}}, {CILIUM}", (), ("1",)),
        (f"{CILIUM}, {METALLB}, {{product: purelb}}", ("metallb",), ("2",)),
        ("{product: metallb}", (), UNKNOWN),
    ],
)
def test_rivals_are_those_that_take_the_same_services(balancers: str, rivals: Fact, allocators: Fact) -> None:
    cluster = f"distribution: talos, load_balancers: [{balancers}]"
    assert read("lb.rivals", cluster) == rivals
    assert read("cluster.allocators", cluster) == allocators


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        ("distribution: k3s, options: {disable: traefik}", TRUE),
        ("distribution: k3s, options: {cluster-init: true}", TRUE),
        ("distribution: K3s, options: {disable: 'traefik, servicelb'}", FALSE),
        ("distribution: k3s", UNKNOWN),
        ("distribution: talos", FALSE),
        ("version: 1.30.0", UNKNOWN),
        ("distribution: k3s, load_balancers: [{product: klipper-lb}]", TRUE),
    ],
)
def test_k3s_brings_a_balancer_along(cluster: str, expected: Fact) -> None:
    assert read("cluster.servicelb", cluster) == expected
    counted = {TRUE: ("1",), FALSE: ("0",)}.get(expected) if expected else UNKNOWN  # type: ignore[call-overload]
    assert read("cluster.allocators", cluster) == counted


@pytest.mark.parametrize(
    ("key", "cluster", "expected"),
    [
        ("vip.outside_node_networks", f"{NODES}, virtual_addresses: [{{name: v, address: 10.3.43.5}}]", TRUE),
        ("vip.outside_node_networks", f"{NODES}, virtual_addresses: [{{name: v, address: 10.3.42.5}}]", FALSE),
        ("vip.outside_node_networks", "virtual_addresses: [{name: v, address: 10.3.42.5}]", UNKNOWN),
        ("vip.outside_node_networks", f"{NODES}, virtual_addresses: [{{name: v}}]", UNKNOWN),
        ("vip.outside_node_networks", NODES, NOTHING),
        ("vip.control_planes_apart", f"{PLANES}, virtual_addresses: [{{name: v, address: 10.3.42.5}}]", TRUE),
        ("vip.control_planes_apart", f"{APART}, virtual_addresses: [{{name: v, address: 10.3.42.5}}]", UNKNOWN),
        ("vip.control_planes_apart", f"{PLANES}, virtual_addresses: [{{name: v, address: 10.3.44.5}}]", UNKNOWN),
        ("vip.control_planes_apart", f"{PLANE}, virtual_addresses: [{{name: v, address: 10.3.42.5}}]", FALSE),
    ],
)
def test_a_virtual_address_is_where_the_nodes_are(key: str, cluster: str, expected: Fact) -> None:
    assert read(key, cluster) == expected


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ("address: 10.3.42.5, vrid: 51", "address: 10.3.42.6, vrid: 51", TRUE),
        ("address: 10.3.42.5, vrid: 51", "address: 10.3.42.6, vrid: 52", FALSE),
        ("address: 10.3.42.5, vrid: 51", "address: 10.3.43.6, vrid: 51", FALSE),
        ("address: 10.3.43.5, vrid: 51", "address: 10.3.44.6, vrid: 51", TRUE),
        ("address: 10.3.42.5, vrid: 51", "address: 'fd5b:7c1e:93a2:42::6', vrid: 51", FALSE),
        ("address: 10.3.42.5, vrid: 51", "address: 10.3.42.5, vrid: 51", FALSE),
        ("address: 10.3.42.5, mode: vrrp", "address: 10.3.42.6, vrid: 51", UNKNOWN),
        ("address: 10.9.42.5, vrid: 51", "address: 10.9.42.6, vrid: 51", UNKNOWN),
        ("address: 10.3.42.5, vrid: 51, mode: arp", "address: 10.3.42.6, vrid: 51", NOTHING),
        ("address: 10.3.42.5, vrid: 51, product: kube-vip", "address: 10.3.42.6, vrid: 51", NOTHING),
    ],
)
def test_groups_of_two_clusters_with_one_id(own: str, other: str, expected: Fact) -> None:
    cluster = f"virtual_addresses: [{{name: v, {own}}}]}}, {{name: lab, virtual_addresses: [{{name: w, {other}}}]"
    assert read("vip.vrid_taken", cluster) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [("product: keepalived", FALSE), ("mode: vrrp", FALSE), ("product: haproxy", TRUE)],
)
def test_one_group_of_a_cluster_may_have_several_addresses(other: str, expected: Fact) -> None:
    own = "{name: v, address: 10.3.42.5, vrid: 51, product: keepalived}"
    cluster = f"virtual_addresses: [{own}, {{name: w, address: 10.3.42.6, vrid: 51, {other}}}]"
    assert read("vip.vrid_taken", cluster) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("{endpoints: '10.3.42.5,10.3.42.10'}", TRUE),
        ("{endpoints: 10.3.42.10}", FALSE),
        ("{other: 10.3.42.5}", UNKNOWN),
        ("{}", UNKNOWN),
    ],
)
def test_the_end_points_of_a_talosconfig(options: str, expected: Fact) -> None:
    cluster = f"options: {options}, virtual_addresses: [{{name: v, address: 10.3.42.5}}]"
    assert read("vip.among_endpoints", cluster) == expected


EDGE = "routers: [{name: edge, addresses: 10.3.42.2}]\n"
PAIR = "routers: [{name: edge, addresses: 10.3.42.2}, {name: spare, addresses: 10.3.42.2}]\n"
SHARED = "routers: [{name: edge, addresses: 10.3.42.2, shared: true}]\n"
BARE = "routers: [{name: edge}]\n"


@pytest.mark.parametrize(
    ("key", "cluster", "routers", "expected"),
    [
        ("api.through", "api: {address: 10.3.42.2, through: HAProxy}", "", ("haproxy",)),
        ("api.through", "virtual_addresses: [{name: v, address: 10.3.42.2, product: kube-vip}]", "", ["kube-vip"]),
        (
            "api.through",
            "api: {address: 10.3.42.3}, virtual_addresses: [{name: v, address: 10.3.42.2, product: kube-vip}]",
            "",
            UNKNOWN,
        ),
        ("api.through", "distribution: k3s", "", UNKNOWN),
        ("api.through_cni", "api: {through: cilium}, cni: {product: Cilium}", "", TRUE),
        ("api.through_cni", "api: {through: kube-vip}, cni: {product: cilium}", "", FALSE),
        ("api.through_cni", "api: {through: cilium}", "", UNKNOWN),
        ("api.on_router", "api: {address: 10.3.42.2}", EDGE, TRUE),
        ("api.on_router", "api: {address: 10.3.42.1}", "", TRUE),
        ("api.on_router", "api: {address: 10.3.42.3}", EDGE, FALSE),
        ("api.on_router", "api: {address: 10.3.42.3}", BARE, UNKNOWN),
        ("api.on_router", "api: {address: 10.3.42.3}", "", UNKNOWN),
        ("api.on_router", "distribution: k3s", EDGE, UNKNOWN),
        ("api.router_pair", "api: {address: 10.3.42.2}", EDGE, FALSE),
        ("api.router_pair", "api: {address: 10.3.42.2}", PAIR, TRUE),
        ("api.router_pair", "api: {address: 10.3.42.2}", SHARED, TRUE),
        ("api.router_pair", "api: {address: 10.3.42.3}", EDGE, NOTHING),
        ("api.router_pair", "api: {address: 10.3.42.1}", EDGE, UNKNOWN),
        ("api.in_certificate", "api: {address: 10.3.42.2}, options: {certSANs: '[10.3.42.2]'}", "", TRUE),
        ("api.in_certificate", "api: {address: 10.3.42.2}, options: {controlPlaneEndpoint: 10.3.42.2}", "", TRUE),
        ("api.in_certificate", "api: {address: 10.3.42.2}, options: {tls-san: 10.3.42.3}", "", FALSE),
        ("api.in_certificate", "api: {address: 10.3.42.2}, options: {other: 10.3.42.2}", "", FALSE),
        ("api.in_certificate", "api: {address: 10.3.42.2}, options: {tls-san: api.lab.internal}", "", UNKNOWN),
        ("api.in_certificate", "api: {address: 10.3.42.2}", "", UNKNOWN),
        ("api.in_certificate", "options: {tls-san: 10.3.42.3}", "", UNKNOWN),
        ("api.for_cni", "api: {address: 10.3.42.2}, cni: {options: {k8sServiceHost: 10.3.42.2}}", "", TRUE),
        ("api.for_cni", "api: {address: 10.3.42.2}, cni: {options: {KUBERNETES_SERVICE_HOST: 10.3.42.2}}", "", TRUE),
        ("api.for_cni", "api: {address: 10.3.42.2}, cni: {options: {k8sServiceHost: localhost}}", "", FALSE),
        ("api.for_cni", "api: {address: 10.3.42.2}, cni: {product: cilium}", "", UNKNOWN),
        ("api.for_cni", "cni: {options: {k8sServiceHost: localhost}}", "", UNKNOWN),
    ],
)
def test_how_the_api_is_reached(key: str, cluster: str, routers: str, expected: Fact) -> None:
    assert read(key, cluster, routers) == expected


@pytest.mark.parametrize("key", ["api.through", "api.on_router", "lb.rivals", "vip.vrid_taken", "cluster.allocators"])
def test_where_there_is_no_cluster_there_is_no_fact(key: str) -> None:
    fact = known(key)
    assert fact
    assert fact.read(settings(parse({"a.yaml": "routers: [{name: edge}]\n"}))[0]) == NOTHING


@pytest.mark.parametrize(
    ("cni", "expected"),
    [("cilium, version: 1.19.3", ("1.19.3",)), ("calico, version: 3.29.1", UNKNOWN)],
    ids=["one product", "another one"],
)
def test_a_balancer_has_the_release_of_its_own_network_plugin(cni: str, expected: Fact) -> None:
    assert read("lb.version", f"cni: {{product: {cni}}}, load_balancers: [{{product: cilium}}]") == expected
