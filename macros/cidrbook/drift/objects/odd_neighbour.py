"""The one neighbour of a router that differs from those around it: in its AS number, or in its network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import around
from cidrbook.net.odd_one import odd_one
from cidrbook.net.typos import one_octet_apart
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.model import Router
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.plan.views.session_ends import as_address

_SHORT_ROW = 3
"""A row of so many neighbours is too short to say that one of them is a mistake: two against one prove nothing. Where
no cluster is known that they may be nodes of, and their addresses follow each other without a gap, they are one group:
machines of three groups rarely stand so."""


class UnnamedNeighbour(NamedTuple):
    """A neighbour that a router lists by address, and of which nothing else is known."""

    address: IPAddress
    asn: int
    side: SessionEnd
    router: SessionEnd


class OtherAsn(NamedTuple):
    """A neighbour in another AS than those before and after it, one of those, and their cluster if it is known."""

    neighbour: UnnamedNeighbour
    example: UnnamedNeighbour
    cluster: Cluster | None


class OtherNetwork(NamedTuple):
    """A neighbour outside the network of the nodes, one inside it, and that network."""

    neighbour: UnnamedNeighbour
    example: UnnamedNeighbour
    cluster: Cluster
    network: Network


def other_asns(plan: Inventory) -> Iterator[OtherAsn]:
    """The one neighbour in a row of a cluster's nodes that is expected in an AS that nothing has."""
    known = _known_asns(plan)
    for listed in _unnamed_neighbours(plan):
        row = sorted(listed, key=lambda neighbour: neighbour.address)
        for cluster, asn in _only_cluster(plan, row[0].router):
            odd = [neighbour for neighbour in row if neighbour.asn != asn]
            if len(odd) == 1 and len(row) > _SHORT_ROW and odd[0].asn not in known | {row[0].router.asn}:
                at = row.index(odd[0])
                if 0 < at < len(row) - 1 and row[at - 1].address in around(odd[0].address):
                    yield OtherAsn(odd[0], row[at - 1], cluster)
        if not _clusters_of(plan, row[0].router):
            yield from _other_asn_of_group(row, known)


def _other_asn_of_group(row: list[UnnamedNeighbour], known: set[int]) -> Iterator[OtherAsn]:
    """The one neighbour of a group without gaps that is expected in an AS of its own, which nothing else has."""
    found = odd_one(row, lambda neighbour: neighbour.asn)
    first, last = int(row[0].address), int(row[-1].address)
    whole = len(row) >= _SHORT_ROW and last - first == len(row) - 1
    if found and whole and found.odd.asn not in known:
        yield OtherAsn(found.odd, found.example, None)


def other_networks(plan: Inventory) -> Iterator[OtherNetwork]:
    """The one neighbour in a cluster's AS that is outside the nodes' networks, where all others are inside."""
    for listed in _unnamed_neighbours(plan):
        for cluster, asn in _only_cluster(plan, listed[0].router):
            homes = [network for network in map(plan.network, cluster.node_networks) if network is not None]
            own = [neighbour for neighbour in listed if neighbour.asn == asn and neighbour.side.instance is None]
            located = [(neighbour, _network_of(homes, neighbour.address)) for neighbour in own]
            inside = [(neighbour, home) for neighbour, home in located if home is not None]
            outside = [neighbour for neighbour, home in located if home is None]
            if len(outside) == 1 and len(inside) > 1:
                example, home = inside[0]
                if _is_one_octet_off(outside[0].address, home):
                    yield OtherNetwork(outside[0], example, cluster, home)


def _unnamed_neighbours(plan: Inventory) -> Iterator[list[UnnamedNeighbour]]:
    """For each router and address family, the neighbours of which only the address is known."""
    found: dict[tuple[str, int], list[UnnamedNeighbour]] = defaultdict(list)
    for peering in peerings(plan):
        for router, side in peering.sides:
            address, asn = as_address(_listed_as(side)), router.own.peer_asn if router.own else None
            is_router = router.instance is not None and isinstance(router.instance.machine, Router)
            if is_router and address is not None and asn and _is_unnamed(side):
                found[router.where, address.version].append(UnnamedNeighbour(address, asn, side, router))
    yield from found.values()


def _listed_as(side: SessionEnd) -> str:
    """The text by which the other end lists a neighbour."""
    description = side.descriptions[0]
    return description.session.peer if description.mirrored else description.session.local


def _is_unnamed(side: SessionEnd) -> bool:
    """Whether an end is no node and no router: nothing, or a host of a network."""
    instance = side.instance
    return instance is None or (instance.cluster is None and isinstance(instance.machine, Host))


def _only_cluster(plan: Inventory, router: SessionEnd) -> Iterator[tuple[Cluster, int]]:
    """The cluster with sessions to a router, with its AS number; nothing where there are several."""
    found = _clusters_of(plan, router)
    if len(found) == 1:
        yield from found.values()


def _clusters_of(plan: Inventory, router: SessionEnd) -> dict[str, tuple[Cluster, int]]:
    """The clusters with sessions to a router, each with its AS number."""
    found: dict[str, tuple[Cluster, int]] = {}
    for peering in peerings(plan):
        for side, other in peering.sides:
            cluster = side.instance.cluster if side.instance else None
            if cluster is not None and side.own and side.asn and other.where == router.where:
                found[cluster.id] = cluster, side.asn
    return found


def _known_asns(plan: Inventory) -> set[int]:
    """The AS numbers of all sessions, routers, speakers, load balancers and network plugins."""
    sessions = {session.local_asn for session in plan.sessions}
    speakers = {router.asn for router in plan.routers} | {speaker.asn for speaker in plan.speakers}
    balancers = {balancer.asn for cluster in plan.clusters for balancer in cluster.load_balancers}
    plugins = {cluster.cni.asn for cluster in plan.clusters if cluster.cni}
    return {asn for asn in sessions | speakers | balancers | plugins if asn}


def _network_of(homes: list[Network], address: IPAddress) -> Network | None:
    """The network that holds an address."""
    return next((home for home in homes if any(address in cidr for cidr in home.cidrs)), None)


def _is_one_octet_off(address: IPAddress, home: Network) -> bool:
    """Whether one octet, or group, of an address keeps it out of a network."""
    family = home.family(address.version)
    return any(
        one_octet_apart(IPNetwork((int(address), cidr.prefixlen), version=address.version), cidr) for cidr in family
    )
