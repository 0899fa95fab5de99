"""How sessions relate: which of them meet on one pair of addresses, and what their two descriptions say differently."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from cidrbook.plan.bgp import Session
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.views.machines import and_more
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.text.finding import Problem, Related


class SessionPair(NamedTuple):
    """Two sessions where a router can keep one only. `first` stands first in the plan."""

    first: Peering
    second: Peering

    @property
    def twice(self) -> bool:
        """Whether both are between the same two speakers: one session that is written twice."""
        return _speakers(self.first) == _speakers(self.second)


@cached_view
def shared_pairs(plan: Inventory) -> tuple[SessionPair, ...]:
    """Sessions that have one pair of addresses, on the same machines and in one VRF (RFC 4271, section 6.8).

    Of sessions whose addresses are not known, those that are written alike; and what one end describes
    once more, in the same words, without an answer from the other end.
    """
    meeting: dict[Hashable, list[Peering]] = defaultdict(list)
    alike: dict[Hashable, list[Peering]] = defaultdict(list)
    for peering in peerings(plan):
        meeting[_address_pair(peering) or _written_pair(peering)].append(peering)
        for key in _told(peering):
            alike[key].append(peering)
    again = (
        (first, other_peering)
        for first, *others in alike.values()
        for other_peering in others
        if 1 in map(_tellings, (first, other_peering))
    )
    found = chain(((first, own_peering) for first, *others in meeting.values() for own_peering in others), again)
    pairs = {
        (id(first), id(each_peering)): SessionPair(first, each_peering)
        for first, each_peering in found
        if each_peering.sessions[0] is not first.sessions[0]
    }
    return tuple(pairs.values())


def _tellings(peering: Peering) -> int:
    return len(peering.sessions)


def _told(peering: Peering) -> Iterator[Hashable]:
    """What each end that describes the session says of who is where."""
    for side, other in peering.sides:
        if side.own:
            families = frozenset(side.own.families)
            addresses = side.own.local_address, side.own.peer_address
            yield _end_key(side), _end_key(other), addresses, side.own.interface, families


def _address_pair(peering: Peering) -> Hashable:
    """The two addresses with what has them; None where one of the two is not known."""
    if any(session.interface for session in peering.sessions):
        return None
    ends = [_side_key(*sides) for sides in peering.sides]
    return None if None in ends else frozenset(ends)


def _side_key(side: SessionEnd, other: SessionEnd) -> Hashable:
    address = side.address
    scope = next((other_side.instance.scope for other_side in (side, other) if other_side.instance), None)
    return None if address is None else (side.instance.where if side.instance else "", scope, address)


def _written_pair(peering: Peering) -> Hashable:
    addresses = {address for session in peering.sessions for address in (session.local_address, session.peer_address)}
    families = {family for session in peering.sessions for family in session.families}
    links = frozenset((session.local, session.interface) for session in peering.sessions if session.interface)
    return _speakers(peering), frozenset(addresses), frozenset(families), links


def _speakers(peering: Peering) -> frozenset[str]:
    return frozenset(_end_key(side) for side, _ in peering.sides)


def _end_key(side: SessionEnd) -> str:
    return side.instance.key if side.instance else side.name


def differing(plan: Inventory, read: Callable[[Session], object]) -> Iterator[tuple[Peering, ...]]:
    """The sessions whose two descriptions both say something of what is read, and not the same; in groups."""
    return grouped(peering for peering in peerings(plan) if _differ([read(session) for session in peering.sessions]))


def _differ(said: list[object]) -> bool:
    return len(said) == 2 and None not in said and said[0] != said[1]


def grouped(found: Iterable[Peering]) -> Iterator[tuple[Peering, ...]]:
    """The sessions by what is written once for them: that of a cluster stands for one with each of its nodes."""
    peerings_ = tuple(found)
    uses = Counter(id(session) for other_peering in peerings_ for session in other_peering.sessions)
    groups: dict[int, list[Peering]] = defaultdict(list)
    for peering in peerings_:
        groups[max((id(session) for session in peering.sessions), key=uses.__getitem__)].append(peering)
    return map(tuple, groups.values())


def shown(group: tuple[Peering, ...]) -> str:
    """Sessions that are written once, as messages name them."""
    return f"{group[0].shown}{and_more(group, '', '')}"


def can_hold(hold_time: int) -> bool:
    """Whether a hold time, in seconds, is one that a peer may accept (RFC 4271, section 4.2)."""
    return hold_time == 0 or 3 <= hold_time <= 65535


def at_odds(group: tuple[Peering, ...], field: str, message: str, hint: str) -> Problem:
    """Sessions where one end says yes in a field and the other says no, found at the one that says no."""
    described = zip(group[0].sessions, (group[0].first, group[0].second), strict=True)
    (no, without), (yes, with_it) = sorted(described, key=lambda pair: bool(getattr(pair[0], field)))
    return Problem(
        at=no.at(field),
        message=message.format(without=without.name, with_it=with_it.name, shown=shown(group)),
        related=(Related(at=yes.at(field), message=f"{with_it.name} says the opposite here"),),
        hint=hint,
        parties=group[0].parties,
    )
