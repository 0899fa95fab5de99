"""The rules: every way a plan can be inconsistent, one file each.

A module's name is its declaration: `a201_overlapping_networks` is code A201,
slug overlapping-networks. Its docstring is its page, the examples in it are its
tests, its `check` (or, for a rule about exemptions, its `review`) yields
problems, and its `SEVERITY`, if it has one, is not `error`. Its `PARTIAL`, if it
has one, says that it holds for a plan of which only a part is known, as a
repository shows it, and how severe it is there. The folder is the registry: a
new file is a new rule.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import ModuleType
from typing import cast

from cidrbook import SITE
from cidrbook.plan.exemption import Exemptions, Standing
from cidrbook.plan.finding import Finding, Problem, Severity
from cidrbook.plan.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way a plan can be inconsistent.

    `check` looks at the plan; `review` at its exemptions, when all else is found.
    A rule that has neither is one that only a page can break. `partial` is its severity
    where only a part of the plan is known; None where it would find what is not there.
    """

    code: str
    slug: str
    family: str
    severity: Severity
    partial: Severity | None
    doc: str
    check: Callable[[Plan], Iterator[Problem]] | None
    review: Callable[[Plan, Sequence[Standing]], Iterator[Problem]] | None

    @property
    def anchor(self) -> str:
        """Its heading on the page of its family."""
        return f"{self.code.lower()}-{self.slug}"

    @property
    def url(self) -> str:
        """Where its page is published."""
        return f"{SITE}rules/{self.family}/#{self.anchor}"

    @property
    def title(self) -> str:
        """The first line of its page."""
        return self.doc.partition("\n")[0]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    found = pkgutil.walk_packages(__path__, f"{__name__}.")
    modules = [importlib.import_module(info.name) for info in found if not info.ispkg]
    return tuple(sorted(map(_rule, modules), key=lambda rule: rule.code))


@cache
def by_slug() -> dict[str, Rule]:
    """The rules by slug."""
    return {rule.slug: rule for rule in rules()}


def _rule(module: ModuleType) -> Rule:
    *_, family, name = module.__name__.split(".")
    code, _, slug = name.partition("_")
    return Rule(
        code=code.upper(),
        slug=slug.replace("_", "-"),
        family=family,
        severity=getattr(module, "SEVERITY", "error"),
        partial=getattr(module, "PARTIAL", None),
        doc=(module.__doc__ or "").strip(),
        check=getattr(module, "check", None),
        review=getattr(module, "review", None),
    )


def family_title(family: str) -> str:
    """What the rules of a family are about: the docstring of its folder."""
    return (importlib.import_module(f"{__name__}.{family}").__doc__ or "").strip().rstrip(".")


def check(plan: Plan, today: date) -> tuple[Finding, ...]:
    """Everything that all rules find, in the order of files, lines and codes; also in what was seen of its trees."""
    exemptions = Exemptions(plan, today)
    problems = [(rule, problem) for rule in rules() if rule.check for problem in rule.check(plan)]
    problems += [found for seen in plan.seen for found in _partial(seen)]
    used = {exemption for rule, problem in problems for exemption in exemptions.of(rule.slug, rule.code, problem)}
    standings = [Standing(exemption, exemption in used) for exemption in exemptions.all]
    reviewed = ((rule, problem) for rule in rules() if rule.review for problem in rule.review(plan, standings))
    return _judged(plan, exemptions, [*problems, *reviewed])


def check_partial(plan: Plan, today: date) -> tuple[Finding, ...]:
    """What those rules find that hold for a plan of which only a part is known, each with its severity there."""
    return judge(plan, _partial(plan), today)


def _partial(plan: Plan) -> Iterator[tuple[Rule, Problem]]:
    for rule in rules():
        if rule.check and rule.partial:
            known = replace(rule, severity=rule.partial)
            yield from ((known, problem) for problem in rule.check(plan))


def judge(plan: Plan, problems: Iterable[tuple[Rule, Problem]], today: date) -> tuple[Finding, ...]:
    """The problems as findings: with the plan's severities and waivers, in a stable order."""
    return _judged(plan, Exemptions(plan, today), problems)


def _judged(plan: Plan, exemptions: Exemptions, problems: Iterable[tuple[Rule, Problem]]) -> tuple[Finding, ...]:
    findings = []
    for rule, problem in problems:
        severity = plan.severities.get(rule.slug, plan.severities.get(rule.code.lower(), rule.severity))
        exemption = next(exemptions.of(rule.slug, rule.code, problem), None)
        if severity != "off":
            finding = Finding(
                code=rule.code,
                rule=rule.slug,
                severity=cast("Severity", severity),
                url=rule.url,
                problem=problem,
                waived=exemption.reason if exemption else None,
            )
            findings.append(finding)
    return tuple(sorted(findings, key=_position))


def _position(finding: Finding) -> tuple[str, int, int, str, str]:
    place = finding.problem.at
    return place.file, place.line, place.column, finding.code, finding.problem.message
