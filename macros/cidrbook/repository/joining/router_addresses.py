"""The address that neighbours call a router by, where its own configuration does not say it.

FRR and BIRD say a router id, and no addresses of interfaces. The one router that lists nodes is the one that their
cluster has a session with, where nothing else is known to have that address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import around, parse_prefix
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
"""Products whose configuration does not say all addresses of its router."""


def called(
    found: Sequence[Sighting], routers: Mapping[str, Router], nodes: Mapping[IPAddress, Node]
) -> dict[str, Router]:
    """The one router that lists nodes and does not say its addresses, with those that its neighbours call it by."""
    told = [it.entry for it in found if isinstance(it.entry, Session)]
    homes = [cidr for it in found if it.part == "nodes" and isinstance(it.entry, Network) for cidr in it.entry.cidrs]
    own = [it for it in told if it.local in routers]
    sure = {it.local for it in own if _reaches(it.peer, nodes)}
    maybe = {it.local for it in own if _may_reach(it, homes)}
    silent = {id(it): it for name, it in routers.items() if name in sure | maybe and _may_have_more(it)}
    known = {address for it in found if isinstance(it.entry, Machine) for address in it.entry.addresses}
    unknown: dict[IPAddress, Session] = {}
    for it in told:
        address = as_address(it.peer) if it.local not in routers else None
        if address is not None and address not in known and not address.is_loopback():
            unknown.setdefault(address, it)
    around_nodes = [*homes, *map(around, nodes)]
    networks = [it.entry for it in found if isinstance(it.entry, Network) and it.part not in ("pods", "services")]
    versions = [address.version for address in unknown]
    if len(silent) != 1 or not unknown or len(versions) != len(set(versions)):
        return {}
    (router,) = silent.values()
    surely = not router.addresses and any(routers[it] is router for it in sure)
    if not surely and not _agree(found, told, routers, router, unknown.values()):
        return {}
    gateways = {address for it in networks for address in it.gateways}
    links = [cidr for it in networks for cidr in it.cidrs]
    for address, session in unknown.items():
        plain = address not in gateways and not session.multihop
        if plain and is_strange(address, router.addresses, around_nodes, links):
            return {}
    return dict.fromkeys((name for name, it in routers.items() if it is router), _with(router, unknown))


def _may_have_more(router: Router) -> bool:
    return not router.addresses or router.product in _DAEMONS


def _may_reach(session: Session, homes: Sequence[IPNetwork]) -> bool:
    """Whether a neighbour is on a network that nodes are on, or one of a group of which nothing but its AS is said."""
    address = as_address(session.peer)
    return any(address in it for it in homes) if address is not None else not session.peer and bool(session.peer_asn)


def _reaches(peer: str, nodes: Mapping[IPAddress, Node]) -> bool:
    """Whether a neighbour is a node, or a range of neighbours has one."""
    if "/" not in peer:
        return as_address(peer) in nodes
    try:
        prefix = parse_prefix(peer)
    except ValueError:
        return False
    return any(it.version == prefix.version and prefix.first <= int(it) <= prefix.last for it in nodes)


def _agree(
    found: Sequence[Sighting],
    told: Sequence[Session],
    routers: Mapping[str, Router],
    router: Router,
    calling: Iterable[Session],
) -> bool:
    """Whether one of the two expects just the AS number that the other one has."""
    own = {it.entry.asn for it in found if isinstance(it.entry, Cni | LoadBalancer)}
    own |= {it.entry.asn for it in found if isinstance(it.entry, Speaker) and it.entry.runs_on not in routers}
    own |= {it.local_asn for it in told if it.local not in routers}
    expected = {it.peer_asn for it in told if routers.get(it.local) is router and it.peer_asn}
    return any(it.peer_asn == router.asn for it in calling) or not expected.isdisjoint(own)


def _with(router: Router, unknown: Mapping[IPAddress, Session]) -> Router:
    """The router with the addresses that it is called by, each where it is written."""
    places: dict[Path, Place] = {
        ("addresses", which): router.place_of_address(which) for which in range(len(router.addresses))
    }
    for which, session in enumerate(unknown.values(), len(router.addresses)):
        places["addresses", which] = session.at("peer")
    places |= {("asn",): router.at("asn"), ("name",): router.at("name")}
    origin = Origin(Spot(router.origin.source, places, router.at()), ())
    return router.model_copy(update={"addresses": (*router.addresses, *unknown), "origin": origin})
