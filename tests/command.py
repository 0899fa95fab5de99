"""The command line, run in the process of the test, as if in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner, Result

from cidrbook.commands import main


def run(*arguments: str | Path, folder: Path, **variables: str) -> Result:
    """What comes of `cidrbook` with these arguments in this folder, and with these variables of the environment."""
    environment: Mapping[str, str | None] = dict.fromkeys(("GITHUB_WORKSPACE", "NO_COLOR", "FORCE_COLOR")) | variables
    with chdir(folder):
        return CliRunner().invoke(main, [*map(str, arguments)], env=environment, catch_exceptions=False)
