"""Documented addresses of names in DNS, where the repository has the record of that very name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.drift.documents.known_names import is_domain, known_names
from cidrbook.repository.named_address import NamedAddress
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement

_Records = dict[tuple[str, int], list[NamedAddress]]


_RECORDS_OF_HOSTS = ("DNS record", "host mapping", "line of hosts")
"""What else than a DNS server's own records gives a name its address."""


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """What follows from each documented address of a name in DNS that a record has."""
    records = _records(observation)
    for statement in observation.statements if records else ():
        name = next(iter(statement.labels), "").strip().rstrip(".").lower()
        if statement.address is not None and is_domain(name) and (name, statement.version) in records:
            yield _record_conclusion(observation, statement, records[name, statement.version])


def _records(observation: Observation) -> _Records:
    """The records by their whole names and the IP version."""
    found: _Records = defaultdict(list)
    for named in observation.named_addresses:
        if named.kind == "record" or named.noun in _RECORDS_OF_HOSTS:
            found[named.name.rstrip(".").lower(), named.address.version].append(named)
    return found


def _record_conclusion(observation: Observation, statement: Statement, records: list[NamedAddress]) -> Conclusion:
    """An address that nothing has is wrong; at one of another thing, the name may lead to what serves it."""
    first = records[0]
    known = [KnownValue(str(record.address), record.place) for record in records]
    if any(record.address == statement.address for record in records):
        return agrees(statement, f"a record of {first.name} has that address", *known)
    if len({record.address for record in records}) > 1:
        return dropped(statement, f"{first.name} has several records", *known)
    holder = known_names(observation).holder(statement)
    if holder is not None:
        return dropped(statement, f"{holder.name} has that address, and may be what the name is for", *known)
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=first.name,
        about="address",
        truth=f"its record in DNS has {first.address}",
        known=(known[0],),
        reasons=("a record has the whole name of the line", "nothing in the repository has the address"),
        remark=statement.remark,
    )
