"""Tables and lists of nodes, or of other machines, at addresses in a former network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.drift.documents.conclusion import Conclusion, KnownValue, dropped
from cidrbook.drift.documents.host_addresses import disagreement
from cidrbook.drift.documents.known_names import known_names
from cidrbook.drift.documents.tables import Table, is_plain, table_of
from cidrbook.drift.documents.written_addresses import written_addresses
from cidrbook.plan.cluster import Node
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Host
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement

_NETWORK_BITS = {4: 8, 6: 64}
"""The host bits of a network of machines: a /24 as in almost all labs, a /64."""
_FEWEST = 2
"""Rows in one network. A single one is more likely a second address than a move."""
_FEWEST_OF_ANY = 3
"""Rows of machines that are no nodes, of which each has to keep its host part: they are not all of one kind."""


class _MachineRow(NamedTuple):
    """A statement that names a machine."""

    statement: Statement
    owner: Addressed

    @property
    def network(self) -> tuple[int, int]:
        """The network of the documented address."""
        return _network(IPAddress(self.statement.number, self.statement.version))

    @property
    def known(self) -> list[IPAddress]:
        """The addresses of the machine, of the documented one's IP version."""
        return [at for at in self.owner.addresses if at.version == self.statement.version]

    @property
    def keeps_its_host_part(self) -> bool:
        """Whether only the network differs: `10.0.0.11` was `192.168.1.11`."""
        bits = _NETWORK_BITS[self.statement.version]
        return any((int(at) ^ self.statement.first) % (1 << bits) == 0 for at in self.known)


def _network(address: IPAddress) -> tuple[int, int]:
    return address.version, int(address) >> _NETWORK_BITS[address.version]


@cached_view
def conclusions(observation: Observation) -> tuple[Conclusion, ...]:
    """The conclusion about each address in a table or list of machines."""
    return tuple(_all_conclusions(observation))


def _all_conclusions(observation: Observation) -> Iterator[Conclusion]:
    for rows in _rows_by_table(observation).values():
        reason = _reason_to_drop_rows(observation, rows) or _reason_of_any(rows)
        for statement, owner in rows:
            if reason and statement.address in owner.addresses:
                continue  # it is judged by its name
            if reason:
                known = KnownValue(f"{owner.name} {owner.addresses[0]}", owner.place_of_address(0))
                yield dropped(statement, reason, known)
            elif any(at.version == statement.version for at in owner.addresses):
                yield disagreement(statement, owner, None, "all machines of its table or list are in another network")


def _rows_by_table(observation: Observation) -> dict[Table, list[_MachineRow]]:
    """The statements that name nodes or other machines, by table and list."""
    sections: dict[Table, list[_MachineRow]] = defaultdict(list)
    for statement in observation.statements:
        if statement.address is None or statement.certainty == "exact":
            continue
        owners = known_names(observation).exactly(statement, statement.labels[:1])
        machines = [owner for owner in owners if isinstance(owner, Node | Host)]
        found = [owner for owner in machines if isinstance(owner, Node)] or machines
        if len(found) == 1:
            sections[table_of(statement)].append(_MachineRow(statement, found[0]))
    return sections


def _reason_of_any(rows: list[_MachineRow]) -> str:
    """Why rows of machines that are no nodes may not be about a move; "" if they are."""
    if all(isinstance(row.owner, Node) for row in rows):
        return ""
    moved = len(rows) >= _FEWEST_OF_ANY and all(row.keeps_its_host_part for row in rows)
    return "" if moved else "the machines are no nodes, and do not keep their host part in another network"


def _reason_to_drop_rows(observation: Observation, rows: list[_MachineRow]) -> str:
    """Why the rows of a section are not about machines that moved; "" if they are."""
    addresses = {row.statement.address for row in rows}
    networks = {row.network for row in rows}
    if len(networks) != 1:
        return "the table or list has machines in several networks"
    if not len({row.owner.id for row in rows}) == len(rows) == len(addresses) >= _FEWEST:
        return "the table or list does not have several machines, each at one address"
    if _may_be_second_addresses(observation, rows) or not all(is_plain(row.statement) for row in rows):
        return "the addresses may be second ones, or another cluster's"
    if not {claim.address for claim in observation.claims}.isdisjoint(addresses):
        return "the repository has something at one of the addresses"
    few = len(rows) <= _FEWEST or not all(isinstance(row.owner, Node) for row in rows)
    if few and _is_network_used(observation, *networks):
        return "the repository knows the network that they are in"
    return ""


def _may_be_second_addresses(observation: Observation, rows: list[_MachineRow]) -> bool:
    """Whether machines of several addresses have one in the network of the rows, or files have one of the rows."""
    several = [row for row in rows if len(row.owner.addresses) > 1]
    networks = {row.network for row in rows}
    if any(_network(at) in networks for row in several for at in row.known):
        return True
    return bool(several) and not written_addresses(observation).isdisjoint(row.statement.number for row in rows)


def _is_network_used(observation: Observation, network: tuple[int, int]) -> bool:
    """Whether the repository has anything in a network."""
    if any(_network(claim.address) == network for claim in observation.claims):
        return True
    version, number = network
    bits = _NETWORK_BITS[version]
    cidrs = (cidr for known in observation.networks for cidr in known.family(version))
    return any(int(cidr.first) >> bits <= number <= int(cidr.last) >> bits for cidr in cidrs)
