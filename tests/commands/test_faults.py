"""Commands that write, stopped or failing at each of their operations: what is there is the old or the new, whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from faulting import WRITERS, interrupted, warm

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is stopped in the middle by its own copy")


@pytest.fixture(scope="module", autouse=True)
def imported() -> None:
    """Import now what each copy of this process would import again."""
    warm()


QUICK = [name for name in WRITERS if name != "init-from"]
"""What is tried here: `init` writes in the same way, and `benchmarks/faults.py` tries all."""


@pytest.mark.parametrize("command", QUICK)
def test_what_is_there_is_old_or_new(command: str, tmp_path: Path) -> None:
    assert interrupted(*WRITERS[command], tmp_path / "lab")
