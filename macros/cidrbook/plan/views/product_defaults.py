"""The default ranges of products, and which of the products a plan has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.net.spans import Domain, overlap
from cidrbook.plan.cluster import Cluster, Cni, Node
from cidrbook.plan.entry import QUIET, Named
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.views.cluster_ranges import PURPOSES, uses
from cidrbook.text.names import slug

PROGRAMS = {
    "docker": ("172.17.0.0/16", "172.31.0.0/16"),
    "kind": ("172.18.0.0/16",),
    "libvirt": ("192.168.122.0/24",),
    "minikube": ("192.168.49.0/24",),
    "podman": ("10.88.0.0/16",),
}
"""The first and the last range of programs that bring networks of their own.

Docker's 192.168.0.0/16 is left out: Docker takes none of it that the machine's own
interfaces have, and every home network is in it.
"""

OVERLAYS = {
    "headscale": ("100.64.0.0/10", "fd7a:115c:a1e0::/48"),
    "netbird": ("100.64.0.0/10",),
    "tailscale": ("100.64.0.0/10", "fd7a:115c:a1e0::/48"),
}
"""Where overlay networks give their members addresses."""

PODS = {
    "k0s": "10.244.0.0/16",
    "k3s": "10.42.0.0/16",
    "microk8s": "10.1.0.0/16",
    "rke2": "10.42.0.0/16",
    "talos": "10.244.0.0/16",
}
SERVICES = {
    "k0s": "10.96.0.0/12",
    "k3s": "10.43.0.0/16",
    "kubeadm": "10.96.0.0/12",
    "microk8s": "10.152.183.0/24",
    "rke2": "10.43.0.0/16",
    "talos": "10.96.0.0/12",
}
"""Where the pods and services of Kubernetes distributions get addresses. The pods of kubeadm are up to its plugin."""

PLUGIN_PODS = {
    "calico": "192.168.0.0/16",
    "canal": "10.244.0.0/16",
    "cilium": "10.0.0.0/8",
    "flannel": "10.244.0.0/16",
}
"""Where network plugins give pods addresses by their charts and manifests, where the distribution says nothing."""

_PODS_BY_PLUGIN = ("kubeadm",)
"""Distributions that leave the pods' range to the plugin. The others hand the plugin theirs."""

_OWN_POOLS = ("", "cluster-pool", "cluster-scope", "calico-ipam")
"""The words for plugins' own pools, in a setting whose name has `ipam`; with any other, the default does not hold."""

ROUTERS = {
    "10.0.0.0/24": "Xfinity gateways",
    "10.0.1.0/24": "Apple AirPort",
    "192.168.0.0/24": "TP-Link, D-Link and many providers' routers",
    "192.168.1.0/24": "Netgear, Linksys, OpenWrt, OPNsense, UniFi and many others",
    "192.168.2.0/24": "Telekom Speedport, Belkin",
    "192.168.3.0/24": "Huawei",
    "192.168.4.0/22": "eero",
    "192.168.8.0/24": "GL.iNet travel routers, Huawei mobile routers",
    "192.168.31.0/24": "Xiaomi",
    "192.168.50.0/24": "ASUS",
    "192.168.68.0/22": "TP-Link Deco",
    "192.168.86.0/24": "Google Nest Wifi",
    "192.168.88.0/24": "MikroTik",
    "192.168.178.0/24": "FRITZ!Box",
}
"""The networks that home routers have before anybody changes them."""

_Scope = tuple[str, str]


class Default(NamedTuple):
    """Addresses that something in the plan takes by default, as numbers; `owner` is the first that does."""

    domain: Domain
    first: int
    last: int
    owner: Named
    product: str
    text: str
    release: str = ""
    purpose: str = ""

    @property
    def version(self) -> int:
        """The address family."""
        return self.domain[1]

    @property
    def shown(self) -> str:
        """The range as messages name it."""
        product = f"{self.product} {self.release}" if self.release else self.product
        for_what = f" for {self.purpose}" if self.purpose else ""
        return f"{self.text}, which {product} uses{for_what} by default"


