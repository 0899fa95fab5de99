"""Nodes of a cluster that a router does not list, and unknown neighbours in the nodes' AS and subnet.

A router's list is compared only if it is complete: not one with a neighbour that may be anybody (a variable, an
interface), and not where the cluster chooses the nodes of a session by a selector.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from cidrbook.net.ip import around
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.views.peering import Peering, SessionEnd, astray, peerings
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.observation import Observation, nameless
from cidrbook.text.source import Place

_ENOUGH_LISTED = 2
"""From so many listed nodes on, the list is meant to have all nodes: one alone may be a test, or the only speaker."""

_SURELY_ALL = 3
"""Fewer known nodes than these may be a part of the cluster, and an unknown neighbour just one of the others."""


@dataclass(frozen=True, slots=True)
class ListedNeighbour:
    """A session as a router lists it: the neighbour's end, the router's end, and the session."""

    side: SessionEnd
    router: SessionEnd
    peering: Peering

    @property
    def shown(self) -> str:
        """The neighbour as messages name it: with its address."""
        addresses = self.side.instance.addresses if self.side.instance else ()
        return f"{self.side.name} ({addresses[0]})" if addresses else self.side.name

    @property
    def place(self) -> Place:
        """Where the session is written: at the router, if it is written there."""
        return self.peering.place if self.router.own is None else self.router.own.at("peer")

    @property
    def asn_place(self) -> Place | None:
        """Where the router writes the AS number that it expects: once for a group of neighbours."""
        return self.router.own.at("peer_asn") if self.router.own else None

    @property
    def asn(self) -> int | None:
        """The AS number that the router expects."""
        return self.router.own.peer_asn if self.router.own else None


@dataclass(frozen=True)
class NeighbourList:
    """A router's neighbours in one cluster: listed nodes, unlisted nodes, and unknown machines in the nodes' AS."""

    cluster: Cluster
    listed: list[ListedNeighbour] = field(default_factory=list)
    missing: list[ListedNeighbour] = field(default_factory=list)
    unknown: list[ListedNeighbour] = field(default_factory=list)


@cached_view
def incomplete_lists(plan: Observation) -> tuple[NeighbourList, ...]:
    """For each router and cluster with sessions, the list of neighbours, if nodes are missing or some are unknown.

    A router that knows all of its neighbours, which are nodes of other clusters, does not know this one.
    """
    found: dict[tuple[str, str], NeighbourList] = {}
    unknown: dict[str, list[ListedNeighbour]] = defaultdict(list)
    for neighbour in _neighbours(plan):
        cluster = neighbour.side.instance.cluster if neighbour.side.instance else None
        if cluster is not None and (neighbour.router.own or _is_for_all_nodes(neighbour.side)):
            one = found.setdefault((neighbour.router.where, cluster.id), NeighbourList(cluster))
            (one.listed if neighbour.router.own else one.missing).append(neighbour)
        elif neighbour.side.instance is None and neighbour.router.own and as_address(neighbour.side.name) is not None:
            unknown[neighbour.router.where].append(neighbour)
    serving = {where for (where, _), one in found.items() if one.listed}
    judged = (
        one
        if _is_stranger(plan, one) and where in serving and not unknown[where]
        else _likely_mistakes(plan, one, unknown[where])
        for (where, _), one in found.items()
    )
    return tuple(one for one in judged if one.missing or one.unknown)


def _is_stranger(plan: Observation, one: NeighbourList) -> bool:
    """Whether a cluster of its own name, whose nodes are known, has none of them in the list."""
    return not one.listed and bool(one.cluster.nodes) and not nameless(plan, one.cluster)


def _neighbours(plan: Observation) -> Iterator[ListedNeighbour]:
    """The other end of each session of a router that lists its neighbours in full."""
    lost = astray(plan)
    for peering in peerings(plan):
        for side, other in peering.sides:
            machine = other.instance.machine if other.instance else None
            if isinstance(machine, Router) and other.where not in lost:
                yield ListedNeighbour(side, other, peering)


def _is_for_all_nodes(side: SessionEnd) -> bool:
    """Whether a cluster gives the session to all of its nodes, not to one, nor to those that a selector chooses."""
    own, cluster = side.own, side.instance.cluster if side.instance else None
    return own is not None and cluster is not None and own.local == cluster.id and own.at("local") == own.at()


def _likely_mistakes(plan: Observation, one: NeighbourList, candidates: list[ListedNeighbour]) -> NeighbourList:
    """The list with only those missing nodes and unknown neighbours that are most likely mistakes."""
    missing = _unlisted_nodes(one)
    unknown = [
        neighbour
        for neighbour in _in_the_nodes_as(one, missing, candidates)
        if _is_external(neighbour) and _is_near_nodes(plan, one.cluster, neighbour)
    ]
    if _may_be_of_another_cluster(plan, one.cluster) or not (missing or _is_surely_complete(one, unknown)):
        unknown = []
    if not _is_meant_to_be_complete(one, missing, unknown):
        missing = []
    return NeighbourList(one.cluster, one.listed, missing, unknown if one.listed or missing else [])


def _unlisted_nodes(one: NeighbourList) -> list[ListedNeighbour]:
    """The nodes that are listed under no address, of the roles that listed ones have."""
    listed = {neighbour.side.where for neighbour in one.listed}
    roles = {_neighbour_roles(neighbour) for neighbour in one.listed}
    missing = {neighbour.side.where: neighbour for neighbour in one.missing if neighbour.side.where not in listed}
    return [neighbour for neighbour in missing.values() if not roles or _neighbour_roles(neighbour) in roles]


def _in_the_nodes_as(
    one: NeighbourList, missing: list[ListedNeighbour], candidates: list[ListedNeighbour]
) -> list[ListedNeighbour]:
    """The candidates in the nodes' AS. Where nodes share a group of neighbours, only those of the group."""
    asns = {neighbour.asn for neighbour in one.listed} or {neighbour.side.asn for neighbour in missing}
    groups = {neighbour.asn_place for neighbour in one.listed}
    each_for_itself = len(groups) == len(one.listed)
    of_the_as = [neighbour for neighbour in candidates if neighbour.asn in asns]
    return [neighbour for neighbour in of_the_as if each_for_itself or neighbour.asn_place in groups]


