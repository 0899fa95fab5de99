"""The files that Git tracks, read from its index: what is tracked is a part of the repository, whatever is ignored.

Versions 2 to 4 of the [format](https://git-scm.com/docs/index-format) are read, with hashes of 20 bytes. An index that
is not there, or is another one, tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from struct import error, unpack_from

from cidrbook.plan.boundary import repository
from cidrbook.text.paths import file_bytes, is_folder, real_path

_HEADER, _FIXED = 12, 62
"""Bytes before the first entry, and of an entry before its name."""
_EXTENDED = 0x4000
"""The flag of an entry that has two bytes more before its name."""
_ALIGNED = 8
"""An entry has a multiple of so many bytes, but in version 4."""
_VERSIONS = (2, 3, 4)
_COMPRESSED = 4
"""The version in which a name says how much of the name before it to leave out."""
_LARGEST = 64_000_000
"""Bytes of an index; a larger one is of no lab."""
_POINTER = "gitdir:"
_LONGEST = 4_096
"""Bytes of a file that leads to a folder of Git: no path of Linux is longer."""
_MORE, _BITS = 0x80, 0x7F
"""Of a byte of a number: whether another one follows, and the bits of the number."""


def tracked_files(root: Path) -> frozenset[str]:
    """The files below a folder that Git tracks, named from there; none where that is not known."""
    top = repository(root)
    inside = real_path(root).relative_to(top).as_posix()
    above = "" if inside == "." else f"{inside}/"
    try:
        names = frozenset(_entry_names(file_bytes(_git_folder(top) / "index", _LARGEST)))
    except (OSError, ValueError, IndexError, error):
        return frozenset()
    return frozenset(name.removeprefix(above) for name in names if name.startswith(above))


def _git_folder(top: Path) -> Path:
    """The folder of Git: `.git`, or the one that a file of this name leads to, as in a worktree."""
    git = top / ".git"
    if is_folder(git):
        return git
    pointer = file_bytes(git, _LONGEST).decode("utf-8", errors="replace")
    return top / pointer.removeprefix(_POINTER).strip()


def _entry_names(data: bytes) -> Iterator[str]:
    """The names of all entries of an index."""
    magic, version, count = unpack_from(">4sII", data)
    if magic != b"DIRC" or version not in _VERSIONS:
        return
    at, name = _HEADER, b""
    for _ in range(count):
        start = at
        flags = unpack_from(">H", data, start + _FIXED - 2)[0]
        at += _FIXED + (2 if flags & _EXTENDED else 0)
        if version == _COMPRESSED:
            less, at = _number(data, at)
            name = name[: len(name) - less]
        else:
            name = b""
        end = data.index(b"\0", at)
        name += data[at:end]
        at = end + 1 if version == _COMPRESSED else start + (end - start + _ALIGNED) // _ALIGNED * _ALIGNED
        yield name.decode("utf-8", errors="replace")


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of a variable length, and where it ends."""
    value = data[at] & _BITS
    while data[at] & _MORE:
        at += 1
        value = ((value + 1) << 7) | (data[at] & _BITS)
    return value, at + 1
