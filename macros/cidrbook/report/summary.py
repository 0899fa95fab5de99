"""How many findings there are, of which weight."""

from __future__ import annotations

from collections.abc import Sequence

from cidrbook.text.finding import Finding, Severity


def summary(findings: Sequence[Finding]) -> dict[str, int]:
    """The counts of findings that are not waived, by the plural of their severity, and of those that are."""
    open_ = [finding.severity for finding in findings if finding.waived is None]
    return {severity.plural: open_.count(severity) for severity in Severity} | {"waived": len(findings) - len(open_)}


def in_words(findings: Sequence[Finding]) -> str:
    """The counts as people say them; `no problems` where nothing is open."""
    counts = summary(findings)
    words = [_counted(counts[severity.plural], severity) for severity in Severity if counts[severity.plural]]
    waived = [f"{counts['waived']} waived"] if counts["waived"] else []
    return ", ".join((words or ["no problems"]) + waived)


def _counted(number: int, severity: Severity) -> str:
    return f"{number} {severity if number == 1 else severity.plural}"
