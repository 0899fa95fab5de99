"""What each line and each word of a text is for, as it is written down in the folders `left_out`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from left_out import subjects, written

SUBJECTS = {f"{file.parents[1].name}/{name}": (file, name, told) for file, name, told in subjects()}
_written = cache(written)


@pytest.mark.parametrize(("file", "name", "told"), SUBJECTS.values(), ids=SUBJECTS)
def test_a_line_is_for_what_is_written_down(file: Path, name: str, told: Callable[[], str]) -> None:
    said = told().strip()
    assert said == _written(file)[name].strip(), (
        "if that is meant, run `python tests/left_out.py` and read what differs"
    )


def test_nothing_is_written_down_of_what_is_no_more() -> None:
    there = {name for file, *_ in SUBJECTS.values() for name in _written(file)}
    assert there == {name for _, name, _ in SUBJECTS.values()}
