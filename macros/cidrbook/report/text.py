"""Findings as text: the place, the message, the source line with a caret, the other parties, and the hint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cidrbook.report.page import Described
from cidrbook.report.summary import in_words
from cidrbook.report.words import cut, plain
from cidrbook.text.finding import Finding
from cidrbook.text.source import Place

if TYPE_CHECKING:
    from cidrbook.report.coverage import Coverage

_BOLD, _DIM = "1", "2"


def as_text(
    findings: Sequence[Finding],
    rules: Sequence[Described] = (),  # noqa: ARG001 (every format is given the rules)
    read: Coverage | None = None,
    *,
    colour: bool = False,
) -> str:
    """All findings, with an empty line between, a line that counts them, and one that says what was read of files.

    `colour` is for terminals.
    """
    end = "\n".join([in_words(findings), *([read.in_words()] if read else [])])
    return "\n\n".join([*(one_as_text(finding, colour=colour) for finding in findings), end])


def one_as_text(finding: Finding, *, colour: bool = False) -> str:
    """One finding, without a count."""
    return "\n".join(_finding_lines(finding, colour=colour))


def _finding_lines(finding: Finding, *, colour: bool) -> Iterator[str]:
    problem = finding.problem
    hue, bold = (finding.severity.style if finding.waived is None else _DIM, _BOLD) if colour else ("", "")
    severity = finding.severity if finding.waived is None else f"waived {finding.severity}"
    rule = f"{finding.code} {finding.rule}"
    place = _painted(_place_text(problem.at), bold)
    yield f"{place}: {_painted(severity, hue)} {rule}: {plain(cut(problem.message))}"
    yield from _excerpt(problem.at, problem.label, hue)
    for related in problem.related:
        yield f"   {_place_text(related.at)}: {plain(cut(related.message))}"
    if problem.hint:
        yield f"   = hint: {plain(cut(problem.hint))}"
    if finding.url:
        yield f"   = rule: {finding.url}"
    if finding.waived is not None:
        yield f"   = waived: {plain(cut(finding.waived))}"


def _painted(text: str, style: str) -> str:
    """The text in a terminal's style; as it is, where there is none."""
    return f"\x1b[{style}m{text}\x1b[0m" if style else text


def _place_text(place: Place) -> str:
    return f"{plain(place.file)}:{place.line}:{place.column}"


def _excerpt(place: Place, label: str, hue: str) -> Iterator[str]:
    """The line before, the line itself, and carets below the value; nothing where the text is not at hand."""
    from cidrbook.report.excerpt import excerpt  # noqa: PLC0415 (a plan without findings is checked faster)

    shown = excerpt(place)
    if shown is None:
        return
    gutter = max(len(str(shown.number)), 4) + 1
    if shown.before:
        yield f"{shown.number - 1:>{gutter}} | {shown.before}"
    yield f"{shown.number:>{gutter}} | {shown.line}".rstrip()
    carets = _painted(f"{'^' * shown.width} {plain(label)}".rstrip(), hue)
    yield f"{'':>{gutter}} | {'':>{shown.caret}}{carets}"
