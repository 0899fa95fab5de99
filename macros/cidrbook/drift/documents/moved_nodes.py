"""Tables and lists of nodes at addresses in a former network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.drift.documents.conclusion import Conclusion, KnownValue, dropped
from cidrbook.drift.documents.host_addresses import disagreement
from cidrbook.drift.documents.known_names import known_names
from cidrbook.drift.documents.tables import Table, is_plain, table_of
from cidrbook.plan.cluster import Node
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement

_NETWORK_BITS = 8
"""The host bits of a node network: a /24, as in almost all labs."""
_FEWEST = 2
"""Rows in one network. A single one is more likely a second address than a move."""


class _NodeRow(NamedTuple):
    """A statement that names a node."""

    statement: Statement
    node: Node


@cached_view
def conclusions(observation: Observation) -> tuple[Conclusion, ...]:
    """The conclusion about tables and lists of nodes at addresses that are not theirs."""
    return tuple(_row_conclusions(observation))


def _row_conclusions(observation: Observation) -> Iterator[Conclusion]:
    for rows in _rows_by_table(observation).values():
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


def _rows_by_table(observation: Observation) -> dict[Table, list[_NodeRow]]:
    """The statements that name nodes, by table and list."""
    nodes = {id(node): node for cluster in observation.clusters for node in cluster.nodes if node.addresses}
    sections: dict[Table, list[_NodeRow]] = defaultdict(list)
    for statement in observation.statements if nodes else ():
        if statement.address is None or statement.version != 4 or statement.certainty == "exact":
            continue
        owners = known_names(observation).exactly(statement, statement.labels[:1])
        found = [nodes[id(owner)] for owner in owners if id(owner) in nodes]
        if len(found) == 1:
            sections[table_of(statement)].append(_NodeRow(statement, found[0]))
    return sections


def _reason_to_drop_rows(observation: Observation, rows: list[_NodeRow]) -> str:
    """Why the rows of a section are not about nodes that moved; "" if they are."""
    addresses = {int(row.statement.address or 0) for row in rows}
    networks = {number >> _NETWORK_BITS for number in addresses}
    if len(networks) != 1:
        return "the table or list has nodes in several networks"
    if not len({row.node.id for row in rows}) == len(rows) == len(addresses) >= _FEWEST:
        return "the table or list does not have several nodes, each at one address"
    several = [row.node for row in rows if len(row.node.addresses) > 1]
    if any(_has_one_in(node, *networks) for node in several) or not all(is_plain(row.statement) for row in rows):
        return "the addresses may be second ones, or another cluster's"
    held = {int(claim.address) for claim in observation.claims}
    if not held.isdisjoint(addresses):
        return "the repository has something at one of the addresses"
    if len(rows) <= _FEWEST and _is_network_used(observation, *networks):
        return "the repository knows the network that they are in"
    return ""


def _has_one_in(node: Node, network: int) -> bool:
    return any(at.version == 4 and int(at) >> _NETWORK_BITS == network for at in node.addresses)


def _is_network_used(observation: Observation, network: int) -> bool:
    """Whether the repository has anything in a network."""
    held = (claim.address for claim in observation.claims if claim.address.version == 4)
    if any(int(address) >> _NETWORK_BITS == network for address in held):
        return True
    cidrs = (cidr for known in observation.networks for cidr in known.family(4))
    return any(int(cidr.first) >> _NETWORK_BITS <= network <= int(cidr.last) >> _NETWORK_BITS for cidr in cidrs)
