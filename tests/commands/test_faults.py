"""Commands that write, stopped or failing at each of their operations: what is there is the old or the new, whole."""

from __future__ import annotations

import errno
import importlib
import io
import os
import shutil
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cidrbook import commands, rules

PLAN = "networks:\n  - {name: lan, cidr: 10.0.0.0/24, vlan: 42, hosts: [{name: nas, address: 10.0.0.9}]}\n"
README = "# Lab\n\n<!-- cidrbook: cidr_table() -->\n\nold\n\n<!-- /cidrbook -->\n"
COMMANDS = {
    "init": ({}, ["init", "--site"]),
    "next": ({"data/plan.yaml": PLAN}, ["next", "lan", "--name", "tv", "--write"]),
    "readme": ({"data/plan.yaml": PLAN, "README.md": README}, ["readme", "README.md"]),
    "export-file": ({"data/plan.yaml": PLAN, "hosts": "old\n"}, ["export", "hosts", "--output", "hosts"]),
    "export-folder": (
        {"data/plan.yaml": PLAN, "ipam/vlans.csv": "old\n", "ipam/prefixes.csv": "old\n", "ipam/own": "mine\n"},
        ["export", "csv", "--output", "ipam"],
    ),
    "export-new-folder": ({"data/plan.yaml": PLAN}, ["export", "hosts", "--output", "new/lab/hosts"]),
}
OPERATIONS = ("mkdir", "open", "write", "fsync", "chmod", "link", "rename", "replace", "unlink", "rmdir")
KILLED = 137
Fault = Callable[[], Any]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is stopped in the middle by its own copy")


def kill() -> None:
    os._exit(KILLED)


def fill_disk() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def forbid() -> None:
    raise OSError(errno.EACCES, os.strerror(errno.EACCES))


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Import now what each copy of this process would import again."""
    for name in (
        "commands.init",
        "commands.next",
        "commands.readme",
        "commands.export",
        "exports.extract",
        "pages.readme",
    ):
        importlib.import_module(f"cidrbook.{name}")
    rules.rules()


class Watched(io.FileIO):
    """A file whose text reaches the disk by halves."""

    def __init__(self, path: Any, mode: str, step: Callable[[str], None]) -> None:
        super().__init__(path, mode.replace("b", ""))
        self.step = step

    def write(self, content: Any) -> int:
        half = len(content) // 2
        super().write(content[:half])
        self.step("write")
        return half + super().write(content[half:])


def break_off(steps: list[str], at: int, fault: Fault) -> None:
    """Have this process do a fault in place of the operation of this number; note all of them in `steps`."""

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) == at:
            fault()

    def noted(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any, **named: Any) -> Any:
            step(name)
            return original(*arguments, **named)

        return operation

    opened = io.open

    def open_watched(path: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if not set(mode) & set("wxa+"):
            return opened(path, mode, *arguments, **named)
        step("open")
        return Watched(path, mode, step)

    for name in OPERATIONS:
        if hasattr(os, name) and name not in ("open", "write"):
            setattr(os, name, noted(name, getattr(os, name)))
    io.open = open_watched  # type: ignore[assignment]


def run_here(folder: Path, arguments: list[str], at: int, fault: Fault) -> None:
    """Run a command, and end this process with it."""
    steps: list[str] = []
    with (folder.parent / "printed").open("wb") as output, (folder.parent / "steps").open("wb", buffering=0) as log:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
        os.chdir(folder)
        sys.argv, sys.stdout, sys.stderr = ["cidrbook", *arguments], os.fdopen(1, "w"), os.fdopen(2, "w")
        leave = os._exit

        def noting(status: int) -> None:
            log.write("\n".join(steps).encode())
            leave(status)

        os._exit = noting  # type: ignore[assignment]
        break_off(steps, at, fault)
        commands.run()


def run(folder: Path, arguments: list[str], at: int = 0, fault: Fault = kill) -> tuple[int, str, list[str]]:
    """The exit status of a command in a process of its own, what it printed, and its operations."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # a copy of a process with threads may wait for ever; this one has none to wait for
        child = os.fork()
    if not child:
        try:
            run_here(folder, arguments, at, fault)
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    printed, steps = ((folder.parent / name).read_text(encoding="utf-8") for name in ("printed", "steps"))
    return status, printed, steps.split()


def content(folder: Path) -> dict[str, bytes | None]:
    """All files below a folder, and all folders."""
    paths = sorted(folder.rglob("*"))
    return {path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes() for path in paths}


def laid_out(folder: Path, files: dict[str, str]) -> dict[str, bytes | None]:
    """A folder with these files alone; what is in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return content(folder)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_there_is_old_or_new(command: str, tmp_path: Path) -> None:
    folder, (files, arguments) = tmp_path / "lab", COMMANDS[command]
    old = laid_out(folder, files)
    status, printed, steps = run(folder, arguments)
    new = content(folder)
    assert status == 0, printed
    assert {"open", "write", "fsync"} <= set(steps)
    assert not any(name.endswith(".part") for name in new)
    for at, step in enumerate(steps, 1):
        where = f"at {step}, operation {at} of {len(steps)}: {steps}"
        laid_out(folder, files)
        assert run(folder, arguments, at, kill)[0] == KILLED, where
        left = without_parts(content(folder))
        assert all(text in (old.get(name, b""), new[name]) for name, text in left.items()), where
        if step in ("link", "replace"):  # of several files, some may be old; another run ends it
            run(folder, arguments)
            assert without_parts(content(folder)) == new, where

        laid_out(folder, files)
        status, printed, _ = run(folder, arguments, at, (fill_disk, forbid)[at % 2])
        assert status in (0, 2), f"{where}: {printed}"
        assert "Traceback" not in printed, where
        found = content(folder)
        if step in ("unlink", "rmdir"):  # what cannot be removed stays
            found = without_parts(found)
        assert found == (old if status else new), f"{where}: {printed}"
        assert not status or printed.count("\n") == 1, f"{where}: {printed}"


def without_parts(found: dict[str, bytes | None]) -> dict[str, bytes | None]:
    """The files but for those that were to take the place of others."""
    return {name: text for name, text in found.items() if not name.endswith(".part")}
