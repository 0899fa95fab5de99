"""Paths on a disk, whatever they lead to, and the folders that the path of a file in a repository says."""

from __future__ import annotations

import errno
import os
import stat
from functools import lru_cache
from pathlib import Path

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # without it, opening a pipe waits


@lru_cache(maxsize=1 << 14)
def upwards(path: str) -> tuple[str, ...]:
    """A path in a repository and the folders around it, the nearest first, without the root."""
    found = []
    while path not in ("", ".", "/"):
        found.append(path)
        path = path.rpartition("/")[0]
    return tuple(found)


def real_path(path: Path) -> Path:
    """Where a path leads; the path itself where links lead in a circle, on which `Path.resolve` raises."""
    return Path(os.path.realpath(path))


def is_folder(path: Path) -> bool:
    """Whether there is a folder. Not where nobody may look, or where no name is like that: `Path.is_dir` raises."""
    return os.path.isdir(path)  # noqa: PTH112 (says why)


def is_there(path: Path) -> bool:
    """Whether there is anything, in the same way."""
    return os.path.exists(path)  # noqa: PTH110 (as above)


def is_link(path: Path) -> bool:
    """Whether there is a link, in the same way."""
    return os.path.islink(path)  # noqa: PTH114 (as above)


def link_target(path: Path) -> str:
    """The path that a link leads to; empty where there is none."""
    try:
        return os.readlink(path)  # noqa: PTH115 (as above)
    except OSError:
        return ""


def file_bytes(path: Path, most: int = -1) -> bytes:
    """What a file holds, or the first so many bytes of it.

    Raises `OSError` where it cannot be read, or is no file: a pipe would be waited for, and a device may never end.
    """
    file = os.open(path, _READ)
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "this is not a regular file", str(path))
        return opened.read(most)
