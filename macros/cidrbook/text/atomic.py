"""Files that are replaced whole: a reader, or a run that is cut short, sees the old text or the new one."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO


def replace_text(path: Path, before: str, text: str) -> None:
    """Put a text into the place of the one that a file has, as it is, line ends included; its permissions stay.

    Raises `OSError` where the folder or the file cannot be written, or the file has another text by now, which
    somebody saved in the meantime; nothing has changed then.
    """
    made: list[Path] = []
    try:
        part = part_beside(path, text.encode(), made)
        with path.open("rb") as replaced:
            _lock(replaced)  # another run that waits for it finds another file in its place
            _refuse_changed(path, before)
            part.replace(path)
    except BaseException:
        remove(made)
        raise


def _refuse_changed(path: Path, before: str) -> None:
    if path.read_bytes() != before.encode():
        raise OSError(errno.EBUSY, "the file was changed in the meantime: run this again", str(path))


def _lock(file: BinaryIO) -> None:
    """Keep other runs of this program from a file until it is closed, where the system has locks."""
    with suppress(ImportError, OSError):
        import fcntl  # noqa: PLC0415 (Windows has none)

        fcntl.flock(file, fcntl.LOCK_EX)


def replace_texts(texts: Mapping[Path, str]) -> None:
    """Put texts into files, which may be new, as may their folders: all are replaced, or none.

    A process that is killed between two of them leaves each of them whole, and some of them old: another run ends it.
    """
    made: list[Path] = []
    try:
        parts = {path: part_beside(path, text.encode(), made) for path, text in texts.items()}
        _rename_all(parts, made)
    except BaseException:
        remove(made)
        raise


def part_beside(path: Path, content: bytes, made: list[Path]) -> Path:
    """A new file beside another one, with this content and its permissions. Adds all that it makes to `made`."""
    if path.is_symlink():  # links were followed, and these lead in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    is_there = path.exists()
    if is_there and not path.is_file():
        raise IsADirectoryError(21, f"`{path}` is not a file")
    if is_there and not os.access(path, os.W_OK):
        raise PermissionError(13, f"`{path}` is read-only")
    for parent in reversed([parent for parent in path.parents if not parent.is_dir()]):
        parent.mkdir(exist_ok=True)  # another run may have been faster
        made.append(parent)
    part = path.with_name(f".{path.name}.{token_hex(4)}.part")  # a process number comes again, in containers at once
    with part.open("xb") as file:
        made.append(part)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if is_there:
        part.chmod(path.stat().st_mode)
    return part


def remove(made: Iterable[Path]) -> None:
    """Remove files, and folders that are then empty, the last one first; what cannot be removed stays."""
    for path in reversed(list(made)):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def _rename_all(parts: Mapping[Path, Path], made: list[Path]) -> None:
    """Give files the names of those that they replace; where one cannot have it, all names are given back."""
    last = list(parts)[-1:]  # behind which nothing can fail
    old = {path: part_beside(path, path.read_bytes(), made) for path in parts if path.exists() and path not in last}
    renamed: list[Path] = []
    try:
        for path, part in parts.items():
            part.replace(path)
            renamed.append(path)
    except BaseException:
        for path in renamed:
            old[path].replace(path) if path in old else path.unlink()
        raise
    remove(old.values())
