"""The records of DNS zones and of servers' lists: each a whole name with its address, forward or reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.net.address_text import to_int
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.lines import Block, Line
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_RECORD = regex(
    r"^(\S*)[ \t]+(?:[0-9]+[smhdwSMHDW]?[ \t]+)?(?:IN[ \t]+)?(?:[0-9]+[smhdwSMHDW]?[ \t]+)?(A|AAAA|PTR)[ \t]+([^\s;]+)",
    re.IGNORECASE,
)
_ORIGIN = regex(r"^\$ORIGIN[ \t]+(\S+)", re.IGNORECASE)
_ZONE = regex(r"^(?:\$ORIGIN|\$TTL|\S*[ \t]+(?:[0-9]+\w?[ \t]+)?IN[ \t]+SOA)\b", re.MULTILINE | re.IGNORECASE)
_UNBOUND = regex(
    r"^[ \t]*(?:local-data:[ \t]*[\"']|''\"|\"\\\")(\S+)[ \t]+(?:[0-9]+[ \t]+)?(?:IN[ \t]+)?"
    r"(A|AAAA|PTR)[ \t]+([^\s\"'\\]+)",
    re.IGNORECASE,
)
"""A line of Unbound: by itself, or quoted in Nix."""
_UNBOUND_PTR = regex(
    r"^[ \t]*(?:local-data-ptr:[ \t]*[\"']|''\"|\"\\\")([0-9a-fA-F.:]+)[ \t]+(?:[0-9]+[ \t]+)?([^\s\"'\\]+)"
)
_DNSMASQ_PTR = regex(r"^[ \t]*ptr-record[ \t]*=[ \t]*([^,\s]+)[ \t]*,[ \t]*\"?([^,\s\"]+)")
_DNSMASQ = regex(r"^[ \t]*(?:host-record[ \t]*=[ \t]*([^,\s]+),|address[ \t]*=[ \t]*/([^/\s]+)/)([0-9a-fA-F.:]+)")
_ENDINGS = regex(r"^(?:db|zone|rev|reverse)[._-]|(?:[._-](?:db|zone|rev|hosts|txt|conf|j2|internal))+$")
_ARPA = regex(r"(.+?)\.?(in-addr|ip6)\.arpa", re.IGNORECASE)
_ROOT = "."
"""The zone of names that are whole as they stand."""

_OCTETS = regex(r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}\Z")


class ZoneRecord(NamedTuple):
    """A name and an address. `reverse` is whether the address is asked for (PTR), and answered with the name."""

    name: str
    address: IPAddress
    at: Located
    reverse: bool


def zone_records(block: Block) -> Iterator[ZoneRecord]:
    """The records of a zone file, or of the lines of Unbound and dnsmasq."""
    if _ZONE.search(block.text):
        yield from _records_of_zone(block)
    else:
        for line in block.lines:
            yield from _records_of_server(line)


def _records_of_zone(block: Block) -> Iterator[ZoneRecord]:
    origin, owner = _origin_of_file(block.source.file), ""
    for line in block.lines:
        begins, found = _ORIGIN.match(line.text), _RECORD.match(line.text)
        if begins:
            origin = _full_name(begins[1], origin)
        elif found:
            owner = found[1] or owner
            yield from _record(_full_name(owner, origin), found[2].upper(), line.part(*found.span(3)), origin)


def _records_of_server(line: Line) -> Iterator[ZoneRecord]:
    """A line of Unbound or dnsmasq. Names are whole there."""
    if found := _UNBOUND.match(line.text):
        yield from _record(found[1].rstrip("."), found[2].upper(), line.part(*found.span(3)), _ROOT)
    elif found := _UNBOUND_PTR.match(line.text):
        address = as_address(found[1])
        if address is not None:
            yield ZoneRecord(found[2].rstrip(".").lower(), address, line.part(*found.span(2)), reverse=True)
    elif found := _DNSMASQ_PTR.match(line.text):
        yield from _record(found[1].rstrip("."), "PTR", line.part(*found.span(2)), _ROOT)
    elif found := _DNSMASQ.match(line.text):
        yield from _record(found[1] or found[2], "A", line.part(*found.span(3)), _ROOT)


def _record(owner: str, kind: str, value: Located, origin: str) -> Iterator[ZoneRecord]:
    """The record of a private address; nothing where its name is not known as a whole."""
    reverse = kind == "PTR"
    address = _address_of_arpa(owner) if reverse else as_address(value)
    name = _full_name(value, origin) if reverse else owner
    known = "." in name and not name.startswith(("*", ".")) and not value.open
    if address is not None and known and (address.version == 6 or is_private(str(address))):
        yield ZoneRecord(name.rstrip(".").lower(), address, value, reverse)


def _full_name(name: str, origin: str) -> str:
    """A name with the zone that it is in; without its last dot. Nothing where the zone is not known."""
    if name.endswith(".") or origin == _ROOT:
        return name.rstrip(".")
    if name == "@":
        return origin
    return f"{name}.{origin}" if origin else ""


def _origin_of_file(file: str) -> str:
    """The zone that a file is called by: `db.lan`, `lan.zone`, `db.10.0.10`, `10.0.10.in-addr.arpa`."""
    name = PurePosixPath(file).name
    bare = _ENDINGS.sub("", _ENDINGS.sub("", name))
    if not _OCTETS.match(bare):
        return bare if bare != name or bare.endswith(".arpa") else ""
    octets = bare.split(".")
    forward = ".".join(octets + ["0"] * (4 - len(octets)))
    backward = ".".join(octets[::-1] + ["0"] * (4 - len(octets)))
    first = octets if is_private(forward) or not is_private(backward) else octets[::-1]
    return f"{'.'.join(reversed(first))}.in-addr.arpa"


def _address_of_arpa(name: str) -> IPAddress | None:
    """The address that a name below `in-addr.arpa` or `ip6.arpa` stands for."""
    found = _ARPA.fullmatch(name.rstrip("."))
    parts = found[1].split(".")[::-1] if found else []
    if found and found[2].lower() == "in-addr" and len(parts) == 4:
        number = to_int(".".join(parts), 4)
        return None if number is None else IPAddress(number, 4)
    if found and len(parts) == 32 and all(len(part) == 1 for part in parts):
        return as_address(":".join("".join(parts[start : start + 4]) for start in range(0, 32, 4)))
    return None


def terraform_record(zone: str, owner: str, kind: str, value: Located) -> Iterator[ZoneRecord]:
    """A record as a provider has it: an owner's name in a zone, each with or without its last dot."""
    origin = zone.rstrip(".")
    whole = owner if not origin or f"{owner.rstrip('.')}.".endswith(f"{origin}.") else f"{owner}.{origin}"
    yield from _record(whole.rstrip("."), kind.upper(), value, _ROOT)


def wrong_pointers(records: Sequence[ZoneRecord]) -> Iterator[Reported]:
    """A problem for each address that leads to a name which leads to another address."""
    forward: dict[str, list[ZoneRecord]] = {}
    for record in records:
        if not record.reverse:
            forward.setdefault(record.name, []).append(record)
    for record in records:
        known = forward.get(record.name, []) if record.reverse else []
        if known and all(other.address != record.address for other in known):
            alike = [other for other in known if other.address.version == record.address.version]
            yield from (_wrong_pointer(record, other) for other in alike[:1])


def _wrong_pointer(pointer: ZoneRecord, record: ZoneRecord) -> Reported:
    problem = Problem(
        at=pointer.at.place,
        message=f"the PTR record of {pointer.address} names {pointer.name}, which leads to {record.address}",
        label="differs from the repository",
        related=(Related(at=record.at.place, message=f"{pointer.name} leads to {record.address} here"),),
        hint="write the same address in both",
        parties=(pointer.name.partition(".")[0],),
    )
    return Reported("name-leads-elsewhere", problem)
