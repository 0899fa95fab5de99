"""Where AS numbers are written, and what the registry says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import Cluster, Cni, LoadBalancer
from cidrbook.plan.entry import Entry, Named
from cidrbook.plan.finding import Problem, Related
from cidrbook.plan.peering import peerings
from cidrbook.plan.plan import Plan, kept
from cidrbook.plan.speakers import Voice

WIDEST_16 = 0xFFFF
"""The largest AS number of 16 bits."""

_SHOWN = 5
_LONG = 8


class Block(NamedTuple):
    """AS numbers from `first` to `last`, and what they are set aside for."""

    first: int
    last: int
    purpose: str


RESERVED = (
    Block(0, 0, "that no AS can have (RFC 7607)"),
    Block(23456, 23456, "that stands for any AS of 32 bits (AS_TRANS, RFC 6793)"),
    Block(65535, 65535, "that is the last of 16 bits, and reserved (RFC 7300)"),
    Block(65552, 131071, "that IANA keeps back"),
    Block(4294967295, 4294967295, "that is the last of 32 bits, and reserved (RFC 7300)"),
)
"""Numbers that no AS may have, by IANA's registry of AS numbers."""

DOCUMENTATION = (
    Block(64496, 64511, "for documentation (RFC 5398)"),
    Block(65536, 65551, "for documentation (RFC 5398)"),
)
"""Numbers that are for texts and examples."""

PRIVATE = (
    Block(64512, 65534, "for private use (RFC 6996)"),
    Block(4200000000, 4294967294, "for private use (RFC 6996)"),
)
"""Numbers that anybody may use inside of a network of their own."""


UNASSIGNED = Block(1_000_000, 4199999999, "that no registry has given out")
"""Public numbers that IANA has handed to no registry; those that are given out end near 402,000."""


def block_of(number: int, blocks: tuple[Block, ...]) -> Block | None:
    """The block that a number is in."""
    return next((it for it in blocks if it.first <= number <= it.last), None)


def asns(plan: Plan) -> Iterator[tuple[Entry, str, int]]:
    """Every AS number that is written, with the object and the key where it stands."""
    for entry, keys in _entries(plan):
        for key in keys:
            number: int | None = getattr(entry, key)
            if number is not None:
                yield entry, key, number


def _entries(plan: Plan) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    yield from ((router, ("asn",)) for router in plan.routers)
    for cluster in plan.clusters:
        yield from ((balancer, ("asn",)) for balancer in cluster.load_balancers)
        yield from ((cni, ("asn",)) for cni in (cluster.cni,) if cni)
    yield from ((speaker, ("asn",)) for speaker in plan.speakers)
    yield from ((session, ("local_asn", "peer_asn")) for session in plan.sessions)


def by_number(plan: Plan) -> dict[int, list[tuple[Entry, str]]]:
    """The places of each AS number, in the order of the plan."""
    found: dict[int, list[tuple[Entry, str]]] = defaultdict(list)
    for entry, key, number in asns(plan):
        found[number].append((entry, key))
    return found


def series(number: str) -> str:
    """What numbers have in common that are counted on from node to node, as 4200000011 and 4200000012: half of them."""
    return f"{number[: len(number) // 2 + 1]} of {len(number)}" if len(number) >= _LONG else number


def unfit(plan: Plan, places: list[tuple[Entry, str]], message: str, hint: str) -> Problem:
    """A number that nothing should have, found where it is written first; `message` goes on after the names."""
    entry, key = places[0]
    parties = (it for place in places for it in _parties(plan, place[0]))
    first, *others = dict.fromkeys(it.at(key_) for it, key_ in places)
    more = f" (and {len(others)} more place{'s' if len(others) > 1 else ''})" if others else ""
    return Problem(
        at=first,
        message=f"{_shown(plan, entry, key)}{more} {message}",
        related=tuple(Related(at=it, message="it is written here, too") for it in others[:_SHOWN]),
        hint=hint,
        parties=tuple(dict.fromkeys(parties)),
    )


@kept
def _clusters(plan: Plan) -> dict[int, Cluster]:
    """The cluster of each load balancer and network plugin, by the identity of that."""
    return {id(it): cluster for cluster in plan.clusters for it in (*cluster.load_balancers, cluster.cni) if it}


def _parties(plan: Plan, entry: Entry) -> tuple[str, ...]:
    if isinstance(entry, Session):
        return entry.local, entry.peer
    return (entry.id,) if isinstance(entry, Named) else (_clusters(plan)[id(entry)].id,)


def _shown(plan: Plan, entry: Entry, key: str) -> str:
    if isinstance(entry, Session):
        with_whom = f"with {entry.peer}" if entry.peer else "with others"
        return f"the {'local' if key == 'local_asn' else 'peer'} AS of the session of {entry.local} {with_whom}"
    if isinstance(entry, Cni | LoadBalancer):
        return f"the AS of {entry.product} in {_clusters(plan)[id(entry)].name}"
    return f"the AS of {entry.name}" if isinstance(entry, Named) else "the AS"


@kept
def of_others(plan: Plan) -> frozenset[tuple[int, str]]:
    """The identity of a session and the key, where the AS number is that of something outside of the plan."""
    return frozenset(
        (id(half.session), "peer_asn" if half.mirrored else "local_asn")
        for peering in peerings(plan)
        for side, _ in peering.sides
        if side.voice is None
        for half in side.halves
    )


def place_of(voice: Voice) -> Related:
    """Where the AS number of a speaker is written."""
    return Related(at=voice.speaker.at("asn"), message=f"{voice.name} has AS {voice.asn} here")
