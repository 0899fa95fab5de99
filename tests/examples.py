"""Examples with their expectations written on the faulty lines: `cidr: 10.0.1.0/24  # A201: 11`.

Or below one: `# ^ A201: 11`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cidrbook.plan.finding import Finding

_FENCE = re.compile(r"^```(yaml|jinja)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPECTED = re.compile(r"(?:#|\{#) (\^ )?((?:[A-Z]\d{3}: \d+(?:, )?)+)")
_ONE = re.compile(r"([A-Z]\d{3}): (\d+)")

Expected = Counter[tuple[int, str, int]]
"""How often which code is expected at which line and column."""


@dataclass(frozen=True)
class Example:
    """A fenced example: a plan, or a page over the plan before it."""

    language: str
    text: str
    plan: str

    @property
    def expected(self) -> Expected:
        return Counter(
            (number - bool(above), code, int(column))
            for number, line in enumerate(self.text.splitlines(), 1)
            for above, group in _EXPECTED.findall(line)
            for code, column in _ONE.findall(group)
        )


def examples(doc: str) -> Iterator[Example]:
    """The examples of a rule's page."""
    plan = ""
    for language, text in _FENCE.findall(doc):
        plan = text if language == "yaml" else plan
        yield Example(language, text, plan)


def positions(findings: Iterable[Finding]) -> Expected:
    """Where the findings are that nothing exempts, to compare with what was expected."""
    return Counter((it.problem.at.line, it.code, it.problem.at.column) for it in findings if it.waived is None)
