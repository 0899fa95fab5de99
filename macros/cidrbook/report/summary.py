"""How many findings there are, of which weight."""

from __future__ import annotations

from collections.abc import Sequence

from cidrbook.text.finding import Finding


def summary(findings: Sequence[Finding]) -> dict[str, int]:
    """The counts of errors, warnings and infos that were not waived, and of everything that was."""
    open_ = [finding.severity for finding in findings if finding.waived is None]
    return {
        "errors": open_.count("error"),
        "warnings": open_.count("warning"),
        "infos": open_.count("info"),
        "waived": len(findings) - len(open_),
    }


def in_words(findings: Sequence[Finding]) -> str:
    """The counts as people say them; `no problems` where nothing is open."""
    counts = summary(findings)
    words = [_count(counts[f"{word}s"], word) for word in ("error", "warning", "info") if counts[f"{word}s"]]
    waived = [f"{counts['waived']} waived"] if counts["waived"] else []
    return ", ".join((words or ["no problems"]) + waived)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