@cached_view
def tunnels(plan: Inventory) -> frozenset[str]:
    """The ids of the networks that VPNs give addresses from, by role or because a VPN says so."""
    named = {vpn.network for vpn in plan.vpns if vpn.network}
    return frozenset(named.union(network.id for network in plan.networks if network.role == "vpn"))


@cached_view
def overlay(plan: Inventory) -> Named | None:
    """The first VPN, or else machine, that is part of an overlay network with addresses of the shared space."""
    vpn = next((vpn for vpn in plan.vpns if vpn.product.lower() in OVERLAYS), None)
    return vpn or next((owner for _, owner, program in _programs(plan) if program in OVERLAYS), None)


@cached_view
def own_networks(plan: Inventory) -> frozenset[str]:
    """The ids of the overlays' own networks; of all VPNs' where no overlay says which is its own."""
    named = {vpn.network for vpn in plan.vpns if vpn.network and vpn.product.lower() in OVERLAYS}
    return frozenset(named) or tunnels(plan)


def met(plan: Inventory) -> Iterator[tuple[Network, int, Default]]:
    """The networks that have addresses of a default range of their scope, with the index of the prefix that has."""
    known = defaults(plan)
    for network in plan.networks if known else ():
        for which, cidr in enumerate(network.cidrs):
            for default in known.get((network.scope, cidr.version), ()):
                if overlap(default, cidr) and not _apart(plan, network, default):
                    yield network, which, default


def met_within(plan: Inventory) -> Iterator[tuple[Network, int, Default]]:
    """The networks for pods that meet their own cluster's default range for services, and the other way round."""
    for cluster in plan.clusters:
        for default in cluster_defaults(plan, cluster):
            for use in uses(plan, cluster, *PURPOSES):
                for which, cidr in enumerate(use.network.cidrs):
                    if default.purpose != use.purpose and overlap(default, cidr):
                        yield use.network, which, default


def nodes_within(plan: Inventory) -> Iterator[tuple[Node, int, Default]]:
    """The nodes that have an address of their cluster's default range, and are in no network that could meet it."""
    for cluster in plan.clusters:
        for default in cluster_defaults(plan, cluster):
            for node in cluster.nodes:
                for which, address in enumerate(node.addresses):
                    inside = overlap(default, IPNetwork(address))
                    if inside and plan.space.covering(cluster.scope, address) is None:
                        yield node, which, default


def _apart(plan: Inventory, network: Network, default: Default) -> bool:
    """Whether the network is the product's own, only holds others, or is another rule's matter."""
    if is_own(network, default.product):
        return True
    if default.product in OVERLAYS:
        shared_space = default.domain[1] == 4 and network.id not in tunnels(plan)
        return shared_space or network.id in own_networks(plan)
    return default.owner.kind == "cluster" and network.id in plan.cluster_networks


def is_own(network: Network, product: str) -> bool:
    """Whether a network has a product's name in its id or role, or only holds others, so that nothing meets it."""
    words = {*network.id.split("-"), *slug(network.role).split("-")}
    return network.role == "container" or product in words


def as_shipped(plan: Inventory) -> Iterator[tuple[Network, int, str]]:
    """The networks that home routers come with, with the index of the prefix, and which routers have it."""
    own = {vpn.network for vpn in plan.vpns}
    for network in plan.networks:
        for which, cidr in enumerate(network.cidrs):
            products = ROUTERS.get(str(cidr.cidr))
            if products and network.status not in QUIET and network.id not in own and network.id not in plan.virtual:
                yield network, which, products


