"""What became of pools, sessions, VLANs, clusters and all else that is no network and has no address."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from cidrbook.changes.change import Change, ChangeKind
from cidrbook.changes.fields import as_text, field_changes
from cidrbook.changes.pairs import pairs
from cidrbook.net.spans import Span
from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import LoadBalancer
from cidrbook.plan.entry import Entry, Named
from cidrbook.plan.network import Vlan
from cidrbook.plan.plan import Plan
from cidrbook.plan.policy import Policy
from cidrbook.plan.pools import Pool


def object_changes(before: Plan, after: Plan) -> Iterator[Change]:
    """The objects of each sort that are new, gone, renamed or say something else."""
    for what, objects in _SORTS.items():
        for one, other in pairs(objects(before), objects(after), _by_identity, _by_ends_or_name):
            yield from _changes_of(what, one, other)


_SORTS: dict[str, Callable[[Plan], Sequence[Entry]]] = {
    "BGP session": lambda plan: plan.sessions,
    "BGP speaker": lambda plan: plan.speakers,
    "VLAN": lambda plan: plan.vlans,
    "cluster": lambda plan: plan.clusters,
    "load balancer": lambda plan: [balancer for cluster in plan.clusters for balancer in cluster.load_balancers],
    "site": lambda plan: plan.sites,
    "delegation": lambda plan: plan.delegations,
    "VPN": lambda plan: plan.vpns,
    "policy": lambda plan: plan.policies,
    "uplink": lambda plan: plan.uplinks,
}
"""What is compared by itself, by what it is called."""


def _changes_of(what: str, one: Entry | None, other: Entry | None) -> Iterator[Change]:
    if one and other:
        name = _object_label(other)
        if name != _object_label(one):
            yield Change("renamed", what, name, _object_label(one), name, place=other.at())
        yield from field_changes(what, name, one, other, {"id", "local", "peer", "pools"})
    elif other:
        yield Change("added", what, _object_label(other), place=other.at())
    elif one:
        yield Change("removed", what, _object_label(one), place=one.at())


def _by_identity(entry: Entry) -> Hashable:
    match entry:
        case Named():
            return entry.id
        case Vlan():
            return entry.id, entry.site
        case Session():
            return entry.local, entry.peer, as_text(entry.local_address), as_text(entry.peer_address)
        case LoadBalancer():
            return entry.product, entry.name, entry.mode
        case Policy():
            return as_text(entry)
    return as_text(entry)


def _by_ends_or_name(entry: Entry) -> Hashable:
    match entry:
        case Session():
            return frozenset((entry.local, entry.peer))
        case LoadBalancer():
            return entry.product
        case Policy():
            return entry.from_, entry.to
    return str(getattr(entry, "name", "")).lower() or None


def _object_label(entry: Entry) -> str:
    match entry:
        case Session():
            return f"{entry.local} with {entry.peer}"
        case Vlan():
            return f"{as_text(entry.id)} {entry.name}".strip()
        case LoadBalancer():
            return entry.name or entry.product
        case Policy():
            return f"{as_text(entry.from_)} → {as_text(entry.to)}"
    return str(getattr(entry, "name", "") or getattr(entry, "id", ""))


class _WrittenPool(NamedTuple):
    """A pool with its addresses."""

    span: Span[Pool]

    @property
    def pool(self) -> Pool:
        return self.span.owner

    @property
    def written(self) -> str:
        return str(self.pool.balancer.pools[self.pool.which])

    @property
    def balancer(self) -> tuple[str, str, str]:
        return self.pool.cluster.id, self.pool.balancer.product, self.pool.balancer.name


def pool_changes(before: Plan, after: Plan) -> Iterator[Change]:
    """The pools that are new, gone, resized or renumbered; the prefix of a network is the network's."""
    for one, other in pairs(
        _written_pools(before), _written_pools(after), lambda pool: (pool.balancer, pool.written), _by_balancer
    ):
        if one and other:
            if one.written != other.written:
                yield _pool_change(one, other)
        elif other:
            yield Change("added", "pool", _pool_name(other), place=other.pool.place)
        elif one:
            yield Change("removed", "pool", _pool_name(one), place=one.pool.place)


def _written_pools(plan: Plan) -> list[_WrittenPool]:
    """Each pool once, however many runs of addresses it has."""
    first: dict[tuple[int, int], _WrittenPool] = {}
    for span in plan.pools:
        first.setdefault((id(span.owner.balancer), span.owner.which), _WrittenPool(span))
    return list(first.values())


def _by_balancer(pool: _WrittenPool) -> Hashable:
    return pool.balancer


def _pool_change(before: _WrittenPool, after: _WrittenPool) -> Change:
    inner, outer = sorted((before.span, after.span), key=_span_length)
    is_inside = inner.domain == outer.domain and outer.first <= inner.first and inner.last <= outer.last
    kind: ChangeKind = "resized" if is_inside else "renumbered"
    name = after.pool.balancer.name or f"of {after.pool.cluster.name}"
    return Change(kind, "pool", name, before.written, after.written, place=after.pool.place)


def _span_length(span: Span[Pool]) -> int:
    return span.last - span.first


def _pool_name(pool: _WrittenPool) -> str:
    return pool.pool.shown.removeprefix("the pool ")
