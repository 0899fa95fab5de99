"""Files that are replaced whole: a reader, or a run that is cut short, sees the old text or the new one."""

from __future__ import annotations

import os
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Put a text into the place of a file's, as it is, line ends included; its permissions stay.

    Raises `OSError` where the folder or the file cannot be written; nothing has changed then.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    mode = path.stat().st_mode
    if not os.access(path, os.W_OK):
        raise PermissionError(13, f"`{path}` is read-only")
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
