"""Parts of a Markdown document that are generated: what stands between `<!-- cidrbook: … -->` and `<!-- /cidrbook -->`.

Markers in code are shown, and mark nothing: in fences, in indented code, and between backticks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from cidrbook.text.markdown_blocks import LineBlock, line_blocks
from cidrbook.text.regex import regex

_MARKER = regex(r"<!--[ \t]*(?:(?P<close>/[ \t]*cidrbook)\b|cidrbook:[ \t]*+(?!ignore\b))")
_TICKS = regex(r"`+")
_CODE = frozenset({"front", "fence", "code", "fence end", "indented"})
_TEXT = regex(r"[^\s>*+.)\d-]")
_AROUND = regex(r"[^>\s]")
"""What a line begins with that the lines below it do not repeat: the mark of a list item."""

CLOSING = "<!-- /cidrbook -->"


class MarkerError(Exception):
    """What is wrong with a document's markers; the text begins with the line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"{line}: {message}")


class MarkedPart(NamedTuple):
    """What stands between two markers: from `start` to `end` of the document.

    `call` is what the first marker says. `margin` is what its lines begin with, in a list or a quote; None where both
    markers are in one line.
    """

    call: str
    line: int
    start: int
    end: int
    margin: str | None


class _Marker(NamedTuple):
    """A marker: what it says, None if it closes; where it begins and ends; its margin, if it has its line alone."""

    call: str | None
    line: int
    start: int
    end: int
    margin: str | None


def marked_parts(text: str) -> Iterator[MarkedPart]:
    """The parts of a document that have markers around them, in their order.

    Raises `MarkerError` where a marker is missing, or stands where it cannot.
    """
    opened: _Marker | None = None
    for marker in _markers(text):
        if marker.call is not None:
            if opened:
                raise MarkerError(marker.line, f"a marker inside the part that begins in line {opened.line}")
            opened = marker
        elif opened is None:
            raise MarkerError(marker.line, f"`{CLOSING}` ends nothing: no marker begins a part above it")
        else:
            yield _part(opened, marker)
            opened = None
    if opened:
        raise MarkerError(opened.line, f"the part that begins here has no end: write `{CLOSING}` below it")


def _part(opened: _Marker, closed: _Marker) -> MarkedPart:
    call = opened.call or ""
    if opened.line == closed.line:
        return MarkedPart(call, opened.line, opened.end, closed.start, None)
    for marker in (opened, closed):
        if marker.margin is None:
            raise MarkerError(marker.line, "write each marker on a line of its own, or both on one line")
    return MarkedPart(call, opened.line, opened.end, closed.start, opened.margin)


def _markers(text: str) -> Iterator[_Marker]:
    """The markers of a document, without those that stand in code."""
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    blocks: Sequence[LineBlock] = line_blocks(line.rstrip("\r") for line in lines) if "cidrbook" in text else ()
    for number, (line, start, block) in enumerate(zip(lines, starts, blocks, strict=False), 1):
        if "cidrbook" in line and block.role not in _CODE:
            yield from _in_line(line.rstrip("\r"), number, start)


def _in_line(line: str, number: int, start: int) -> Iterator[_Marker]:
    shown = _without_code(line)
    found = list(_MARKER.finditer(shown))
    for one in found:
        end = shown.find("-->", one.end())
        if end < 0:
            raise MarkerError(number, "the marker has no `-->` in its line")
        call = None if one["close"] else line[one.end() : end].strip()
        margin = _margin(line, one.start(), end + 3) if len(found) == 1 else None
        yield _Marker(call, number, start + one.start(), start + end + 3, margin)


def _margin(line: str, begin: int, end: int) -> str | None:
    """What the lines around a marker begin with; None where it shares its line with text."""
    before = line[:begin]
    is_alone = not _TEXT.search(before) and not line[end:].strip()
    return _AROUND.sub(" ", before) if is_alone else None


def _without_code(line: str) -> str:
    """The line with blanks for what stands between backticks, as many of them at both ends."""
    runs = list(_TICKS.finditer(line))
    last = {len(run[0]): run.start() for run in runs}
    parts, at, opened = [], 0, None
    for run in runs:
        if opened is None:
            opened = run if last[len(run[0])] > run.start() else None
        elif len(run[0]) == len(opened[0]):
            parts += [line[at : opened.start()], " " * (run.end() - opened.start())]
            at, opened = run.end(), None
    return "".join(parts) + line[at:]
