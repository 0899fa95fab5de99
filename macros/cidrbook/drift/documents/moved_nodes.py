"""Tables and lists in which nodes are still in another network than the repository has them in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.drift.documents.conclusion import Conclusion, KnownValue, dropped
from cidrbook.drift.documents.host_addresses import disagreement
from cidrbook.drift.documents.known_names import known_names
from cidrbook.plan.cluster import Node
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import KINDS, words_of

_PLAIN_COLUMN = re.compile(
    r"(?:(?:node|lan|static|main|primary|host)[ -])?(?:ipv?4?|addr(?:ess)?|ip[ -]address(?:es)?)?", re.IGNORECASE
)
_SECOND_ADDRESS = re.compile(
    r"tailscale|tailnet|vpn|wireguard|bmc|ipmi|idrac|ilo\b|kvm|amt|storage|ceph|thunderbolt|ring|mesh|iscsi|nfs|sync"
    r"|replication|pods?\b|multus|usb|backup|corosync|old|previous|dhcp|10g|25g|docker|proxmox|pve|hypervisor",
    re.IGNORECASE,
)
"""Words above or beside the second addresses of machines."""
_NETWORK_BITS = 8
"""Bits right of the network's: a /24, as nodes have in almost all labs."""
_FEWEST = 2
"""Rows of one network: a single one is more likely a second address than a move."""


class _NodeRow(NamedTuple):
    """A statement that names a node."""

    statement: Statement
    node: Node


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """What follows from tables and lists that name nodes at addresses which are not theirs."""
    for rows in _sections(observation).values():
        reason = _reason_to_drop_rows(observation, rows)
        for statement, node in rows:
            if reason and statement.address in node.addresses:
                continue  # it is judged by its name
            if reason:
                yield dropped(
                    statement, reason, KnownValue(f"{node.name} {node.addresses[0]}", node.place_of_address(0))
                )
            elif node.addresses[0].version == statement.version:
                yield disagreement(statement, node, None, "all nodes of its table or list are in another network")


def _sections(observation: Observation) -> dict[tuple[str, tuple[str, ...]], list[_NodeRow]]:
    """The statements that name nodes with one address, by the sections of documents."""
    nodes = {id(node): node for cluster in observation.clusters for node in cluster.nodes if len(node.addresses) == 1}
    sections: dict[tuple[str, tuple[str, ...]], list[_NodeRow]] = defaultdict(list)
    for statement in observation.statements if nodes else ():
        if statement.address is None or statement.version != 4 or statement.certainty == "exact":
            continue
        owners = known_names(observation).exactly(statement, statement.labels[:1])
        found = [nodes[id(owner)] for owner in owners if id(owner) in nodes]
        if len(found) == 1:
            sections[statement.place.file, statement.headings].append(_NodeRow(statement, found[0]))
    return sections


def _reason_to_drop_rows(observation: Observation, rows: list[_NodeRow]) -> str:
    """Why the rows of a section are not of nodes that moved; empty, if they are."""
    addresses = {int(row.statement.address or 0) for row in rows}
    networks = {number >> _NETWORK_BITS for number in addresses}
    if len(networks) != 1:
        return "the table or list has nodes in several networks"
    if not len({row.node.id for row in rows}) == len(rows) == len(addresses) >= _FEWEST:
        return "the table or list does not have several nodes, each at one address"
    if not all(_is_plain_row(row.statement) for row in rows):
        return "the addresses may be second ones, or another cluster's"
    held = {int(claim.address) for claim in observation.claims}
    if not held.isdisjoint(addresses):
        return "the repository has something at one of the addresses"
    if len(rows) <= _FEWEST and _is_used(observation, *networks):
        return "the repository knows the network that they are in"
    return ""


def _is_plain_row(statement: Statement) -> bool:
    """Whether a row says no more of an address than that it is one."""
    above = " ".join((*statement.labels[:1], *statement.headings, statement.column))
    column = statement.column.strip(" *`")
    return bool(_PLAIN_COLUMN.fullmatch(column)) and not _SECOND_ADDRESS.search(above) and not words_of(above) & KINDS


def _is_used(observation: Observation, network: int) -> bool:
    """Whether the repository knows of anything in a network."""
    held = (claim.address for claim in observation.claims if claim.address.version == 4)
    if any(int(address) >> _NETWORK_BITS == network for address in held):
        return True
    cidrs = (cidr for known in observation.networks for cidr in known.family(4))
    return any(int(cidr.first) >> _NETWORK_BITS <= network <= int(cidr.last) >> _NETWORK_BITS for cidr in cidrs)
