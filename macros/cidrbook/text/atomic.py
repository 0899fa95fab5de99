"""Files that are replaced whole: a reader, or a run that is cut short, sees the old text or the new one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Put a text into the place of a file's, as it is, line ends included; its permissions stay.

    Raises `OSError` where the folder or the file cannot be written; nothing has changed then.
    """
    replace_texts({path: text})


def replace_texts(texts: Mapping[Path, str]) -> None:
    """The same for several files, which may be new: none is replaced before all are written."""
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in texts}
    try:
        for path, part in parts.items():
            _write_part(path, part, texts[path])
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _write_part(path: Path, part: Path, text: str) -> None:
    """Write what will take the place of a file, with its permissions."""
    is_there = path.exists()
    if is_there and not path.is_file():
        raise IsADirectoryError(21, f"`{path}` is not a file")
    if is_there and not os.access(path, os.W_OK):
        raise PermissionError(13, f"`{path}` is read-only")
    with part.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if is_there:
        part.chmod(path.stat().st_mode)
