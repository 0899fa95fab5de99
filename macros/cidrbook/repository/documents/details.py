"""Details beside addresses: AS numbers, VLANs, gateways and DHCP ranges.

Read: columns of tables that are called so (`ASN`, `VLAN ID`, `Gateway`, `DHCP range`), rows such as `Router ASN`, and
`AS 64513`, `VLAN 20`, `gateway 10.0.20.1` in lists, sentences, drawings and configurations that a document shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.net.address_text import to_int
from cidrbook.repository.documents.api_details import api_details
from cidrbook.repository.documents.code_statements import drawn_labels
from cidrbook.repository.documents.context import Context, addressed, numbered, rest_of
from cidrbook.repository.documents.credibility import believed, code_doubt, is_document
from cidrbook.repository.documents.labels import clean, labelled
from cidrbook.repository.documents.line_statements import is_item
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.lone_details import lone_details
from cidrbook.repository.documents.row_details import AS_NUMBER, VLAN, row_details
from cidrbook.repository.statement import Detail, Statement
from cidrbook.text.markdown import Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_ANY = regex(
    r"\bAS|asn|autonomous system|vlan|gateway|\bgw\b|\brouter\b|dhcp|remote-as|\btag\b|\bvid\b|:6443|talosctl|--nodes",
    re.IGNORECASE,
)
"""Every document with a detail contains one of these words."""
_PEERING = regex(r"\bASN? ?`?([0-9]{3,10})`? (?:\w+ )?(?:peers?|peering) with `?(?:ASN? ?)?([0-9]{3,10})\b")
_GATEWAY = regex(r"\b(?:gateway|gw)(?: is| at)?[\s:=`*(]{0,5}$", re.IGNORECASE)
_DEFAULT = regex(r"\bdefault (?:gateway|gw)(?: is| at)?[\s:=`*(]{0,5}$", re.IGNORECASE)
_DHCP = regex(r"\bdhcp(?: (?:range|pool|scope)s?)?(?: is)?[\s:=`*(]{0,5}$", re.IGNORECASE)
_WORDS_BEFORE = 60
"""Characters before an address in which `default gateway is at` stands."""
_KEYS = (
    (
        regex(r"^\s*(?:-\s+)?[\"']?(?:localASN|local_?asn|myASN|my-asn|bgp_as)[\"']?\s*[:=]\s*[\"']?([0-9]+)"),
        "local",
    ),
    (regex(r"^\s*(?:-\s+)?[\"']?(?:peerASN|peer_?asn|peer-asn|bgp_peeras)[\"']?\s*[:=]\s*[\"']?([0-9]+)"), "peer"),
    (regex(r"^\s*router bgp ([0-9]+)"), "router bgp"),
    (regex(r"^\s*neighbor \S+ remote-as ([0-9]+)"), "neighbor remote-as"),
)
"""Keys of AS numbers in configurations, and the owner of each number."""
_DHCP_LINE = regex(
    r"(?:^\s*(?:dhcp-range\s*=\s*(?:[a-z-]+:[\w.-]{1,40},)*|range\s+)|\branges=)((?:[0-9]{1,3}\.){3}[0-9]{1,3})"
    r"[,\s-]{1,3}((?:[0-9]{1,3}\.){3}[0-9]{1,3})(?![\w.])"
)
"""A range in the configuration of dnsmasq, of ISC's server and of RouterOS, which a document shows."""
_EMPTY = regex(r"\(\s*\)")


def details(source: Source) -> Iterator[Detail]:
    """The details of a document; none of other files."""
    for passage in believed(source) if is_document(source.file, source.text) and _ANY.search(source.text) else ():
        yield from api_details(source, passage)
        yield from lone_details(source, passage)
        if passage.kind == "row":
            yield from row_details(source, passage)
        elif passage.kind == "mermaid":
            yield from _drawing_details(source, passage)
        else:
            yield from _line_details(source, passage)


