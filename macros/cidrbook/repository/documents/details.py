"""What documents say beside addresses: AS numbers, the VLANs of networks, their gateways, their DHCP ranges.

Read: columns of tables that are called so (`ASN`, `VLAN ID`, `Gateway`, `DHCP range`), rows such as `Router ASN`, and
`AS 64513`, `VLAN 20`, `gateway 10.0.20.1` in lists, sentences, drawings and configurations that a document shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.repository.documents.api_addresses import reached
from cidrbook.repository.documents.gateways_and_dhcp import served
from cidrbook.repository.documents.labels import clean, labelled
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import words
from cidrbook.repository.documents.statements import (
    BREAK,
    MERMAID,
    NOT_SO,
    OTHER_TIMES,
    SUBNET_GATEWAY,
    At,
    believed,
    is_document,
    is_item,
    rest_of,
    without_tasks,
)
from cidrbook.repository.statement import Detail, Statement, Topic
from cidrbook.text.markdown import Cell, Passage
from cidrbook.text.source import Source

_ANY = re.compile(
    r"\bAS|asn|autonomous system|vlan|gateway|\bgw\b|\brouter\b|dhcp|remote-as|\btag\b|\bvid\b|:6443|talosctl|--nodes",
    re.IGNORECASE,
)
_COLUMNS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    (
        "asn",
        re.compile(r"^(?:bgp |private |own )?(?:asns?|as|as (?:numbers?|no|nr)|autonomous systems?(?: numbers?)?)$"),
    ),
    ("vlan", re.compile(r"^(?:vlans?|vlan (?:ids?|tags?|no|nr|numbers?)|tag|vid|802 1q(?: tag)?)$")),
    ("gateway", re.compile(r"^(?:default |ip |ipv4 |ipv6 )?(?:gateways?|gw|router)(?: ips?| address(?:es)?| ipv4)?$")),
    ("dhcp", re.compile(r"^(?:ipv4 )?dhcp(?: (?:lease )?(?:ranges?|pools?|scopes?))?$|^dynamic (?:range|pool)$")),
)
_OF_OTHERS = re.compile(
    r"\b(?:ports?|devices?|hosts?|machines?|interfaces?|ssids?|clients?|rules?|macs?|vms?|switch)\b"
)
_SHORT = re.compile(r"[\s`*]*\.([0-9]{1,3})[\s`*]*[-\u2013][\s`*]*\.?([0-9]{1,3})[\s`*]*$")
_WHOSE = re.compile(r"\b(?:asn|as numbers?|as no|autonomous system(?: number)?)$|^(?:bgp )?\w+ as$")
_NUMBER = re.compile(
    r"[\s*`_~]*(?:ASN?|VLAN)?[\s#:-]{0,3}([0-9]{1,10}(?:\.[0-9]{1,5})?)[\s*`_]*(?:\([^()]{0,60}\)\s*)?$", re.IGNORECASE
)
_AS = re.compile(
    r"(?:\bAS|\b(?i:asns?|as number|autonomous system(?: number)?))(?:\s+(?:is|of))?[\s:#=`*_\"']{0,5}"
    r"([0-9]{1,5}\.[0-9]{1,5}|[0-9]{2,10})(?![0-9A-Za-z]|\.[0-9])"
)
_PEERING = re.compile(r"\bASN? ?`?([0-9]{3,10})`? (?:\w+ )?(?:peers?|peering) with `?(?:ASN? ?)?([0-9]{3,10})\b")
_VLAN = re.compile(r"\bVLAN(?:[\s_-]?(?:id|tag))?[\s:#=`*_-]{0,4}([0-9]{1,4})(?![0-9A-Za-z]|\.[0-9])", re.IGNORECASE)
_GATEWAY = re.compile(r"\b(?:gateway|gw)(?: is| at)?[\s:=`*(]{0,5}$", re.IGNORECASE)
_DEFAULT = re.compile(r"\bdefault (?:gateway|gw)(?: is| at)?[\s:=`*(]{0,5}$", re.IGNORECASE)
_DHCP = re.compile(r"\bdhcp(?: (?:range|pool|scope)s?)?(?: is)?[\s:=`*(]{0,5}$", re.IGNORECASE)
_KEYS = (
    (
        re.compile(r"^\s*(?:-\s+)?[\"']?(?:localASN|local_?asn|myASN|my-asn|bgp_as)[\"']?\s*[:=]\s*[\"']?([0-9]+)"),
        "local",
    ),
    (re.compile(r"^\s*(?:-\s+)?[\"']?(?:peerASN|peer_?asn|peer-asn|bgp_peeras)[\"']?\s*[:=]\s*[\"']?([0-9]+)"), "peer"),
    (re.compile(r"^\s*router bgp ([0-9]+)"), "router"),
    (re.compile(r"^\s*neighbor \S+ remote-as ([0-9]+)"), "neighbor"),
)
_EMPTY = re.compile(r"\(\s*\)")
_SMALLEST, _VLANS, _OCTET = 1000, 4094, 255


def details(source: Source) -> Iterator[Detail]:
    """The details that a document says; nothing of other files."""
    for passage in believed(source) if is_document(source.file) and _ANY.search(source.text) else ():
        yield from (*reached(source, passage), *served(source, passage))
        if passage.kind == "row":
            yield from _row(source, passage)
        elif passage.kind == "mermaid":
            yield from _mermaid(source, passage)
        else:
            yield from _line(source, passage)


class _Row(NamedTuple):
    """A row, what each of its cells says of addresses, and what it says beside them."""

    source: Source
    passage: Passage
    found: list[list[Literal]]
    rests: list[str]

    def column(self, which: int) -> str:
        """The words above a cell."""
        return words(self.passage.title[which]) if which < len(self.passage.title) else ""

    @property
    def is_of_networks(self) -> bool:
        """Whether it says a prefix, or its table does not look like one of ports, machines or rules."""
        told = any(literal.last > literal.first for own in self.found for literal in own)
        return told or not any(_OF_OTHERS.search(words(title)) for title in self.passage.title)

    def beside(self, but: int = -1) -> tuple[Statement, ...]:
        """The addresses of the row, but for those of one cell and of columns that say something else of it."""
        return tuple(
            At(self.source, self.passage, cell).says(literal, (), ("", "none"))
            for which, cell in enumerate(self.passage.cells)
            if which != but and (not _topic(self.column(which)))
            for literal in self.found[which]
        )

    def labels(self, but: int) -> tuple[str, ...]:
        """What the row's other cells call it."""
        others = (rest for at, rest in enumerate(self.rests) if at != but and not _topic(self.column(at)))
        return tuple(text for text in others if text and not text.isdecimal())


