"""The routers and BGP sessions of a drafted plan, as far as a plan can hold them.

A session is in it once, at each end that tells of it, with an AS number of the peer. A peer of a cluster that nothing
else is known of is a router.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.entry import Machine
from cidrbook.plan.model import Router
from cidrbook.plan.views.claimed_addresses import claimed_addresses
from cidrbook.plan.views.session_ends import as_address
from cidrbook.plan.views.speakers import speakers_of_cluster
from cidrbook.repository.documents.credibility import is_document
from cidrbook.repository.draft.entries import unique, where
from cidrbook.repository.observation import Observation
from cidrbook.text.located import Spot
from cidrbook.text.names import slug
from cidrbook.text.source import Origin, Place


class Talks(NamedTuple):
    """The routers, including guessed ones, the sessions with ids of the draft, and what was left out."""

    routers: tuple[Router, ...]
    sessions: tuple[Session, ...]
    names: dict[str, str]
    notes: tuple[str, ...]


def talks(plan: Observation) -> Talks:
    """The routers and sessions of an observation."""
    notes: list[str] = []
    names, known = _ids_in_draft(plan), _SessionEnds(plan)
    kept: dict[tuple[str, str], Session] = {}
    for seen in (single for session in plan.sessions for single in known.each(session)):
        ends = (
            names.get(seen.local, ""),
            names.get(seen.peer, seen.peer if _is_peer(seen.peer) else ""),
        )
        why = known.wrong(seen, ends) or ("it is there already" if ends in kept else "") or known.stale(seen)
        if why:
            notes.append(f"a session with {seen.peer or 'nobody'} ({where(seen.at('peer'))}) is left out: {why}")
        else:
            kept[ends] = seen.model_copy(update={"local": ends[0], "peer": ends[1]})
    found = tuple(_unseen_routers(plan, kept.values()))
    routers = _known_routers(plan, known, {local for local, _ in kept})
    left = {router.id for router in plan.routers} - {router.id for router in routers}
    ids = {name: own for name, own in names.items() if name not in left} | {router.id: router.id for router in found}
    return Talks((*routers, *found), tuple(kept.values()), ids, tuple(notes))


def _known_routers(plan: Observation, known: _SessionEnds, talking: set[str]) -> list[Router]:
    """The routers of which more than a name is known, without those of which only stale sessions are."""
    stale = {session.local for session in plan.sessions if known.stale(session)} - talking
    named = [router for router in plan.routers if router.id not in stale]
    return [router for router in named if router.addresses or router.asn or router.id in talking]


class _SessionEnds:
    """The known ends of sessions."""

    def __init__(self, plan: Observation) -> None:
        self._clusters = {cluster.id: cluster for cluster in plan.clusters}
        self._routers = {name: router for router in plan.routers for name in (router.id, *map(str, router.addresses))}
        self._numbered = {router.id for router in plan.routers if router.asn} | {
            speaker.id for speaker in plan.speakers if speaker.asn
        }
        self._numbered |= {
            cluster.id for cluster in plan.clusters if any(balancer.asn for balancer in cluster.load_balancers)
        }
        self._asns = {balancer.asn for cluster in plan.clusters for balancer in cluster.load_balancers if balancer.asn}
        self._peers: dict[str, set[str]] = defaultdict(set)
        for session in plan.sessions:
            self._peers[session.local].add(session.peer)

    def wrong(self, session: Session, ends: tuple[str, str]) -> str:
        """Why a plan cannot hold a session; "" if it can."""
        if not all(ends):
            return "one of its ends is not known"
        if not session.local_asn and session.local not in self._numbered:
            return "the AS number of this end is not known"
        router = self._routers.get(session.peer)
        return "" if session.peer_asn or (router and router.asn) else "the AS number of the peer is not known"

    def stale(self, session: Session) -> str:
        """Why a session that only a document says is not now; "" if it may be."""
        asns = {session.peer_asn, session.local_asn} - {None}
        other = is_document(session.at().file) and self._asns and asns and self._asns.isdisjoint(asns)
        return "a document says it, and no cluster has one of its AS numbers" if other else ""

    def each(self, session: Session) -> Iterator[Session]:
        """The session; or, if the router lists only some nodes of the cluster, one session for each of those nodes."""
        cluster = self._clusters.get(session.local)
        nodes = self._nodes_that_a_router_lists(cluster, session.peer) if cluster else []
        if cluster is None or not nodes or len(nodes) == len(cluster.nodes):
            yield session
        else:
            yield from (session.model_copy(update={"local": node.id}) for node in nodes)

    def _nodes_that_a_router_lists(self, cluster: Cluster, peer: str) -> list[Node]:
        """The nodes of a cluster that a router has sessions with."""
        router = self._routers.get(peer)
        peers = self._peers.get(router.id, set()) if router else set()
        return [node for node in cluster.nodes if not peers.isdisjoint((node.id, *map(str, node.addresses)))]


def _is_peer(text: str) -> bool:
    return as_address(text) is not None


def _ids_in_draft(plan: Observation) -> dict[str, str]:
    """The ids in the draft by the ids in the observation. Each is made of the name and is unique."""
    names = {cluster.id: cluster.id for cluster in plan.clusters}
    names |= {speaker.id: speaker.id for cluster in plan.clusters for speaker in speakers_of_cluster(cluster)}
    taken = set(names)
    for machine in (*(node for cluster in plan.clusters for node in cluster.nodes), *plan.routers):
        names[machine.id] = unique(slug(name_of(machine)), taken.__contains__)
        taken.add(names[machine.id])
    for speaker in plan.speakers:
        names[speaker.id] = slug(speaker.id.replace(speaker.runs_on, names.get(speaker.runs_on, speaker.runs_on), 1))
    return {host.id: host.id for network in plan.networks for host in network.hosts} | names


def name_of(machine: Machine) -> str:
    """The name of a machine: of its kind and address, if that is its name, and its id, if a variable is."""
    name = machine.name if slug(machine.name) and not any(mark in machine.name for mark in "${<") else machine.id
    return f"{machine.kind}-{slug(name)}" if _is_peer(name) else name or machine.kind


def _unseen_routers(plan: Observation, sessions: Iterable[Session]) -> Iterator[Router]:
    """A router for each peer address of a cluster that belongs to no known machine."""
    taken = claimed_addresses(plan)
    ours = {node.id for cluster in plan.clusters for node in (cluster, *cluster.nodes)}
    asns: dict[IPAddress, dict[int, Place]] = defaultdict(dict)
    for session in sessions:
        address = as_address(session.peer)
        if session.local in ours and address is not None and address not in taken and not address.is_loopback():
            asns[address].setdefault(session.peer_asn or 0, session.at("peer"))
    for address, found in asns.items():
        asn, place = next(iter(found.items()))
        origin = Origin(Spot(place.source, {}, place), ())
        name = f"router-{slug(str(address))}"
        yield Router.model_construct(name=name, id=name, asn=asn or None, addresses=(address,), origin=origin)
