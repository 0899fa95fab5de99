"""What a document declares as a plan does: rows of a table of networks, headings with a prefix, rows of machines.

Such a row or heading says which network there is, and what it is called. A prefix elsewhere may be anything: a flag of
a command, the source of a rule, a part of a drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork, IPRange

from cidrbook.net.spans import AddressRun
from cidrbook.repository.documents.context import TableRow, row_of
from cidrbook.repository.documents.credibility import believed, other_times, row_doubt
from cidrbook.repository.documents.declared_machines import DeclaredMachine, is_interface, machine_of_row, thing_name
from cidrbook.repository.documents.labels import clean, is_neutral
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import words
from cidrbook.repository.documents.row_details import VLAN
from cidrbook.repository.vocabulary import CLUSTER_PRODUCTS, NAMELESS, NEUTRAL, ROUTER_PRODUCTS, STRUCTURE, word_set
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_SUBNET = regex(r"\b(?:sub ?nets?|cidrs?|networks?|prefix(?:es)?|(?:ip|address|network|ipv4) (?:ranges?|blocks?))\b")
"""Columns of prefixes."""
_FAMILY = regex(r"^ip ?v[46]$")
"""Columns of one IP version."""
_RULE = regex(
    r"\b(?:sources?|src|dest(?:ination)?s?|dst|from|to|allow(?:ed)?|actions?|(?:next )?hops?|proto(?:col)?|routes?|dir"
    r"|direction|rules?|via|metric|alias(?:es)?)\b"
)
"""Columns of tables of rules and routes, which have the networks of others."""
_OTHER_RANGE = regex(r"\b(?:dhcp|dynamic|gateways?|gw|dns|pools?|reserved|static|free|example)\b")
"""Columns of a part of a network, or of what is in it."""
_NAMES = (
    regex(r"^(?:(?:network|vlan|subnet|zone|segment|lan|short|interface) )?name$"),
    regex(r"\b(?:networks?|segments?|zones?|lan|vlans?|subnets?|names?)\b"),
    regex(r"^interfaces?$"),
)
"""Columns that name a network, the best first."""
_NO_NAME = regex(
    r"\b(?:inter|routing|routed|access|internet|wan|isolat\w+|status|firewall|trust|security|speed|mtu|size|usable"
    r"|default)\b"
)
"""Columns that say something else of a network."""
_PURPOSE = regex(r"\b(?:purposes?|use|usage|used for|descriptions?|role|function)\b")
_OF_MACHINES = regex(
    r"^(?:devices?|host ?names?|hosts?|machines?|servers?|nodes?|systems?|vms?|lxcs?|appliances?|clients?|routers?"
    r"|peers?|tailscale \w+|subnet routers?)(?: names?)?$"
)
"""Columns that name what is in a network, or leads to it."""
_NUMBER = regex(r"^(?:vlan)?[\s#:]{0,3}[0-9]{1,4}\b[\s:\u2013\u2014()-]{0,5}", re.IGNORECASE)
_EMPTY = regex(r"\(\s*[,;/:-]?\s*\)")
_SYMBOLS = regex(r"^[^\w(]+|[^\w).!+]+$")
"""Marks, arrows and pictures around a name."""
_LEADING = regex(r"^(?:(?:and|or|the|an?|our|my|for|in|on|e\.?g\.?)\s+)+", re.IGNORECASE)
_SECTIONS = word_set(
    "hardware software requirements prerequisites examples verification troubleshooting key"
    " context facts glance quick basic build log phase step"
)
_NOT_TELLING = NEUTRAL | NAMELESS | STRUCTURE | _SECTIONS
"""Words of headings that say what a section is, and of no network."""
_PRODUCTS = regex(rf"\b(?:{ROUTER_PRODUCTS}|{CLUSTER_PRODUCTS})\b")
_LETTER = regex(r"[^\W\d_]")
_MOST_WORDS = 6
"""Words of a name: more are a sentence."""
PREFIX = regex(r"[0-9a-fA-F.:]+/[0-9]{1,3}")
"""A prefix as it is written: `10.0.20.4/5/6` says three addresses."""


class DeclaredNetwork(NamedTuple):
    """A network that a row or a heading says, and what it is called there; "" where nothing names it.

    `names` are what other columns of its row say, the best first: a name of several networks tells none apart.
    It is `sure` where its table or heading is there to say networks. Its length is `guessed` where a letter stands for
    the rest: `10.0.20.x`.
    """

    name: str
    cidr: IPNetwork
    place: Place
    vlan: Located | None = None
    sure: bool = True
    guessed: bool = False
    names: tuple[str, ...] = ()


def declared(source: Source) -> Iterator[DeclaredNetwork | DeclaredMachine]:
    """The networks and machines that a document declares; none of other files."""
    seen: set[str] = set()
    for passage in believed(source):
        for heading in passage.headings:
            if heading not in seen:
                seen.add(heading)
                yield from _heading_network(source, heading)
        if passage.kind == "row":
            yield from _declared_in_row(row_of(source, passage))


def _heading_network(source: Source, heading: str) -> Iterator[DeclaredNetwork]:
    """The only prefix of a heading: `VLAN 30 — Services (10.60.30.0/24)`."""
    found = [literal for literal in literals(heading) if _is_prefix(literal, heading)]
    start = source.text.find(heading)
    if len(found) == 1 and start >= 0:
        literal, vlan = found[0], VLAN.search(heading)
        at = source.at(start + literal.start, literal.end - literal.start)
        tag = Located(vlan[1], source.at(start + vlan.start(1), len(vlan[1]))) if vlan else None
        name = section_name(f"{heading[: literal.start]} {heading[literal.end :]}")
        yield DeclaredNetwork(name, prefix_of(literal), at, tag)


def _declared_in_row(row: TableRow) -> Iterator[DeclaredNetwork | DeclaredMachine]:
    titles = [words(title) for title in row.passage.title]
    if row_doubt(row.rests) or any(_RULE.search(title) for title in titles) or any(map(other_times, titles)):
        return
    networks = list(_row_networks(row, titles))
    yield from networks
    if not networks:
        yield from machine_of_row(row, titles)


def _row_networks(row: TableRow, titles: list[str]) -> Iterator[DeclaredNetwork]:
    """The only prefix of each family in a row: below a column of prefixes, else anywhere."""
    own = [which for which, title in enumerate(titles) if _SUBNET.search(title) and not _OTHER_RANGE.search(title)]
    for which in own:
        yield from _cell_networks(row, which, sure=True)
    if not own:
        cells = [
            which
            for which, found in enumerate(row.found)
            if any(literal.address is None for literal in found) and not _OTHER_RANGE.search(words(row.title(which)))
        ]
        families = [which for which in cells if _FAMILY.search(words(row.title(which)))]
        if len(cells) == 1 or len(cells) == len(families):
            for which in cells:
                yield from _cell_networks(row, which, sure=bool(families))


def _cell_networks(row: TableRow, which: int, *, sure: bool) -> Iterator[DeclaredNetwork]:
    if which >= len(row.passage.cells):
        return
    cell = row.passage.cells[which]
    found = [
        literal
        for literal in literals(cell.text, spaces=sure)
        if _is_prefix(literal, cell.text, host_bits=sure) or (sure and _is_stem(literal, cell.text))
    ]
    for literal in found:
        if sum(other.version == literal.version for other in found) == 1:
            at = row.source.at(cell.start + literal.start, literal.end - literal.start)
            stem = _is_stem(literal, cell.text)
            names = tuple(_row_names(row, which)) if sure or _is_first(literal, cell.text) else ()
            yield DeclaredNetwork(next(iter(names), ""), prefix_of(literal), at, None, sure, stem, names)


def _is_first(literal: Literal, text: str) -> bool:
    """Whether a cell begins with the prefix. One that is said in passing has not the name of its row."""
    before = clean(VLAN.sub(" ", text[: literal.start]))
    return is_neutral(before) and next(iter(literals(text))).start == literal.start


def _row_names(row: TableRow, which: int) -> Iterator[str]:
    """What a row calls its network: below columns for names, beside it, for purposes, then in its other cells."""
    titles = [words(row.title(at)) for at in range(len(row.rests))]
    able = [at for at, title in enumerate(titles) if at != which and not _NO_NAME.search(title)]
    named = [at for pattern in _NAMES for at in able if pattern.search(titles[at])]
    others = [at for at in able if not _OTHER_RANGE.search(titles[at]) and not _OF_MACHINES.search(titles[at])]
    purposes = [at for at in others if _PURPOSE.search(titles[at])]
    names = (plain_name(row.rests[at]) for at in dict.fromkeys((*named, which, *purposes, *others)))
    for name in filter(None, names):
        if "," not in (thing_name(name) or name) and not is_interface(name):  # a comma is one of a list of machines
            yield name


def plain_name(text: str) -> str:
    """A name without its VLAN and empty brackets; "" where nothing is left that names something."""
    name = clean(_NUMBER.sub(" ", _EMPTY.sub(" ", VLAN.sub(" ", text)).strip(" |*`#")))
    name = _LEADING.sub("", _SYMBOLS.sub("", name))
    is_name = _LETTER.search(name) and not names_no_network(name) and len(name.split()) <= _MOST_WORDS
    return name if is_name else ""


def names_no_network(name: str) -> bool:
    """Whether a name only says that something is an address. One network of a lab may just be "the LAN"."""
    return is_neutral(name) and words(name) != "lan"


def is_of_rule(label: str) -> bool:
    """Whether a label is that of a rule or a route: whose network it has is another question."""
    return _RULE.search(words(label)) is not None


def section_name(heading: str) -> str:
    """What a heading calls a network; "" where it only says what its section is."""
    name = plain_name(heading)
    return "" if tells_nothing(name) else name


def tells_nothing(heading: str) -> bool:
    """Whether the words of a heading only say what its section is: `Network details`, `FRR configuration`."""
    return _NOT_TELLING.issuperset(_PRODUCTS.sub(" ", words(heading)).split())


def prefix_of(run: AddressRun) -> IPNetwork:
    """The prefix that holds exactly the addresses of a run."""
    return IPRange(IPAddress(run.first, run.version), IPAddress(run.last, run.version)).cidrs()[0]


def _is_prefix(literal: Literal, text: str, *, host_bits: bool = False) -> bool:
    """Whether it is written as a prefix, with a length."""
    wide = literal.last > literal.first and PREFIX.fullmatch(text, literal.start, literal.end) is not None
    return wide and (host_bits or literal.address is None)


def _is_stem(literal: Literal, text: str) -> bool:
    """Whether a letter stands for the last octet: `10.0.20.x`."""
    return literal.address is None and text[literal.start : literal.end].lower().endswith((".x", ".*"))
