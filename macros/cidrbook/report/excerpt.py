"""The lines of a source that a finding shows, cut to what can be read and without secrets."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from cidrbook.report.secrets import masked
from cidrbook.report.words import plain
from cidrbook.text.source import Place

MAX_WIDTH = 200
"""Characters of a source line that are shown."""


_TAB = "\u2192"
"""How a tab is shown, in a column of its own."""


class Excerpt(NamedTuple):
    """A line of a source, and the one before it unless that is blank; `caret` is the columns before the carets."""

    number: int
    line: str
    before: str
    caret: int
    width: int


def excerpt(place: Place) -> Excerpt | None:
    """What is shown of a place; nothing where the text is not at hand."""
    lines = place.source.lines
    if not place.source.text or not 0 < place.line <= len(lines):
        return None
    line = masked(place.source, place.line)
    first = line.start(place.column - 1)
    last = line.end(place.column - 1 + place.width)
    start = max(first + 1 - MAX_WIDTH // 2, 0)
    before = masked(place.source, place.line - 1).text[:MAX_WIDTH] if place.line > 1 and not start else ""
    shown = line.text[start : start + MAX_WIDTH]
    if line.text[first : first + 1] == "\t":  # the tab is what is wrong, and nobody sees one
        shown = shown.replace("\t", _TAB)
    return Excerpt(
        place.line,
        plain(shown).rstrip(),
        plain(before).rstrip(),
        _columns(line.text[start:first]),
        max(min(last, start + MAX_WIDTH) - first, 1),
    )


def _columns(text: str) -> int:
    """The columns that a text takes: wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