def _line_details(source: Source, passage: Passage) -> Iterator[Detail]:
    """The details of an item, a sentence, or a line of code."""
    cell = passage.cells[0]
    if code_doubt(cell.text):
        return
    context = Context(source, passage, cell, "a line of code" if passage.kind == "code" else "an item or a sentence")
    addresses = list(literals(cell.text))
    beside = tuple(map(context.statement, addresses))
    for pattern, whose in _KEYS:
        found = pattern.match(cell.text)
        if found:
            yield from numbered(context, "asn", found, (whose,), beside, plain=False)
    yield from _shown_dhcp_range(context)
    if passage.kind == "code":
        return
    peering = _PEERING.search(cell.text)
    if peering:
        yield from numbered(context, "asn", peering, ("local",), (), plain=False, group=1)
        yield from numbered(context, "asn", peering, ("peer",), (), plain=False, group=2)
    else:
        yield from _asn_details(context, beside, plain=is_item(passage))
    prefixes = [
        literal
        for literal in addresses
        if literal.address is None and "-" not in cell.text[literal.start : literal.end]
    ]
    yield from _vlan_details(context, addresses, prefixes, beside)
    yield from _gateways_and_dhcp(context, addresses, prefixes)


def _shown_dhcp_range(context: Context) -> Iterator[Detail]:
    """The DHCP range of a line of a server's configuration."""
    found = _DHCP_LINE.search(context.cell.text)
    first, last = (to_int(found[which], 4) for which in (1, 2)) if found else (None, None)
    if found and first is not None and last is not None and first < last:
        yield addressed(context, "dhcp", Literal(found.start(1), found.end(2), 4, first, last, None), ())


def _vlan_details(
    context: Context, addresses: list[Literal], prefixes: list[Literal], beside: tuple[Statement, ...]
) -> Iterator[Detail]:
    """The VLAN of a line's only prefix."""
    vlans = list(VLAN.finditer(context.cell.text))
    if len({vlan[1] for vlan in vlans}) == len(prefixes) == 1:
        label = clean(_EMPTY.sub(" ", VLAN.sub(" ", rest_of(context.cell, addresses))))
        labels = (label,) if label else ()
        yield from numbered(context, "vlan", vlans[0], labels, beside, plain=is_item(context.passage))


def _gateways_and_dhcp(context: Context, addresses: list[Literal], prefixes: list[Literal]) -> Iterator[Detail]:
    """The gateway and DHCP range of a line's only network. A default gateway needs no network."""
    for literal in addresses:
        before = context.cell.text[max(0, literal.start - _WORDS_BEFORE) : literal.start]
        networks = [other for other in prefixes if other is not literal]
        beside = tuple(map(context.statement, networks))
        if literal.address is None:
            if _DHCP.search(before) and len(networks) <= 1:
                yield addressed(context, "dhcp", literal, (), beside)
        elif _GATEWAY.search(before) and (len(networks) == 1 or (_DEFAULT.search(before) and not networks)):
            yield addressed(context, "gateway", literal, (), beside)


def _asn_details(context: Context, beside: tuple[Statement, ...], *, plain: bool) -> Iterator[Detail]:
    """The AS numbers of a line.

    The label stands before the number, in brackets, or after a number that begins the line.
    """
    text = context.cell.text
    found = list(AS_NUMBER.finditer(text))
    spans = [Literal(match.start(), match.end(1), 0, 0, 0, None) for match in found]
    near = beside if len(found) == 1 and len(beside) == 1 else ()
    for number, (_, label, aside) in zip(found, labelled(text, spans), strict=True):
        yield from numbered(context, "asn", number, tuple(filter(None, (label, aside))), near, plain=plain)


def _drawing_details(source: Source, passage: Passage) -> Iterator[Detail]:
    """The AS numbers in the labels of a drawing."""
    for context, _ in drawn_labels(source, passage):
        addresses = (literal for literal in literals(context.cell.text) if literal.address is not None)
        yield from _asn_details(context, tuple(map(context.statement, addresses)), plain=False)