def _row(source: Source, passage: Passage) -> Iterator[Detail]:
    found = [list(literals(cell.text)) for cell in passage.cells]
    rests = [rest_of(cell, own) for cell, own in zip(passage.cells, found, strict=True)]
    if any(map(OTHER_TIMES.search, without_tasks(rests))):
        return
    row = _Row(source, passage, found, rests)
    yield from _asn_by_name(row)
    for which, cell in enumerate(passage.cells):
        column = row.column(which)
        if not OTHER_TIMES.search(column):
            yield from _cell(row, which, cell, _topic(column))


def _topic(column: str) -> Topic | None:
    return next((topic for topic, pattern in _COLUMNS if pattern.search(column)), None)


def _cell(row: _Row, which: int, cell: Cell, topic: Topic | None) -> Iterator[Detail]:
    """What a cell says: a number or an address below a heading of its topic, or a number that names its own."""
    at = At(row.source, row.passage, cell)
    if topic in ("asn", "vlan"):
        number = _NUMBER.match(cell.text)
        if number and (topic == "asn" or row.is_of_networks):
            yield from _numbered(at, topic, number, row.labels(which), row.beside())
    elif topic:
        own = [literal for literal in row.found[which] if _fits(topic, literal)]
        alone = [literal for literal in own if [one.version for one in own].count(literal.version) == 1]
        yield from (_addressed(at, topic, literal, row.labels(which), row.beside(which)) for literal in alone)
        yield from _in_short(at, topic, row.labels(which), row.beside(which))
    elif SUBNET_GATEWAY.search(row.column(which)):
        own = [literal for literal in row.found[which] if literal.address is not None and literal.last > literal.first]
        yield from (_addressed(at, "gateway", literal, row.labels(which), row.beside()) for literal in own)
    else:
        yield from _mentions(row, which, at)


