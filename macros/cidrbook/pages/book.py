"""What macros are given, and how they say that they were asked for something that is not there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cidrbook.plan.finding import Finding
from cidrbook.plan.plan import Plan
from cidrbook.plan.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class Book:
    """A plan, and what was found in it."""

    plan: Plan
    findings: tuple[Finding, ...] = ()
    today: date | None = None
    """The day on which it was checked; None where there is no plan."""


class WrongCallError(Exception):
    """A macro was asked for something that is not there. `rule` is the slug that reports it."""

    def __init__(self, rule: str, message: str, known: Collection[str] = (), wanted: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.wanted = wanted
        self.hint = did_you_mean(wanted, known)
