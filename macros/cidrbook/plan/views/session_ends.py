"""The two ends that a description of a BGP session names, and which descriptions are of one session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal, NamedTuple

from netaddr import IPAddress

from cidrbook.net.ip import to_int
from cidrbook.plan.bgp import Session, implied
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory, first_by_id
from cidrbook.plan.views.speakers import Spot, Voice, places, speakers, voices


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """What the name of an end means, on one machine. `exact` says that no other speaker can be meant."""

    name: str
    voice: Voice | None = None
    exact: bool = True

    @property
    def key(self) -> str:
        """What tells it from all other speakers."""
        return self.voice.key if self.voice else self.name

    @property
    def where(self) -> str:
        """The machine that it is on."""
        return self.voice.where if self.voice else self.name

    def may_be(self, other: End) -> bool:
        """Whether both names can be of one speaker."""
        return self.key == other.key or (self.where == other.where and not (self.exact and other.exact))


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One description of a session, between two machines. `order` is its place among all descriptions."""

    order: int
    local: End
    peer: End
    session: Session


def as_address(name: str) -> IPAddress | None:
    """The address that an end is named by, if it is one."""
    version = 6 if ":" in name else 4
    number = to_int(name, version)
    return None if number is None else IPAddress(number, version)


def address_of(session: Session, end: Literal["local", "peer"]) -> IPAddress | None:
    """The address of an end in a session, where the description says it: as its address, or as its name."""
    written: IPAddress | None = session.local_address if end == "local" else session.peer_address
    return as_address(session.local if end == "local" else session.peer) if written is None else written


def version_of(session: Session) -> int:
    """The IP version that a session is carried over; 0 where no address is written."""
    address = address_of(session, "peer") or address_of(session, "local")
    return int(address.version) if address is not None else 0


def places_of(local: End, peer: End) -> tuple[str, str]:
    """What two descriptions of one session have in common: their machines; their speakers, where these share one."""
    return (local.key, peer.key) if local.where == peer.where else (local.where, peer.where)


class _View(NamedTuple):
    """A description as seen from one of its two places: who speaks there and at the other one, and from where."""

    who: tuple[str, str]
    here: IPAddress | None
    there: IPAddress | None
    version: int
    told: Told


_Key = Callable[[_View], Hashable]
_PASSES: tuple[tuple[_Key, _Key], ...] = (
    (lambda each_view: (each_view.here, each_view.there), lambda own_view: (own_view.here, own_view.there)),
    (lambda it: it.there, lambda it: it.there),
    (lambda it: it.here, lambda it: it.here),
    (lambda it: it.version, lambda it: it.version),
    (lambda it: it.version == 0 or None, lambda _: True),
    (lambda _: True, lambda it: it.version == 0 or None),
)
"""What two descriptions of one session agree on, the most telling first; None agrees with nothing."""


def paired(group: list[Told]) -> Iterator[tuple[Told, Told | None]]:
    """Each session between two places, as told first, with what the other end tells of it.

    Those that agree on most find each other first, whatever the order in which they are written.
    """
    here = min(places_of(group[0].local, group[0].peer))
    ours: list[_View] = []
    theirs: list[_View] = []
    for told in sorted(group, key=_content) if len(group) > 1 else group:
        from_here = places_of(told.local, told.peer)[0] == here
        (ours if from_here else theirs).append(_view(told, from_here=from_here))
    for exactly, keys in product((True, False), _PASSES) if ours and theirs else ():
        yield from (_in_order(*pair) for pair in _take_agreeing(ours, theirs, *keys, exactly=exactly))
    yield from ((view.told, None) for view in (*ours, *theirs))


def _content(told: Told) -> tuple[str, ...]:
    session = told.session
    says = (session.local_address, session.peer_address, session.local_asn, session.peer_asn)
    return told.local.key, told.peer.key, *map(str, says)


def _view(told: Told, *, from_here: bool) -> _View:
    who = told.local.key, told.peer.key
    local, peer, version = address_of(told.session, "local"), address_of(told.session, "peer"), version_of(told.session)
    return _View(who, local, peer, version, told) if from_here else _View(who[::-1], peer, local, version, told)


def _in_order(one: _View, other: _View) -> tuple[Told, Told]:
    return (one.told, other.told) if one.told.order <= other.told.order else (other.told, one.told)


def _take_agreeing(
    ours: list[_View], theirs: list[_View], our_key: _Key, their_key: _Key, *, exactly: bool
) -> list[tuple[_View, _View]]:
    """Takes those out of both lists that agree. `exactly` says that their names must mean the same speakers."""
    waiting: dict[Hashable, list[_View]] = defaultdict(list)
    for view in theirs:
        if (key := their_key(view)) is not None:
            waiting[key, exactly and view.who].append(view)
    found = []
    for view in ours:
        bucket = waiting.get((our_key(view), exactly and view.who), [])
        answer = next((each_view for each_view in bucket if exactly or _may_be_one(view.told, each_view.told)), None)
        if answer:
            bucket.remove(answer)
            found.append((view, answer))
    gone = {id(view) for pair in found for view in pair}
    ours[:], theirs[:] = (
        [other_view for other_view in views if id(other_view) not in gone] for views in (ours, theirs)
    )
    return found


def _may_be_one(told: Told, answer: Told) -> bool:
    return told.local.may_be(answer.peer) and told.peer.may_be(answer.local)


