"""Where AS numbers are written in a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import Cluster, Cni, LoadBalancer
from cidrbook.plan.entry import Entry, Named
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.views.peering import peerings
from cidrbook.plan.views.speakers import SpeakerInstance
from cidrbook.text.finding import Problem, Related

_SHOWN = 5


def asns(plan: Inventory) -> Iterator[tuple[Entry, str, int]]:
    """Every AS number that is written, with the object and the key where it stands."""
    for entry, keys in _numbered_entries(plan):
        for key in keys:
            number: int | None = getattr(entry, key)
            if number is not None:
                yield entry, key, number


def _numbered_entries(plan: Inventory) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    yield from ((router, ("asn",)) for router in plan.routers)
    for cluster in plan.clusters:
        yield from ((balancer, ("asn",)) for balancer in cluster.load_balancers)
        yield from ((cni, ("asn",)) for cni in (cluster.cni,) if cni)
    yield from ((speaker, ("asn",)) for speaker in plan.speakers)
    yield from ((session, ("local_asn", "peer_asn")) for session in plan.sessions)


def by_number(plan: Inventory) -> dict[int, list[tuple[Entry, str]]]:
    """The places of each AS number, in the order of the plan."""
    found: dict[int, list[tuple[Entry, str]]] = defaultdict(list)
    for entry, key, number in asns(plan):
        found[number].append((entry, key))
    return found


def unfit(plan: Inventory, places: list[tuple[Entry, str]], message: str, hint: str) -> Problem:
    """A number that nothing should have, found where it is written first; `message` goes on after the names."""
    entry, key = places[0]
    parties = (party for place in places for party in _parties(plan, place[0]))
    first, *others = dict.fromkeys(other_entry.at(key_) for other_entry, key_ in places)
    more = f" (and {len(others)} more place{'s' if len(others) > 1 else ''})" if others else ""
    return Problem(
        at=first,
        message=f"{_entry_text(plan, entry, key)}{more} {message}",
        related=tuple(Related(at=place, message="it is written here, too") for place in others[:_SHOWN]),
        hint=hint,
        parties=tuple(dict.fromkeys(parties)),
        across=True,  # the number is wrong in each of its places
    )


@cached_view
def _cluster_by_part(plan: Inventory) -> dict[int, Cluster]:
    """The cluster of each load balancer and network plugin, by the identity of that."""
    return {
        id(balancer): cluster
        for cluster in plan.clusters
        for balancer in (*cluster.load_balancers, cluster.cni)
        if balancer
    }


def _parties(plan: Inventory, entry: Entry) -> tuple[str, ...]:
    if isinstance(entry, Session):
        return entry.local, entry.peer
    return (entry.id,) if isinstance(entry, Named) else (_cluster_by_part(plan)[id(entry)].id,)


def _entry_text(plan: Inventory, entry: Entry, key: str) -> str:
    if isinstance(entry, Session):
        with_whom = f"with {entry.peer}" if entry.peer else "with others"
        return f"the {'local' if key == 'local_asn' else 'peer'} AS of the session of {entry.local} {with_whom}"
    if isinstance(entry, Cni | LoadBalancer):
        return f"the AS of {entry.product} in {_cluster_by_part(plan)[id(entry)].name}"
    return f"the AS of {entry.name}" if isinstance(entry, Named) else "the AS"


@cached_view
def of_others(plan: Inventory) -> frozenset[tuple[int, str]]:
    """The identity of a session and the key, where the AS number is that of something outside of the plan."""
    return frozenset(
        (id(description.session), "peer_asn" if description.mirrored else "local_asn")
        for peering in peerings(plan)
        for side, _ in peering.sides
        if side.instance is None
        for description in side.descriptions
    )


def place_of(instance: SpeakerInstance) -> Related:
    """Where the AS number of a speaker is written."""
    return Related(at=instance.speaker.at("asn"), message=f"{instance.name} has AS {instance.asn} here")
