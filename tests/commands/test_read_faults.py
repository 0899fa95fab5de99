"""Commands whose files vanish, are closed or change while they are read: a finding or one line, and no traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from faulting import READERS, disturbed, warm

STRIDE = 71
"""One in so many faults is tried; `benchmarks/faults.py` tries them all."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is disturbed by its own copy")


@pytest.fixture(scope="module", autouse=True)
def imported() -> None:
    """Import now what each copy of this process would import again."""
    warm()


@pytest.mark.parametrize("command", READERS)
def test_what_fails_while_it_is_read_is_said(command: str, tmp_path: Path) -> None:
    assert disturbed(READERS[command], tmp_path / "lab", STRIDE)
