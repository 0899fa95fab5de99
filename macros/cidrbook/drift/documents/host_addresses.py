"""Documented addresses of things that have others, by the names that documents call them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.drift.documents.known_names import Match, Names, is_domain, names_of
from cidrbook.drift.documents.moved_nodes import moved
from cidrbook.drift.documents.vocabulary import WORD, told_by
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement

_PROXY = re.compile(r"ingress|gateway|traefik|nginx|envoy|istio|proxy|haproxy|contour|kong|caddy")
_BESIDE = frozenset(
    WORD.findall(
        "server controller vm host node nvr nas app broker database db dns lxc container machine box main primary hub"
        " camera printer pi"
    )
)
"""Words beside a machine's name that do not make another machine of it."""
_ELSEWHERE = frozenset(WORD.findall("lxc vm docker container behind backend nas baremetal keepalived vrrp"))
"""Words for what is not a cluster's service, though it has the name of one."""
_VIP = re.compile(r"(?:virtual ip|vip)\b", re.IGNORECASE)
_ENDS = (1, 254)
"""The last octets that routers like to have."""


class Misnamed(NamedTuple):
    """A documented address, and the thing of that name, which has others."""

    statement: Statement
    owner: Addressed
    holder: Addressed | None


class _Said(NamedTuple):
    """A statement, and what it names."""

    statement: Statement
    match: Match


@cached_view
def misnamed(plan: Observation) -> tuple[Misnamed, ...]:
    """Documented addresses of things that have others: exchanged, or no longer so."""
    rows: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    for statement in plan.statements:
        if statement.address is not None and statement.role != "services":
            rows[statement.place.file, statement.place.line].append(statement)
    found = [other_misnamed for row in rows.values() for other_misnamed in _misnamed(plan, row)]
    return (
        *found,
        *(Misnamed(other_statement, owner, None) for other_statement, owner in moved(plan)),
        *_misremarked(plan),
    )


def _misremarked(plan: Observation) -> Iterator[Misnamed]:
    """Addresses that a comment calls by the name of one thing, and another thing has."""
    said = [comment for comment in plan.comments if comment.address is not None and not comment.role]
    for statement in said:
        holder = names_of(plan).holders.get((statement.version, int(statement.address or 0)))
        owners = names_of(plan).exactly(statement, statement.labels)
        owner = next((one for one in owners if any(at.version == statement.version for at in one.addresses)), None)
        if owner and holder and not any(statement.address in one.addresses for one in owners) and owner.id != holder.id:
            yield Misnamed(statement, owner, holder)


def _misnamed(plan: Observation, row: list[Statement]) -> Iterator[Misnamed]:
    names = names_of(plan)
    found = [_Said(other_statement, names.meant(other_statement)) for other_statement in row]
    for said in found:
        statement, owners = said.statement, said.match.owners
        if not owners or any(_says_one_of(other, said) for other in found):
            continue
        holder = names.holders.get((statement.version, int(statement.address or 0)))
        owner = _nearest(statement, owners)
        if owner and _is_vips(statement) and not isinstance(owner, Service):
            continue
        if owner and not _is_same(names, owner, holder) and _telling(plan, said, owner, holder):
            yield Misnamed(statement, owner, holder)


def _is_vips(statement: Statement) -> bool:
    """Whether a line only says that it is a virtual address: of a service above it, not of a machine."""
    return bool(_VIP.match(next(iter(statement.labels), "").strip()))


def _is_same(names: Names, owner: Addressed, holder: Addressed | None) -> bool:
    """Whether what has an address is of the name that is meant, and of the same cluster."""
    return (
        holder is not None and holder.id == owner.id and names.clusters.get(id(holder)) == names.clusters.get(id(owner))
    )


def _says_one_of(other: _Said, said: _Said) -> bool:
    """Whether a statement of a row says an address of what another one names, and does not name another thing."""
    mine = any(other.statement.address in owner.addresses for owner in said.match.owners)
    theirs = other.match.owners
    return mine and (not theirs or any(one is owner for one in theirs for owner in said.match.owners))


def _nearest(statement: Statement, owners: tuple[Addressed, ...]) -> Addressed | None:
    """The thing that is meant: of several of one name, the one with an address like that."""
    own = [owner for owner in owners if any(at.version == statement.version for at in owner.addresses)]
    return next((owner for owner in own if _is_near(statement, owner)), next(iter(own), None))


def _is_near(statement: Statement, owner: Addressed) -> bool:
    """Whether an address is of the same small network as one of a thing."""
    bits = 8 if statement.version == 4 else 64
    own = (at for at in owner.addresses if at.version == statement.version)
    return any(int(at) >> bits == int(statement.address or 0) >> bits for at in own)


def _telling(plan: Observation, said: _Said, owner: Addressed, holder: Addressed | None) -> bool:
    """Whether the address must be wrong, and is not another one of the same thing, or of what stands before it."""
    statement, exact = said.statement, said.match.exact
    if _is_inside(plan, statement):
        return False
    if holder is not None:
        return not (_is_proxy(holder) and any(map(is_domain, (*statement.labels, statement.near))))
    own = [at for at in owner.addresses if at.version == statement.version]
    near, is_service = _is_near(statement, owner), isinstance(owner, Service)
    if len(own) != 1 or (not near and (_is_in_dns(statement, owner) or told_by(*statement.labels) & _ELSEWHERE)):
        return False
    if is_service and not near and (exact or said.match.plain):
        return exact or not _is_of_network(plan, statement)
    return (exact and is_service) or (near and (exact or is_service or _is_plainly(statement, owner)))


def _is_in_dns(statement: Statement, owner: Addressed) -> bool:
    """Whether it is a name in DNS that says what it is, which may be reached by way of anything."""
    plain = (
        "".join(WORD.findall(label.lower()))
        for label in (statement.near, *statement.labels[:2])
        if not is_domain(label)
    )
    return any(map(is_domain, statement.labels)) and "".join(WORD.findall(owner.id)) not in plain


def _is_inside(plan: Observation, statement: Statement) -> bool:
    """Whether an address is one of pods or of services, as commands show them."""
    names = {name for cluster in plan.clusters for name in (*cluster.pods, *cluster.services)}
    networks = (network for name in names if (network := plan.network(name)))
    return any(
        cidr.first <= statement.first <= cidr.last for network in networks for cidr in network.family(statement.version)
    )


def _is_proxy(holder: Addressed) -> bool:
    """Whether names in DNS may well lead to it: by its name, or as it listens where the web is."""
    ports = getattr(holder, "ports", ())
    is_gateway = isinstance(holder, Service) and not holder.type and not ports
    web = any(port.startswith("443") for port in ports)
    return is_gateway or web or bool(_PROXY.search(f"{holder.id} {holder.name}"))


def _is_of_network(plan: Observation, statement: Statement) -> bool:
    """Whether an address is one that a router, a pool or anything else of this tree may have."""
    number = int(statement.address or 0)
    if statement.version == 4 and number & 0xFF in _ENDS:
        return True
    scopes = {network.scope for network in plan.networks} | {cluster.scope for cluster in plan.clusters}
    return any(plan.pools.holding((scope, statement.version), number, number) is not None for scope in scopes)


def _is_plainly(statement: Statement, owner: Addressed) -> bool:
    """Whether a label is the name of a machine and a word for what that is: `Frigate NVR`."""
    words = told_by(*(statement.labels[:1]))
    more = words - told_by(owner.id, owner.name)
    return bool(words - more) and more <= _BESIDE
