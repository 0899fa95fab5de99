"""The lab that the site's own data describes, where its files are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """A file or folder of the original lab; the test is skipped where it is not there."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the original lab's files are not here ({path})")
    return found
