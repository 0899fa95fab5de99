"""BGP sessions between two speakers, each once, whether the plan describes them from one end or from both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from netaddr import IPAddress

from cidrbook.plan.bgp import Accepted, Announced, Session, implied
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.finding import Related
from cidrbook.plan.ip import parse_address, to_int
from cidrbook.plan.machines import machines
from cidrbook.plan.plan import Plan, first_by_id, kept
from cidrbook.plan.source import Place
from cidrbook.plan.speakers import Voice, speakers, voices


@dataclass(frozen=True, slots=True, eq=False)
class Half:
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
        return self.session.peer_address if self.mirrored else self.session.local_address

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
        own = {"asn": "local_asn", "address": "local_address"}.get(what, what)
        return self.session.at(f"peer_{what}" if self.mirrored else own, *keys)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One end of a peering: who it is, and what is said of it.

    `halves` are the descriptions: its own first, where there is one. `voice` is
    None for an address that nothing in the plan has.
    """

    name: str
    voice: Voice | None
    halves: tuple[Half, ...]

    def said(self, what: str) -> Any:
        """What the descriptions say of this end, the first that says anything."""
        return next((value for half in self.halves if (value := getattr(half, what)) not in (None, ())), None)

    @property
    def asn(self) -> int | None:
        """Its AS number: as it describes itself, as the plan has it, or as the other end expects it."""
        own = [half.asn for half in self.halves if not half.mirrored]
        known = [*own, self.voice.asn if self.voice else None, self.said("asn")]
        return next((asn for asn in known if asn), None)

    @property
    def address(self) -> IPAddress | None:
        """The address it speaks from, where that is said, or where it has but one of the session's family."""
        written = self.said("address")
        if written is not None or self.voice is None:
            return written
        of_family = [it for it in self.voice.addresses if self.version in (None, it.version)]
        return of_family[0] if len(of_family) == 1 else None

    @property
    def version(self) -> int | None:
        """The IP version of the session's transport, where an address of it is written."""
        sessions = (half.session for half in self.halves)
        written = (it for session in sessions for it in (session.peer_address, session.local_address) if it is not None)
        return next((int(it.version) for it in written), None)

    @property
    def own(self) -> Session | None:
        """The description from this end, where there is one."""
        return next((half.session for half in self.halves if not half.mirrored), None)

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of what stands at this end."""
        return self.voice.parties if self.voice else (self.name,)


@dataclass(frozen=True, slots=True, eq=False)
class Peering:
    """One BGP session. `first` is the end that describes it, or describes it first."""

    first: Side
    second: Side

    @property
    def sides(self) -> tuple[tuple[Side, Side], ...]:
        """Each end, with the other one."""
        return (self.first, self.second), (self.second, self.first)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The descriptions in the plan, one or two."""
        return tuple(half.session for half in self.first.halves)

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


@dataclass(frozen=True, slots=True, eq=False)
class _End:
    """What the name of an end means, on one machine."""

    name: str
    voice: Voice | None

    @property
    def key(self) -> str:
        return self.voice.key if self.voice else self.name


@kept
def peerings(plan: Plan) -> tuple[Peering, ...]:
    """Every session, in the order written; one with a cluster once for each of its nodes.

    Two descriptions are of one session when each is of the other's ends and their
    addresses are not at odds; sessions over IPv4 and over IPv6 are two.
    """
    ends = _Ends(plan)
    waiting: dict[tuple[str, str], list[tuple[_End, _End, Session]]] = defaultdict(list)
    found: list[tuple[_End, _End, Session, Session | None]] = []
    for session in plan.sessions:
        for local, peer in ends.of(session):
            waiting[local.key, peer.key].append((local, peer, session))
    for (local_key, peer_key), described in waiting.items():
        back = waiting.get((peer_key, local_key), []) if local_key != peer_key else []
        for local, peer, session in tuple(described):
            answer = next((it for it in back if _one_session(session, it[2])), None)
            if answer:
                back.remove(answer)
            found.append((local, peer, session, answer[2] if answer else None))
        described.clear()
    return tuple(_peering(*it) for it in found)


