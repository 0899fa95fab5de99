"""What each line of a text of a format is for, as it is written down in `repository/left_out`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest
from left_out import lines_of, texts, written

TEXTS = [*texts()]
_written = cache(written)


@pytest.mark.parametrize(("kind", "name", "files"), TEXTS, ids=[f"{kind}: {name}" for kind, name, _ in TEXTS])
def test_a_line_is_for_what_is_written_down(kind: str, name: str, files: Mapping[str, str]) -> None:
    said = lines_of(files).strip()
    assert said == _written(kind).get(name, "").strip(), (
        "if that is meant, run `python tests/left_out.py` and read what differs"
    )


def test_nothing_is_written_down_of_what_is_no_more() -> None:
    there = {(kind, name) for kind in ("lines", "trees", "readings") for name in _written(kind)}
    assert there == {(kind, name) for kind, name, _ in TEXTS}
