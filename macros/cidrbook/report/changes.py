"""What changed between two plans, as text and as JSON."""

from __future__ import annotations

import json as json_text
from collections import Counter
from collections.abc import Iterator
from typing import Any

from cidrbook.changes.change import Change, Difference
from cidrbook.plan.model import Nuance
from cidrbook.report.words import cut, plain
from cidrbook.text.finding import Finding


def changes_as_text(difference: Difference) -> str:
    """One line for each change, with its place, and the sum of them."""
    return "\n".join(plain(cut(line)) for line in (*_change_lines(difference), summary(difference)))


def summary(difference: Difference) -> str:
    """How many changes there are of each kind."""
    if difference.is_empty:
        return "no changes"
    counts = Counter(change.kind for change in difference.changes)
    said = [f"{count} {kind}" for kind, count in counts.items()]
    judged = {"finding": difference.findings, "nuance": difference.nuances}
    for word, (new, gone) in judged.items():
        said += [
            f"{len(ones)} {how} {word}{'s' * (len(ones) > 1)}" for how, ones in (("new", new), ("gone", gone)) if ones
        ]
    return ", ".join(said)


def _change_lines(difference: Difference) -> Iterator[str]:
    for change in difference.changes:
        where = f"  {change.place.file}:{change.place.line}" if change.place else ""
        yield f"{change.what} {change.name}: {change.words}{where}"
    for how, findings in zip(("new", "gone"), difference.findings, strict=True):
        for finding in findings:
            at = finding.problem.at
            yield f"{how}: {finding_words(finding)}  {at.file}:{at.line}"
    for how, nuances in zip(("new", "gone"), difference.nuances, strict=True):
        yield from (f"{how}: {nuance_words(nuance)}" for nuance in nuances)


def finding_words(finding: Finding) -> str:
    """A finding in one line, without its place."""
    return f"{finding.severity} {finding.code} {finding.rule}: {finding.problem.message}"


def nuance_words(nuance: Nuance) -> str:
    """A nuance in one line."""
    return f"nuance {nuance.id}: {nuance.name}"


def changes_as_json(difference: Difference, before: str, after: str) -> str:
    """All of it for programs; `before` and `after` say what was compared."""
    said = {
        "before": before,
        "after": after,
        "changes": [_change(change) for change in difference.changes],
        "findings": {
            how: [_finding_change(finding) for finding in findings]
            for how, findings in zip(("new", "gone"), difference.findings, strict=True)
        },
        "nuances": {
            how: [{"id": nuance.id, "name": nuance.name} for nuance in nuances]
            for how, nuances in zip(("new", "gone"), difference.nuances, strict=True)
        },
    }
    return json_text.dumps(said, indent=2)


def _change(change: Change) -> dict[str, Any]:
    said = {name: value for name, value in change._asdict().items() if name != "place" and value}
    place = change.place
    return {**said, "file": place.file, "line": place.line} if place else said


def _finding_change(finding: Finding) -> dict[str, Any]:
    at = finding.problem.at
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.problem.message,
        "file": at.file,
        "line": at.line,
    }
