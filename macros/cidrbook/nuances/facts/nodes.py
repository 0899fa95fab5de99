"""Facts of the nodes of a cluster: which of them have sessions, what runs on control planes, who is beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from cidrbook.net.spans import Spans
from cidrbook.nuances.facts.node_networks import links
from cidrbook.nuances.facts.sessions import any_of
from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, Setting, of_cluster, sessions, truth
from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Host
from cidrbook.plan.views.speakers import SpeakerInstance

_SCHEDULABLE = ("k3s", "rke2")
"""Distributions whose control planes take workloads unless they are told not to."""


def _left_out(setting: Setting, product: str | None, chosen: Callable[[Node], bool | None]) -> bool | None:
    """Whether one of the chosen nodes has no session of a product, while others have."""
    if setting.cluster is None or not product:
        return None
    having = {id(speaker.machine) for speaker in _speakers_with_sessions(setting, product.lower())}
    if not having:
        return None
    return any_of(chosen(node) for node in setting.cluster.nodes if id(node) not in having)


def _speakers_with_sessions(setting: Setting, product: str) -> Iterator[SpeakerInstance]:
    """The speakers of a product in the cluster that have sessions."""
    for peering in sessions(setting):
        for side, _ in peering.sides:
            if (
                side.instance
                and side.instance.cluster is setting.cluster
                and side.instance.speaker.product.lower() == product
            ):
                yield side.instance


@of_cluster
def _nodes_without_plugin(setting: Setting, cluster: Cluster) -> Fact:
    cni = cluster.cni
    return truth(_left_out(setting, cni.product if cni else None, lambda _: True))


@of_cluster
def _planes_without_services(setting: Setting, cluster: Cluster) -> Fact:
    """By the speakers that announce services: load balancers in BGP mode."""
    announcing = [balancer.product for balancer in cluster.load_balancers if balancer.mode == "bgp"]
    return truth(any_of(_left_out(setting, text, is_plane) for text in announcing) if announcing else None)


def is_plane(node: Node) -> bool | None:
    """Whether a node is of the control plane; not known where the plan says nothing of its roles."""
    return "control-plane" in node.roles if node.roles else None


@of_cluster
def _only_planes(_: Setting, cluster: Cluster) -> Fact:
    answers = list(map(is_plane, cluster.nodes))
    return truth(False if False in answers else None if None in answers or not answers else True)


@of_cluster
def _planes_work(_: Setting, cluster: Cluster) -> Fact:
    """By Talos' own setting, by roles, or because there is no other node."""
    said = {key.lower(): value.lower() for key, value in cluster.options.items()}.get("allowschedulingoncontrolplanes")
    if said in TRUTH:
        return (said,)
    both = any({"control-plane", "worker"} <= set(node.roles) for node in cluster.nodes)
    alone = all(is_plane(node) for node in cluster.nodes) and bool(cluster.nodes)
    return ("true",) if both or alone or cluster.distribution.lower() in _SCHEDULABLE else None


@of_cluster
def _clients_beside(setting: Setting, cluster: Cluster) -> Fact:
    """By hosts and DHCP ranges in the prefixes that the nodes are on."""
    scope, plan = cluster.scope, setting.plan
    prefixes = [prefix for version in (4, 6) for prefix in links(plan).of(cluster, version)]
    met = any(_clients(plan).meeting((scope, prefix.version), prefix.first, prefix.last) for prefix in prefixes)
    return truth(met if prefixes else None)


@cached_view
def _clients(plan: Inventory) -> Spans[object]:
    hosts = (span for span in plan.held if isinstance(span.owner.owner, Host))
    return Spans(chain(hosts, plan.leases))


@of_cluster
def _one_link(setting: Setting, cluster: Cluster) -> Fact:
    """Whether some prefix has all of the nodes."""
    prefixes = [prefix for version in (4, 6) for prefix in links(setting.plan).of(cluster, version)]
    known = prefixes and cluster.nodes and all(node.addresses for node in cluster.nodes)
    return truth(
        any(all(any(at in cidr for at in node.addresses) for node in cluster.nodes) for cidr in prefixes)
        if known
        else None
    )


def _has_known_pools(read: Callable[[Inventory], frozenset[int]]) -> Callable[[Setting], Fact]:
    """Whether the setting's balancer is one of those that are read off the plan, by identity."""

    def ask(setting: Setting) -> Fact:
        if setting.balancer is None:
            return NOTHING
        return truth(id(setting.balancer) in read(setting.plan) if setting.balancer.pools else None)

    return ask


@cached_view
def _double(plan: Inventory) -> frozenset[int]:
    """The balancers with a pool that meets one of another cluster."""
    pairs = ((one.owner, other.owner) for one, other in plan.pools.overlaps())
    return frozenset(id(pool.balancer) for pair in pairs if pair[0].cluster is not pair[1].cluster for pool in pair)


@cached_view
def _single(plan: Inventory) -> frozenset[int]:
    """The balancers with a pool of one address."""
    return frozenset(id(span.owner.balancer) for span in plan.pools if span.size == 1)


@of_cluster
def _kinds_of_external_ips(_: Setting, cluster: Cluster) -> Fact:
    """The `type` of the services with external addresses; Kubernetes' default is ClusterIP."""
    pinned = cluster.pinned_services
    return sorted({(service.type or "ClusterIP").lower() for service in pinned if service.via == "external-ips"})


FACTS = {
    "sessions.nodes_without_plugin": FactReader(
        "Whether a node has no session of the network plugin, while others have.", _nodes_without_plugin, TRUTH
    ),
    "sessions.planes_without_services": FactReader(
        "Whether a node of the control plane has no session of what announces services, while others have.",
        _planes_without_services,
        TRUTH,
    ),
    "cluster.only_control_planes": FactReader("Whether every node is of the control plane.", _only_planes, TRUTH),
    "cluster.workloads_on_control_planes": FactReader(
        "Whether nodes of the control plane run workloads.", _planes_work, TRUTH
    ),
    "cluster.clients_beside_nodes": FactReader(
        "Whether hosts or DHCP clients are on the networks that the nodes are on.", _clients_beside, TRUTH
    ),
    "cluster.nodes_on_one_link": FactReader("Whether all nodes are on one network.", _one_link, TRUTH),
    "lb.pools_of_two_clusters": FactReader(
        "Whether a pool overlaps one of another cluster.", _has_known_pools(_double), TRUTH
    ),
    "lb.pools_of_one_address": FactReader(
        "Whether a pool is a single address, as `/32`.", _has_known_pools(_single), TRUTH
    ),
    "services.external_ips_type": FactReader(
        "The `type` of the services with `externalIPs`.",
        _kinds_of_external_ips,
        ("clusterip", "loadbalancer", "nodeport"),
    ),
}
