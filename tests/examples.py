"""Examples with their expectations written on the faulty lines: `cidr: 10.0.1.0/24  # A201: 11`.

Or below one: `# ^ A201: 11`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cidrbook.text.finding import Finding

_FENCE = re.compile(r"^```(yaml|jinja)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILES = re.compile(r"(?:^```\w+ title=\"[^\"]+\"\n(?:.*\n)*?```\n\s*)+", re.MULTILINE)
_FILE = re.compile(r"^```\w+ title=\"([^\"]+)\"\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPECTED = re.compile(r"(?:#|\{#|<!--) (\^ )?((?:[A-Z]\d{3}: \d+(?:, )?)+)")
_ONE = re.compile(r"([A-Z]\d{3}): (\d+)")

Expected = Counter[tuple[int, str, int]]
"""How often which code is expected at which line and column."""


@dataclass(frozen=True)
class Example:
    """A fenced example: a plan, a page over the plan before it, or the files of a repository, one fence each."""

    language: str
    text: str
    plan: str
    files: tuple[tuple[str, str], ...] = ()

    @property
    def expected(self) -> Expected:
        return Counter(
            (number - bool(above), code, int(column))
            for text in [self.text, *(text for _, text in self.files)]
            for number, line in enumerate(text.splitlines(), 1)
            for above, group in _EXPECTED.findall(line)
            for code, column in _ONE.findall(group)
        )


def examples(doc: str) -> Iterator[Example]:
    """The examples of a rule's page."""
    plan = ""
    for language, text in _FENCE.findall(doc):
        plan = text if language == "yaml" else plan
        yield Example(language, text, plan)
    for together in _FILES.findall(doc):
        yield Example("files", "", "", tuple(_FILE.findall(together)))


def positions(findings: Iterable[Finding]) -> Expected:
    """Where the findings are that nothing exempts, to compare with what was expected."""
    return Counter(
        (finding.problem.at.line, finding.code, finding.problem.at.column)
        for finding in findings
        if finding.waived is None
    )
