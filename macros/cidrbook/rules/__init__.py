"""The rules: every way a plan can be inconsistent, one file each.

A module's name is its declaration: `a201_overlapping_networks` is code A201,
slug overlapping-networks. Its docstring is its page, the examples in it are its
tests. `Rule` says what its functions look at. The folder is the registry: a new
file is a new rule. `check` and `check_observation` below make findings of what
all rules yield.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.one_cause import once_for_a_premise, once_for_all_clusters
from cidrbook.plan.exemption import Exemptions, Standing, allowed, waived
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.plan import Plan
from cidrbook.repository.layout.environments import are_in_two
from cidrbook.repository.observation import Observation
from cidrbook.rulebook import Description, descriptions
from cidrbook.text.finding import Finding, Problem, Severity
from cidrbook.text.source import Place


class Rule(Description):
    """One way a plan can be inconsistent: what its file says of itself, and its functions, once they are asked for.

    `check` looks at the plan, `observed` at what a repository shows, `registered` at a register in it, `compared` at
    both together, `dated` at the plan on a day, and `review` at exemptions, when all else is found. A rule without any
    of them is one that only a page can break. Its `SEVERITY`, if it has one, is not `error`, and `OBSERVED` is that of
    what `observed` yields, as an observation knows only a part; a problem may have a severity of its own.
    """

    __slots__ = ()

    @property
    def check(self) -> Callable[[Plan], Iterator[Problem]] | None:
        """What finds problems in a plan."""
        return self._function("check")

    @property
    def observed(self) -> Callable[[Observation], Iterator[Problem]] | None:
        """What finds problems in an observation."""
        return self._function("observed")

    @property
    def registered(self) -> Callable[[Inventory], Iterator[Problem]] | None:
        """What finds problems in a register."""
        return self._function("registered")

    @property
    def compared(self) -> Callable[[Comparison], Iterator[Problem]] | None:
        """What finds problems between a plan and its repositories."""
        return self._function("compared")

    @property
    def review(self) -> Callable[[Plan, Sequence[Standing]], Iterator[Problem]] | None:
        """What finds problems in exemptions."""
        return self._function("review")

    @property
    def dated(self) -> Callable[[Plan, date], Iterator[Problem]] | None:
        """What finds problems in a plan on a day."""
        return self._function("dated")

    def _function(self, name: str) -> Callable[..., Iterator[Problem]] | None:
        """A function of its file, which is imported for it; nothing else has to wait for that."""
        return getattr(importlib.import_module(self.module), name) if name in self.functions else None


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    return tuple(map(Rule._make, descriptions()))


@cache
def by_slug() -> dict[str, Rule]:
    """The rules by slug."""
    return {rule.slug: rule for rule in rules()}


def check(checked: Plan | Comparison, today: date) -> tuple[Finding, ...]:
    """Everything that all rules find in a plan, in its repositories and between them; by file, line and code."""
    comparison = checked if isinstance(checked, Comparison) else Comparison(checked)
    plan = comparison.plan
    exemptions = Exemptions((*waived(plan, today), *allowed(comparison.allowances)))
    problems = [(rule, problem) for rule in rules() for problem in _checked(rule, comparison)]
    problems += [(rule, problem) for rule in rules() if rule.dated for problem in rule.dated(plan, today)]
    problems += [found for seen in comparison.observations for found in _observed_problems(seen, exemptions)]
    used = {exemption for rule, problem in problems for exemption in exemptions.of(rule.slug, rule.code, problem)}
    standings = [Standing(exemption, exemption in used) for exemption in exemptions.all]
    reviewed = ((rule, problem) for rule in rules() if rule.review for problem in rule.review(plan, standings))
    return _findings(plan.severities, exemptions, [*problems, *reviewed])


def _checked(rule: Rule, comparison: Comparison) -> Iterator[Problem]:
    if rule.check:
        yield from rule.check(comparison.plan)
    if comparison.observations and rule.compared:
        yield from rule.compared(comparison)


def check_observation(observation: Observation) -> tuple[Finding, ...]:
    """What rules find in a repository alone, each with its severity there."""
    exemptions = Exemptions(allowed(observation.allowances))
    return _findings({}, exemptions, _observed_problems(observation, exemptions))


def _observed_problems(observation: Observation, exemptions: Exemptions) -> Iterator[tuple[Rule, Problem]]:
    """What rules find in a repository, and what they would find if its latent files were in use."""
    found: set[tuple[str, Place]] = set()
    for rule in rules():
        if rule.observed:
            known = rule._replace(severity=rule.observed_severity)
            problems = [*_problems_of(rule, observation)]
            found.update((rule.code, problem.at) for problem in problems)
            exempt: list[Problem] = []
            others: list[Problem] = []
            for problem in problems:
                (exempt if any(exemptions.of(rule.slug, rule.code, problem)) else others).append(problem)
            yield from ((known, problem) for problem in (*exempt, *once_for_a_premise(others)))
    yield from _registered(observation, found)
    if observation.potential is not None:
        yield from _potential(observation, observation.potential, found)


def _problems_of(rule: Rule, observation: Observation) -> Iterator[Problem]:
    """What a rule finds in a repository. Two files of two environments or sites contradict nobody."""
    found = rule.observed(observation) if rule.observed else ()
    certain = (_as_certain(rule, observation, problem) for problem in found if not _is_between_environments(problem))
    return once_for_all_clusters(observation, certain)


def _as_certain(rule: Rule, observation: Observation, problem: Problem) -> Problem:
    """The problem; as a warning instead of an error, where the meaning of a line that it rests on was guessed."""
    places = (problem.at, *(related.at for related in problem.related))
    guessed = any((place.file, place.line) in observation.guessed for place in places)
    is_error = (problem.severity or rule.observed_severity) == Severity.ERROR
    return replace(problem, severity=Severity.WARNING) if guessed and is_error else problem


def _is_between_environments(problem: Problem) -> bool:
    return not problem.across and bool(problem.related) and are_in_two(problem.at.file, problem.related[0].at.file)


def _registered(observation: Observation, found: Container[tuple[str, Place]]) -> Iterator[tuple[Rule, Problem]]:
    """What rules find in the registers of a repository, and have not found in what it shows."""
    for rule in rules() if observation.registers else ():
        for register in observation.registers if rule.registered else ():
            for problem in rule.registered(register) if rule.registered else ():
                if (rule.code, problem.at) not in found:
                    yield rule, problem


def _potential(
    observation: Observation, potential: Observation, found: Container[tuple[str, Place]]
) -> Iterator[tuple[Rule, Problem]]:
    """Contradictions between a file in use and a latent one, as warnings; two latent files contradict nobody."""
    for rule in rules():
        for problem in _problems_of(rule, potential):
            files = [problem.at.file, *(related.at.file for related in problem.related)]
            latent = [file for file in files if file in observation.latent]
            if latent and (len(files) == 1 or len(latent) < len(files)) and (rule.code, problem.at) not in found:
                message = f"{problem.message}, once {latent[0]} is in use"
                yield rule._replace(severity=Severity.WARNING), replace(problem, message=message, severity=None)


def judge(plan: Plan, problems: Iterable[tuple[Rule, Problem]], today: date) -> tuple[Finding, ...]:
    """The problems as findings: with the plan's severities and waivers, in a stable order."""
    exemptions = Exemptions((*waived(plan, today), *allowed(plan.allowances)))
    return _findings(plan.severities, exemptions, problems)


def _findings(
    severities: Mapping[str, str], exemptions: Exemptions, problems: Iterable[tuple[Rule, Problem]]
) -> tuple[Finding, ...]:
    findings = []
    for rule, problem in problems:
        own = problem.severity or rule.severity
        severity = severities.get(rule.slug, severities.get(rule.code.lower(), own))
        exemption = next(exemptions.of(rule.slug, rule.code, problem), None)
        if severity != "off":
            finding = Finding(
                code=rule.code,
                rule=rule.slug,
                severity=Severity.named(severity),
                url=rule.url,
                problem=problem,
                waived=exemption.reason if exemption else None,
            )
            findings.append(finding)
    return tuple(sorted(findings, key=_position))


def _position(finding: Finding) -> tuple[str, int, int, str, str]:
    place = finding.problem.at
    return place.file, place.line, place.column, finding.code, finding.problem.message
