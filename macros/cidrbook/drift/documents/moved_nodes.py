"""Tables and lists in which nodes are still in another network than the repository has them in."""

from __future__ import annotations

import re
from collections import defaultdict

from cidrbook.drift.documents.known_names import names_of
from cidrbook.drift.documents.vocabulary import KINDS, told_by
from cidrbook.plan.cluster import Node
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement

_NEUTRAL = re.compile(
    r"(?:(?:node|lan|static|main|primary|host)[ -])?(?:ipv?4?|addr(?:ess)?|ip[ -]address(?:es)?)?", re.IGNORECASE
)
_SECOND = re.compile(
    r"tailscale|tailnet|vpn|wireguard|bmc|ipmi|idrac|ilo\b|kvm|amt|storage|ceph|thunderbolt|ring|mesh|iscsi|nfs|sync"
    r"|replication|pods?\b|multus|usb|backup|corosync|old|previous|dhcp|10g|25g|docker|proxmox|pve|hypervisor",
    re.IGNORECASE,
)
"""Words above or beside the second addresses of machines."""
_NETWORK, _FEWEST = 8, 2

_Named = tuple[Statement, Node]


@cached_view
def moved(plan: Observation) -> tuple[_Named, ...]:
    """Rows that name nodes, at addresses of one network that nothing has, where none of their table holds."""
    nodes = {id(node): node for cluster in plan.clusters for node in cluster.nodes if len(node.addresses) == 1}
    sections: dict[tuple[str, tuple[str, ...]], list[_Named]] = defaultdict(list)
    for statement in plan.statements if nodes else ():
        owner = (
            _node(plan, statement, nodes)
            if statement.address is not None and statement.version == 4 and statement.certainty != "exact"
            else None
        )
        if owner:
            sections[statement.place.file, statement.headings].append((statement, owner))
    return tuple(one for named in sections.values() for one in named if _is_moved(plan, named))


def _node(plan: Observation, statement: Statement, nodes: dict[int, Node]) -> Node | None:
    """The one node that the first label of a statement is the name of."""
    found = [nodes[id(one)] for one in names_of(plan).exactly(statement, statement.labels[:1]) if id(one) in nodes]
    return found[0] if len(found) == 1 else None


def _is_moved(plan: Observation, named: list[_Named]) -> bool:
    addresses = {int(statement.address or 0) for statement, _ in named}
    networks = {number >> _NETWORK for number in addresses}
    several = len({node.id for _, node in named}) == len(named) == len(addresses) >= _FEWEST
    if not several or len(networks) != 1 or not all(_is_plain(statement) for statement, _ in named):
        return False
    held = {int(claim.address) for claim in plan.claims}
    return held.isdisjoint(addresses) and (len(named) > _FEWEST or not _is_used(plan, *networks))


def _is_plain(statement: Statement) -> bool:
    """Whether a row says no more of an address than that it is one."""
    above = " ".join((*statement.labels[:1], *statement.headings, statement.column))
    return (
        bool(_NEUTRAL.fullmatch(statement.column.strip(" *`")))
        and not _SECOND.search(above)
        and not told_by(above) & KINDS
    )


def _is_used(plan: Observation, network: int) -> bool:
    """Whether the repository knows of anything in a network."""
    held = (claim.address for claim in plan.claims if claim.address.version == 4)
    cidrs = (cidr for one in plan.networks for cidr in one.family(4))
    return any(int(at) >> _NETWORK == network for at in held) or any(
        int(cidr.first) >> _NETWORK <= network <= int(cidr.last) >> _NETWORK for cidr in cidrs
    )
