"""The files of a plan: which there are, whether they changed, and their text."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from cidrbook.text.finding import Notes, Problem
from cidrbook.text.source import Place, Source

MAX_BYTES = 96_000_000
"""The size of a file that is read, in bytes; a larger plan belongs into several files."""

_MISNAMED = re.compile(r"\.(?:ya?ml?|json)(?:\.\w+)*$|\.txt$", re.IGNORECASE)
"""How a file's name ends that was probably meant to be YAML: `.yam`, `.YAML`, `.yaml.txt` of an editor of Windows."""

Stamp = tuple[tuple[str, int, int], ...]
"""The path, modification time in nanoseconds and size of every file of a plan."""


class NoDataError(Exception):
    """There is no plan to read; the message says in one line what is missing."""


class EmptyPlanError(NoDataError):
    """There are files for a plan, and nothing is written in them."""


def stamp(folder: Path, shown: str) -> Stamp:
    """The state of a plan's files. Raises `NoDataError` where there is no folder, or no YAML file in it."""
    if not os.path.isdir(folder):  # noqa: PTH112 (unlike Path's, it takes any name)
        hint = "`cidrbook init` writes a first plan; if you have one, name its folder"
        raise NoDataError(f"{shown}: there is no such folder; {hint}")
    stamp = tuple(_yaml_files(folder))
    if not stamp:
        raise NoDataError(f"{shown}: no .yaml file in it{_misnamed(folder)}")
    return stamp


def _misnamed(folder: Path) -> str:
    """The end of a message: which files may have been meant for the plan, or how to begin one."""
    try:
        names = [name for name in sorted(os.listdir(folder)) if _MISNAMED.search(name) and not name.startswith(".")]  # noqa: PTH208 (takes any name)
    except OSError:
        names = []
    if names:
        return f", and `{names[0]}` is not read: rename it to `{_MISNAMED.split(names[0])[0] or 'networks'}.yaml`"
    return "; write the plan there, beginning with `networks:`"


def _yaml_files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """All YAML files below the folder by their path's parts, whatever the locale or the file system's order."""
    found = []
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        found += [Path(parent, name) for name in names if is_yaml_name(name)]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in folders if Path(parent, name).is_symlink()]
    found += [Path(error.filename) for error in closed]
    for path in sorted(found, key=lambda path: path.relative_to(folder).parts):
        try:
            status = path.stat()
        except OSError:
            yield str(path), 0, -1
        else:
            yield str(path), status.st_mtime_ns, status.st_size


def is_yaml_name(name: str) -> bool:
    """Whether a file of this name is one of a plan."""
    return name.endswith((".yaml", ".yml")) and not name.startswith(".")


class _UnreadableError(Exception):
    """A file that cannot be read: why, what to do, and from which byte on."""

    def __init__(self, message: str, hint: str, before: bytes = b"") -> None:
        super().__init__(message)
        self.problem = message, hint
        self.before = before


def open_source(path: Path, name: str, notes: Notes) -> Source | None:
    """The file's text; None, with a problem, where it cannot be read."""
    try:
        text = _file_text(path)
    except _UnreadableError as error:
        message, hint = error.problem
        column = len(error.before[error.before.rfind(b"\n") + 1 :].decode()) + 1
        place = Place(Source(name, ""), error.before.count(b"\n") + 1, column)
        notes.problems.append(("unreadable-file", Problem(at=place, message=message, hint=hint)))
        return None
    source = Source(name, text.removeprefix("\ufeff"))
    if text.startswith("\ufeff"):
        message, hint = "a byte-order mark stands before the text", "save the file as UTF-8 without it"
        notes.problems.append(("byte-order-mark", Problem(at=Place(source, 1, 1), message=message, hint=hint)))
    return source


def _file_text(path: Path) -> str:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode) and path.is_symlink():
            raise _UnreadableError("a link to a folder is not followed", "link the files in it, or move them here")
        if stat.S_ISDIR(status.st_mode):
            raise _UnreadableError("this folder cannot be listed", "let it be read, or move it elsewhere")
        if not stat.S_ISREG(status.st_mode):
            raise _UnreadableError("this is not a regular file", "put a YAML file here")
        if status.st_size > MAX_BYTES:
            size = f"{status.st_size / 1e6:,.0f} MB is more than the {MAX_BYTES // 10**6} MB that a file may have"
            raise _UnreadableError(size, "split it: all files below data/ are one plan")
        raw = path.read_bytes()
    except OSError as error:
        link = os.path.islink(path)  # noqa: PTH114 (unlike Path's, it raises nothing)
        lost = isinstance(error, FileNotFoundError) or error.errno == errno.ELOOP
        why = f"it is a link to {path.readlink()}, which is not there" if link and lost else error.strerror
        raise _UnreadableError(
            f"this file cannot be read: {why}",
            "correct the link or delete it" if link and lost else "let it be read, or delete it",
        ) from error
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise _UnreadableError("this is not UTF-8 text", "save the file as UTF-8", raw[: error.start]) from error
