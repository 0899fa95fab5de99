"""The documented address of a cluster's BGP router, compared with the peer address of its sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.net.ip import around
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import KINDS, words_of
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_PEER = regex(r"^bgp (?:peer|neighbou?r|router)(?: router)?(?: ip| address)?$|^(?:bgp )?router[ -]id$", re.IGNORECASE)


class _BgpRouter(NamedTuple):
    """The peer address of a cluster's sessions, and its AS number."""

    asn: int
    address: IPAddress
    place: Place


class _DocumentedRouter(NamedTuple):
    """A documented address of a router, and the AS number beside it if any. `plain` means that it is no sentence."""

    statement: Statement
    asn: int | None
    plain: bool


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented address of a BGP router."""
    documented = list(_documented_routers(observation))
    routers = list(_bgp_routers(observation)) if documented else []
    for router in documented if routers else ():
        yield _router_conclusion(observation, router, routers)


def _documented_routers(observation: Observation) -> Iterator[_DocumentedRouter]:
    for detail in observation.details:
        addresses = [statement for statement in detail.beside if statement.address is not None]
        other_cluster = words_of(*detail.labels, *detail.headings[1:]) & KINDS - {"edge"}
        if detail.topic == "asn" and len(addresses) == 1 and not other_cluster:
            yield _DocumentedRouter(addresses[0], detail.first, detail.plain)
    for statement in observation.statements:
        label = next(iter(statement.labels), "")
        if statement.address is not None and not statement.sentence and _PEER.search(label):
            yield _DocumentedRouter(statement, None, plain=True)


def _bgp_routers(observation: Observation) -> Iterator[_BgpRouter]:
    """The peers of clusters that are not their own nodes."""
    for peering in peerings(observation):
        for end, other in peering.sides:
            if not _is_of_cluster(other) or not end.address:
                continue
            for description in end.descriptions:
                if description.asn:
                    yield _BgpRouter(description.asn, end.address, description.at("asn"))


def _is_of_cluster(end: SessionEnd) -> bool:
    return bool(end.instance and end.instance.cluster)


def _router_conclusion(
    observation: Observation, documented: _DocumentedRouter, routers: list[_BgpRouter]
) -> Conclusion:
    statement, asn, plain = documented
    address = IPAddress(statement.number, statement.version)
    known = [router for router in routers if asn in (None, router.asn) and router.address.version == statement.version]
    addresses = list(dict.fromkeys(router.address for router in known))
    values = [KnownValue(str(router.address), router.place) for router in known]
    if address in addresses:
        return agrees(statement, "the cluster has its sessions with that address", *values)
    if len(addresses) != 1:
        return dropped(statement, "the cluster has sessions with no such router, or with several", *values)
    owner = next((claim.owner for claim in observation.claims if claim.address == address), None)
    if owner is not None:
        return dropped(statement, f"{owner.name} has that address", *values)
    if around(address) != around(addresses[0]) and not (plain and asn and _has_nodes_near(observation, address)):
        return dropped(statement, "it is in a network where neither the router nor a node is", *values)
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"the router of AS {asn}" if asn else "the BGP router",
        about="address",
        truth=f"the cluster has its sessions with {addresses[0]}",
        known=tuple(values),
        reasons=("nothing in the repository has that address",),
        remark=statement.remark,
    )


def _has_nodes_near(observation: Observation, address: IPAddress) -> bool:
    """Whether nodes are in the small network around an address."""
    nodes = (at for cluster in observation.clusters for node in cluster.nodes for at in node.addresses)
    return any(at.version == address.version and around(at) == around(address) for at in nodes)
