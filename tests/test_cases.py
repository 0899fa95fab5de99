"""What is said of small repositories and plans, each beside one that differs in one thing: in `tests/*/cases`."""

from __future__ import annotations

import pytest
from cases import TESTS, Case, cases, differences, said_of, variations

FILES = sorted(TESTS.glob("*/cases/*.yaml"))
VARIED = [pair for file in FILES for pair in variations(file)]
CASES = [case for file in FILES for case in cases(file)]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_is_told_what_its_file_says(case: Case) -> None:
    assert said_of(case) == case.said, "if that is meant, run `python tests/cases.py` and read what differs"


@pytest.mark.parametrize(("case", "varied"), VARIED, ids=[varied.name for _, varied in VARIED])
def test_a_case_with_one_thing_changed_is_told_what_its_file_says(case: Case, varied: Case) -> None:
    told = differences(case.said, said_of(varied))
    assert told == varied.said, "if that is meant, run `python tests/cases.py` and read what differs"


def test_no_two_cases_of_a_file_are_the_same() -> None:
    texts = {(case.name.partition(":")[0], *sorted(case.files.items())) for case in CASES}
    assert len(texts) == len(CASES)
