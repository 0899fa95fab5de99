"""BGP sessions between two speakers, each once, whether the plan describes them from one end or from both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from netaddr import IPAddress

from cidrbook.plan.bgp import Accepted, Announced, Session
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.views.session_ends import (
    Ends,
    SessionDescription,
    address_of,
    as_address,
    paired,
    places_of,
    version_of,
)
from cidrbook.plan.views.speakers import SpeakerInstance, instances
from cidrbook.text.finding import Related
from cidrbook.text.names import listed_names
from cidrbook.text.source import Place


@dataclass(frozen=True, slots=True, eq=False)
class EndDescription:
    """A session as one of its ends describes it, or, `mirrored`, as the other end describes it for both."""

    session: Session
    mirrored: bool = False

    @property
    def asn(self) -> int | None:
        """The AS number that this end has in the session."""
        return self.session.peer_asn if self.mirrored else self.session.local_asn

    @property
    def address(self) -> IPAddress | None:
        """The address that this end speaks from."""
        return address_of(self.session, "peer" if self.mirrored else "local")

    @property
    def announces(self) -> tuple[Announced, ...]:
        """What this end announces."""
        return self.session.peer_announces if self.mirrored else self.session.announces

    @property
    def accepts(self) -> tuple[Accepted, ...]:
        """What this end lets in; nothing where nothing is said."""
        return self.session.peer_accepts if self.mirrored else self.session.accepts

    def at(self, what: str, *keys: str | int) -> Place:
        """Where the value of this end was written: `asn`, `address`, `announces` or `accepts`."""
        end = "peer" if self.mirrored else "local"
        if what == "address" and getattr(self.session, f"{end}_address") is None:
            return self.session.at(end)
        return self.session.at(f"{end}_{what}" if self.mirrored or what in ("asn", "address") else what, *keys)


@dataclass(frozen=True, slots=True, eq=False)
class SessionEnd:
    """One end of a peering: who it is, and what is said of it.

    `descriptions` hold its own first, where there is one. `instance` is
    None for an address that nothing in the plan has.
    """

    name: str
    instance: SpeakerInstance | None
    descriptions: tuple[EndDescription, ...]

    def said(self, what: str) -> Any:
        """What the descriptions say of this end, the first that says anything."""
        return next(
            (value for description in self.descriptions if (value := getattr(description, what)) not in (None, ())),
            None,
        )

    @property
    def asn(self) -> int | None:
        """Its AS number: as it describes itself, as the plan has it, or as the other end expects it."""
        own = [description.asn for description in self.descriptions if not description.mirrored]
        known = [*own, self.instance.asn if self.instance else None, self.said("asn")]
        return next((asn for asn in known if asn), None)

    @property
    def is_unexpected(self) -> bool | None:
        """Whether it has another AS number than the other end expects of it; None where either is not said."""
        own = next(
            (description.asn for description in self.descriptions if not description.mirrored and description.asn), None
        )
        has = own or (self.instance.asn if self.instance else None)
        expected = next(
            (description.asn for description in self.descriptions if description.mirrored and description.asn), None
        )
        return None if has is None or expected is None else has != expected

    @property
    def address(self) -> IPAddress | None:
        """The address it speaks from, where that is said, or where it has but one of the session's family."""
        written = self.said("address")
        if written is not None or self.instance is None:
            return written
        version = self.version
        of_family = [address for address in self.instance.addresses if version in (None, address.version)]
        return of_family[0] if len(of_family) == 1 else None

    @property
    def version(self) -> int | None:
        """The IP version of the session's transport, where an address of it is written."""
        return next(
            (version for description in self.descriptions if (version := version_of(description.session))), None
        )

    @property
    def own(self) -> Session | None:
        """The description from this end, where there is one."""
        return next((description.session for description in self.descriptions if not description.mirrored), None)

    @property
    def where(self) -> str:
        """The id of its machine; its name, where it is nothing that the plan knows."""
        return self.instance.where if self.instance else self.name

    @property
    def team(self) -> str:
        """Its cluster, where it is a node of one: what is said of one node is often said of all. Else its machine."""
        cluster = self.instance.cluster if self.instance else None
        return f"cluster {cluster.id}" if cluster else self.where

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of what stands at this end."""
        return self.instance.parties if self.instance else (self.name,)


@dataclass(frozen=True, slots=True, eq=False)
class Peering:
    """One BGP session. `first` is the end that describes it, or describes it first."""

    first: SessionEnd
    second: SessionEnd

    @property
    def sides(self) -> tuple[tuple[SessionEnd, SessionEnd], ...]:
        """Each end, with the other one."""
        return (self.first, self.second), (self.second, self.first)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The descriptions in the plan, one or two."""
        return tuple(description.session for description in self.first.descriptions)

    @property
    def internal(self) -> bool | None:
        """Whether it is iBGP: both ends in one AS. None where an AS number is not known."""
        return None if None in (self.first.asn, self.second.asn) else self.first.asn == self.second.asn

    @property
    def place(self) -> Place:
        """Where it was written first."""
        return self.sessions[0].at()

    @property
    def related(self) -> Related:
        """Its place, for a problem that it is a party to."""
        return Related(at=self.place, message=f"{self.shown} is written here")

    @property
    def shown(self) -> str:
        """The session as messages name it."""
        return f"the session of {self.first.name} with {self.second.name}"

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of what stands at its ends."""
        return tuple(dict.fromkeys((*self.first.parties, *self.second.parties)))


def named(sides: Iterable[SessionEnd], one: str = "", many: str = "") -> str:
    """Ends as messages name them: a few by their names, and how many more; then the verb, for one or for many."""
    return listed_names((side.name for side in sides), one, many)


@cached_view
def peerings(plan: Inventory) -> tuple[Peering, ...]:
    """Every session, in the order written; one with a cluster once for each of its nodes.

    Two descriptions are of one session when each is of the other's ends; of several, those whose
    addresses agree. Sessions over IPv4 and over IPv6 are two.
    """
    if not plan.sessions:
        return ()  # who speaks where is worked out for sessions only: a plan without any pays nothing
    ends = Ends(plan)
    groups: dict[frozenset[str], list[SessionDescription]] = defaultdict(list)
    described = ((*pair, session) for session in plan.sessions for pair in ends.of(session))
    for order, (local, peer, session) in enumerate(described):
        groups[frozenset(places_of(local, peer))].append(SessionDescription(order, local, peer, session))
    found = [pair for group in groups.values() for pair in paired(group)]
    return tuple(_peering(*pair) for pair in sorted(found, key=lambda pair: pair[0].order))


def _peering(description: SessionDescription, answer: SessionDescription | None) -> Peering:
    first, second = [EndDescription(description.session)], [EndDescription(description.session, mirrored=True)]
    local, peer = description.local, description.peer
    if answer:
        local = local if local.exact else answer.peer
        peer = peer if peer.exact else answer.local
        first.append(EndDescription(answer.session, mirrored=True))
        second.insert(0, EndDescription(answer.session))
    return Peering(
        SessionEnd(local.name, local.instance, tuple(first)), SessionEnd(peer.name, peer.instance, tuple(second))
    )


@cached_view
def astray(plan: Inventory) -> frozenset[str]:
    """The machines of which a session is told that leads nowhere, or back to them: it may be any that is missed."""
    there = {id(session) for peering in peerings(plan) for session in peering.sessions}
    turned = {session.local for session in plan.sessions if id(session) not in there}
    return frozenset(
        turned | {instance.where for name in turned for instance in instances(plan).get(name, ())}
    ) | frozenset(
        side.where
        for peering in peerings(plan)
        for side, other in peering.sides
        if other.instance is None and as_address(other.name) is None
    )


@cached_view
def unowned_peers(plan: Inventory) -> Counter[str]:
    """How many peers of each machine are addresses of networks of the plan that nothing there has."""
    return Counter(
        side.where
        for peering in peerings(plan)
        for side, other in peering.sides
        if side.instance and other.instance is None and _is_local_name(plan, side.instance, other.name)
    )


def _is_local_name(plan: Inventory, instance: SpeakerInstance, name: str) -> bool:
    address = as_address(name)
    return address is not None and plan.space.covering(instance.scope, address) is not None
