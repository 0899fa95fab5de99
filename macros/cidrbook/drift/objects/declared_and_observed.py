"""The plan compared with its repositories: which observed objects are declared ones, and where the two differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.comparison import Comparison
from cidrbook.net.spans import overlap
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import Claim, Inventory, cached_view
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.claimed_addresses import claimed_addresses
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.repository.observation import Observation

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_ANYWHERE = "\0"
"""A key for objects whose site is not known; no site has this name."""


class Observed(NamedTuple, Generic[T]):
    """An observed object (an owner of addresses, a pool, a session), with its observation."""

    observation: Observation
    thing: T


class Matches(NamedTuple, Generic[T]):
    """Observed objects: those of each declared one, by its identity, and those that nothing declares."""

    declared: dict[int, tuple[Observed[T], ...]]
    undeclared: tuple[Observed[T], ...]


class Pair(NamedTuple):
    """A declared object and the observed one of its name, in the declared cluster."""

    declared: Addressed
    seen: Addressed
    cluster: Cluster


class RangeDifference(NamedTuple):
    """A declared range of pods or services, with its index, and the observed range that replaces it."""

    purpose: str
    cluster: Cluster
    cidr: IPNetwork
    which: int
    seen: Cluster
    other: IPNetwork


def is_near(declared: str, seen: str) -> bool:
    """Whether an object declared at one site may be the one seen at another: without a site, it may be anywhere."""
    return not seen or declared in ("", seen)


# Clusters


@cached_view
def clusters(comparison: Comparison) -> tuple[tuple[Cluster, Cluster, Observation], ...]:
    """Each declared cluster with the observed one of its id; with the only one, where both sides have one."""
    pairs = []
    for seen in comparison.observations:
        by_id = {cluster.id: cluster for cluster in seen.clusters}
        sites = {cluster.site for cluster in seen.clusters}
        own = [cluster for cluster in comparison.plan.clusters if all(is_near(cluster.site, site) for site in sites)]
        only = seen.clusters[0] if len(own) == len(seen.clusters) == 1 else None
        pairs += [(cluster, other, seen) for cluster in own if (other := by_id.get(cluster.id, only))]
    return tuple(pairs)


@cached_view
def homes(comparison: Comparison) -> dict[int, Cluster]:
    """The cluster of each observed node, virtual address and service, by identity; the declared one, if there is."""
    same = {id(seen): declared for declared, seen, _ in clusters(comparison)}
    return {
        id(member): same.get(id(cluster), cluster)
        for seen in comparison.observations
        for cluster in seen.clusters
        for member in (*cluster.nodes, *cluster.virtual_addresses, *cluster.pinned_services)
    }


def differing_ranges(comparison: Comparison) -> Iterator[RangeDifference]:
    """Declared ranges of pods or services that overlap no observed one of their family."""
    for declared, seen, observation in clusters(comparison):
        for purpose in ("pods", "services"):
            theirs = _cluster_prefixes_for(observation, seen, purpose)
            for which, cidr in enumerate(_cluster_prefixes_for(comparison.plan, declared, purpose)):
                family = [other for other in theirs if other.version == cidr.version]
                if family and not any(overlap(cidr, other) for other in family):
                    yield RangeDifference(purpose, declared, cidr, which, seen, family[0])


def differing_apis(comparison: Comparison) -> Iterator[tuple[Cluster, Cluster, IPAddress, IPAddress]]:
    """Declared addresses of APIs, each with the observed one of its family that stands in its place.

    An API that is reached at a node, or at a virtual address of the plan, is reached another way.
    """
    for declared, seen, _ in clusters(comparison):
        ours, theirs = (set(one.api.addresses) if one.api else set() for one in (declared, seen))
        owners = (*declared.nodes, *declared.virtual_addresses, *seen.nodes)
        known = ours | {address for owner in owners for address in owner.addresses}
        for version in (4, 6):
            own = sorted(address for address in ours if address.version == version)
            others = sorted(address for address in theirs if address.version == version)
            if own and others and known.isdisjoint(others):
                yield declared, seen, own[0], others[0]


def _cluster_prefixes_for(plan: Inventory, cluster: Cluster, purpose: str) -> list[IPNetwork]:
    networks = (plan.network(name) for name in getattr(cluster, purpose))
    return [cidr for network in networks if network for cidr in network.cidrs]


# Owners of addresses


def pairs(comparison: Comparison) -> Iterator[Pair]:
    """The nodes and pinned services that are both declared and observed, by name."""
    for declared, seen, _ in clusters(comparison):
        found = {_name_key(owner): owner for owner in (*seen.nodes, *seen.pinned_services)}
        for owner in (*declared.nodes, *declared.pinned_services):
            other = found.get(_name_key(owner)) or found.get((*_name_key(owner)[:2], ""))
            if other:
                yield Pair(owner, other, declared)


def _name_key(thing: Addressed) -> tuple[str, str, str]:
    return thing.kind, thing.id, thing.namespace if isinstance(thing, Service) else ""


def differing_address(pair: Pair) -> tuple[int, IPAddress, IPAddress] | None:
    """The index of a declared address, itself, and the observed one; None if they share an address of each family."""
    for version in (4, 6):
        declared = [address for address in pair.declared.addresses if address.version == version]
        seen = [address for address in pair.seen.addresses if address.version == version]
        if declared and seen and not set(declared) & set(seen):
            return pair.declared.addresses.index(declared[0]), declared[0], seen[0]
    return None


def unseen_owners(comparison: Comparison) -> Iterator[tuple[Cluster, Addressed]]:
    """Declared nodes and pinned services that no repository shows, although it shows others of that cluster."""
    for declared, seen, _ in clusters(comparison):
        for ours, theirs in ((declared.nodes, seen.nodes), (declared.pinned_services, seen.pinned_services)):
            names = {owner.id for owner in theirs}
            addresses = {address for owner in theirs for address in owner.addresses}
            for owner in ours if names else ():
                if owner.id not in names and not addresses & set(owner.addresses):
                    yield declared, owner


def undeclared_members(comparison: Comparison) -> Iterator[tuple[Cluster, str, tuple[Addressed, ...]]]:
    """The nodes, and the pinned services, that only repositories have of a declared cluster that lists some of them.

    Each with the cluster and the key that lists them.
    """
    planned = claimed_addresses(comparison.plan)
    for declared, seen, _ in clusters(comparison):
        for key in ("nodes", "pinned_services"):
            ours: tuple[Addressed, ...] = getattr(declared, key)
            names = {_name_key(owner)[:2] for owner in ours}
            theirs: tuple[Addressed, ...] = getattr(seen, key)
            new = tuple(
                owner
                for owner in theirs
                if owner.addresses and _name_key(owner)[:2] not in names and planned.isdisjoint(owner.addresses)
            )
            if ours and new:
                yield declared, key, new


def claims_outside_networks(comparison: Comparison) -> Iterator[Claim]:
    """Observed claims on addresses in no declared network and no declared pool."""
    plan = comparison.plan
    scopes = {network.scope for network in plan.networks}
    for seen in comparison.observations if plan.networks else ():
        for claim in seen.claims:
            number, version = int(claim.address), claim.address.version
            known = any(
                plan.space.covering(scope, claim.address) or plan.pools.meeting((scope, version), number, number)
                for scope in scopes
                if is_near(scope[1], claim.scope[1])
            )
            if not known and not claim.address.is_loopback() and not claim.address.is_link_local():
                yield claim


@cached_view
def owners(comparison: Comparison) -> Matches[Addressed]:
    """Owners of addresses: the same if of one name in one cluster, of one address, or, except services, of one name."""
    named = {id(pair.seen): pair.declared for pair in pairs(comparison)}
    keys: dict[Hashable, Addressed] = {}
    for owner, site in reversed(_owners_and_sites(comparison.plan)):
        keys |= {(key, at): owner for at in (site, _ANYWHERE) for key in _owner_keys(owner)}
    found: list[tuple[Observed[Addressed], Addressed | None]] = []
    for seen in comparison.observations:
        for owner, site in _owners_and_sites(seen):
            asked = ((key, at) for key in _owner_keys(owner) for at in _declared_sites(site))
            found.append((Observed(seen, owner), named.get(id(owner)) or _first_known(keys, asked)))
    return _matches(found)


def _owners_and_sites(plan: Inventory) -> list[tuple[Addressed, str]]:
    """The owners of addresses, each with its site."""
    return list({id(claim.owner): (claim.owner, claim.scope[1]) for claim in plan.claims}.values())


def _declared_sites(seen: str) -> tuple[str, ...]:
    """The sites at which an object seen at a site may be declared."""
    return (seen, "") if seen else (_ANYWHERE,)


def _owner_keys(owner: Addressed) -> Iterator[Hashable]:
    """What identifies an owner: first its addresses, which a service never shares with a machine, then its name."""
    service = isinstance(owner, Service)
    yield from ((service, address) for address in owner.addresses)
    if not service:
        yield owner.id


# Pools


def unseen_pools(comparison: Comparison) -> Iterator[tuple[Cluster, Pool]]:
    """Declared pools that overlap none of a repository, although it shows pools of that cluster."""
    for declared, seen, observation in clusters(comparison):
        theirs = [span for span in observation.pools if span.owner.cluster is seen]
        ours: dict[Pool, bool] = {}
        for span in comparison.plan.pools:
            if span.owner.cluster is declared:
                ours[span.owner] = ours.get(span.owner, False) or any(overlap(span, other) for other in theirs)
        yield from ((declared, pool) for pool, is_seen in ours.items() if theirs and not is_seen)


@cached_view
def pools(comparison: Comparison) -> Matches[Pool]:
    """Pools: the same if they have addresses in common, whatever their names."""
    known = sorted({span.domain for span in comparison.plan.pools})
    found: dict[Pool, tuple[Observed[Pool], Pool | None]] = {}
    for seen in comparison.observations:
        for ((_, site), version), first, last, pool in seen.pools:
            near = (domain for domain in known if domain[1] == version and is_near(domain[0][1], site))
            same = (comparison.plan.pools.meeting(domain, first, last) for domain in near)
            declared = next((span.owner for span in same if span), None)
            found[pool] = (Observed(seen, pool), found[pool][1] if pool in found and found[pool][1] else declared)
    return _matches(found.values())


# Sessions


@cached_view
def sessions(comparison: Comparison) -> Matches[Peering]:
    """Sessions: the same if both ends have a name or an address in common."""
    same = {id(seen): id(declared) for declared, seen, _ in clusters(comparison)}
    keys = {key: peering for peering in reversed(peerings(comparison.plan)) for key in _session_keys(peering, same)}
    found = ((Observed(seen, peering), peering) for seen in comparison.observations for peering in peerings(seen))
    return _matches((observed, _first_known(keys, _session_keys(peering, same))) for observed, peering in found)


def renumbered_sessions(comparison: Comparison) -> Iterator[tuple[Peering, Observed[Peering]]]:
    """Declared sessions with different AS numbers in a repository; each session entry once."""
    reported: set[int] = set()
    for peering in peerings(comparison.plan):
        for observed in sessions(comparison).declared.get(id(peering), ()):
            ours, theirs = _asns(peering), _asns(observed.thing)
            if ours and theirs and ours != theirs and id(peering.sessions[0]) not in reported:
                reported.add(id(peering.sessions[0]))
                yield peering, observed


def _asns(peering: Peering) -> list[int]:
    """The AS numbers of both ends; empty if one is not known."""
    numbers = [side.asn for side in (peering.first, peering.second) if side.asn]
    return sorted(numbers) if len(numbers) == len(peering.sides) else []


def _session_keys(peering: Peering, same: Mapping[int, int]) -> list[frozenset[Hashable]]:
    """What identifies a session, the most precise first: addresses and names of its ends, then their clusters."""
    ends = [(*_end_names(side), *_end_cluster(side, same)) for side in (peering.first, peering.second)]
    return [frozenset({one, other}) for one in ends[0] for other in ends[1]]


def _end_names(side: SessionEnd) -> Iterator[str]:
    addresses = side.instance.addresses if side.instance else ()
    yield from map(str, (side.address, *addresses) if side.address else addresses)
    yield from (side.where, side.name)


def _end_cluster(side: SessionEnd, same: Mapping[int, int]) -> Iterator[int]:
    if side.instance and side.instance.cluster:
        yield same.get(id(side.instance.cluster), id(side.instance.cluster))


def _first_known(keys: Mapping[K, T], asked: Iterable[K]) -> T | None:
    return next((keys[key] for key in asked if key in keys), None)


def _matches(found: Iterable[tuple[Observed[T], T | None]]) -> Matches[T]:
    declared: dict[int, list[Observed[T]]] = defaultdict(list)
    undeclared: list[Observed[T]] = []
    for observed, known in found:
        (undeclared if known is None else declared[id(known)]).append(observed)
    return Matches({key: tuple(members) for key, members in declared.items()}, tuple(undeclared))
