"""The text that a finding's hint says to write, where it ends the finding and makes no other in its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cidrbook.editor.workspace import Workspace, with_open_plan
from cidrbook.text.finding import Finding
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_EXACT = regex(
    r"(?:write|did you mean|correct it to|begin it at|begin this pool at) `?([\w.:/-]+)`?[?]?(?:[,;].*| if .*| \(.*)?"
)
"""A hint that begins with the text to write, and goes on, if at all, with another way out."""


class Correction(NamedTuple):
    """A text that replaces what stands at a place."""

    place: Place
    text: str


def corrections(
    workspace: Workspace, findings: tuple[Finding, ...], today: date
) -> Iterator[tuple[Finding, Correction]]:
    """Each finding of the plan whose hint is an exact text, with that."""
    before = {(finding.code, finding.problem.message) for finding in workspace.findings(today)}
    for finding in findings:
        found = _EXACT.fullmatch(finding.problem.hint)
        source = workspace.sources.get(workspace.path(finding.problem.at.file))
        if not found or source is None or source not in workspace.comparison.plan.sources:
            continue
        correction = Correction(finding.problem.at, found[1])
        text = corrected(source, correction)
        changed = with_open_plan(workspace, {workspace.path(source.file): text})
        after = {(other.code, other.problem.message) for other in changed.findings(today)}
        if len(after) < len(before) and (finding.code, finding.problem.message) not in after:
            yield finding, correction


def corrected(source: Source, correction: Correction) -> str:
    """The text of a file with the correction in it."""
    start = source.index(correction.place)
    return source.text[:start] + correction.text + source.text[start + correction.place.width :]
