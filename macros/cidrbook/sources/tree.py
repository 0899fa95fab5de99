"""The files of a tree that can hold an address."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
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

_CAN_HOLD = re.compile(
    rb"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}|[0-9a-fA-F]{1,4}:[0-9a-fA-F:]*:|\$\{|_CIDR|[aA][sS][nN]"
    rb"|kustomize\.(toolkit|config)|kind: Kustomization|ENC\["
)
"""What is like an address or stands for one; and what says which files are in use, and which variables are known."""

_LISTS = ("kustomization.yaml", "kustomization.yml", "Kustomization", "links.jinja2")
_SKIPPED = frozenset({".git", "node_modules", ".venv", "vendor", ".terraform", "site-packages", ".direnv"})
_LFS = b"version https://git-lfs"


def files(root: Path, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Iterator[Source]:
    """The files below a folder that can hold an address, by their path's parts; links are not followed.

    `include` and `exclude` are globs of paths from the root. Archives are left out unless a glob includes them.
    """
    for path in _paths(root):
        name = path.relative_to(root).as_posix()
        included = any(fnmatchcase(name, glob) for glob in include)
        if any(fnmatchcase(name, glob) for glob in exclude) or (include and not included):
            continue
        if not included and ARCHIVES.search(name):
            continue
        source = _read(path, name)
        if source:
            yield source


def _paths(root: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not Path(parent, name).is_symlink())
        yield from (Path(parent, name) for name in sorted(names) if not Path(parent, name).is_symlink())


def _read(path: Path, name: str) -> Source | None:
    """The file's text; None where it is no text, is too large, cannot be read or holds nothing like an address."""
    try:
        if path.stat().st_size > MAX_BYTES or not path.is_file():
            return None
        data = path.read_bytes()
    except OSError:
        return None
    if b"\0" in data[:4096] or data.startswith(_LFS) or not (name.endswith(_LISTS) or _CAN_HOLD.search(data)):
        return None
    return Source(name, data.decode("utf-8", errors="replace").removeprefix("\ufeff"))
