"""How the table of `make bench` is measured: processor time of whole processes, in turns, the best of several.

What else a machine does makes a clock useless, and counts little here. Each ratio is of two times of one run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent
CIDRBOOK = [sys.executable, "-m", "cidrbook"]
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYDANTIC_DISABLE_PLUGINS": "true"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)  # a package that pip installed is compiled; so is this one, then


class Row(NamedTuple):
    """A line of the table: what is measured, ours and the other, and how often the other may go into ours."""

    what: str
    ours: float
    other: float
    limit: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """Ours in terms of the other."""
        return self.ours / self.other

    @property
    def is_over(self) -> bool:
        """Whether the limit is broken."""
        return self.ratio > self.limit

    def __str__(self) -> str:
        verdict = "OVER" if self.is_over else ""
        measured = f"{self.ours:9.3f} {self.unit} / {self.other:8.3f} {self.unit}"
        return f"{self.what:<78} {measured} = {self.ratio:6.2f}  limit {self.limit:<5g} {verdict}".rstrip()


class Usage(NamedTuple):
    """What a process took: seconds of a processor, and kilobytes at most."""

    seconds: float
    kilobytes: int


def usage(command: Sequence[str], folder: Path, more: dict[str, str] | None = None) -> Usage:
    """What a command takes. An exit of 1 says that something was found, and is no failure."""
    environment = {**ENVIRONMENT, **(more or {})}
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    ) as process:
        errors = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: {errors.decode(errors='replace')}")
    return Usage(used.ru_utime + used.ru_stime, used.ru_maxrss)


def best(*commands: Sequence[str], folder: Path, runs: int = 5, more: dict[str, str] | None = None) -> list[float]:
    """The shortest processor time of each command in seconds, of runs that take turns."""
    times = [[usage(command, folder, more).seconds for command in commands] for _ in range(runs)]
    return [min(column) for column in zip(*times, strict=True)]


def script(text: str, *arguments: object) -> list[str]:
    """The command that runs a text in Python."""
    return [sys.executable, "-c", text, *map(str, arguments)]


def printed(command: Sequence[str], folder: Path) -> str:
    """What a command prints."""
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout
