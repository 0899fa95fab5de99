"""Commands in processes of their own, stopped or failing at one of their operations on files."""

from __future__ import annotations

import builtins
import errno
import importlib
import io
import os
import shutil
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

from cidrbook import commands, rules

PLAN = "networks:\n  - {name: lan, cidr: 10.0.0.0/24, vlan: 42, hosts: [{name: nas, address: 10.0.0.9}]}\n"
SERVICE = "kind: Service\nmetadata: {name: nas}\nspec: {loadBalancerIP: 10.0.0.9}\n"
README = "# Lab\n\n<!-- cidrbook: cidr_table() -->\n\nold\n\n<!-- /cidrbook -->\n"
WRITERS = {
    "init": ({}, ["init", "--site"]),
    "init-from": ({"lab/nas.yaml": SERVICE}, ["init", "--from", "lab", "--site", "--workflow"]),
    "next": ({"data/plan.yaml": PLAN}, ["next", "lan", "--name", "tv", "--write"]),
    "readme": ({"data/plan.yaml": PLAN, "README.md": README}, ["readme", "README.md"]),
    "export-file": ({"data/plan.yaml": PLAN, "hosts": "old\n"}, ["export", "hosts", "--output", "hosts"]),
    "export-folder": (
        {"data/plan.yaml": PLAN, "ipam/vlans.csv": "old\n", "ipam/prefixes.csv": "old\n", "ipam/own": "mine\n"},
        ["export", "csv", "--output", "ipam"],
    ),
    "export-new-folder": ({"data/plan.yaml": PLAN}, ["export", "hosts", "--output", "new/lab/hosts"]),
}
"""Commands that write, by name: the files that are there, and the command line."""

FILES = {
    "data/plan.yaml": "networks: [{name: lan, cidr: 10.0.0.0/24}]\n",
    "data/more/hosts.yaml": "sources: [{path: lab}]\n",
    "lab/README.md": "# Lab\n\nThe NAS is at 10.0.0.9.\n",
    "lab/apps/kustomization.yaml": "resources: [nas.yaml]\n",
    "lab/apps/nas.yaml": "kind: Service\nmetadata: {name: nas}\nspec: {loadBalancerIP: 10.0.0.9}\n",
    "lab/.gitignore": "*.log\n",
    "README.md": "# Lab\n\n<!-- cidrbook: cidr_table() -->\n\nold\n\n<!-- /cidrbook -->\n",
}
READERS = {
    "check": ["check"],
    "drift": ["drift", "lab"],
    "drift-of-changes": ["drift", "lab", "lab/apps/nas.yaml"],
    "init": ["init", "new", "--from", "lab"],
    "readme": ["readme", "README.md", "--check"],
    "export": ["export", "json"],
    "who": ["who", "10.0.0.9"],
    "diff": ["diff", "data", "data/more"],
    "leaks": ["leaks", "lab"],
}
"""Commands that read, by name."""

WRITING = ("mkdir", "open", "write", "fsync", "chmod", "link", "rename", "replace", "unlink", "rmdir")
READING = ("scandir", "listdir", "stat", "lstat", "readlink", "open")
KILLED = 137
Fault = Callable[[], Any]


def kill() -> None:
    os._exit(KILLED)


def fill_disk() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def forbid() -> None:
    raise OSError(errno.EACCES, os.strerror(errno.EACCES))


def vanish() -> None:
    raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))


def lose_disk() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


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