def _in_short(at: At, topic: Topic, labels: tuple[str, ...], beside: tuple[Statement, ...]) -> Iterator[Detail]:
    """A DHCP range by its last octets, in the prefix of the row: `.100-.200`."""
    found = _SHORT.match(at.cell.text) if topic == "dhcp" else None
    networks = [
        statement for statement in beside if statement.version == 4 and statement.last - statement.first == _OCTET
    ]
    if found and len(networks) == 1:
        first, last = (networks[0].first + int(octet) for octet in found.groups())
        place = at.source.at(at.cell.start + found.start(1) - 1, found.end(2) - found.start(1) + 1)
        text = at.cell.text[found.start(1) - 1 : found.end(2)]
        headings = tuple(map(clean, at.passage.headings))
        if first < last <= networks[0].last:
            yield Detail(topic, text, place, 4, first, last, labels, headings, beside)


def _fits(topic: Topic, literal: Literal) -> bool:
    """A gateway is one address, a DHCP range is many."""
    return literal.address is not None if topic == "gateway" else literal.address is None


def _mentions(row: _Row, which: int, at: At) -> Iterator[Detail]:
    others = row.labels(which)
    for found in _AS.finditer(at.cell.text):
        own = clean(at.cell.text[: found.start()])
        yield from _numbered(at, "asn", found, tuple(filter(None, (own, *others))), row.beside())
    vlans = list(_VLAN.finditer(at.cell.text))
    told = any(literal.last > literal.first for own in row.found for literal in own)
    if (
        told
        and len({vlan[1] for vlan in vlans}) == 1
        and not any(_topic(row.column(number)) == "vlan" for number in range(len(row.rests)))
    ):
        yield from _numbered(at, "vlan", vlans[0], (*others, row.rests[which]), row.beside())


def _asn_by_name(row: _Row) -> Iterator[Detail]:
    """A row such as `Router ASN | 64513`; of several numbers, their columns say whose each is."""
    cells = [(which, _NUMBER.match(cell.text)) for which, cell in enumerate(row.passage.cells)]
    told = {which for which in range(len(cells)) if _topic(row.column(which)) in ("asn", "vlan")}
    told |= {which for which in range(len(cells)) if OTHER_TIMES.search(row.column(which))}
    numbers = [(which, match) for which, match in cells if match and which not in told]
    named = [rest for rest in row.rests if _WHOSE.search(words(rest))]
    for which, number in numbers if len(named) == 1 else ():
        labels = (named[0],) if len(numbers) == 1 else (row.column(which), named[0])
        at = At(row.source, row.passage, row.passage.cells[which])
        yield from _numbered(at, "asn", number, labels, row.beside() if len(numbers) == 1 else ())


