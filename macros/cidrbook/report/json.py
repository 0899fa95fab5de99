"""Findings as JSON, for programs. The fields are a contract."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cidrbook.report.coverage import Coverage
from cidrbook.report.page import Described
from cidrbook.report.summary import summary
from cidrbook.report.words import cut
from cidrbook.text.finding import Finding
from cidrbook.text.source import Place


def as_json(
    findings: Sequence[Finding],
    rules: Sequence[Described] = (),  # noqa: ARG001 (every format is given the rules)
    read: Coverage | None = None,
) -> str:
    """One object: `findings`, and a `summary` of their counts and of what was read of repositories."""
    counts: dict[str, object] = dict(summary(findings))
    if read:
        counts["read"] = read.as_json()
    return json.dumps({"findings": [_finding_json(finding) for finding in findings], "summary": counts}, indent=2)


def _finding_json(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": cut(problem.message),
        "hint": cut(problem.hint),
        **_place_json(problem.at),
        "related": [{**_place_json(related.at), "message": cut(related.message)} for related in problem.related],
        "waived": finding.waived,
        "url": finding.url,
    }


def _place_json(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}
