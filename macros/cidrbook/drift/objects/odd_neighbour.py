"""Which neighbour of a router stands out among those around it: by its AS number, or by the network that it is on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import around
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.model import Router
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.plan.views.session_ends import as_address

_MANY = 3


class Neighbour(NamedTuple):
    """A neighbour that a router lists by its address, and that is no machine of which more is known."""

    address: IPAddress
    asn: int
    side: SessionEnd
    router: SessionEnd


class OtherAsn(NamedTuple):
    """A neighbour of another AS than those before and after it."""

    it: Neighbour
    near: Neighbour
    cluster: Cluster


class OtherNetwork(NamedTuple):
    """A neighbour that is not on the network of all others of its AS, which the nodes of a cluster are on."""

    it: Neighbour
    near: Neighbour
    cluster: Cluster
    network: Network


def other_asns(plan: Inventory) -> Iterator[OtherAsn]:
    """The one neighbour in a row of nodes of a cluster that is expected in an AS that nothing has."""
    has = _asns(plan)
    for listed in _listed(plan):
        row = sorted(listed, key=lambda neighbour: neighbour.address)
        for cluster, asn in _clusters(plan, row[0].router):
            odd = [neighbour for neighbour in row if neighbour.asn != asn]
            if len(odd) == 1 and len(row) > _MANY and odd[0].asn not in has | {row[0].router.asn}:
                at = row.index(odd[0])
                if 0 < at < len(row) - 1 and row[at - 1].address in around(odd[0].address):
                    yield OtherAsn(odd[0], row[at - 1], cluster)


def other_networks(plan: Inventory) -> Iterator[OtherNetwork]:
    """The one neighbour in the AS of a cluster that is on none of the networks of its nodes, where all others are."""
    for listed in _listed(plan):
        for cluster, asn in _clusters(plan, listed[0].router):
            homes = [network for network in map(plan.network, cluster.node_networks) if network is not None]
            own = [neighbour for neighbour in listed if neighbour.asn == asn and neighbour.side.instance is None]
            inside = [(neighbour, home) for neighbour in own if (home := _home(homes, neighbour.address)) is not None]
            astray = [neighbour for neighbour in own if _home(homes, neighbour.address) is None]
            if len(astray) == 1 and len(inside) > 1 and _is_slip(astray[0], inside[0][1]):
                yield OtherNetwork(astray[0], inside[0][0], cluster, inside[0][1])


def _listed(plan: Inventory) -> Iterator[list[Neighbour]]:
    """The neighbours of each router of which nothing is known but their address."""
    found: dict[tuple[str, int], list[Neighbour]] = defaultdict(list)
    for peering in peerings(plan):
        for router, side in peering.sides:
            address, asn = as_address(_address(side)), router.own.peer_asn if router.own else None
            is_router = router.instance is not None and isinstance(router.instance.machine, Router)
            if is_router and address is not None and asn and _is_strange(side):
                found[router.where, address.version].append(Neighbour(address, asn, side, router))
    yield from found.values()


def _address(side: SessionEnd) -> str:
    """The address that a neighbour is listed by."""
    description = side.descriptions[0]
    return description.session.peer if description.mirrored else description.session.local


def _is_strange(side: SessionEnd) -> bool:
    instance = side.instance
    return instance is None or (instance.cluster is None and isinstance(instance.machine, Host))


def _clusters(plan: Inventory, router: SessionEnd) -> Iterator[tuple[Cluster, int]]:
    """The cluster that alone has a session with a router, and its AS number."""
    found: dict[str, tuple[Cluster, int]] = {}
    for peering in peerings(plan):
        for side, other in peering.sides:
            cluster = side.instance.cluster if side.instance else None
            if cluster is not None and side.own and side.asn and other.where == router.where:
                found[cluster.id] = cluster, side.asn
    if len(found) == 1:
        yield from found.values()


def _asns(plan: Inventory) -> set[int]:
    """The AS numbers that something in the plan has."""
    own = (
        {session.local_asn for session in plan.sessions}
        | {router.asn for router in plan.routers}
        | {speaker.asn for speaker in plan.speakers}
    )
    own |= {balancer.asn for cluster in plan.clusters for balancer in cluster.load_balancers}
    return {number for number in own if number} | {
        cluster.cni.asn for cluster in plan.clusters if cluster.cni and cluster.cni.asn
    }


def _home(homes: list[Network], address: IPAddress) -> Network | None:
    return next((home for home in homes if any(address in cidr for cidr in home.cidrs)), None)


def _is_slip(neighbour: Neighbour, home: Network) -> bool:
    """Whether an address differs from those of a network in one of its octets, or groups."""
    return any(_apart(neighbour.address, cidr) == 1 for cidr in home.family(neighbour.address.version))


def _apart(address: IPAddress, cidr: IPNetwork) -> int:
    last = (32 if address.version == 4 else 128) - cidr.prefixlen
    changed = (int(address) >> last ^ int(cidr.first) >> last) << last
    size = 8 if address.version == 4 else 16
    count = 0
    while changed:
        count += bool(changed & ((1 << size) - 1))
        changed >>= size
    return count
