"""Where in a document something is read; this makes a statement of an address there, or a detail of a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.repository.documents.labels import clean
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import NO_ROLE, NamedRole
from cidrbook.repository.statement import Detail, Statement, Topic
from cidrbook.text.markdown import Cell, Passage
from cidrbook.text.source import Source


class Context(NamedTuple):
    """A cell of a passage. `why` says what the cell is, for the reasons of its statements."""

    source: Source
    passage: Passage
    cell: Cell
    why: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above the cell, from the top."""
        return tuple(map(clean, self.passage.headings))

    def statement(
        self, literal: Literal, labels: tuple[str, ...] = (), meaning: NamedRole = NO_ROLE, near: str = ""
    ) -> Statement:
        """The statement of an address, with its labels and its role."""
        return Statement(
            text=self.cell.text[literal.start : literal.end].replace("`", ""),
            place=self.source.at(self.cell.start + literal.start, literal.end - literal.start),
            version=literal.version,
            first=literal.first,
            last=literal.last,
            address=literal.address,
            labels=labels,
            headings=self.headings,
            role=meaning.role,
            certainty=meaning.certainty,
            near=near,
            reasons=tuple(filter(None, (self.why, meaning.reason))),
        )


class TableRow(NamedTuple):
    """A row of a table: the addresses of each cell, and the text beside them."""

    source: Source
    passage: Passage
    found: list[list[Literal]]
    rests: list[str]

    def title(self, which: int) -> str:
        """The words above a cell, as written."""
        return self.passage.title[which] if which < len(self.passage.title) else ""

    def context(self, which: int) -> Context:
        """The context of a cell."""
        title = clean(self.title(which))
        why = f"a cell below `{title}`" if title else "a cell of a row"
        return Context(self.source, self.passage, self.passage.cells[which], why)


def row_of(source: Source, passage: Passage) -> TableRow:
    """The row in a passage."""
    found = [list(literals(cell.text)) for cell in passage.cells]
    rests = [rest_of(cell, own) for cell, own in zip(passage.cells, found, strict=True)]
    return TableRow(source, passage, found, rests)


def rest_of(cell: Cell, found: list[Literal]) -> str:
    """A cell's text without its addresses."""
    parts, end = [], 0
    for literal in found:
        parts.append(cell.text[end : literal.start])
        end = literal.end
    return clean(" ".join((*parts, cell.text[end:])))


_LOWEST_ASN = 1000
"""A lower number beside `AS` is part of a name, or a step. Labs use private AS numbers, from 64512 upwards."""
_HIGHEST_VLAN = 4094
"""The highest VLAN id: 4095 is reserved."""


def numbered(  # noqa: PLR0913 (what makes a detail)
    context: Context,
    topic: Topic,
    found: re.Match[str],
    labels: tuple[str, ...],
    beside: tuple[Statement, ...],
    *,
    plain: bool = True,
    group: int = 1,
) -> Iterator[Detail]:
    """The detail of a number; None if its topic cannot have this number."""
    high, dot, low = found[group].partition(".")
    number = (int(high) << 16) + int(low) if dot else int(high)
    if _LOWEST_ASN <= number < 1 << 32 if topic == "asn" else not dot and 0 < number <= _HIGHEST_VLAN:
        place = context.source.at(context.cell.start + found.start(group), len(found[group]))
        why = (context.why,) if context.why else ()
        yield Detail(
            topic, found[group], place, 0, number, number, labels, context.headings, beside, plain, reasons=why
        )


def addressed(
    context: Context, topic: Topic, literal: Literal, labels: tuple[str, ...], beside: tuple[Statement, ...] = ()
) -> Detail:
    """The detail of an address or a range."""
    said = context.statement(literal, labels)
    first, last = ends_of(literal)
    return Detail(
        topic, said.text, said.place, literal.version, first, last, labels, said.headings, beside, reasons=said.reasons
    )


def ends_of(literal: Literal) -> tuple[int, int]:
    """The first and last address. `10.0.0.5/24` is the one address."""
    if literal.address is None:
        return literal.first, literal.last
    return int(literal.address), int(literal.address)
