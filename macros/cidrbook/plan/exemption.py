"""Exemptions: findings that are meant, or known and left, by a waiver or by a comment on the line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cidrbook.plan.allowance import Allowance
from cidrbook.plan.model import Waiver
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem
from cidrbook.text.source import Place, Source


@dataclass(frozen=True, slots=True, eq=False)
class Exemption:
    """A waiver, or a comment that allows what is found on its line. `expired` waivers exempt nothing."""

    written: Waiver | Allowance
    expired: bool = False

    @property
    def rule(self) -> str:
        """The rule that it is about, by code or name, in lower case."""
        return self.written.rule.lower()

    @property
    def reason(self) -> str:
        """Why it is so."""
        return self.written.reason

    @property
    def place(self) -> Place:
        """Where it names the rule."""
        return self.written.at if isinstance(self.written, Allowance) else self.written.at("rule")


@dataclass(frozen=True, slots=True)
class Standing:
    """An exemption, and whether there is anything that it exempts."""

    exemption: Exemption
    used: bool


class Exemptions:
    """Waivers and comments, ready to be asked."""

    def __init__(self, exemptions: Iterable[Exemption]) -> None:
        self.all = tuple(exemptions)
        self._by_party: dict[tuple[str, str], list[tuple[Exemption, frozenset[str]]]] = defaultdict(list)
        self._by_line: dict[tuple[str, Source, int], list[Exemption]] = defaultdict(list)
        for exemption in self.all:
            written = exemption.written
            if isinstance(written, Allowance):
                self._by_line[exemption.rule, written.at.source, written.line].append(exemption)
            elif not exemption.expired:
                parties = frozenset(written.between)
                self._by_party[exemption.rule, min(parties)].append((exemption, parties))

    def of(self, rule: str, code: str, problem: Problem) -> Iterator[Exemption]:
        """The exemptions that a problem of this rule falls under."""
        for name in (rule, code.lower()):
            for party in problem.parties if self._by_party else ():
                listed = self._by_party.get((name, party), ())
                yield from (exemption for exemption, parties in listed if parties <= set(problem.parties))
            for place in (problem.at, *(related.at for related in problem.related)) if self._by_line else ():
                yield from self._by_line.get((name, place.source, place.line), ())


def waived(plan: Plan, today: date) -> Iterator[Exemption]:
    """The waivers of a plan that were read whole and give a reason."""
    for waiver in plan.waivers:
        whole = not plan.lacks(waiver, "between") and not plan.lacks(waiver, "until")
        if whole and waiver.reason and waiver.between:
            yield Exemption(waiver, expired=waiver.until is not None and today > waiver.until)


def allowed(allowances: Iterable[Allowance]) -> Iterator[Exemption]:
    """The comments that give a reason."""
    return (Exemption(allowance) for allowance in allowances if allowance.reason)
