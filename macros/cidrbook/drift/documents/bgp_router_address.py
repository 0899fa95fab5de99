"""Where documents say that a cluster's BGP router is, and where the cluster has its sessions with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.drift.documents.network_facts import Otherwise
from cidrbook.drift.documents.vocabulary import KINDS, told_by
from cidrbook.net.ip import around
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.source import Place

_PEER = re.compile(
    r"^bgp (?:peer|neighbou?r|router)(?: router)?(?: ip| address)?$|^(?:bgp )?router[ -]id$", re.IGNORECASE
)


class _Router(NamedTuple):
    """An address at which a cluster has sessions with an AS number."""

    asn: int | None
    address: IPAddress
    place: Place


class _Said(NamedTuple):
    """A documented address of a router, and the AS number beside it, if it is one."""

    statement: Statement
    asn: int | None
    plain: bool


@cached_view
def facing(plan: Observation) -> tuple[Otherwise, ...]:
    """Documented addresses of routers that the clusters have their sessions at others with."""
    said = list(_said(plan))
    routers = list(_routers(plan)) if said else []
    found = (one for other_said in said for one in _otherwise(plan, other_said, routers))
    return tuple({one.at: one for one in found}.values())


def _said(plan: Observation) -> Iterator[_Said]:
    for detail in plan.details:
        own = [one for one in detail.beside if one.address is not None]
        if (
            detail.topic == "asn"
            and len(own) == 1
            and not told_by(*detail.labels, *detail.headings[1:]) & KINDS - {"edge"}
        ):
            yield _Said(own[0], detail.first, detail.plain)
    for one in plan.statements:
        if one.address is not None and not one.sentence and _PEER.search(next(iter(one.labels), "")):
            yield _Said(one, None, plain=True)


def _routers(plan: Observation) -> Iterator[_Router]:
    """What clusters have sessions with, other than their own nodes."""
    for peering in peerings(plan):
        for side, other in peering.sides:
            if (
                other.instance
                and other.instance.cluster
                and not (side.instance and side.instance.cluster)
                and side.address
            ):
                yield from _of_side(side, side.address)


def _of_side(side: SessionEnd, address: IPAddress) -> Iterator[_Router]:
    for description in side.descriptions:
        if description.asn:
            yield _Router(description.asn, address, description.at("asn"))


def _otherwise(plan: Observation, other_said: _Said, routers: list[_Router]) -> Iterator[Otherwise]:
    said, address = other_said.statement, other_said.statement.address
    known = [one for one in routers if other_said.asn in (None, one.asn) and one.address.version == said.version]
    addresses = list(dict.fromkeys(one.address for one in known))
    if len(addresses) != 1 or address is None or address in addresses or _is_known(plan, address):
        return
    if around(address) == around(addresses[0]) or (other_said.plain and other_said.asn and _has_nodes(plan, address)):
        whose = f"the router of AS {other_said.asn}" if other_said.asn else "the BGP router"
        message = f"{whose} is documented at {said.text}; the cluster has its sessions with {addresses[0]}"
        yield Otherwise(said.place, message, str(addresses[0]), known[0].place)


def _is_known(plan: Observation, address: IPAddress) -> bool:
    """Whether anything has an address."""
    return any(claim.address == address for claim in plan.claims)


def _has_nodes(plan: Observation, address: IPAddress) -> bool:
    """Whether nodes are in the small network of an address."""
    own = (at for cluster in plan.clusters for node in cluster.nodes for at in node.addresses)
    return any(at.version == address.version and around(at) == around(address) for at in own)
