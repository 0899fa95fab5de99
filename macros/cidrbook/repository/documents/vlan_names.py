"""The names that documents give VLAN ids: `VLAN 30 (Things)`, `Things (VLAN 30)`, and rows of tables of networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.repository.documents.context import row_of
from cidrbook.repository.documents.credibility import believed, line_doubt, row_doubt
from cidrbook.repository.documents.mentions import clause_of
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_WORD = r"[A-Za-z][\w&/'-]*"
_NAME = rf"{_WORD}(?: {_WORD}){{0,2}}"
_NUMBER = r"VLAN[\s_-]?(?:ID )?([0-9]{1,4})"
_NUMBER_FIRST = regex(
    rf"(?<![\w-]){_NUMBER}(?![0-9.])[`*]{{0,3}}\s?[(:\u2013\u2014-]\s?[`*]{{0,3}}({_NAME})[`*]{{0,3}}"
    r"(?=\s*(?:[),;:|.\[\u2013\u2014(]|->|-\s|<|$))",
    re.IGNORECASE,
)
_NAME_FIRST = regex(rf"({_NAME})[`*]{{0,3}} \([`*]{{0,3}}{_NUMBER}[`*]{{0,3}}[),]", re.IGNORECASE)
_CELL = regex(rf"[\s`*]*({_NAME})[`*]{{0,3}} \([`*]{{0,3}}([0-9]{{1,4}})[`*]{{0,3}}\)[\s`*]*$")
"""A cell of a column of VLANs: `Things (30)`."""
_BETWEEN = regex(
    r"VLAN[\s_-]?[0-9]{1,4}[^|]{0,60}(?:[\u2190-\u21ff\u27f0-\u27ff]|[-=]{1,2}>)[^|]{0,60}VLAN[\s_-]?[0-9]",
    re.IGNORECASE,
)
"""A rule or a path between two VLANs: `VLAN 20 -> VLAN 40 (blocked)`."""
_VLANS = regex(r"\bvlans?\b", re.IGNORECASE)
_HIGHEST = 4094


class NamedVlan(NamedTuple):
    """A VLAN id, and what a document calls it."""

    name: str
    number: int
    place: Place
    text: str


def vlan_names(source: Source) -> Iterator[NamedVlan]:
    """The names of VLAN ids in a document; none of other files."""
    passages = believed(source)
    if not passages or "vlan" not in source.text.lower():
        return
    seen = set()
    for passage in passages:
        for heading in passage.headings:
            if heading not in seen:
                seen.add(heading)
                yield from _in_text(source, heading, source.text.find(heading))
        if passage.kind == "row" and row_doubt(row_of(source, passage).rests):
            continue
        titles = (*passage.title, *("",) * len(passage.cells)) if passage.kind == "row" else ("",)
        for cell, title in zip(passage.cells, titles, strict=False):
            yield from _in_text(source, cell.text, cell.start, of_vlans=bool(_VLANS.search(title)))


def _in_text(source: Source, text: str, start: int, *, of_vlans: bool = False) -> Iterator[NamedVlan]:
    if _BETWEEN.search(text):
        return
    pairs = [(found, 2, 1) for found in _NUMBER_FIRST.finditer(text)]
    pairs += [(found, 1, 2) for found in _NAME_FIRST.finditer(text)]
    pairs += [(found, 1, 2) for found in (_CELL.match(text),) if found and of_vlans]
    for found, name, number in pairs:
        if 0 < int(found[number]) <= _HIGHEST and not line_doubt(clause_of(text, found.start(), found.end())):
            yield NamedVlan(
                found[name],
                int(found[number]),
                source.at(start + found.start(number), len(found[number])),
                found[number],
            )