def _line(source: Source, passage: Passage) -> Iterator[Detail]:
    """An item of a list, a sentence, or a line of code."""
    cell = passage.cells[0]
    at = At(source, passage, cell)
    if NOT_SO.search(cell.text) or cell.text.lstrip().startswith(("#", "//", "!")):
        return
    addresses = list(literals(cell.text))
    beside = tuple(at.says(address, (), ("", "none")) for address in addresses)
    keyed = [(found, whose) for pattern, whose in _KEYS if (found := pattern.match(cell.text))]
    for found, whose in keyed:
        yield from _numbered(at, "asn", found, (whose,), beside, plain=False)
    if passage.kind == "code":
        return
    both = _PEERING.search(cell.text)
    for which, whose in enumerate(("local", "peer"), 1):
        yield from _numbered(at, "asn", both, (whose,), (), plain=False, group=which) if both else ()
    yield from () if both else _asns(at, cell.text, beside, plain=is_item(passage))
    prefixes = [
        address
        for address in addresses
        if address.address is None and "-" not in cell.text[address.start : address.end]
    ]
    vlans = list(_VLAN.finditer(cell.text))
    if len({vlan[1] for vlan in vlans}) == len(prefixes) == 1:
        label = clean(_EMPTY.sub(" ", _VLAN.sub(" ", rest_of(cell, addresses))))
        yield from _numbered(at, "vlan", vlans[0], (label,) if label else (), beside, plain=is_item(passage))
    yield from _served(at, addresses, prefixes)


def _served(at: At, addresses: list[Literal], prefixes: list[Literal]) -> Iterator[Detail]:
    """The gateway, and the DHCP range, of the one network that a line names; a default gateway says enough alone."""
    for address in addresses:
        before = at.cell.text[: address.start]
        networks = [other for other in prefixes if other is not address]
        beside = tuple(at.says(other, (), ("", "none")) for other in networks)
        if (
            address.address is not None
            and _GATEWAY.search(before)
            and (len(networks) == 1 or (_DEFAULT.search(before) and not networks))
        ):
            yield _addressed(at, "gateway", address, (), beside)
        elif address.address is None and _DHCP.search(before) and len(networks) <= 1:
            yield _addressed(at, "dhcp", address, (), beside)


def _asns(at: At, text: str, beside: tuple[Statement, ...], *, plain: bool) -> Iterator[Detail]:
    """The AS numbers of a line, each with the words before it, in brackets, or after one that begins the line."""
    found = list(_AS.finditer(text))
    spans = [Literal(match.start(), match.end(1), 0, 0, 0, None) for match in found]
    near = beside if len(found) == 1 and len(beside) == 1 else ()
    for number, (_, label, aside) in zip(found, labelled(text, spans), strict=True):
        yield from _numbered(at, "asn", number, tuple(filter(None, (label, aside))), near, plain=plain)


def _mermaid(source: Source, passage: Passage) -> Iterator[Detail]:
    """The AS numbers in the labels of a drawing."""
    cell = passage.cells[0]
    text = BREAK.sub(lambda found: " " * len(found[0]), cell.text)
    for found in MERMAID.finditer(text):
        which = found.lastindex or 0
        part = Cell(found[which], cell.start + found.start(which))
        at = At(source, passage, part)
        own = [literal for literal in literals(part.text) if literal.address is not None]
        beside = tuple(at.says(literal, (), ("", "none")) for literal in own)
        yield from _asns(at, part.text, beside, plain=False)


def _numbered(  # noqa: PLR0913 (what makes a detail)
    at: At,
    topic: Topic,
    found: re.Match[str],
    labels: tuple[str, ...],
    beside: tuple[Statement, ...],
    *,
    plain: bool = True,
    group: int = 1,
) -> Iterator[Detail]:
    """The detail of a number, unless it is none of its topic."""
    high, dot, low = found[group].partition(".")
    number = (int(high) << 16) + int(low) if dot else int(high)
    if _SMALLEST <= number < 1 << 32 if topic == "asn" else not dot and 0 < number <= _VLANS:
        place = at.source.at(at.cell.start + found.start(group), len(found[group]))
        headings = tuple(map(clean, at.passage.headings))
        yield Detail(topic, found[group], place, 0, number, number, labels, headings, beside, plain)


def _addressed(
    at: At, topic: Topic, literal: Literal, labels: tuple[str, ...], beside: tuple[Statement, ...]
) -> Detail:
    said = at.says(literal, labels, ("", "none"))
    first = last = int(literal.address) if literal.address is not None else 0
    if literal.address is None:
        first, last = literal.first, literal.last
    return Detail(topic, said.text, said.place, literal.version, first, last, labels, said.headings, beside)
