"""Tables that a document writes in HTML, as rows of cells: `<tr><td>nas</td><td>10.0.0.5</td></tr>`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol

from cidrbook.text.regex import regex

_BEGIN = regex(r"\s*<table\b", re.IGNORECASE)
_END = regex(r"</table\s*>", re.IGNORECASE)
_ROW_ENDS = regex(r"</?tr\b[^<>]{0,500}>", re.IGNORECASE)
_CELL_BEGINS = regex(r"<(t[hd])\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = regex(r"</?[A-Za-z][^<>]{0,500}>")
_TALLEST = 500
"""Lines of a table. A taller one was generated."""


class HtmlCell(NamedTuple):
    """A cell of a table: its text, with blanks in place of tags, where that begins, and whether it is a header."""

    text: str
    start: int
    is_header: bool


class WithText(Protocol):
    """A line of a document."""

    @property
    def text(self) -> str:
        """Its text."""


def html_table_end(lines: Sequence[WithText], number: int) -> int:
    """The line after the table that begins on a line; 0 where none does, or where it does not end."""
    if not _BEGIN.match(lines[number].text):
        return 0
    inside = range(number, min(number + _TALLEST, len(lines)))
    return next((at + 1 for at in inside if _END.search(lines[at].text)), 0)


def html_rows(lines: Sequence[tuple[str, int]]) -> Iterator[list[HtmlCell]]:
    """The rows of cells in the lines of a table, each line with its place in the document."""
    text = "\n".join(line for line, _ in lines)
    begins = [0, *accumulate(len(line) + 1 for line, _ in lines)]
    bounds = [(found.start(), found.end()) for found in _ROW_ENDS.finditer(text)]
    ends = [start for start, _ in bounds[1:]]
    for (_, start), end in zip(bounds, [*ends, len(text)], strict=False):
        row = []
        cells = list(_CELL_BEGINS.finditer(text, start, end))
        for cell, after in zip(cells, [*(other.start() for other in cells[1:]), end], strict=False):
            line = bisect_right(begins, cell.end()) - 1
            place = lines[line][1] + cell.end() - begins[line]
            row.append(HtmlCell(_without_tags(text[cell.end() : after]), place, cell[1].lower() == "th"))
        if row:
            yield row


def _without_tags(text: str) -> str:
    """A text of the same length, without its tags and line breaks."""
    return _TAG.sub(lambda tag: " " * len(tag[0]), text).replace("\n", " ").replace("\r", " ")
