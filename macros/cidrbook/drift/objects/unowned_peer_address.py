"""Addresses that a cluster has its BGP sessions with, that nothing has, and that the router most likely lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import around
from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.model import Router
from cidrbook.plan.views.nearby_addresses import is_strange
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.observation import Observation


class UnownedPeerAddress(NamedTuple):
    """A session of a cluster, its peer's address that nothing has, and the router that is most likely meant."""

    cluster: Cluster
    session: Session
    address: IPAddress
    router: Router


def unowned_peer_addresses(plan: Observation) -> Iterator[UnownedPeerAddress]:
    """The clusters of which all sessions are with an address that nothing has, with the one router that speaks BGP."""
    speaking = [router for router in plan.routers if router.asn]
    router = speaking[0] if len(speaking) == 1 else None
    if router is None or not router.addresses:
        return
    expected = _expected_asns(plan, router)
    links = [cidr for network in plan.networks if network.id not in plan.cluster_networks for cidr in network.cidrs]
    for cluster in plan.clusters:
        found = _common_unowned_peer(plan, cluster)
        if found is not None:
            side, other, address = found
            agree = other.said("asn") == router.asn or side.asn in expected
            if agree and side.own and is_strange(address, router.addresses, _node_prefixes(plan, cluster), links):
                yield UnownedPeerAddress(cluster, side.own, address, router)


def _expected_asns(plan: Observation, router: Router) -> set[int]:
    """The AS numbers that a router expects of its neighbours."""
    ends = ((side, other) for peering in peerings(plan) for side, other in peering.sides)
    return {asn for side, other in ends if side.own and side.where == router.id and (asn := other.said("asn"))}


def _common_unowned_peer(plan: Observation, cluster: Cluster) -> tuple[SessionEnd, SessionEnd, IPAddress] | None:
    """The ends of a session of a cluster, and the one address that all its sessions are with; None if it is known."""
    found = [(side, other) for side, other in _sessions_of(plan, cluster) if side.own]
    addresses = {as_address(other.name) if other.instance is None else None for _, other in found}
    address = next(iter(addresses)) if len(addresses) == 1 else None
    if address is None or any(side.own and side.own.multihop for side, _ in found):
        return None
    gateways = {gateway for network in plan.networks for gateway in network.gateways}
    return None if address in gateways or _is_taken(plan, cluster, address) else (*found[0], address)


def _sessions_of(plan: Observation, cluster: Cluster) -> Iterator[tuple[SessionEnd, SessionEnd]]:
    """The sessions of a cluster's nodes with others: the node's end, then the other one."""
    for peering in peerings(plan):
        for side, other in peering.sides:
            inside = other.instance is not None and other.instance.cluster is cluster
            if side.instance and side.instance.cluster is cluster and not inside:
                yield side, other


def _node_prefixes(plan: Observation, cluster: Cluster) -> list[IPNetwork]:
    """The networks for a cluster's nodes, and the usual network around each node's address."""
    named = (plan.network(network) for network in cluster.node_networks)
    nodes = (around(address) for node in cluster.nodes for address in node.addresses)
    return [*(cidr for network in named if network for cidr in network.cidrs), *nodes]


def _is_taken(plan: Observation, cluster: Cluster, address: IPAddress) -> bool:
    number = int(address)
    return plan.taken.meeting((cluster.scope, address.version), number, number) is not None
