"""What is declared beside what trees hold: which observed objects are the declared ones, and which nothing declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.pairs import clusters, is_near, pairs
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.repository.observation import Observation

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_ANYWHERE = "\0"
"""What no site is called."""


class Observed(NamedTuple, Generic[T]):
    """Something that a tree holds: an owner of addresses, a pool or a session; and the observation of that tree."""

    observation: Observation
    thing: T


class Beside(NamedTuple, Generic[T]):
    """Observed things: those of each declared one, by its identity, and those that nothing declares."""

    of: dict[int, tuple[Observed[T], ...]]
    alone: tuple[Observed[T], ...]


@cached_view
def owners(comparison: Comparison) -> Beside[Addressed]:
    """What has addresses: the same by name in the same cluster, or by an address, or, other than services, by name."""
    named = {id(pair.seen): pair.declared for pair in pairs(comparison)}
    declared = reversed(_owners(comparison.plan))
    keys = {(key, at): owner for owner, site in declared for at in {site, _ANYWHERE} for key in _keys(owner)}
    found = (
        (Observed(seen, owner), owner, _sites(site))
        for seen in comparison.observations
        for owner, site in _owners(seen)
    )
    return _beside(
        (sight, named.get(id(owner)) or _first(keys, ((key, at) for key in _keys(owner) for at in sites)))
        for sight, owner, sites in found
    )


def _owners(plan: Inventory) -> list[tuple[Addressed, str]]:
    """What has addresses, and the site that it is at."""
    return list({id(claim.owner): (claim.owner, claim.scope[1]) for claim in plan.claims}.values())


def _sites(seen: str) -> tuple[str, ...]:
    """Where what is seen at a site may be declared."""
    return (seen, "") if seen else (_ANYWHERE,)


def _keys(owner: Addressed) -> Iterator[Hashable]:
    """What is the same of the same thing: first of all an address, which a service never shares with a machine."""
    service = isinstance(owner, Service)
    yield from ((service, address) for address in owner.addresses)
    if not service:
        yield owner.id


@cached_view
def pools(comparison: Comparison) -> Beside[Pool]:
    """Pools: the same where they have addresses in common, whatever their names."""
    known = sorted({span.domain for span in comparison.plan.pools})
    found: dict[Pool, tuple[Observed[Pool], Pool | None]] = {}
    for seen in comparison.observations:
        for ((_, site), version), first, last, pool in seen.pools:
            near = (domain for domain in known if domain[1] == version and is_near(domain[0][1], site))
            same = (comparison.plan.pools.meeting(domain, first, last) for domain in near)
            declared = next((span.owner for span in same if span), None)
            found[pool] = (Observed(seen, pool), found[pool][1] if pool in found and found[pool][1] else declared)
    return _beside(found.values())


@cached_view
def sessions(comparison: Comparison) -> Beside[Peering]:
    """Sessions: the same where both ends have a name or an address in common."""
    same = {id(seen): id(declared) for declared, seen, _ in clusters(comparison)}
    keys = {key: peering for peering in reversed(peerings(comparison.plan)) for key in _ends(peering, same)}
    found = ((Observed(seen, peering), peering) for seen in comparison.observations for peering in peerings(seen))
    return _beside((sight, _first(keys, _ends(peering, same))) for sight, peering in found)


def renumbered(comparison: Comparison) -> Iterator[tuple[Peering, Observed[Peering]]]:
    """Declared sessions, each written one once, with a tree's of which the AS numbers are others."""
    told: set[int] = set()
    for peering in peerings(comparison.plan):
        for sight in sessions(comparison).of.get(id(peering), ()):
            ours, theirs = _numbers(peering), _numbers(sight.thing)
            if ours and theirs and ours != theirs and id(peering.sessions[0]) not in told:
                told.add(id(peering.sessions[0]))
                yield peering, sight


def _numbers(peering: Peering) -> list[int]:
    """The AS numbers of both ends; none where one is not known."""
    numbers = [side.asn for side in (peering.first, peering.second) if side.asn]
    return sorted(numbers) if len(numbers) == len(peering.sides) else []


def _ends(peering: Peering, same: Mapping[int, int]) -> list[frozenset[Hashable]]:
    """What a session may be known by; the sharpest first: its machines, then the cluster that one of them is of."""
    ends = [(*_called(side), *_of_cluster(side, same)) for side in (peering.first, peering.second)]
    return [frozenset({one, other}) for one in ends[0] for other in ends[1]]


def _called(side: SessionEnd) -> Iterator[str]:
    addresses = side.instance.addresses if side.instance else ()
    yield from map(str, (side.address, *addresses) if side.address else addresses)
    yield from (side.where, side.name)


def _of_cluster(side: SessionEnd, same: Mapping[int, int]) -> Iterator[int]:
    if side.instance and side.instance.cluster:
        yield same.get(id(side.instance.cluster), id(side.instance.cluster))


def _first(keys: Mapping[K, T], asked: Iterable[K]) -> T | None:
    return next((keys[key] for key in asked if key in keys), None)


def _beside(found: Iterable[tuple[Observed[T], T | None]]) -> Beside[T]:
    of: dict[int, list[Observed[T]]] = defaultdict(list)
    alone: list[Observed[T]] = []
    for sight, declared in found:
        (alone if declared is None else of[id(declared)]).append(sight)
    return Beside({key: tuple(sights) for key, sights in of.items()}, tuple(alone))


@cached_view
def homes(comparison: Comparison) -> dict[int, Cluster]:
    """The cluster of each observed node, virtual address and service: the declared one, where it is the same."""
    same = {id(seen): declared for declared, seen, _ in clusters(comparison)}
    return {
        id(member): same.get(id(cluster), cluster)
        for seen in comparison.observations
        for cluster in seen.clusters
        for member in (*cluster.nodes, *cluster.virtual_addresses, *cluster.pinned_services)
    }
