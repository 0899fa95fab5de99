"""Findings as annotations of GitHub: workflow commands that a job prints, and GitHub shows beside the lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cidrbook.report.coverage import Coverage
from cidrbook.report.page import Described
from cidrbook.report.summary import in_words
from cidrbook.report.words import cut, plain
from cidrbook.text.finding import Finding, Severity

SHOWN = 10
"""Annotations of one level that GitHub shows of a step; it drops the others without a word."""

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_DATA = str.maketrans(_DATA)
_IN_PROPERTY = str.maketrans({**_DATA, ":": "%3A", ",": "%2C"})


def as_annotations(
    findings: Sequence[Finding],
    rules: Sequence[Described] = (),  # noqa: ARG001 (every format is given the rules)
    read: Coverage | None = None,
) -> str:
    """What is not waived, the errors first, as many as GitHub shows; then how many more there are, and the counts."""
    end = [read.in_words()] if read else []
    return "\n".join([*_annotation_lines(findings), in_words(findings), *end])


def data(text: str) -> str:
    """A text as it stands behind the second `::` of a command."""
    return text.translate(_IN_DATA)


def property_value(text: str) -> str:
    """A text as it stands behind a `=` of a command."""
    return text.translate(_IN_PROPERTY)


def _annotation_lines(findings: Sequence[Finding]) -> Iterator[str]:
    left_out = 0
    for command in dict.fromkeys(severity.github for severity in Severity):
        own = [finding for finding in findings if finding.severity.github == command and finding.waived is None]
        yield from map(_annotation, own[:SHOWN])
        left_out += len(own[SHOWN:])
    if left_out:
        yield f"and {left_out} more: GitHub shows {SHOWN} annotations of a kind, `cidrbook check` prints everything"


def _annotation(finding: Finding) -> str:
    problem, place = finding.problem, finding.problem.at
    properties = {
        "file": plain(place.file.removeprefix("./")),
        "line": str(place.line),
        "endLine": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.column + place.width),
        "title": f"{finding.code} {finding.rule}",
    }
    hint = f"hint: {plain(cut(problem.hint))}" if problem.hint else ""
    rule = f"rule: {finding.url}" if finding.url else ""
    message = "\n".join(filter(None, (plain(cut(problem.message)), hint, rule)))
    written = ",".join(f"{name}={property_value(value)}" for name, value in properties.items())
    return f"::{finding.severity.github} {written}::{data(message)}"
