"""What is said of small repositories and plans, each beside one that differs in one thing: in `tests/*/cases`."""

from __future__ import annotations

import pytest
from cases import TESTS, Case, cases, said_of

CASES = [case for file in sorted(TESTS.glob("*/cases/*.yaml")) for case in cases(file)]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_is_told_what_its_file_says(case: Case) -> None:
    assert said_of(case) == case.said, "if that is meant, run `python tests/cases.py` and read what differs"


def test_no_two_cases_of_a_file_are_the_same() -> None:
    texts = {(case.name.partition(":")[0], *sorted(case.files.items())) for case in CASES}
    assert len(texts) == len(CASES)
