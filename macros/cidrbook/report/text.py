"""Findings as text: the place, the message, the source line with a caret, the other parties, and the hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from cidrbook.report.page import Described
from cidrbook.report.summary import in_words
from cidrbook.text.finding import Finding
from cidrbook.text.source import Place

MAX_WIDTH = 200
"""Characters of a source line that are shown."""

MAX_MESSAGE = 1000
"""Characters of a message that are shown."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_BOLD, _DIM = "1", "2"


def as_text(
    findings: Sequence[Finding],
    rules: Sequence[Described] = (),  # noqa: ARG001 (every format is given the rules)
    *,
    colour: bool = False,
) -> str:
    """All findings, with an empty line between, and a last line that counts them; `colour` is for terminals."""
    return "\n\n".join([*(one_as_text(finding, colour=colour) for finding in findings), in_words(findings)])


def one_as_text(finding: Finding, *, colour: bool = False) -> str:
    """One finding, without a count."""
    return "\n".join(_lines(finding, colour=colour))


def plain(text: str) -> str:
    """The text without what could move a terminal's cursor or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\ufffd" if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char
        for char in text.replace("\t", " ")
    )


def cut(text: str) -> str:
    """The beginning of a text that is too long to be read."""
    return text if len(text) <= MAX_MESSAGE else f"{text[:MAX_MESSAGE]}…"


def _lines(finding: Finding, *, colour: bool) -> Iterator[str]:
    problem = finding.problem
    hue, bold = (finding.severity.style if finding.waived is None else _DIM, _BOLD) if colour else ("", "")
    severity = finding.severity if finding.waived is None else f"waived {finding.severity}"
    rule = f"{finding.code} {finding.rule}"
    place = _painted(_where(problem.at), bold)
    yield f"{place}: {_painted(severity, hue)} {rule}: {plain(cut(problem.message))}"
    yield from _excerpt(problem.at, problem.label, hue)
    for related in problem.related:
        yield f"   {_where(related.at)}: {plain(cut(related.message))}"
    if problem.hint:
        yield f"   = hint: {plain(cut(problem.hint))}"
    if finding.url:
        yield f"   = rule: {finding.url}"
    if finding.waived is not None:
        yield f"   = waived: {plain(cut(finding.waived))}"


def _painted(text: str, style: str) -> str:
    """The text in a terminal's style; as it is, where there is none."""
    return f"\x1b[{style}m{text}\x1b[0m" if style else text


def _where(place: Place) -> str:
    return f"{plain(place.file)}:{place.line}:{place.column}"


def _excerpt(place: Place, label: str, hue: str) -> Iterator[str]:
    """The line before, the line itself, and a caret below the value; nothing where the text is not at hand."""
    lines = place.source.lines
    if not place.source.text or not 0 < place.line <= len(lines):
        return
    gutter = max(len(str(place.line)), 4) + 1
    start = max(place.column - MAX_WIDTH // 2, 0)
    before, line = lines[place.line - 2] if place.line > 1 else "", lines[place.line - 1]
    if before.strip() and not start:
        yield f"{place.line - 1:>{gutter}} | {plain(before[:MAX_WIDTH])}".rstrip()
    yield f"{place.line:>{gutter}} | {plain(line[start : start + MAX_WIDTH])}".rstrip()
    width = max(min(place.width, start + MAX_WIDTH - place.column + 1), 1)
    carets = _painted(f"{'^' * width} {plain(label)}".rstrip(), hue)
    yield f"{'':>{gutter}} | {'':>{_columns(line[start : place.column - 1])}}{carets}"


def _columns(text: str) -> int:
    """The terminal columns that a text takes: wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
