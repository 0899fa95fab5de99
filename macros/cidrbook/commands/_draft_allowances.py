"""Allows in a draft what only its gaps make wrong.

A draft has what files say, and no more. An error that a check of the repository itself does not report rests on what is
missing there: an interface that no file has, a mode that was guessed. It is allowed on its line and noted, so that the
first check of a draft is clean, and whoever completes it sees what to look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from cidrbook import rules
from cidrbook.plan.load import parse
from cidrbook.repository.draft.plan import Draft
from cidrbook.text.finding import Finding

_REASON = "no file proves it"
_EACH = 2
"""Comments that count for a line: one behind it, and one above it."""


def with_allowances(drafted: Draft, proven: Collection[str], today: date) -> Draft:
    """The draft, with comments for errors of rules that the repository does not prove, and a note for each."""
    unproven = [finding for finding in _errors(drafted.files, today) if finding.code not in proven]
    if not unproven:
        return drafted
    files = {name: _commented(name, text, unproven) for name, text in drafted.files.items()}
    return Draft(files, (*drafted.notes, *dict.fromkeys(map(_note, unproven))))


def _errors(files: Mapping[str, str], today: date) -> list[Finding]:
    found = rules.check(parse(dict(files)), today)
    return [finding for finding in found if finding.severity.fails and finding.waived is None]


def _note(finding: Finding) -> str:
    return f"{finding.code} is allowed, as {_REASON}: {finding.problem.message}"


def _commented(name: str, text: str, found: list[Finding]) -> str:
    """A file with comments at the lines of findings."""
    codes: dict[int, dict[str, None]] = defaultdict(dict)
    for finding in found:
        if finding.problem.at.file == name:
            codes[finding.problem.at.line][finding.code] = None
    lines = text.splitlines(keepends=True)
    return "".join(part for number, line in enumerate(lines, 1) for part in _commented_lines(line, list(codes[number])))


def _commented_lines(line: str, codes: list[str]) -> Iterator[str]:
    """A line with its comments: one above it where there are two."""
    comments = [f"# cidrbook: allow {code} {_REASON}" for code in codes[:_EACH]]
    indent = line[: len(line) - len(line.lstrip())]
    yield from (f"{indent}{comment}\n" for comment in comments[1:])
    yield f"{line.rstrip()} {comments[0]}\n" if comments else line
