"""The files of a tree that can hold an address."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from pathlib import Path, PurePosixPath

from cidrbook.plan.boundary import repository
from cidrbook.repository.git_index import tracked_files
from cidrbook.repository.globs import GITIGNORE, IgnoreFile, ignore_file, is_ignored, matches
from cidrbook.text.paths import is_there
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

MAX_BYTES = 2_000_000
"""Larger files are vendored or generated: definitions of resources, dashboards, lock files."""

ARCHIVES = regex(
    r"(^|/)[._]?(archive|archieve|archived|deprecated|disabled|old|obsolete|unused|trash|graveyard|retired)s?"
    r"([._/-]|$)|^[._]?backups?/|[ ._(-](disabled|old|bak|backup|orig|deprecated)\)?(/|$)|/z_old|(^|/)snapshots/"
    r"|(^|/)[0-9]{4}-?[0-9]{2}-?[0-9]{2}[-_T][^/]*\.(txt|rsc|conf|cfg|config|xml|boot|json)$",
    re.IGNORECASE,
)
"""Folders and files that are kept, and not in use. A folder for programs that make backups is. Configuration whose name
begins with a day is that of this day."""

_SAMPLES = regex(
    r"(^|/)(__)?(tests|test[-_]?data|fixtures?|golden|mocks|molecule|examples?|samples?|spec)(__)?/"
    r"|_(test|spec)\.(go|rb|py|[jt]sx?)$|(^|/)test_[^/]*\.py$",
    re.IGNORECASE,
)
"""Folders of values for tests and of examples: nothing of them is in use. One called `test` may be a cluster."""

_ADDRESSES = (
    regex(rb"\.(?<=[0-9]\.)[0-9]{1,3}\.[0-9]{1,3}\.[0-9]"),
    regex(rb":(?<=[0-9a-fA-F]:)[0-9a-fA-F:]*:"),
)
"""What is like an address. Both begin with the character to search for, which is several times faster."""

_WORDS = (
    b"${",
    b"_CIDR",
    b"vlan_id",
    b"kustomize.toolkit",
    b"kustomize.config",
    b"k3d.io/",
    b"kind.x-k8s.io/",
    b"kind: Application",
    b"kind: Kustomization",
    b"ENC[",
    b"galaxy_info",
    b"op: remove",
    b"$patch",
    b"system host-name",
    b"config system",
    b"aut-num:",
    b" PTR",
    b"\tPTR",
)
"""What stands for an address; and what says which files are in use, which variables are known, a
router's name, and the octets of reverse zones."""

_LISTS = (
    "kustomization.yaml",
    "kustomization.yml",
    "Kustomization",
    "Chart.yaml",
    "galaxy.yml",
    "links.jinja2",
    ".csv",
)
"""How the names of files end that are read without an address in them: a table may be one of VLANs."""

_SPREADSHEET = (".xls", ".XLS")
_SKIPPED = frozenset({".git", "node_modules", ".venv", "vendor", ".terraform", "site-packages", ".direnv"})
_USUAL = 1 << 16
"""Bytes that hold a whole file, but for few; to ask for more at once takes memory, and so time."""

_NAME = attrgetter("name")
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # without it, opening a pipe waits
_LFS = b"version https://git-lfs"