def _is_meant_to_be_complete(
    one: NeighbourList, missing: list[ListedNeighbour], unknown: list[ListedNeighbour]
) -> bool:
    """Whether the list most likely means all nodes: it has most of them, or an unknown one for each missing one."""
    whole = len(one.listed) + len(missing) >= min(_ENOUGH_LISTED, len(one.cluster.nodes))
    return len(one.listed) >= max(len(missing), _ENOUGH_LISTED) or (len(unknown) == len(missing) and whole)


def _is_surely_complete(one: NeighbourList, unknown: list[ListedNeighbour]) -> bool:
    """Whether the known nodes are most likely all: they are many, or the cluster describes the session, too."""
    known = len(one.listed) >= _SURELY_ALL or any(neighbour.side.own for neighbour in one.listed)
    return known and len(one.listed) > len(unknown)


def _is_external(neighbour: ListedNeighbour) -> bool:
    """Whether the router expects another AS than its own, in which other routers may be."""
    return neighbour.asn is not None and neighbour.asn != neighbour.router.asn


def _neighbour_roles(neighbour: ListedNeighbour) -> frozenset[str]:
    return frozenset(getattr(neighbour.side.instance.machine, "roles", ())) if neighbour.side.instance else frozenset()


def _may_be_of_another_cluster(plan: Observation, cluster: Cluster) -> bool:
    """Whether another cluster speaks BGP of which no nodes are known: neighbours may be its nodes."""
    speaking = {session.local for session in plan.sessions}
    others = (other for other in plan.clusters if other is not cluster)
    return any(not other.nodes and other.id in speaking for other in others)


def _is_near_nodes(plan: Observation, cluster: Cluster, neighbour: ListedNeighbour) -> bool:
    """Whether a neighbour's address is in the network of the cluster's nodes, and nothing known has it."""
    address = as_address(neighbour.side.name)
    if address is None or plan.taken.meeting((cluster.scope, address.version), int(address), int(address)):
        return False
    home = plan.space.covering(cluster.scope, address)
    nodes = (own for node in cluster.nodes for own in node.addresses if own.version == address.version)
    return any(
        (home is not None and plan.space.covering(cluster.scope, own) is home) or around(own) == around(address)
        for own in nodes
    )
