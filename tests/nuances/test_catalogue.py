"""The catalogue of nuances: each entry is well formed, and applies where it should, and only there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cidrbook.nuances.facts import known
from cidrbook.nuances.match import catalogue, grave_part, judge
from cidrbook.nuances.release import is_constraint, parts_of
from cidrbook.plan.load import parse
from cidrbook.plan.model import Conditions, Nuance
from cidrbook.rules import rules

NUANCES = {nuance.id: nuance for nuance in catalogue()}
FILES = sorted(Path(__file__).with_name("catalogue").glob("*.yaml"))
CASES: dict[str, dict[str, Any]] = {
    name: cases for file in FILES for name, cases in yaml.safe_load(file.read_text(encoding="utf-8")).items()
}
VERDICTS = {"applies": "applies", "near miss": "does not apply", "cannot tell": "cannot tell"}

_SOURCE = re.compile(r"https?://[a-z0-9.-]+\.[a-z]{2,}(/[\x21-\x7e]*)?\Z")


def test_every_nuance_has_its_three_cases_and_each_id_is_there_once() -> None:
    assert len(NUANCES) == len(catalogue())


def test_the_grave_part_is_those_that_a_check_reports_where_they_are_written() -> None:
    grave = [nuance for nuance in catalogue() if nuance.severity.fails and not nuance.rule]
    assert len(grave) > 10
    assert [nuance.model_dump() for nuance in grave_part()] == [nuance.model_dump() for nuance in grave]
    assert [nuance.at().line for nuance in grave_part()] == [nuance.at().line for nuance in grave]
    assert sum(len(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in FILES) == len(CASES)
    assert sorted(CASES) == sorted(NUANCES)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("case", VERDICTS)
def test_a_nuance_applies_where_it_should_and_only_there(name: str, case: str) -> None:
    plan = parse({"plan.yaml": CASES[name][case]})
    assert [problem.message for _, problem in plan.problems] == []
    match = judge(plan, NUANCES[name])
    assert match.verdict == VERDICTS[case]
    if case == "cannot tell":
        assert sorted(match.missing) == sorted(CASES[name]["missing"])
    elif case == "applies":
        assert match.because


def _conditions(conditions: Conditions) -> Iterator[tuple[str, str]]:
    for key, values in conditions.facts.items():
        assert values, key
        yield from ((key, value) for value in values)
    for alternative in conditions.any:
        yield from _conditions(alternative)


@pytest.mark.parametrize("nuance", NUANCES.values(), ids=NUANCES)
def test_a_nuance_asks_only_for_facts_and_words_that_there_are(nuance: Nuance) -> None:
    assert nuance.when.facts or nuance.when.any
    for key, value in _conditions(nuance.when):
        fact = known(key)
        assert fact, key
        if is_constraint(value):
            assert parts_of(value), value
        elif fact.words:
            assert value.lower() in fact.words, value
        else:
            assert not fact.measured or value == "unset" or value.isdecimal(), value


@pytest.mark.parametrize("nuance", NUANCES.values(), ids=NUANCES)
def test_a_nuance_says_what_happens_what_to_do_and_how_it_is_known(nuance: Nuance) -> None:
    assert nuance.name
    assert nuance.statement
    assert nuance.instead
    assert nuance.confidence
    assert nuance.sources
    assert all(_SOURCE.match(source) for source in nuance.sources)
    assert nuance.rule in {"", *(rule.code for rule in rules())}
