"""The files of a plan: which there are, whether they changed, and their text."""

from __future__ import annotations

import errno
import os
import re
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from pathlib import Path

from cidrbook.plan.boundary import allows_outside, is_inside
from cidrbook.text.finding import Notes, Problem
from cidrbook.text.paths import is_folder, is_link, link_target, real_path
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

MAX_BYTES = 96_000_000
"""The size of a file that is read, in bytes; a larger plan belongs into several files."""

_MISNAMED = regex(r"\.(?:ya?ml?|json)(?:\.\w+)*$|\.txt$", re.IGNORECASE)
"""How a file's name ends that was probably meant to be YAML: `.yam`, `.YAML`, `.yaml.txt` of an editor of Windows."""

_BEGINS = regex(rb"^(?:\xef\xbb\xbf)?(?:networks|vlans|routers|clusters):", re.MULTILINE)
_UTF_16 = regex(rb"(?:[\t\n\r -~]\0){3}|(?:\0[\t\n\r -~]){3}")
"""How a text of Latin letters begins in UTF-16, where no mark says so."""
_LOOKED_AT = 65_536
"""Bytes at the beginning of a file by which it is told for a plan."""

_BEGIN = "`cidrbook init` writes a first plan; if you have one, name its folder"

Stamp = tuple[tuple[str, int, int], ...]
"""The path, modification time in nanoseconds and size of every file of a plan."""


class NoDataError(Exception):
    """There is no plan to read; the message says in one line what is missing."""


class EmptyPlanError(NoDataError):
    """There are files for a plan, and nothing is written in them."""


def stamp(folder: Path, shown: str) -> Stamp:
    """The state of a plan's files. Raises `NoDataError` where there is no folder, or no YAML file in it."""
    if not is_folder(folder):
        raise NoDataError(f"{shown}: there is no such folder; {_plan_elsewhere(folder) or _BEGIN}")
    if is_link(folder) and not (allows_outside() or is_inside(Path(folder.name), folder.parent)):
        raise NoDataError(f"{shown}: a link that leads out of the Git repository is not followed")
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
    elsewhere = _plan_elsewhere(folder, is_there=True)
    return f"; {elsewhere or 'write the plan there, beginning with `networks:`'}"


def _plan_elsewhere(folder: Path, *, is_there: bool = False) -> str:
    """What to do about a plan that lies beside the folder, or in one whose name is written in other letters."""
    try:
        beside = sorted(os.scandir(folder.parent), key=lambda entry: entry.name)
        other = next((entry for entry in beside if entry.is_dir() and _is_spelled_otherwise(entry.name, folder)), None)
        plan = next(
            (entry.name for entry in beside if is_yaml_name(entry.name) and entry.is_file() and _is_plan(entry)), ""
        )
    except (OSError, ValueError):
        return ""
    if other:
        return f"there is `{other.name}`: rename it to `{folder.name}`, as capital letters count"
    into = f"the folder `{folder.name}` that is there" if is_there else f"a new folder `{folder.name}`"
    return f"`{plan}` beside it looks like a plan: move it into {into}" if plan else ""


def _is_spelled_otherwise(name: str, folder: Path) -> bool:
    return name != folder.name and name.lower() == folder.name.lower()


def _is_plan(entry: os.DirEntry[str]) -> bool:
    with open(entry.path, "rb") as file:  # noqa: PTH123 (a name that Path may not take)
        return _BEGINS.search(file.read(_LOOKED_AT)) is not None


def _yaml_files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """All YAML files below the folder by their path's parts, whatever the locale or the file system's order."""
    found = []
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        found += [Path(parent, name) for name in names if is_yaml_name(name)]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in folders if is_link(Path(parent, name))]
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


def open_source(path: Path, name: str, notes: Notes, home: Path) -> Source | None:
    """The file's text; None, with a problem, where it cannot be read, as where a link leads out of `home`."""
    try:
        text = _file_text(path, home)
    except _UnreadableError as error:
        message, hint = error.problem
        column = len(error.before[error.before.rfind(b"\n") + 1 :].decode()) + 1
        place = Place(Source(name, ""), error.before.count(b"\n") + 1, column)
        notes.problems.append(("unreadable-file", Problem(at=place, message=message, hint=hint)))
        return None
    source = Source(name, text.removeprefix("\ufeff"))
    if text.startswith("\ufeff"):
        message = (
            "this file begins with an invisible character (a byte-order mark) that Windows editors add;"
            " it does no harm here"
        )
        hint = "to remove it, save the file without it: in Notepad, Save as, encoding `UTF-8`, not `UTF-8 with BOM`"
        notes.problems.append(("byte-order-mark", Problem(at=Place(source, 1, 1), message=message, hint=hint)))
    return source


def _file_text(path: Path, home: Path) -> str:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode) and is_link(path):
            raise _UnreadableError("a link to a folder is not followed", "link the files in it, or move them here")
        if stat.S_ISDIR(status.st_mode):
            raise _UnreadableError("this folder cannot be listed", "let it be read, or move it elsewhere")
        if not stat.S_ISREG(status.st_mode):
            raise _UnreadableError("this is not a regular file", "put a YAML file here")
        if is_link(path) and not real_path(path).is_relative_to(home):
            outside = "a link that leads out of the Git repository is not followed"
            raise _UnreadableError(outside, "put the file itself here")
        if status.st_size > MAX_BYTES:
            size = f"{status.st_size / 1e6:,.0f} MB is more than the {MAX_BYTES // 10**6} MB that a file may have"
            raise _UnreadableError(size, "split it: all files below data/ are one plan")
        raw = path.read_bytes()
    except OSError as error:
        lost = isinstance(error, FileNotFoundError) or error.errno == errno.ELOOP
        target = link_target(path) if lost else ""
        raise _UnreadableError(
            f"this file cannot be read: it is a link to {Path(target).name}, which is not there"
            if target
            else f"this file cannot be read: {error.strerror}",
            "correct the link or delete it" if target else "let it be read, or delete it",
        ) from error
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or _UTF_16.match(raw):
        hint = "save it as UTF-8; Notepad calls UTF-16 `Unicode` and asks for the encoding when you choose Save as"
        raise _UnreadableError("this file is saved as UTF-16, and a plan is read as UTF-8", hint)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        hint = "save it as UTF-8; editors ask for the encoding when you save a file under a name"
        message = "the character here is not UTF-8: the file was saved in an older encoding, such as Windows-1252"
        raise _UnreadableError(message, hint, raw[: error.start]) from error
