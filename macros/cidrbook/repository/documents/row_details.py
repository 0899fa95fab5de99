"""Details in tables: columns of AS numbers, VLANs, gateways and DHCP ranges, and rows that name their number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cidrbook.repository.documents.context import Context, TableRow, addressed, numbered, row_of
from cidrbook.repository.documents.credibility import other_times, row_doubt
from cidrbook.repository.documents.labels import clean
from cidrbook.repository.documents.literals import Literal
from cidrbook.repository.documents.roles import words
from cidrbook.repository.documents.row_statements import SUBNET_GATEWAY
from cidrbook.repository.statement import Detail, Statement, Topic
from cidrbook.text.markdown import Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

AS_NUMBER = regex(
    r"(?:\bAS|\b(?i:asns?|as number|autonomous system(?: number)?))(?:\s+(?:is|of))?[\s:#=`*_\"']{0,5}"
    r"([0-9]{1,5}\.[0-9]{1,5}|[0-9]{2,10})(?![0-9A-Za-z]|\.[0-9])"
)
VLAN = regex(r"\bVLAN(?:[\s_-]?(?:id|tag))?[\s:#=`*_-]{0,4}([0-9]{1,4})(?![0-9A-Za-z]|\.[0-9])", re.IGNORECASE)
_COLUMNS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    (
        "asn",
        regex(r"^(?:bgp |private |own )?(?:asns?|as|as (?:numbers?|no|nr)|autonomous systems?(?: numbers?)?)$"),
    ),
    ("vlan", regex(r"^(?:vlans?|vlan (?:ids?|tags?|no|nr|numbers?)|tag|vid|802 1q(?: tag)?)$")),
    ("gateway", regex(r"^(?:default |ip |ipv4 |ipv6 )?(?:gateways?|gw|router)(?: ips?| address(?:es)?| ipv4)?$")),
    ("dhcp", regex(r"^(?:ipv4 )?dhcp(?: (?:lease )?(?:ranges?|pools?|scopes?))?$|^dynamic (?:range|pool)$")),
)
_OTHER_TABLES = regex(r"\b(?:ports?|devices?|hosts?|machines?|interfaces?|ssids?|clients?|rules?|macs?|vms?|switch)\b")
"""Columns of tables of ports, machines or rules. Their VLANs do not describe a network."""
_OCTET = regex(r"[\s`*]*\.([0-9]{1,3})[\s`*]*$")
_OCTETS = regex(
    r"[\s`*]*(?:[0-9]{1,3}(?:\.[0-9]{1,3}){2})?\.([0-9]{1,3})[\s`*]*[-\u2013][\s`*]*\.?([0-9]{1,3})[\s`*]*$"
)
_NAMED_NUMBER = regex(r"\b(?:asn|as numbers?|as no|autonomous system(?: number)?)$|^(?:bgp )?\w+ as$")
_NUMBER = regex(
    r"[\s*`_~]*(?:ASN?|VLAN)?[\s#:-]{0,3}([0-9]{1,10}(?:\.[0-9]{1,5})?)[\s*`_]*(?:\([^()]{0,60}\)\s*)?$", re.IGNORECASE
)
_LAST_OCTET = 255
"""The size of a /24 but one: only there do the last octets name addresses."""


def row_details(source: Source, passage: Passage) -> Iterator[Detail]:
    """The details of a row."""
    row = row_of(source, passage)
    if row_doubt(row.rests):
        return
    yield from _named_as_numbers(row)
    for which in range(len(passage.cells)):
        if not other_times(words(row.title(which))):
            yield from _cell_details(row, which)


def _column_topic(row: TableRow, which: int) -> Topic | None:
    """The topic of a column."""
    return _topic_of(row.title(which))


@lru_cache(maxsize=1 << 10)
def _topic_of(title: str) -> Topic | None:
    title = words(title)
    return next((topic for topic, pattern in _COLUMNS if pattern.search(title)), None)


def _beside(row: TableRow, but: int = -1) -> tuple[Statement, ...]:
    """The addresses of a row, without those of one cell and of columns with another topic."""
    found: list[Statement] = []
    for which, literals in enumerate(row.found):
        if literals and which != but and not _column_topic(row, which):
            found += map(row.context(which).statement, literals)
    return tuple(found)


def _labels(row: TableRow, but: int) -> tuple[str, ...]:
    """The labels in the other cells of a row, without those of columns with another topic."""
    rests = ((which, rest) for which, rest in enumerate(row.rests) if which != but and rest and not rest.isdecimal())
    return tuple(rest for which, rest in rests if not _column_topic(row, which) or _is_name_below_router(row, which))


def _is_name_below_router(row: TableRow, which: int) -> bool:
    """Whether a cell below `Router` is a name, and no address: then the row is about that."""
    return _column_topic(row, which) == "gateway" and not row.found[which] and row.rests[which][:1].isalpha()


def _has_prefix(row: TableRow) -> bool:
    return any(literal.last > literal.first for literals in row.found for literal in literals)


def _is_of_networks(row: TableRow) -> bool:
    """Whether a row has a prefix, or its table does not look like one of ports, machines or rules."""
    return _has_prefix(row) or not any(_OTHER_TABLES.search(words(title)) for title in row.passage.title)


def _cell_details(row: TableRow, which: int) -> Iterator[Detail]:
    """The details of a cell: a value below a heading of its topic, or a number that names its own topic."""
    topic, context = _column_topic(row, which), row.context(which)
    if topic in ("asn", "vlan"):
        number = _NUMBER.match(context.cell.text)
        if number and (topic == "asn" or _is_of_networks(row)):
            yield from numbered(context, topic, number, _labels(row, which), _beside(row))
    elif topic:
        yield from _gateways_or_ranges(row, which, topic, context)
    elif SUBNET_GATEWAY.search(words(row.title(which))):
        for literal in row.found[which]:
            if literal.address is not None and literal.last > literal.first:
                yield addressed(context, "gateway", literal, _labels(row, which), _beside(row))
    else:
        yield from _numbers_in_text(row, which, context)


def _gateways_or_ranges(row: TableRow, which: int, topic: Topic, context: Context) -> Iterator[Detail]:
    """The only address of each IP version below `Gateway`, or the only range below `DHCP range`."""
    fitting = [literal for literal in row.found[which] if _fits_topic(topic, literal)]
    for literal in fitting:
        if sum(other.version == literal.version for other in fitting) == 1:
            yield addressed(context, topic, literal, _labels(row, which), _beside(row, which))
    if not fitting:
        yield from _by_last_octets(topic, context, _labels(row, which), _beside(row, which))


def _fits_topic(topic: Topic, literal: Literal) -> bool:
    """Whether the literal can be of the topic: a gateway is one address, a DHCP range several."""
    return literal.address is not None if topic == "gateway" else literal.address is None


def _by_last_octets(
    topic: Topic, context: Context, labels: tuple[str, ...], beside: tuple[Statement, ...]
) -> Iterator[Detail]:
    """A gateway or a DHCP range by its last octets, in the prefix of the row: `.1`, `.100-.200`."""
    found = (_OCTETS if topic == "dhcp" else _OCTET).match(context.cell.text)
    networks = [
        statement for statement in beside if statement.version == 4 and statement.last - statement.first == _LAST_OCTET
    ]
    if not found or len(networks) != 1:
        return
    first, last = (networks[0].first + int(octet) for octet in (found[1], found[found.re.groups]))
    if first <= last <= networks[0].last and (first < last) == (topic == "dhcp"):
        begin, end = found.start(1) - 1, found.end(found.re.groups)
        place, text = context.source.at(context.cell.start + begin, end - begin), context.cell.text[begin:end]
        yield Detail(topic, text, place, 4, first, last, labels, context.headings, beside, reasons=(context.why,))


_OF_OTHERS = regex(r"\b(?:from|to|via|reach\w*|access\w*|allow\w*|rout\w*|peers?)\b")
"""Titles of columns about who reaches a network, or what that reaches."""


def _numbers_in_text(row: TableRow, which: int, context: Context) -> Iterator[Detail]:
    """The AS numbers that a cell names as such, and the VLAN of a row with a prefix."""
    text = context.cell.text
    for found in AS_NUMBER.finditer(text):
        labels = filter(None, (clean(text[: found.start()]), *_labels(row, which)))
        yield from numbered(context, "asn", found, tuple(labels), _beside(row))
    vlans = list(VLAN.finditer(text))
    if len({vlan[1] for vlan in vlans}) != 1 or not _has_prefix(row) or _OF_OTHERS.search(words(row.title(which))):
        return
    if not any(_column_topic(row, other) == "vlan" for other in range(len(row.rests))):
        yield from numbered(context, "vlan", vlans[0], (*_labels(row, which), row.rests[which]), _beside(row))


def _named_as_numbers(row: TableRow) -> Iterator[Detail]:
    """The AS numbers of a row such as `Router ASN | 64513`. Of several, the columns name the owners."""
    named = [rest for rest in row.rests if _NAMED_NUMBER.search(words(rest))]
    if len(named) != 1:
        return
    numbers = []
    for which, cell in enumerate(row.passage.cells):
        match = _NUMBER.match(cell.text)
        skipped = _column_topic(row, which) in ("asn", "vlan") or other_times(words(row.title(which)))
        if match and not skipped:
            numbers.append((which, match))
    for which, number in numbers:
        alone = len(numbers) == 1
        labels = (named[0],) if alone else (words(row.title(which)), named[0])
        yield from numbered(row.context(which), "asn", number, labels, _beside(row) if alone else ())
