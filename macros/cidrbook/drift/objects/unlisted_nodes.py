"""The neighbours that a router lists, beside the nodes of a cluster that has sessions with it, in a tree.

What a router lists is compared where it can be told what it means: it lists nodes of the cluster, or what it expects
in the cluster's AS beside them. A router with a neighbour that may be anybody (a variable, an interface) is left alone,
and so is a cluster that chooses the nodes of a session.
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
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Place

_SOME, _MANY = 2, 3


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One end of a session as seen from the router: who that is, the router's end, and the session."""

    side: SessionEnd
    router: SessionEnd
    peering: Peering

    @property
    def shown(self) -> str:
        """What stands there, as messages name it: with its address."""
        addresses = self.side.instance.addresses if self.side.instance else ()
        return f"{self.side.name} ({addresses[0]})" if addresses else self.side.name

    @property
    def place(self) -> Place:
        """Where the session is written: at the router, where it is."""
        return self.peering.place if self.router.own is None else self.router.own.at("peer")

    @property
    def said(self) -> Place | None:
        """Where the router says the AS number that it expects: once for a group of neighbours."""
        return self.router.own.at("peer_asn") if self.router.own else None

    @property
    def asn(self) -> int | None:
        """The AS number that the router expects there."""
        return self.router.own.peer_asn if self.router.own else None


@dataclass(frozen=True)
class Listed:
    """A router and a cluster: the nodes that it lists, those that it does not, and what it takes for more of them."""

    cluster: Cluster
    met: list[Neighbour] = field(default_factory=list)
    missing: list[Neighbour] = field(default_factory=list)
    strange: list[Neighbour] = field(default_factory=list)


@cached_view
def lists(plan: Observation) -> tuple[Listed, ...]:
    """Every router of a tree with every cluster that it shares a session with, where something is amiss."""
    found: dict[tuple[str, str], Listed] = {}
    unknown: dict[str, list[Neighbour]] = defaultdict(list)
    for neighbour in _neighbours(plan):
        cluster = neighbour.side.instance.cluster if neighbour.side.instance else None
        if cluster is not None and (neighbour.router.own or _of_all(neighbour.side)):
            one = found.setdefault((neighbour.router.where, cluster.id), Listed(cluster))
            (one.met if neighbour.router.own else one.missing).append(neighbour)
        elif neighbour.side.instance is None and neighbour.router.own and as_address(neighbour.side.name) is not None:
            unknown[neighbour.router.where].append(neighbour)
    told = (_told(plan, one, unknown[where]) for (where, _), one in found.items())
    return tuple(one for one in told if one.missing or one.strange)


def _neighbours(plan: Observation) -> Iterator[Neighbour]:
    """The other end of each session of a router that lists its neighbours in full."""
    lost = astray(plan)
    for peering in peerings(plan):
        for side, other in peering.sides:
            machine = other.instance.machine if other.instance else None
            if isinstance(machine, Router) and other.where not in lost:
                yield Neighbour(side, other, peering)


def _of_all(side: SessionEnd) -> bool:
    """Whether its cluster says that each of its nodes has the session: not one, nor those that a selector chooses."""
    own, cluster = side.own, side.instance.cluster if side.instance else None
    return own is not None and cluster is not None and own.local == cluster.id and own.at("local") == own.at()


def _told(plan: Observation, one: Listed, unknown: list[Neighbour]) -> Listed:
    """The nodes of the same kind that are not listed under any address, and what is expected in their AS near them."""
    met = {neighbour.side.where for neighbour in one.met}
    kinds = {_roles(neighbour) for neighbour in one.met}
    missing = {neighbour.side.where: neighbour for neighbour in one.missing if neighbour.side.where not in met}
    left = [neighbour for neighbour in missing.values() if not kinds or _roles(neighbour) in kinds]
    expected = {neighbour.asn for neighbour in one.met} or {neighbour.side.asn for neighbour in left}
    group = {neighbour.said for neighbour in one.met}
    alike = [
        neighbour
        for neighbour in unknown
        if neighbour.asn in expected and (neighbour.said in group or len(group) == len(one.met))
    ]
    strange = [neighbour for neighbour in alike if _is_outside(neighbour) and _is_near(plan, one.cluster, neighbour)]
    if _others(plan, one.cluster) or not (left or _is_complete(one, strange)):
        strange = []
    missed = left if _is_meant(one, left, strange) else []
    return Listed(one.cluster, one.met, missed, strange if one.met or missed else [])


def _is_meant(one: Listed, left: list[Neighbour], strange: list[Neighbour]) -> bool:
    """Whether what is listed is most likely meant to be all nodes: most are, or as many that are none."""
    whole = len(one.met) + len(left) >= min(_SOME, len(one.cluster.nodes))
    return len(one.met) >= max(len(left), _SOME) or (len(strange) == len(left) and whole)


def _is_complete(one: Listed, strange: list[Neighbour]) -> bool:
    """Whether the nodes that are known are most likely all: they are many, or the cluster tells of it, too."""
    known = len(one.met) >= _MANY or any(neighbour.side.own for neighbour in one.met)
    return known and len(one.met) > len(strange)


def _is_outside(neighbour: Neighbour) -> bool:
    """Whether a router expects another AS than its own: in that there are other routers, too."""
    return neighbour.asn is not None and neighbour.asn != neighbour.router.asn


def _roles(neighbour: Neighbour) -> frozenset[str]:
    return frozenset(getattr(neighbour.side.instance.machine, "roles", ())) if neighbour.side.instance else frozenset()


def _others(plan: Observation, cluster: Cluster) -> bool:
    """Whether another cluster speaks BGP whose nodes are not known: neighbours may be of that one."""
    speaking = {session.local for session in plan.sessions}
    return any(
        not other_cluster.nodes and other_cluster.id in speaking
        for other_cluster in plan.clusters
        if other_cluster is not cluster
    )


def _is_near(plan: Observation, cluster: Cluster, neighbour: Neighbour) -> bool:
    """Whether nothing is known to be at an address, which lies in the network of the cluster's nodes."""
    address = as_address(neighbour.side.name)
    if address is None or plan.taken.meeting((cluster.scope, address.version), int(address), int(address)):
        return False
    home = plan.space.covering(cluster.scope, address)
    nodes = (own for node in cluster.nodes for own in node.addresses if own.version == address.version)
    return any(
        (home is not None and plan.space.covering(cluster.scope, own) is home) or around(own) == around(address)
        for own in nodes
    )