def files(root: Path, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Iterator[Source]:
    """The files below a folder that can hold an address, by their path's parts; links are not followed.

    `include` and `exclude` are globs of paths from the root, as in `.gitignore`. Archives, tests and examples are left
    out unless a glob includes them; so is what a `.gitignore` names and Git does not track: what was
    built is not what was written. Where there is no Git, nothing is ignored: an archive holds what was tracked.
    """
    for path, name, ignored in _paths(root, pruning=not include):
        if not _reason_left_out(name, include, exclude, ignored=ignored):
            source = _source_of_file(path, name)
            if source:
                yield source


def _reason_left_out(name: str, include: Sequence[str], exclude: Sequence[str], *, ignored: bool) -> str:
    """Why a file is left out by its path; empty, if it is not."""
    included = matches(name, include)
    if matches(name, exclude):
        return "it is excluded by a glob"
    if include and not included:
        return "it is not among the files that are included"
    if included:
        return ""
    if ignored:
        return f"a `{GITIGNORE}` leaves it out"
    archive, sample = ARCHIVES.search(name), _SAMPLES.search(name)
    if archive:
        return f"its path says that it is kept, and not in use: `{archive[0].strip('/')}`"
    return f"its path says that it is for tests, or an example: `{sample[0].strip('/')}`" if sample else ""


def reason_unread(root: Path, file: str, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> str:
    """Why a file below a folder is not read; empty, if it is."""
    path = root / file
    if not os.path.lexists(path):
        return "there is no such file"
    skipped = _SKIPPED.intersection(file.split("/"))
    if skipped:
        return f"the folder `{min(skipped)}` is not the lab's own"
    ignored = next((ignored for _, name, ignored in _paths(root, pruning=False) if name == file), None)
    if ignored is None:
        return "it is no file, or it is reached by a link, and links are not followed"
    return _reason_left_out(file, include, exclude, ignored=ignored) or _reason_unreadable(path, file)


def _reason_unreadable(path: Path, name: str) -> str:
    if _source_of_file(str(path), name) is not None:
        return ""
    size = path.stat().st_size
    if size > MAX_BYTES:
        return f"it has {size:,} bytes, and files of more than {MAX_BYTES:,} bytes are generated"
    if _bytes_of_text(str(path)) is None:
        return "it is no text, is kept elsewhere (Git LFS), or cannot be opened"
    return "nothing in it looks like an address, an AS number or a variable"


def is_read(root: Path, file: Path) -> bool:
    """Whether a file below a folder is one that can hold an address; one that is gone can have held some."""
    name = Path(os.path.relpath(file, root)).as_posix()
    if name.startswith("../") or not _SKIPPED.isdisjoint(name.split("/")):
        return False
    if ARCHIVES.search(name) or _SAMPLES.search(name):
        return False
    return not os.path.lexists(file) or _source_of_file(str(file), name) is not None


def _paths(root: Path, *, pruning: bool) -> Iterator[tuple[str, str, bool]]:
    """Each file's path, its name from the root, and whether it is ignored; of a folder, first its files.

    `pruning` leaves out ignored folders at once.
    """
    tracked = _Tracked(root)
    of_git = is_there(repository(root) / ".git")  # what was copied without it was tracked there
    left: list[tuple[str, str, tuple[IgnoreFile, ...], bool]] = [(str(root), "", (), False)]
    while left:
        folder, above, found, ignored = left.pop()
        entries = _folder_entries(folder)
        if of_git and any(entry.name == GITIGNORE for entry in entries):
            found = (*found, _ignore_file(folder, above))
        folders = []
        for entry in entries:
            name = f"{above}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                name = f"{name}/"
                out = ignored or (bool(found) and is_ignored(found, name, f"{entry.name}/"))
                if not (out and pruning) or name in tracked.names:
                    folders.append((entry.path, name, found, out))
            elif entry.is_file(follow_symlinks=False):
                out = ignored or (bool(found) and is_ignored(found, name, entry.name))
                yield entry.path, name, out and name not in tracked.names
        left.extend(reversed(folders))


class _Tracked:
    """What Git tracks below a folder, which nothing ignores: files, and the folders that hold some."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def names(self) -> frozenset[str]:
        """Their names; of folders with a slash at the end. They are only asked for where something is ignored."""
        names = tracked_files(self._root)
        return names | {f"{folder}/" for name in names for folder in PurePosixPath(name).parents}


def _ignore_file(folder: str, above: str) -> IgnoreFile:
    text = _bytes_of_text(f"{folder}/{GITIGNORE}") or b""
    return ignore_file(above, text.decode(errors="replace"))


def _folder_entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted([entry for entry in found if entry.name not in _SKIPPED], key=_NAME)
    except OSError:
        return []


def _source_of_file(path: str, name: str) -> Source | None:
    """The file, if it is a text that holds what is like an address or stands for one, or says what is in use."""
    if name.endswith(_SPREADSHEET):
        data = _bytes(path)
        return None if data is None else _spreadsheet(name, data)
    data = _bytes_of_text(path)
    if data is None or not (name.endswith(_LISTS) or _can_hold(data)):
        return None
    return Source(name, data.decode("utf-8", errors="replace").removeprefix("\ufeff"))


def _spreadsheet(name: str, data: bytes) -> Source:
    from cidrbook.text.spreadsheet import as_table  # noqa: PLC0415 (few repositories hold one)

    return as_table(name, data)


def _bytes_of_text(path: str) -> bytes | None:
    """What a file holds; None where it is no file of text, is too large, or is kept elsewhere (Git LFS)."""
    data = _bytes(path)
    return None if data is None or b"\0" in data[:4096] else data


def _bytes(path: str) -> bytes | None:
    """What a file holds; None where it is no file, is too large, or is kept elsewhere (Git LFS)."""
    try:
        file = os.open(path, _READ)  # making paths, and objects for files, takes as long as reading
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                return None
            data = os.read(file, _USUAL)
            while len(data) >= _USUAL and len(data) <= MAX_BYTES and (more := os.read(file, MAX_BYTES)):
                data += more
        finally:
            os.close(file)
    except OSError:
        return None
    return None if len(data) > MAX_BYTES or data.startswith(_LFS) else data


def _can_hold(data: bytes) -> bool:
    for pattern in _ADDRESSES:
        if pattern.search(data):
            return True
    for word in _WORDS:  # a loop takes half as long as `any`
        if word in data:
            return True
    lower = data.lower()
    return b"asn" in lower or b"bgp" in lower
