"""Findings as SARIF 2.1.0 (OASIS), for code scanning and for editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from cidrbook import SITE, __version__
from cidrbook.report.coverage import Coverage
from cidrbook.report.page import Described, as_page, reason, standalone
from cidrbook.report.words import cut, plain
from cidrbook.text.finding import Finding
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_DRIVE = regex(r"[A-Za-z]:/")


def as_sarif(
    findings: Sequence[Finding],
    rules: Sequence[Described] = (),
    read: Coverage | None = None,  # noqa: ARG001 (SARIF has no place for it)
) -> str:
    """One run: the rules, and a result for each finding; what is waived is suppressed, with the reason."""
    driver = {
        "name": "cidrbook",
        "version": __version__,
        "informationUri": SITE,
        "rules": [*map(_rule_descriptor, rules)],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that the paths begin at."}}},
        "columnKind": "unicodeCodePoints",
        "results": [*_results(findings, {rule.code: index for index, rule in enumerate(rules)})],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule_descriptor(rule: Described) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": reason(rule)},
        "help": {"text": as_page(rule), "markdown": f"**{rule.title}**\n\n{standalone(rule)}"},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": rule.severity.sarif},
        "properties": {"tags": [rule.family]},
    }


def _results(findings: Sequence[Finding], indexes: dict[str, int]) -> Iterator[dict[str, Any]]:
    met: Counter[str] = Counter()
    for finding in findings:
        print_ = _fingerprint(finding)
        met[print_] += 1
        yield {
            "ruleId": finding.code,
            **({"ruleIndex": indexes[finding.code]} if finding.code in indexes else {}),
            "level": finding.severity.sarif,
            "message": {"text": _message(finding)},
            "locations": [_location(finding.problem.at)],
            "relatedLocations": [
                {"id": number, **_location(related.at), "message": {"text": plain(cut(related.message))}}
                for number, related in enumerate(finding.problem.related, 1)
            ],
            "suppressions": [_suppression(finding.waived)] if finding.waived is not None else [],
            "partialFingerprints": {"cidrbook/v1": f"{print_}:{met[print_]}"},
        }


def _message(finding: Finding) -> str:
    problem = finding.problem
    return plain(f"{cut(problem.message)}; {cut(problem.hint)}" if problem.hint else cut(problem.message))


def _suppression(why: str) -> dict[str, str]:
    return {"kind": "external", "justification": plain(cut(why))}


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.source.text:
        region |= {"endLine": place.line, "endColumn": place.column + place.width}
    return {"physicalLocation": {"artifactLocation": _artifact(place.file), "region": region}}


def _artifact(file: str) -> dict[str, str]:
    """Where a file is, percent-encoded: below the root, or anywhere, if its path is a whole one."""
    path = quote(os.fsencode(file.removeprefix("./")), safe="/")
    if file.startswith("/"):
        return {"uri": f"file://{path}"}
    if _DRIVE.match(file):
        return {"uri": f"file:///{file[:2]}{quote(os.fsencode(file[2:]), safe='/')}"}
    return {"uri": path, "uriBaseId": _ROOT}


def _fingerprint(finding: Finding) -> str:
    """What stays the same when lines move: the rule, the file, the parties, and the line itself."""
    place = finding.problem.at
    lines = place.source.lines
    line = lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""
    same = json.dumps([finding.code, place.file, finding.problem.parties, line])
    return hashlib.sha256(same.encode()).hexdigest()[:32]