def defaults(plan: Inventory) -> dict[Domain, list[Default]]:
    """What the plan's products take by default, each range once in each scope."""
    found: dict[tuple[Domain, int, int], Default] = {}
    of_clusters = chain.from_iterable(cluster_defaults(plan, cluster) for cluster in plan.clusters)
    for default in chain((_default(*taken) for taken in _default_ranges(plan)), of_clusters):
        found.setdefault((default.domain, default.first, default.last), default)
    by_domain: dict[Domain, list[Default]] = {}
    for default in found.values():
        by_domain.setdefault(default.domain, []).append(default)
    return by_domain


def _default_ranges(plan: Inventory) -> Iterator[tuple[_Scope, Named, str, tuple[str, ...]]]:
    for scope, owner, program in _programs(plan):
        if program in PROGRAMS:
            yield scope, owner, program, PROGRAMS[program]
        for text in OVERLAYS.get(program, ()):
            yield scope, owner, program, (text,)
    for vpn in plan.vpns:
        for text in OVERLAYS.get(vpn.product.lower(), ()):
            yield plan.vpn_scope(vpn), vpn, vpn.product.lower(), (text,)


def cluster_defaults(plan: Inventory, cluster: Cluster) -> Iterator[Default]:
    """What a cluster takes of which the plan says nothing: its distribution's ranges, or its plugin's."""
    product, release, cni = cluster.distribution.lower(), cluster.version, cluster.cni
    pods_said = cluster.pods or (cni and (cni.pods or plan.lacks(cni, "pods")))
    if not pods_said and _is_open(plan, cluster, "pods"):
        if product in PODS:
            yield _cluster_default(cluster, product, PODS[product], release, "pods")
        elif cni and product in _PODS_BY_PLUGIN and cni.product.lower() in PLUGIN_PODS and _has_own_pool(cni):
            plugin = cni.product.lower()
            yield _cluster_default(cluster, plugin, PLUGIN_PODS[plugin], cni.version, "pods")
    if not cluster.services and product in SERVICES and _is_open(plan, cluster, "services"):
        yield _cluster_default(cluster, product, SERVICES[product], release, "services")


def _is_open(plan: Inventory, cluster: Cluster, purpose: str) -> bool:
    """Whether nothing in the cluster's scope may be what it has for pods, or for services."""
    return not plan.lacks(cluster, purpose) and (cluster.scope, purpose) not in _cluster_roles(plan)


def _has_own_pool(cni: Cni) -> bool:
    """Whether a plugin hands out addresses of its own pool, as far as its settings say."""
    return all(value.lower() in _OWN_POOLS for key, value in cni.options.items() if "ipam" in key.lower())


@cached_view
def _cluster_roles(plan: Inventory) -> frozenset[tuple[_Scope, str]]:
    """Where networks for pods or services are, whichever cluster has them."""
    return frozenset((network.scope, network.role) for network in plan.networks if network.role in ("pods", "services"))


def _programs(plan: Inventory) -> Iterator[tuple[_Scope, Named, str]]:
    """Every program that a machine runs, with the machine and the scope it is in."""
    for network in plan.networks:
        for host in network.hosts:
            yield from ((network.scope, host, slug(program)) for program in host.runs)
    for router in plan.routers:
        yield from ((router.scope, router, slug(program)) for program in router.runs)
    for cluster in plan.clusters:
        for node in cluster.nodes:
            yield from ((cluster.scope, node, slug(program)) for program in node.runs)


def _cluster_default(cluster: Cluster, product: str, text: str, release: str, purpose: str) -> Default:
    return _default(cluster.scope, cluster, product, (text,))._replace(release=release, purpose=purpose)


def _default(scope: _Scope, owner: Named, product: str, ranges: tuple[str, ...]) -> Default:
    first, last = IPNetwork(ranges[0]), IPNetwork(ranges[-1])
    text = ranges[0] if len(ranges) == 1 else f"{ranges[0]} to {ranges[-1]}"
    return Default((scope, first.version), first.first, last.last, owner, product, text)
