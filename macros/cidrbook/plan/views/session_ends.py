"""The two ends that a description of a BGP session names, and which descriptions are of one session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal, NamedTuple

from netaddr import IPAddress

from cidrbook.net.address_text import to_int
from cidrbook.plan.bgp import Session, implied
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory, first_by_id
from cidrbook.plan.views.speakers import MachineRecord, SpeakerInstance, instances, machine_records, speakers


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """What the name of an end means, on one machine. `exact` says that no other speaker can be meant."""

    name: str
    instance: SpeakerInstance | None = None
    exact: bool = True

    @property
    def key(self) -> str:
        """What tells it from all other speakers."""
        return self.instance.key if self.instance else self.name

    @property
    def where(self) -> str:
        """The machine that it is on."""
        return self.instance.where if self.instance else self.name

    def may_be(self, other: End) -> bool:
        """Whether both names can be of one speaker."""
        return self.key == other.key or (self.where == other.where and not (self.exact and other.exact))


@dataclass(frozen=True, slots=True, eq=False)
class SessionDescription:
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
    description: SessionDescription


_Key = Callable[[_View], Hashable]
_PASSES: tuple[tuple[_Key, _Key], ...] = (
    (lambda each_view: (each_view.here, each_view.there), lambda own_view: (own_view.here, own_view.there)),
    (lambda view: view.there, lambda view: view.there),
    (lambda view: view.here, lambda view: view.here),
    (lambda view: view.version, lambda view: view.version),
    (lambda view: view.version == 0 or None, lambda _: True),
    (lambda _: True, lambda view: view.version == 0 or None),
)
"""What two descriptions of one session agree on, the most telling first; None agrees with nothing."""


def paired(group: list[SessionDescription]) -> Iterator[tuple[SessionDescription, SessionDescription | None]]:
    """Each session between two places, as told first, with what the other end tells of it.

    Those that agree on most find each other first, whatever the order in which they are written.
    """
    here = min(places_of(group[0].local, group[0].peer))
    ours: list[_View] = []
    theirs: list[_View] = []
    for description in sorted(group, key=_content) if len(group) > 1 else group:
        from_here = places_of(description.local, description.peer)[0] == here
        (ours if from_here else theirs).append(_view(description, from_here=from_here))
    for exactly, keys in product((True, False), _PASSES) if ours and theirs else ():
        yield from (_in_order(*pair) for pair in _take_agreeing(ours, theirs, *keys, exactly=exactly))
    yield from ((view.description, None) for view in (*ours, *theirs))


def _content(description: SessionDescription) -> tuple[str, ...]:
    session = description.session
    says = (session.local_address, session.peer_address, session.local_asn, session.peer_asn)
    return description.local.key, description.peer.key, *map(str, says)


def _view(description: SessionDescription, *, from_here: bool) -> _View:
    who = description.local.key, description.peer.key
    local, peer, version = (
        address_of(description.session, "local"),
        address_of(description.session, "peer"),
        version_of(description.session),
    )
    return (
        _View(who, local, peer, version, description)
        if from_here
        else _View(who[::-1], peer, local, version, description)
    )


def _in_order(one: _View, other: _View) -> tuple[SessionDescription, SessionDescription]:
    return (
        (one.description, other.description)
        if one.description.order <= other.description.order
        else (other.description, one.description)
    )


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
        answer = next(
            (
                each_view
                for each_view in bucket
                if exactly or _may_describe_one(view.description, each_view.description)
            ),
            None,
        )
        if answer:
            bucket.remove(answer)
            found.append((view, answer))
    gone = {id(view) for pair in found for view in pair}
    ours[:], theirs[:] = (
        [other_view for other_view in views if id(other_view) not in gone] for views in (ours, theirs)
    )
    return found


def _may_describe_one(description: SessionDescription, answer: SessionDescription) -> bool:
    return description.local.may_be(answer.peer) and description.peer.may_be(answer.local)


class Ends:
    """What the names in sessions mean."""

    def __init__(self, plan: Inventory) -> None:
        self._plan = plan
        self._instances = instances(plan)
        self._records = machine_records(plan)
        self._clusters = first_by_id(plan.clusters)
        self._running: dict[str, list[SpeakerInstance]] = defaultdict(list)
        speaking = {instance.key: instance for speaker in speakers(plan) for instance in self._instances[speaker.id]}
        for instance in speaking.values():
            for where in {instance.program.runs_on, instance.where}:
                self._running[where].append(instance)
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
        if name in self._instances:
            return tuple(End(instance.name, instance) for instance in self._instances[name])
        if name in self._running:
            return tuple(_meant(self._running[name], asn))
        if name in self._clusters or name in self._records:
            return tuple(End(instance.name, instance) for instance in self._silent(name))
        return () if as_address(name) else (End(name),)

    def _at(self, name: str, asn: int | None, others: tuple[End, ...]) -> tuple[End, ...]:
        """What has the address, in the scope of the other end; in another scope, where no network there has it."""
        address = as_address(name)
        if address is None:  # the name of a speaker that runs nowhere
            return (End(name),)
        scopes = [end.instance.scope for end in others if end.instance]
        holders = self._holders.get(address, [])
        near = [holder for holder in holders if holder.scope in scopes or address in holder.elsewhere]
        if not near and not any(self._plan.space.covering(scope, address) for scope in scopes):
            near = holders
        found = tuple(_meant([speaker for speaker in near if speaker.where == near[0].where], asn)) if near else ()
        return found or (End(str(address)),)

    def _silent(self, name: str) -> Iterator[SpeakerInstance]:
        """The machine, or each node of the cluster, that has sessions though nothing there is said to speak BGP."""
        if name in self._clusters:
            yield from _of_silent_cluster(self._clusters[name], self._records)
        else:
            yield _of_silent_machine(self._records[name])


def _holders(plan: Inventory, speaking: Iterable[SpeakerInstance]) -> dict[IPAddress, list[SpeakerInstance]]:
    """Who has an address: what speaks from it, or else the machine that it is written for."""
    found: dict[IPAddress, list[SpeakerInstance]] = defaultdict(list)
    for instance in speaking:
        for address in instance.addresses:
            found[address].append(instance)
    for record in machine_records(plan).values():
        for address in (*record.machine.addresses, *record.elsewhere):
            if all(speaker.where != record.machine.id for speaker in found[address]):
                found[address].append(_of_silent_machine(record))
    return found


def _meant(running: list[SpeakerInstance], asn: int | None) -> Iterator[End]:
    """Of the speakers on a machine or a cluster, the one with this AS number, or the first; on each of its nodes."""
    chosen = next((speaker for speaker in running if asn and speaker.asn == asn), running[0]).program
    exact = all(speaker.program is chosen for speaker in running)
    return (End(speaker.name, speaker, exact) for speaker in running if speaker.program is chosen)


def _stays(session: Session, pair: tuple[End, End], *, everywhere: bool) -> bool:
    """Whether it stays on each machine: over its loopback, or between two programs of all nodes and no address."""
    ends = (address_of(session, "local"), address_of(session, "peer"))
    addresses = [address for address in ends if address is not None]
    programs = {id(end.instance.program) for end in pair if end.instance}
    return any(address.is_loopback() for address in addresses) if addresses else everywhere and len(programs) > 1


def _narrowed(ends: tuple[End, ...], address: IPAddress | None) -> tuple[End, ...]:
    """Of several nodes, the one that has the address, if one has."""
    holding = tuple(end for end in ends if end.instance and address in end.instance.addresses)
    return holding if len(ends) > 1 and holding else ends


def _of_silent_cluster(cluster: Cluster, records: dict[str, MachineRecord]) -> Iterator[SpeakerInstance]:
    speaker = implied(cluster.id, cluster.id, cluster, product="", asn=None)
    for node in cluster.nodes:
        yield SpeakerInstance(speaker, node, cluster, cluster.scope, records[node.id].elsewhere)
    if not cluster.nodes:
        yield SpeakerInstance(speaker, None, cluster, cluster.scope)


def _of_silent_machine(record: MachineRecord) -> SpeakerInstance:
    """What speaks on a machine of which nothing is said; on a node, that is what its whole cluster speaks with."""
    name, entry = (record.cluster.id, record.cluster) if record.cluster else (record.machine.id, record.machine)
    return record.instance(implied(name, name, entry, product="", asn=None))
