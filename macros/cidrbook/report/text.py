"""Findings as text: the place, the message, the source line with a caret, the other parties, and the hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from cidrbook.plan.finding import Finding
from cidrbook.plan.source import Place
from cidrbook.report.summary import in_words

MAX_WIDTH = 200
"""Characters of a source line that are shown."""

MAX_MESSAGE = 1000
"""Characters of a message that are shown."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def as_text(findings: Sequence[Finding]) -> str:
    """All findings, with an empty line between, and a last line that counts them."""
    return "\n\n".join([*map(one_as_text, findings), in_words(findings)])


def one_as_text(finding: Finding) -> str:
    """One finding, without a count."""
    return "\n".join(_lines(finding))


def plain(text: str) -> str:
    """The text without what could move a terminal's cursor or turn its direction."""
    return "".join(
        "\ufffd" if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char
        for char in text.replace("\t", " ")
    )


def cut(text: str) -> str:
    """The beginning of a text that is too long to be read."""
    return text if len(text) <= MAX_MESSAGE else f"{text[:MAX_MESSAGE]}…"


def _lines(finding: Finding) -> Iterator[str]:
    problem = finding.problem
    waived = "waived " if finding.waived is not None else ""
    rule = f"{finding.code} {finding.rule}"
    yield f"{_where(problem.at)}: {waived}{finding.severity} {rule}: {plain(cut(problem.message))}"
    yield from _excerpt(problem.at, problem.label)
    for related in problem.related:
        yield f"   {_where(related.at)}: {plain(cut(related.message))}"
    if problem.hint:
        yield f"   = hint: {plain(cut(problem.hint))}"
    if finding.waived is not None:
        yield f"   = waived: {plain(cut(finding.waived))}"


def _where(place: Place) -> str:
    return f"{plain(place.file)}:{place.line}:{place.column}"


def _excerpt(place: Place, label: str) -> Iterator[str]:
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
    yield f"{'':>{gutter}} | {'':>{_columns(line[start : place.column - 1])}}{'^' * width} {label}".rstrip()


def _columns(text: str) -> int:
    """The terminal columns that a text takes: wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
