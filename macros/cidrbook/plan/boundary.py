"""How far a plan may make anybody read: to the ends of the Git repository that holds it, unless its reader allows more.

Whoever may edit a plan, as by a pull request, may not choose what else of a machine is read and published.
"""

from __future__ import annotations

import os
from pathlib import Path

from cidrbook.text.paths import is_there, real_path

VARIABLE = "CIDRBOOK_ALLOW_OUTSIDE"
"""The environment variable by which who runs a command allows more; a site says it in its own configuration."""


def repository(folder: Path) -> Path:
    """The nearest folder upwards that is a Git repository; the folder itself where none is."""
    whole = real_path(folder)
    return next((path for path in (whole, *whole.parents) if is_there(path / ".git")), whole)


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path leads into the repository of a folder, wherever links on its way lead."""
    return not path.is_absolute() and real_path(folder / path).is_relative_to(repository(folder))


def allows_outside() -> bool:
    """Whether the environment allows to read outside of the repository."""
    return os.environ.get(VARIABLE, "").lower() not in ("", "0", "false", "no")
