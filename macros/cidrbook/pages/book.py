"""What macros are given, and how they say that they were asked for something that is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from itertools import count
from pathlib import Path

from cidrbook.drift.comparison import Comparison
from cidrbook.pages.code_host import Hosting
from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Finding
from cidrbook.text.names import did_you_mean

TEMPLATES = "overrides/cidrbook"
"""Where a site has templates of its own, beside its configuration."""


@dataclass(frozen=True)
class Book:
    """A plan, and what was found in it."""

    plan: Plan
    findings: tuple[Finding, ...] = ()
    today: date | None = None
    """The day on which it was checked; None where there is no plan."""
    root: Path | None = None
    """The folder of the site's project, where there may be other plans."""
    hosting: Hosting = field(default_factory=Hosting)
    """Where the files of the site's project can be seen."""
    observations: tuple[Observation, ...] = ()
    """What the repositories show that the plan names."""
    calls: Iterator[int] = field(default_factory=partial(count, 1), compare=False)
    """Numbers for what must be told from anything else on a page, as the ids of diagrams."""
    folder: str = ""
    """The folder of its plan, where that is not the site's own."""
    opener: Callable[[str], Book] | None = None
    """What opens the book of another folder of the site's project."""
    masked: Callable[[str], str] | None = None
    """What puts masks into a text that a page hands over; None where the book shows everything."""

    def other(self, folder: str) -> Book:
        """The book of the plan in another folder of the site's project; this one where none is named."""
        if not folder:
            return self
        if self.opener is None:
            raise WrongCallError("wrong-argument", f"there is no other plan here, and none in `{folder}`")
        return self.opener(folder)

    @cached_property
    def comparison(self) -> Comparison:
        """The plan beside what its repositories show."""
        return Comparison(self.plan, self.observations)

    @cached_property
    def findings_of(self) -> dict[str, list[Finding]]:
        """The findings that name each thing, by its id."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            for party in dict.fromkeys(finding.problem.parties):
                found[party].append(finding)
        return found

    @property
    def templates(self) -> Path | None:
        """The folder in which a site may have templates in the place of ours."""
        return self.root / TEMPLATES if self.root else None


class WrongCallError(Exception):
    """A macro was asked for something that is not there. `rule` is the slug that reports it."""

    def __init__(self, rule: str, message: str, known: Collection[str] = (), wanted: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.wanted = wanted
        self.hint = did_you_mean(wanted, known)
