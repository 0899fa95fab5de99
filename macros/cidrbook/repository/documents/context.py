"""Where in a document something is read; this makes a statement of an address."""

from __future__ import annotations

from typing import NamedTuple

from cidrbook.repository.documents.labels import clean
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import NO_ROLE, NamedRole
from cidrbook.repository.statement import Statement
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
