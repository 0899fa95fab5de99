"""The facts of the plans of the catalogue's cases are what is written down of them in `facts.yaml`."""

from __future__ import annotations

import pytest
import yaml
from facts import FILE, plans, told_of

PLANS = plans()
_WRITTEN = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize("nuance", PLANS)
def test_the_facts_of_plans_are_those_that_are_written_down(nuance: str) -> None:
    told = told_of(PLANS[nuance], _WRITTEN["usual"])
    assert told == _WRITTEN["nuances"].get(nuance), (
        "if that is meant, run `python tests/facts.py` and read what differs"
    )


def test_nothing_is_written_down_of_a_nuance_that_is_no_more() -> None:
    assert sorted(_WRITTEN["nuances"]) == sorted(PLANS)
