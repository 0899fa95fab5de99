"""The values that documents say beside names: the row, the item or the sentence of an address, and what it may be of.

A statement is about a thing that the repository has. A mention is less: a value with the words that may be its name, so
that documents and settings can be compared with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from cidrbook.repository.documents.code_statements import drawn_labels
from cidrbook.repository.documents.context import TableRow, row_of
from cidrbook.repository.documents.credibility import believed, line_doubt, other_times, row_doubt
from cidrbook.repository.documents.labels import (
    clean,
    end_with_bracket,
    heading_name,
    is_interface,
    labelled,
    name_before,
    reaches,
    subject_before,
)
from cidrbook.repository.documents.literals import MAC, literals
from cidrbook.repository.documents.literals import Literal as AddressLiteral
from cidrbook.repository.documents.roles import words
from cidrbook.repository.documents.row_statements import NOT_NOW, cells_of_place
from cidrbook.repository.vocabulary import COMMON, DEVICES, FOREIGN, NAMELESS, STRUCTURE, word_set, words_of
from cidrbook.text.markdown import Cell, Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

Sort = Literal["address", "prefix"]

_CLAUSE = regex(r"[.;!?]\s+(?=[^a-z])|\s[\u2013\u2014]\s")
"""The end of a clause: what one denies, the next one may say."""
_PLAIN_TITLES = FOREIGN | word_set(
    "ip ips ipv4 address addresses addr static fixed cidr cidrs subnet subnets network networks prefix prefixes range"
    " value values detail details main primary internal private local url endpoint where location default current"
)
"""Words of columns and labels that say no more than that there is a value."""
_VALUE_WORDS = word_set("ip ips address addresses addr ipv4 cidr subnet prefix mask gateway url dns mac")
"""Words that make a label that of a value, and not a name."""
_PROPERTIES = word_set("management mgmt lxc vm host server device machine container reserved lan console ui web")
"""Words before `IP` that say which address of the thing above it that is."""
_OF_THE_THING = _PROPERTIES - word_set("management mgmt console ui web")
"""Those that say no more than that it has one."""
_KINDS_OF_THINGS = DEVICES | word_set("server servers web gateway gw")
_SECTIONS = NAMELESS | STRUCTURE | COMMON | _PLAIN_TITLES
"""Words of headings that only divide a page."""
_HEADING = regex(r"#{1,6}\s+([^(]{2,60})\(")
"""The name in a heading, before a bracket with more about it."""
_WORDS_OF_ITEM = 5
"""Words of an item that names what the items below it are about: with more, it is a sentence."""
_FIRST_CELLS = 3
"""Kinds of things, after which another cell names the row: `Switch | Lite 16 | 10.0.0.9`; and the cells that may."""
_PAIR = 2
_AT = regex(r"([A-Za-z][\w.-]{1,40}(?: [A-Za-z][\w.-]{1,40}){0,2})[`*_]{0,3} (?:at|is|=|lives at|is at) [`*_]{0,3}$")
"""A name before an address in a sentence: `the printer at 10.0.0.9`."""
ASIDE = regex(r"\s(?:--?|[\u2013\u2014])(?:\s|$)|\(|;")
"""What begins an explanation of a name."""
_FORWARDED = regex(r"(?:external|public|outside|wan|dest(?:ination)?)[ -]?ports?\b", re.IGNORECASE)
"""Columns of port forwards, whose other addresses are of what is behind the router that they stand below."""
_SPAN = regex(r"`([A-Za-z][\w.-]{1,60})`")
_BOLD = regex(r"[\s>*+-]*(?:\*\*|__)([^*_\n]{2,60})(?:\*\*|__)")
"""A label in bold that begins a line, which may be about it up to its end."""
_MEANS = regex(
    r"[`*_]{0,3}\s(?:=|is|for|\u2192|->)\s[`*_]{0,3}([A-Za-z][\w.-]{1,40}(?: [A-Za-z][\w.-]{1,40})?)"
    r"(?=[`*_]{0,3}\s*(?:[,;.)]|$))"
)
"""A name behind a value: `10.0.30.0/24 = things, 10.0.40.0/24 = guests`."""
_LONGEST_NAME, _BEFORE, _BEHIND = 60, 140, 60
"""Characters of a name; and of the words before and behind an address in which it stands."""
_MOST_LITERALS = 8
"""Values of a line: more are a list, whose words are of no single one."""


class Mention(NamedTuple):
    """A value of a document, and the names that it may be of.

    `about` are words that say which value of that it is, `words` all words beside it. `own` are the words of its name,
    where that stands right before it, or is the first cell of its row: the others are of no other name.
    """

    sort: Sort
    text: str
    place: Place
    first: int
    last: int
    names: tuple[str, ...]
    about: frozenset[str]
    words: frozenset[str]
    section: tuple[str, ...]
    own: frozenset[str] = frozenset()


class _Text(NamedTuple):
    """A cell or a line that begins at `start`, with all words beside it and the headings above it."""

    source: Source
    start: int
    text: str
    words: frozenset[str]
    section: tuple[str, ...]
    own: frozenset[str] = frozenset()

    def mention(self, literal: AddressLiteral, names: tuple[str, ...], about: frozenset[str]) -> Iterator[Mention]:
        """The mention of an IPv4 address or prefix with a name. IPv6 is left out: a device has several addresses."""
        written = self.text[literal.start : literal.end]
        if literal.version == 4 and names and (literal.address is not None or "/" in written):
            sort: Sort = "prefix" if literal.address is None else "address"
            first, last = (literal.first, literal.last) if literal.address is None else (int(literal.address),) * 2
            place, said = self.source.at(self.start + literal.start, len(written)), written.replace("`", "")
            words = self.words | words_of(*names)
            yield Mention(sort, said, place, first, last, names, about, words, self.section, self.own)


def mentions(source: Source) -> Iterator[Mention]:
    """The values of a document, each with its names; none of other files."""
    for passage in believed(source):
        if passage.kind == "row":
            yield from _row_mentions(source, passage)
        elif passage.kind == "mermaid":
            for context, _ in drawn_labels(source, passage):
                yield from _line_mentions(source, passage, context.cell)
        elif passage.kind != "code":
            yield from _line_mentions(source, passage, passage.cells[0])


def clause_of(text: str, first: int, last: int) -> str:
    """The clause that a part of a line stands in."""
    begin, end = 0, len(text)
    for mark in _CLAUSE.finditer(text):
        if mark.end() <= first:
            begin = mark.end()
        elif mark.start() >= last:
            end = mark.start()
            break
    return text[begin:end]


def _row_mentions(source: Source, passage: Passage) -> Iterator[Mention]:
    row = row_of(source, passage)
    if row_doubt(row.rests) or any(_FORWARDED.search(title) for title in passage.title):
        return
    macs = tuple(mac[0].lower() for other in passage.cells for mac in MAC.finditer(other.text))
    beside = words_of(*row.rests) | frozenset(macs)
    for which, found in enumerate(row.found):
        title = row.title(which)
        if found and len(found) <= _MOST_LITERALS and not other_times(title) and not NOT_NOW.search(words(title)):
            cell = passage.cells[which]
            text = _Text(source, cell.start, cell.text, beside, passage.headings)
            yield from _cell_mentions(row, which, text, macs[:1])


def _cell_mentions(row: TableRow, which: int, text: _Text, macs: tuple[str, ...]) -> Iterator[Mention]:
    """The mentions of a cell: by the name before a bracket, else by the one of the row."""
    named, since = _names_of_row(row, which), 0
    for literal in row.found[which]:
        before, since = text.text[since : literal.start], literal.end
        inner = name_before(before, len(before), 0) if "(" in before else ""
        is_named = bool(inner) and _may_name(inner)
        about = frozenset() if is_named else words_of(row.title(which), clean(before)) - _PLAIN_TITLES
        names, about = _names_above(row.passage, (inner,) if is_named else named, about)
        own = words_of(*names) | frozenset(macs)
        yield from text._replace(own=own).mention(literal, (*names, *macs), about)


def _names_of_row(row: TableRow, which: int) -> tuple[str, ...]:
    """The first cell that names the thing of a row: no interface, and no kind of machine that another cell names.

    Behind a name in DNS, the next cell as well.
    """
    placed = {which, *cells_of_place(row, which)}
    found = [rest for at, rest in enumerate(row.rests) if at not in placed and _may_name(rest)]
    found = [rest for rest in found if not is_interface(rest)] or found
    if any(literal.address is None for literal in row.found[which]):
        return tuple(found[:1])
    found = [rest for rest in found[:_FIRST_CELLS] if not words_of(rest) <= _KINDS_OF_THINGS] or found
    is_in_dns = bool(found) and "." in found[0] and " " not in found[0]
    return tuple(found[: _PAIR if is_in_dns else 1])


def _names_above(
    passage: Passage, names: tuple[str, ...], about: frozenset[str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The names of a value; below a heading that names a thing, its label only says which value of that it is."""
    words = words_of(*names[:1])
    is_of_pair = passage.kind == "row" and len(passage.cells) == _PAIR and words & _VALUE_WORDS
    is_property = words & _VALUE_WORDS and words <= COMMON | _PLAIN_TITLES | _PROPERTIES
    if passage.headings and (is_of_pair or is_property or words <= COMMON | _PLAIN_TITLES):
        return (_thing_above(passage),), about | (words - _PLAIN_TITLES - _OF_THE_THING)
    return names, about


