"""Files that are replaced whole, by several at once."""

from __future__ import annotations

import errno
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cidrbook.text.atomic import replace_text

RUNS = 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
def test_of_several_at_once_one_replaces_a_text_and_the_others_say_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"

    def replaced(number: int) -> int:
        try:
            replace_text(path, "old", f"new {number}")
        except OSError as error:
            return error.errno or 0
        return 0

    with ThreadPoolExecutor(RUNS) as pool:
        for _ in range(10):
            path.write_text("old", encoding="utf-8")
            ended = list(pool.map(replaced, range(RUNS)))
            assert sorted(ended) == [0, *[errno.EBUSY] * (RUNS - 1)]
            assert path.read_text(encoding="utf-8") == f"new {ended.index(0)}"
            assert list(tmp_path.iterdir()) == [path]