class Steps:
    """The operations of this process on files, noted; in place of one of them it does a fault.

    Of those that read, only the ones on files of its folder count.
    """

    def __init__(self, at: int, fault: Fault, operations: Sequence[str]) -> None:
        self.names: list[str] = []
        self.at = at
        self.fault = fault
        self.operations = operations
        self.reads = operations is READING
        self.folder = str(Path.cwd())
        self.opened = io.open

    def install(self) -> None:
        """From here on, count."""
        for name in self.operations:
            if hasattr(os, name) and (self.reads or name not in ("open", "write")):
                setattr(os, name, self._counted(name, getattr(os, name)))
        io.open = builtins.open = self._open  # type: ignore[assignment]

    def step(self, name: str, path: object = None) -> None:
        """Note an operation; do the fault, where it is its turn."""
        self.names.append(name)
        if len(self.names) == self.at:
            try:
                self.fault()
            except OSError as error:
                error.filename = path
                raise

    def _counts(self, path: object) -> bool:
        if not self.reads:
            return True
        return isinstance(path, str | Path) and os.path.abspath(path).startswith(self.folder)  # noqa: PTH100 (Path's would count itself)

    def _counted(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any, **named: Any) -> Any:
            if self._counts(path := arguments[0] if arguments else "."):
                self.step(name, path)
            return original(*arguments, **named)

        return operation

    def _open(self, path: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if self.reads is bool(set(mode) & set("wxa+")) or not self._counts(path):
            return self.opened(path, mode, *arguments, **named)
        self.step("open", path)
        return self.opened(path, mode, *arguments, **named) if self.reads else Watched(path, mode, self.step)


def run_here(folder: Path, arguments: list[str], at: int, fault: Fault, operations: Sequence[str]) -> None:
    """Run a command, and end this process with it."""
    with (folder.parent / "printed").open("wb") as output, (folder.parent / "steps").open("wb", buffering=0) as log:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
        os.chdir(folder)
        sys.argv, sys.stdout, sys.stderr = ["cidrbook", *arguments], os.fdopen(1, "w"), os.fdopen(2, "w")
        steps, leave = Steps(at, fault, operations), os._exit

        def noting(status: int) -> None:
            log.write("\n".join(steps.names).encode())
            leave(status)

        os._exit = noting  # type: ignore[assignment]
        steps.install()
        commands.run()


def run(
    folder: Path, arguments: list[str], at: int = 0, fault: Fault = kill, operations: Sequence[str] = WRITING
) -> tuple[int, str, list[str]]:
    """The exit status of a command in a process of its own, what it printed, and its operations."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # a copy of a process with threads may wait for ever; this one has none to wait for
        child = os.fork()
    if not child:
        try:
            run_here(folder, arguments, at, fault, operations)
        except Exception:  # noqa: BLE001 (as Python itself would)
            traceback.print_exc()
            sys.stderr.flush()
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


def interrupted(files: dict[str, str], arguments: list[str], folder: Path) -> int:
    """At how many operations a command that writes was killed, and failed: what is there then is old or new."""
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
    return len(steps)


def without_parts(found: dict[str, bytes | None]) -> dict[str, bytes | None]:
    """The files but for those that were to take the place of others."""
    return {name: text for name, text in found.items() if not name.endswith(".part")}


def lose_plan() -> None:
    shutil.rmtree("data", ignore_errors=True)


def lose_lab() -> None:
    shutil.rmtree("lab", ignore_errors=True)


def refill() -> None:
    """Put other text into a file, and another file beside it."""
    for name in ("data/plan.yaml", "lab/apps/nas.yaml"):
        with suppress(OSError):
            Path(name).write_text("a: [\n", encoding="utf-8")


FAULTS = (vanish, forbid, lose_disk, lose_plan, lose_lab, refill)


def disturbed(arguments: list[str], folder: Path, stride: int) -> int:
    """How many faults a command ends well on: each at another operation on the files of a folder."""
    laid_out(folder, FILES)
    _, _, steps = run(folder, arguments, operations=READING)
    every = [*product(range(1, len(steps) + 1), FAULTS)][::stride]
    for at, fault in every:
        laid_out(folder, FILES)
        status, printed, _ = run(folder, arguments, at, fault, READING)
        where = f"{fault.__name__} at {steps[at - 1]}, operation {at} of {len(steps)}: {printed}"
        assert status in (0, 1, 2), where
        assert "Traceback" not in printed, where
        assert status != 2 or printed.count("\n") == 1, where
    return len(every)