def _thing_above(passage: Passage) -> str:
    """The name of the item above an item, or of the nearest heading, that is one: `Network` names nothing."""
    is_below = passage.kind == "item" and 0 < len(clean(passage.above).split()) <= _WORDS_OF_ITEM
    above = (passage.above,) if is_below else ()
    names = [heading_name(text).rstrip(": ") for text in (*above, *reversed(passage.headings))]
    return next((name for name in names if not words_of(name) <= _SECTIONS), names[-1])


def _may_name(text: str) -> bool:
    """Whether a text may be a name, up to what explains it."""
    name = ASIDE.split(text.strip(), maxsplit=1)[0]
    return len(name) > 1 and not name.isdecimal() and len(name) < _LONGEST_NAME and not MAC.fullmatch(name)


def _line_mentions(source: Source, passage: Passage, cell: Cell) -> Iterator[Mention]:
    text = cell.text
    found = list(literals(text))
    if not found or len(found) > _MOST_LITERALS:
        return
    line = _Text(source, cell.start, text, words_of(text), passage.headings)
    since, bold = 0, _BOLD.match(text) or _HEADING.match(text)
    for literal, label, aside in labelled(text, found):
        before = text[since : literal.start]
        since = end_with_bracket(text, literal)
        if line_doubt(clause_of(text, literal.start, literal.end)):
            continue
        at = _AT.search(before[-_BEFORE:])
        means = _MEANS.match(text, literal.end)
        right = "" if reaches(before) else name_before(before, len(before), 0)
        called = means[1] if means else subject_before(before) or (at[1] if at else right)
        own = words_of(called, label, aside, bold[1] if bold else "") if called and len(found) > 1 else frozenset()
        spans = (
            _SPAN.findall(text[literal.end : literal.end + _BEHIND])
            if text[literal.end :].lstrip("` ")[:1] == "("
            else ()
        )
        others = () if means else (label, aside, *spans[:1], bold[1].strip() if bold else "")
        names = tuple(name for name in dict.fromkeys((called, *others)) if _may_name(name))
        names, about = _names_above(passage, names, frozenset())
        yield from line._replace(own=own).mention(literal, names, about)
