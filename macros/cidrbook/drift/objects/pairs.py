"""What a plan declares beside what its trees really hold: the same things, by their names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.comparison import Comparison
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import Claim, Inventory, cached_view
from cidrbook.plan.pools import Pool
from cidrbook.repository.observation import Observation


class Pair(NamedTuple):
    """A thing that is declared, and the same thing as a tree holds it, in the clusters that both are of."""

    declared: Addressed
    seen: Addressed
    cluster: Cluster


@cached_view
def clusters(comparison: Comparison) -> tuple[tuple[Cluster, Cluster, Observation], ...]:
    """Each declared cluster with the observed one at its site: of its id, or the only one where both sides have one."""
    pairs = []
    for seen in comparison.observations:
        by_id = {cluster.id: cluster for cluster in seen.clusters}
        own = [
            cluster
            for cluster in comparison.plan.clusters
            if all(is_near(cluster.site, other.site) for other in seen.clusters)
        ]
        only = seen.clusters[0] if len(own) == len(seen.clusters) == 1 else None
        pairs += [(cluster, other, seen) for cluster in own if (other := by_id.get(cluster.id, only))]
    return tuple(pairs)


def is_near(declared: str, seen: str) -> bool:
    """Whether what is declared at one site may be what is seen at another: at none, it may be anywhere."""
    return not seen or declared in ("", seen)


def pairs(comparison: Comparison) -> Iterator[Pair]:
    """The nodes and pinned services that are declared and observed both, by name."""
    for declared, seen, _ in clusters(comparison):
        found = {_key(other_owner): other_owner for other_owner in (*seen.nodes, *seen.pinned_services)}
        for owner in (*declared.nodes, *declared.pinned_services):
            other = found.get(_key(owner)) or found.get((*_key(owner)[:2], ""))
            if other:
                yield Pair(owner, other, declared)


def unseen(comparison: Comparison) -> Iterator[tuple[Cluster, Addressed]]:
    """Nodes and pinned services that no tree holds, of clusters of which a tree holds others of the kind."""
    for declared, seen, _ in clusters(comparison):
        for ours, theirs in ((declared.nodes, seen.nodes), (declared.pinned_services, seen.pinned_services)):
            names = {machine.id for machine in theirs}
            addresses = {address for machine in theirs for address in machine.addresses}
            missing = (
                machine for machine in ours if machine.id not in names and not addresses & set(machine.addresses)
            )
            yield from ((declared, machine) for machine in missing if names)


def unseen_pools(comparison: Comparison) -> Iterator[tuple[Cluster, Pool]]:
    """Pools that have no address in common with any of a tree, of clusters of which a tree holds some."""
    for declared, seen, tree in clusters(comparison):
        theirs = [span for span in tree.pools if span.owner.cluster is seen]
        ours: dict[Pool, bool] = {}
        for span in comparison.plan.pools:
            if span.owner.cluster is declared:
                ours[span.owner] = ours.get(span.owner, False) or any(map(span.meets, theirs))
        yield from ((declared, pool) for pool, meets in ours.items() if theirs and not meets)


def _key(thing: Addressed) -> tuple[str, str, str]:
    return thing.kind, thing.id, thing.namespace if isinstance(thing, Service) else ""


def differing(pair: Pair) -> tuple[int, IPAddress, IPAddress] | None:
    """Which declared address is not the observed one, and both, where they have none of a family in common."""
    for version in (4, 6):
        declared = [address for address in pair.declared.addresses if address.version == version]
        seen = [address for address in pair.seen.addresses if address.version == version]
        if declared and seen and not set(declared) & set(seen):
            return pair.declared.addresses.index(declared[0]), declared[0], seen[0]
    return None


def ranges(comparison: Comparison) -> Iterator[tuple[str, Cluster, IPNetwork, int, Cluster, IPNetwork]]:
    """Ranges of pods or services that a tree has otherwise: the declared one and its number, then the observed one."""
    for declared, seen, tree in clusters(comparison):
        for purpose in ("pods", "services"):
            ours, theirs = _prefixes(comparison.plan, declared, purpose), _prefixes(tree, seen, purpose)
            for number, cidr in enumerate(ours):
                family = [it for it in theirs if it.version == cidr.version]
                if family and not any(cidr in it or it in cidr for it in family):
                    yield purpose, declared, cidr, number, seen, family[0]


def _prefixes(plan: Inventory, cluster: Cluster, purpose: str) -> list[IPNetwork]:
    networks = (plan.network(name) for name in getattr(cluster, purpose))
    return [cidr for network in networks if network for cidr in network.cidrs]


def outside(comparison: Comparison) -> Iterator[Claim]:
    """Claims of the trees on addresses that no declared network and no declared pool holds."""
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