class Ends:
    """What the names in sessions mean."""

    def __init__(self, plan: Inventory) -> None:
        self._plan = plan
        self._voices = voices(plan)
        self._spots = places(plan)
        self._clusters = first_by_id(plan.clusters)
        self._running: dict[str, list[Voice]] = defaultdict(list)
        speaking = {
            other_voice.key: other_voice for speaker in speakers(plan) for other_voice in self._voices[speaker.id]
        }
        for voice in speaking.values():
            for where in {voice.program.runs_on, voice.where}:
                self._running[where].append(voice)
        self._holders = _holders(plan, speaking.values())

    def of(self, session: Session) -> Iterator[tuple[End, End]]:
        """Every pair of ends that a session is between."""
        locals_, peers = self._both(session)
        locals_ = _narrowed(locals_, session.local_address)
        peers = _narrowed(peers, session.peer_address)
        pairs = [(local, peer) for local, peer in product(locals_, peers) if local.key != peer.key]
        within = [(local, peer) for local, peer in pairs if local.where == peer.where]
        everywhere = min(len(locals_), len(peers)) > 1
        yield from within if within and _stays(session, within[0], everywhere=everywhere) else pairs

    def _both(self, session: Session) -> tuple[tuple[End, ...], tuple[End, ...]]:
        """The ends; an address is looked for where the other end is, if that has a name."""
        locals_ = self._named(session.local, session.local_asn)
        peers = self._named(session.peer, session.peer_asn)
        return (
            locals_ or self._at(session.local, session.local_asn, peers),
            peers or self._at(session.peer, session.peer_asn, locals_),
        )

    def _named(self, name: str, asn: int | None) -> tuple[End, ...]:
        """What a name means; nothing where it is an address."""
        if name in self._voices:
            return tuple(End(voice.name, voice) for voice in self._voices[name])
        if name in self._running:
            return tuple(_meant(self._running[name], asn))
        if name in self._clusters or name in self._spots:
            return tuple(End(voice.name, voice) for voice in self._silent(name))
        return () if as_address(name) else (End(name),)

    def _at(self, name: str, asn: int | None, others: tuple[End, ...]) -> tuple[End, ...]:
        """What has the address, in the scope of the other end; in another scope, where no network there has it."""
        address = as_address(name)
        scopes = [end.voice.scope for end in others if end.voice]
        holders = self._holders.get(address, [])
        near = [holder for holder in holders if holder.scope in scopes or address in holder.elsewhere]
        if not near and not any(self._plan.space.covering(scope, address) for scope in scopes):
            near = holders
        found = tuple(_meant([speaker for speaker in near if speaker.where == near[0].where], asn)) if near else ()
        return found or (End(str(address)),)

    def _silent(self, name: str) -> Iterator[Voice]:
        """The machine, or each node of the cluster, that has sessions though nothing there is said to speak BGP."""
        if name in self._clusters:
            yield from _of_silent_cluster(self._clusters[name], self._spots)
        else:
            yield _of_silent_machine(self._spots[name])


def _holders(plan: Inventory, speaking: Iterable[Voice]) -> dict[IPAddress, list[Voice]]:
    """Who has an address: what speaks from it, or else the machine that it is written for."""
    found: dict[IPAddress, list[Voice]] = defaultdict(list)
    for voice in speaking:
        for address in voice.addresses:
            found[address].append(voice)
    for spot in places(plan).values():
        for address in (*spot.machine.addresses, *spot.elsewhere):
            if all(speaker.where != spot.machine.id for speaker in found[address]):
                found[address].append(_of_silent_machine(spot))
    return found


def _meant(running: list[Voice], asn: int | None) -> Iterator[End]:
    """Of the speakers on a machine or a cluster, the one with this AS number, or the first; on each of its nodes."""
    chosen = next((speaker for speaker in running if asn and speaker.asn == asn), running[0]).program
    exact = all(speaker.program is chosen for speaker in running)
    return (End(speaker.name, speaker, exact) for speaker in running if speaker.program is chosen)


def _stays(session: Session, pair: tuple[End, End], *, everywhere: bool) -> bool:
    """Whether it stays on each machine: over its loopback, or between two programs of all nodes and no address."""
    addresses = [it for it in (address_of(session, "local"), address_of(session, "peer")) if it is not None]
    programs = {id(end.voice.program) for end in pair if end.voice}
    return any(address.is_loopback() for address in addresses) if addresses else everywhere and len(programs) > 1


def _narrowed(ends: tuple[End, ...], address: IPAddress | None) -> tuple[End, ...]:
    """Of several nodes, the one that has the address, if one has."""
    holding = tuple(end for end in ends if end.voice and address in end.voice.addresses)
    return holding if len(ends) > 1 and holding else ends


def _of_silent_cluster(cluster: Cluster, spots: dict[str, Spot]) -> Iterator[Voice]:
    speaker = implied(cluster.id, cluster.id, cluster, product="", asn=None)
    for node in cluster.nodes:
        yield Voice(speaker, node, cluster, cluster.scope, spots[node.id].elsewhere)
    if not cluster.nodes:
        yield Voice(speaker, None, cluster, cluster.scope)


def _of_silent_machine(spot: Spot) -> Voice:
    """What speaks on a machine of which nothing is said; on a node, that is what its whole cluster speaks with."""
    name, entry = (spot.cluster.id, spot.cluster) if spot.cluster else (spot.machine.id, spot.machine)
    return spot.voice(implied(name, name, entry, product="", asn=None))
