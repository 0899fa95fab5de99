"""The explanation of a line, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, Verdict
from cidrbook.drift.explanation import Explanation, Reading
from cidrbook.report.secrets import MaskedLine, masked
from cidrbook.report.words import STARS, cut, plain
from cidrbook.text.finding import Finding
from cidrbook.text.source import Source

_VERDICTS: dict[Verdict, str] = {"agrees": "agrees", "differs": "differs", "dropped": "not reported"}
_SHOWN = 5
"""Values that a check compared with which are listed: a cluster can have a hundred nodes."""

_SHORTEST = 3
"""Characters of a secret that is looked for in labels: a shorter one is in any word."""


def explanation_text(explanation: Explanation) -> str:
    """An explanation in plain words."""
    return "\n".join(map(plain, _explanation_lines(explanation)))


def explanation_json(explanation: Explanation) -> str:
    """An explanation as one object."""
    return json.dumps(
        {
            "file": explanation.file,
            "line": explanation.line,
            "text": explanation.text,
            "in_use": not explanation.unused,
            "unused": explanation.unused,
            "silence": list(explanation.silence),
            "readings": [_reading(reading) for reading in explanation.readings],
            "conclusions": [_conclusion(check, conclusion) for check, conclusion in explanation.conclusions],
            "compared": [
                {"file": one.at.file, "line": one.at.line, **_conclusion(check, one)}
                for check, one in explanation.compared
            ],
            "findings": [_finding_explained(finding) for finding in explanation.findings],
        },
        indent=2,
    )


def without_secrets(explanation: Explanation, source: Source) -> Explanation:
    """An explanation of a line of a source, with asterisks for each secret in it."""
    if not 0 < explanation.line <= len(source.lines):
        return explanation
    line = masked(source, explanation.line)
    written = source.lines[explanation.line - 1]
    secrets = [written[start:end] for start, end in line.secrets]

    def hidden(text: str) -> str:
        for secret in secrets:
            text = text.replace(secret, STARS) if len(secret) >= _SHORTEST else text
        return text

    readings = tuple(
        replace(
            reading,
            text=STARS if _covers_line(reading, line) else hidden(reading.text),
            labels=tuple(map(hidden, reading.labels)),
        )
        for reading in explanation.readings
    )
    return replace(explanation, text=line.text, readings=readings)


def _covers_line(reading: Reading, line: MaskedLine) -> bool:
    return any(start <= reading.at.column - 1 < end for start, end in line.secrets)


def _explanation_lines(explanation: Explanation) -> Iterator[str]:
    yield f"{explanation.file}:{explanation.line}"
    if explanation.text:
        yield f"   | {cut(explanation.text.strip())}"
    yield ""
    yield f"In use: no. {_sentence(explanation.unused)}" if explanation.unused else "In use: yes."
    yield from _reading_lines(explanation)
    yield from _conclusions(explanation)
    yield from _finding_lines(explanation)


def _reading_lines(explanation: Explanation) -> Iterator[str]:
    """What was read, or why nothing was."""
    if not explanation.readings:
        if explanation.silence:
            yield "Read on this line: nothing."
        yield from (f"  {_sentence(reason)}" for reason in explanation.silence)
    for reading in explanation.readings:
        yield ""
        yield f"`{cut(reading.text)}` in column {reading.at.column} was read as {cut(reading.taken_for)}."
        yield from (f"  why: {cut(reason)}" for reason in reading.reasons)
        if reading.labels:
            yield f"  labels: {cut(' | '.join(reading.labels))}"
        if reading.headings:
            yield f"  headings: {cut(' > '.join(reading.headings))}"


def _conclusions(explanation: Explanation) -> Iterator[str]:
    """What the checks of documents concluded about the line, and about other lines by what is written on it."""
    if explanation.conclusions:
        yield ""
        yield "Compared by these checks:"
        for check, conclusion in explanation.conclusions:
            yield from _conclusion_lines(check, conclusion)
    elif any(reading.labels or reading.headings for reading in explanation.readings):
        yield ""
        yield "No check compares it: no word beside it names a thing or a role that the repository knows."
    if explanation.compared:
        yield ""
        yield "Documents that were compared with it:"
    for check, conclusion in explanation.compared[:_SHOWN]:
        place, verdict = conclusion.at, _VERDICTS[conclusion.verdict]
        yield f"  {place.file}:{place.line}:{place.column}: `{cut(conclusion.said)}` {verdict} ({check})"
    if len(explanation.compared) > _SHOWN:
        yield f"  and {len(explanation.compared) - _SHOWN} more"


def _conclusion_lines(check: str, conclusion: Conclusion) -> Iterator[str]:
    yield f"  {check}: `{cut(conclusion.said)}` {_VERDICTS[conclusion.verdict]}"
    yield from (f"    why: {cut(reason)}" for reason in conclusion.reasons)
    for known in conclusion.known[:_SHOWN]:
        yield f"    compared with {cut(known.value)} ({known.place.file}:{known.place.line}:{known.place.column})"
    if len(conclusion.known) > _SHOWN:
        yield f"    and with {len(conclusion.known) - _SHOWN} more"


def _finding_lines(explanation: Explanation) -> Iterator[str]:
    yield ""
    if not explanation.findings:
        yield "Reported about this line: nothing."
        return
    yield "Reported about this line:"
    for finding in explanation.findings:
        at, waived = finding.problem.at, "" if finding.waived is None else "waived "
        where = "" if (at.file, at.line) == (explanation.file, explanation.line) else f" (at {at.file}:{at.line})"
        yield f"  {waived}{finding.severity} {finding.code} {finding.rule}: {cut(finding.problem.message)}{where}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "column": reading.at.column,
        "text": cut(reading.text),
        "taken_for": cut(reading.taken_for),
        "reasons": list(reading.reasons),
        "labels": list(reading.labels),
        "headings": list(reading.headings),
    }


def _conclusion(check: str, conclusion: Conclusion) -> dict[str, Any]:
    return {
        "check": check,
        "column": conclusion.at.column,
        "said": cut(conclusion.said),
        "verdict": conclusion.verdict,
        "certain": conclusion.certain if isinstance(conclusion, Disagreement) else None,
        "reasons": list(conclusion.reasons),
        "known": [
            {"value": one.value, "file": one.place.file, "line": one.place.line, "column": one.place.column}
            for one in conclusion.known
        ],
    }


def _finding_explained(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": cut(problem.message),
        "file": problem.at.file,
        "line": problem.at.line,
        "column": problem.at.column,
        "waived": finding.waived,
    }
