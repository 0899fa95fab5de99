"""Tables of comma-separated values: each row as located texts by the name of their column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

Record = dict[str, Located]
"""A row: its cells that are not empty, by the names of their columns."""

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = regex(r"sep=.\r?\n", re.IGNORECASE)
"""What Excel writes first, to say what parts the columns."""

_NO_NAME = regex(r"[^a-z0-9]+")
_FORMULA = regex("'+[=+@\uff1d\uff0b\uff0d\uff20-]")
"""A text that was kept from being a formula by an apostrophe before it."""

_MAX_HEADER = 4_000
"""Characters of a first line that names columns. NetBox's longest has some 600."""


def column_name(text: str) -> str:
    """A column's name as records have it: `IP Address` and `ip_address` are both `ip_address`."""
    return _NO_NAME.sub("_", text.lower()).strip("_")


def header(source: Source) -> frozenset[str]:
    """The columns that the first line names."""
    _, end, delimiter = _first_line(source.text)
    return frozenset(map(column_name, next(_csv_rows(source, 0, end, delimiter), ()))) if delimiter else frozenset()


def records(source: Source) -> Iterator[Record]:
    """The rows below the first line, each with its cells that are not empty."""
    start, _, delimiter = _first_line(source.text)
    if delimiter:
        rows = _csv_rows(source, start, len(source.text), delimiter)
        columns = [column_name(cell) for cell in next(rows, ())]
        for row in rows:
            yield {column: cell for column, cell in zip(columns, row, strict=False) if cell}


def rows(source: Source) -> Iterator[list[Located]]:
    """All rows, where the first line names no columns."""
    line = next((line for line in source.text.splitlines() if line.count(",") + line.count(";") > 1), "")
    yield from _csv_rows(source, 0, len(source.text), _delimiter(line) or ",")


def _first_line(text: str) -> tuple[int, int, str]:
    """Where the first line begins and ends, and what parts its columns; nothing, if it names none."""
    found = _SEPARATOR_LINE.match(text)
    start = found.end() if found else 0
    ends = [end for mark in "\r\n" if (end := text.find(mark, start, start + _MAX_HEADER)) >= 0]
    end = min(ends, default=len(text))
    return start, end, _delimiter(text[start:end]) if end - start < _MAX_HEADER else ""


def _delimiter(line: str) -> str:
    """What parts the columns of a line: the character that is most often in it."""
    count, delimiter = max((line.count(delimiter), delimiter) for delimiter in _DELIMITERS)
    return delimiter if count else ""


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    """A cell, in quotes or without, and what ends it."""
    part = re.escape(delimiter)
    return re.compile(rf'(?:"((?:[^"]|"")*+)"[^{part}\r\n]*|([^{part}\r\n]*))({part}|\r\n|\n|\r|\Z)')


def _csv_rows(source: Source, start: int, end: int, delimiter: str) -> Iterator[list[Located]]:
    """The rows of a part of a text. A quoted cell may have several lines."""
    row: list[Located] = []
    at, cell = start, _cell(delimiter)
    while at < end and (found := cell.match(source.text, at, end)):
        row.append(_cell_text(source, found))
        at = found.end()
        if found[3] != delimiter:
            yield row
            row = []
    if row:
        yield row


def _cell_text(source: Source, found: re.Match[str]) -> Located:
    """What a cell says, without blanks around it, and without an apostrophe that hides a formula."""
    group = 1 if found[1] is not None else 2
    text = found[group]
    bare = text.lstrip()
    bare = bare[1:] if _FORMULA.match(bare) else bare
    stripped = bare.rstrip()
    place = source.at(found.start(group) + len(text) - len(bare), len(stripped))
    return Located(stripped.replace('""', '"') if group == 1 else stripped, place)


def one_line(cell: Located) -> Located:
    """The first line of a cell."""
    text = cell.partition("\n")[0].strip()
    return Located(text, Place(cell.place.source, cell.place.line, cell.place.column, max(len(text), 1)))
