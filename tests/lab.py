"""A lab in a test: a plan or a repository of a few lines, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent

from cidrbook import checking, rules
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observed
from cidrbook.text.finding import Finding
from cidrbook.text.source import Source

ROOT = Path(__file__).resolve().parents[1]
"""The folder of the whole project."""

LABS = {file.stem: file for file in sorted((ROOT / "tests/labs").glob("*.yaml"))}
"""The plans of labs that people run, by name."""

TODAY = date(2026, 11, 23)
"""The day on which all tests are run."""

Subject = str | Plan | Mapping[str, str] | Observation | Comparison
"""What is judged: the text of a plan, a plan, the files of a repository, what they show, or a plan beside it."""


BROKEN = ("data/broken.yaml", "networks: [")
"""A file that cannot be read, and whatever it would have said."""


def planned(text: str, *others: tuple[str, str]) -> Plan:
    """The plan of this text, and of other files beside it."""
    return parse({"data/plan.yaml": text, **dict(others)})


def tree(files: Mapping[str, str]) -> Observation:
    """What a repository of these files shows; a text may be indented as a whole."""
    return observed([Source(name, dedent(text)) for name, text in files.items()])


def found(subject: Subject, only: Iterable[str] = ("",)) -> list[Finding]:
    """The findings, in the order in which they are reported: those of these codes, or of codes that begin so."""
    return [finding for finding in _judged(subject) if finding.code.startswith(tuple(only))]


def codes(subject: Subject, only: Iterable[str] = ("",)) -> list[str]:
    """The codes of what is found, sorted."""
    return sorted(finding.code for finding in found(subject, only))


def places(subject: Subject, only: Iterable[str] = ("",)) -> list[str]:
    """What is found, each as its code with file and line: `A201 lan.yaml:3`."""
    return [f"{finding.code} {finding.problem.at.file}:{finding.problem.at.line}" for finding in found(subject, only)]


def messages(subject: Subject, only: Iterable[str] = ("",)) -> list[str]:
    """The messages of what is found."""
    return [finding.problem.message for finding in found(subject, only)]


def the(subject: Subject, only: Iterable[str] = ("",)) -> Finding:
    """The one thing that is found."""
    (finding,) = found(subject, only)
    return finding


def _judged(subject: Subject) -> Iterable[Finding]:
    match subject:
        case str():
            return rules.check(planned(subject), TODAY)
        case Plan():
            return rules.check(subject, TODAY)
        case Observation():
            return rules.check_observation(subject)
        case Comparison():
            return checking.check(subject, TODAY)
        case _:
            return rules.check_observation(tree(subject))