def _peering(local: _End, peer: _End, session: Session, answer: Session | None) -> Peering:
    first, second = [Half(session)], [Half(session, mirrored=True)]
    if answer:
        first.append(Half(answer, mirrored=True))
        second.insert(0, Half(answer))
    return Peering(Side(local.name, local.voice, tuple(first)), Side(peer.name, peer.voice, tuple(second)))


def _one_session(session: Session, answer: Session) -> bool:
    """Whether two descriptions, from opposite ends, can be of one session: over one IP version."""
    return not {_version(session), _version(answer)} >= {4, 6}


def _version(session: Session) -> int:
    address = session.peer_address or session.local_address
    return int(address.version) if address is not None else 0


class _Ends:
    """What the names in sessions mean."""

    def __init__(self, plan: Plan) -> None:
        self._voices = voices(plan)
        self._running: dict[str, list[Voice]] = defaultdict(list)
        self._holders: dict[IPAddress, list[Voice]] = defaultdict(list)
        for voice in (it for speaker in speakers(plan) for it in self._voices[speaker.id]):
            self._running[voice.speaker.runs_on].append(voice)
            if voice.machine and voice.speaker.runs_on != voice.machine.id:
                self._running[voice.machine.id].append(voice)
        for voice in (it for running in self._running.values() for it in running):
            for address in voice.addresses:
                self._holders[address].append(voice)
        self._plan = plan
        self._clusters = first_by_id(plan.clusters)

    def of(self, session: Session) -> Iterator[tuple[_End, _End]]:
        """Every pair of ends that a session is between."""
        locals_ = self._narrowed(session.local, session.local_address)
        peers = self._narrowed(session.peer, session.peer_address)
        yield from ((local, peer) for local, peer in product(locals_, peers) if local.key != peer.key)

    def _narrowed(self, name: str, address: IPAddress | None) -> tuple[_End, ...]:
        """The ends that a name means; of several nodes, the one that has the address, if one has."""
        found = self._named(name) if name else (_End("", None),)
        holding = tuple(it for it in found if it.voice and address in it.voice.addresses)
        return holding if len(found) > 1 and holding else found

    def _named(self, name: str) -> tuple[_End, ...]:
        if name in self._voices:
            return _ends(self._voices[name])
        if name in self._running:
            return _ends(_main(self._running[name]))
        if name in self._clusters:
            return _ends(_of_silent_cluster(self._clusters[name]))
        if to_int(name, 6 if ":" in name else 4) is not None:
            return _ends(self._holders[parse_address(name)][:1]) or (_End(name, None),)
        return tuple(_ends(_of_silent_machine(self._plan, name))) or (_End(name, None),)


def _ends(spoken: Iterable[Voice]) -> tuple[_End, ...]:
    return tuple(_End(voice.name, voice) for voice in spoken)


def _main(running: list[Voice]) -> list[Voice]:
    """Of the speakers on a machine or cluster, the first; for each of its nodes."""
    return [voice for voice in running if voice.speaker is running[0].speaker]


def _of_silent_cluster(cluster: Cluster) -> Iterator[Voice]:
    """The nodes of a cluster that has sessions, though nothing in it is said to speak BGP."""
    speaker = implied(cluster.id, cluster.id, cluster, product="", asn=None)
    yield from (Voice(speaker, node, cluster, cluster.scope) for node in cluster.nodes or (None,))


def _of_silent_machine(plan: Plan, name: str) -> Iterator[Voice]:
    """A host or node that has sessions, though nothing on it is said to speak BGP."""
    for scope, machine in machines(plan):
        if machine.id == name:
            yield Voice(implied(name, name, machine, product="", asn=None), machine, None, scope)
            return
