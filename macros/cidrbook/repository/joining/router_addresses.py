"""The addresses that neighbours use for a router whose own configuration lacks them.

FRR and BIRD say a router id, and no addresses of interfaces. The one router that lists nodes is the one that their
cluster has a session with, where nothing else is known to have that address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import around, parse_prefix
from cidrbook.net.spans import has_address
from cidrbook.plan.bgp import Session, Speaker
from cidrbook.plan.cluster import Cni, LoadBalancer, Node
from cidrbook.plan.entry import Machine
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network
from cidrbook.plan.views.nearby_addresses import is_strange
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Spot
from cidrbook.text.source import Origin, Path, Place

_DAEMONS = ("frr", "unifi-gateway", "bird")
"""Products whose configuration does not list all addresses of the router."""


def routers_with_called_addresses(
    found: Sequence[Sighting], routers: Mapping[str, Router], nodes: Mapping[IPAddress, Node]
) -> dict[str, Router]:
    """The only silent router, by its names, with the addresses that its neighbours use.

    Empty if several routers could be meant, or if an address may be another router's.
    """
    sessions = [sighting.entry for sighting in found if isinstance(sighting.entry, Session)]
    homes = [cidr for part, network in _sighted_networks(found) if part == "nodes" for cidr in network.cidrs]
    own = [session for session in sessions if session.local in routers]
    sure = {session.local for session in own if _reaches(session.peer, nodes)}
    maybe = {session.local for session in own if _may_reach(session, homes)}
    unknown = _unknown_peers(found, sessions, routers)
    router = _only_silent(routers, sure | maybe)
    if router is None or not unknown:
        return {}
    names = [name for name, other in routers.items() if other is router]
    is_sure = not router.addresses and not sure.isdisjoint(names)
    if not is_sure and not _agree(found, sessions, routers, router, unknown.values()):
        return {}
    if _any_strange(found, unknown, router, [*homes, *map(around, nodes)]):
        return {}
    return dict.fromkeys(names, _with_called_addresses(router, unknown))


def _sighted_networks(found: Sequence[Sighting]) -> Iterator[tuple[str, Network]]:
    """The networks seen, each with its part."""
    for sighting in found:
        if isinstance(sighting.entry, Network):
            yield sighting.part, sighting.entry


def _only_silent(routers: Mapping[str, Router], names: Collection[str]) -> Router | None:
    """The only router that may have unlisted addresses; None if several may."""
    silent = {
        id(router): router for name, router in routers.items() if name in names and _may_have_more_addresses(router)
    }
    return next(iter(silent.values())) if len(silent) == 1 else None


def _unknown_peers(
    found: Sequence[Sighting], sessions: Sequence[Session], routers: Mapping[str, Router]
) -> dict[IPAddress, Session]:
    """The peer addresses of no known machine, each with its first session; none if a family has two."""
    known = {
        address for sighting in found if isinstance(sighting.entry, Machine) for address in sighting.entry.addresses
    }
    unknown: dict[IPAddress, Session] = {}
    for session in sessions:
        address = as_address(session.peer) if session.local not in routers else None
        if address is not None and address not in known and not address.is_loopback():
            unknown.setdefault(address, session)
    versions = [address.version for address in unknown]
    return unknown if len(versions) == len(set(versions)) else {}


def _any_strange(
    found: Sequence[Sighting], unknown: Mapping[IPAddress, Session], router: Router, near: Sequence[IPNetwork]
) -> bool:
    """Whether an address is neither near known ones nor a gateway: it may be another router's."""
    networks = [network for part, network in _sighted_networks(found) if part not in ("pods", "services")]
    gateways = {address for network in networks for address in network.gateways}
    links = [cidr for network in networks for cidr in network.cidrs]
    return any(
        address not in gateways and not session.multihop and is_strange(address, router.addresses, near, links)
        for address, session in unknown.items()
    )


def _may_have_more_addresses(router: Router) -> bool:
    return not router.addresses or router.product in _DAEMONS


def _may_reach(session: Session, homes: Sequence[IPNetwork]) -> bool:
    """Whether a session's peer is on a node network, or in a group that is known only by its AS."""
    address = as_address(session.peer)
    return (
        any(address in home for home in homes) if address is not None else not session.peer and bool(session.peer_asn)
    )


def _reaches(peer: str, nodes: Mapping[IPAddress, Node]) -> bool:
    """Whether a peer is a node, or a range of neighbours that holds one."""
    if "/" not in peer:
        return as_address(peer) in nodes
    try:
        prefix = parse_prefix(peer)
    except ValueError:
        return False
    return any(has_address(prefix, node) for node in nodes)


def _agree(
    found: Sequence[Sighting],
    sessions: Sequence[Session],
    routers: Mapping[str, Router],
    router: Router,
    calling: Iterable[Session],
) -> bool:
    """Whether one side expects exactly the AS number that the other side has."""
    own = {sighting.entry.asn for sighting in found if isinstance(sighting.entry, Cni | LoadBalancer)}
    own |= {
        sighting.entry.asn
        for sighting in found
        if isinstance(sighting.entry, Speaker) and sighting.entry.runs_on not in routers
    }
    own |= {session.local_asn for session in sessions if session.local not in routers}
    expected = {session.peer_asn for session in sessions if routers.get(session.local) is router and session.peer_asn}
    return any(session.peer_asn == router.asn for session in calling) or not expected.isdisjoint(own)


def _with_called_addresses(router: Router, unknown: Mapping[IPAddress, Session]) -> Router:
    """The router with the addresses that its neighbours use, each at its place."""
    places: dict[Path, Place] = {
        ("addresses", which): router.place_of_address(which) for which in range(len(router.addresses))
    }
    for which, session in enumerate(unknown.values(), len(router.addresses)):
        places["addresses", which] = session.at("peer")
    places |= {("asn",): router.at("asn"), ("name",): router.at("name")}
    origin = Origin(Spot(router.origin.source, places, router.at()), ())
    return router.model_copy(update={"addresses": (*router.addresses, *unknown), "origin": origin})
