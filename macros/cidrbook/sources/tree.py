"""The files of a tree that can hold an address."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from operator import attrgetter
from pathlib import Path

from cidrbook.plan.source import Source

MAX_BYTES = 2_000_000
"""Larger files are vendored or generated: definitions of resources, dashboards, lock files."""

ARCHIVES = re.compile(
    r"(^|/)[._]?(archive|archieve|archived|attic|deprecated|disabled|old|obsolete|unused|trash|graveyard|retired)s?"
    r"([._/-]|$)|^[._]?backups?/|[._-](disabled|old|bak|backup|orig)(/|$)|/z_old",
    re.IGNORECASE,
)
"""Folders and files that are kept, and not in use. A folder for programs that make backups is."""

_ADDRESSES = (
    re.compile(rb"\.(?<=[0-9]\.)[0-9]{1,3}\.[0-9]{1,3}\.[0-9]"),
    re.compile(rb":(?<=[0-9a-fA-F]:)[0-9a-fA-F:]*:"),
)
"""What is like an address. Both begin with the character to search for, which is several times faster."""

_WORDS = (b"${", b"_CIDR", b"kustomize.toolkit", b"kustomize.config", b"kind: Kustomization", b"ENC[")
"""What stands for an address; and what says which files are in use, and which variables are known."""

_LISTS = ("kustomization.yaml", "kustomization.yml", "Kustomization", "links.jinja2")
_SKIPPED = frozenset({".git", "node_modules", ".venv", "vendor", ".terraform", "site-packages", ".direnv"})
_USUAL = 1 << 16
"""Bytes that hold a whole file, but for few; to ask for more at once takes memory, and so time."""

_LFS = b"version https://git-lfs"
_PATTERN = re.compile(r"[*?\[\]\\!#]")


def files(root: Path, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Iterator[Source]:
    """The files below a folder that can hold an address, by their path's parts; links are not followed.

    `include` and `exclude` are globs of paths from the root. Archives are left out unless a glob includes them; so are
    folders that the root's `.gitignore` names without a pattern: what was built there is not what was written.
    """
    ignored = _ignored(root)
    for path, name in _paths(root):
        included = any(fnmatchcase(name, glob) for glob in include)
        if any(fnmatchcase(name, glob) for glob in exclude) or (include and not included):
            continue
        if not included and (ARCHIVES.search(name) or (ignored and _is_ignored(name, ignored))):
            continue
        source = _read(path, name)
        if source:
            yield source


def _paths(root: Path) -> Iterator[tuple[str, str]]:
    """Each file's path, and its name from the root; of each folder, first its files and then its folders."""
    left = [(str(root), "")]
    while left:
        folder, above = left.pop()
        folders = []
        for it in _entries(folder):
            if it.is_dir(follow_symlinks=False):
                folders.append((it.path, f"{above}{it.name}/"))
            elif it.is_file(follow_symlinks=False):
                yield it.path, f"{above}{it.name}"
        left.extend(reversed(folders))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted((it for it in found if it.name not in _SKIPPED), key=attrgetter("name"))
    except OSError:
        return []


def _ignored(root: Path) -> frozenset[str]:
    """The folders that the root's `.gitignore` names: those at the root with a slash before, others without."""
    lines = [line.strip() for line in (_text(str(root / ".gitignore")) or b"").decode(errors="replace").splitlines()]
    plain = {line for line in lines if line.strip("/") and not _PATTERN.search(line)}
    kept = [line[1:].strip("/") for line in lines if line.startswith("!")]
    return frozenset(_anchored(it) for it in plain if not any(_below(it.strip("/"), path) for path in kept))


def _anchored(line: str) -> str:
    return f"/{line.strip('/')}" if "/" in line.rstrip("/") else line.rstrip("/")


def _below(folder: str, path: str) -> bool:
    return path == folder or f"/{path}/".find(f"/{folder}/") >= 0


def _is_ignored(name: str, ignored: frozenset[str]) -> bool:
    """Whether a folder that the file is in is one of them."""
    folders = name.split("/")[:-1]
    return any(
        folder in ignored or f"/{'/'.join(folders[: depth + 1])}" in ignored for depth, folder in enumerate(folders)
    )


def _read(path: str, name: str) -> Source | None:
    """The file, if it is a text that holds what is like an address or stands for one, or says what is in use."""
    data = _text(path)
    if data is None or not (name.endswith(_LISTS) or _can_hold(data)):
        return None
    return Source(name, data.decode("utf-8", errors="replace").removeprefix("\ufeff"))


def _text(path: str) -> bytes | None:
    """What a file holds; None where it is no text, is too large, cannot be read, or is kept elsewhere (Git LFS)."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (making paths takes as long as reading)
            data = file.read(_USUAL)
            data += file.read(MAX_BYTES) if len(data) == _USUAL else b""
    except OSError:
        return None
    return None if len(data) > MAX_BYTES or b"\0" in data[:4096] or data.startswith(_LFS) else data


def _can_hold(data: bytes) -> bool:
    return (
        any(pattern.search(data) for pattern in _ADDRESSES)
        or any(word in data for word in _WORDS)
        or b"asn" in data.lower()
    )
