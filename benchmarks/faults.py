"""Each command killed, out of disk and forbidden at each operation that writes, and with each fault while it reads.

Run by hand: `python benchmarks/faults.py`. `tests/commands` does the first for every command, and a part of the second.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from faulting import READERS, WRITERS, disturbed, interrupted, warm


def main() -> int:
    """Try all; the first that does not end well is an `AssertionError`."""
    warm()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "lab"
        for name, (files, arguments) in WRITERS.items():
            count = interrupted(files, arguments, folder)
            print(f"{name}: {count} kills, {count} refused writes", flush=True)
        for name, arguments in READERS.items():
            print(f"{name}: {disturbed(arguments, folder, 1)} faults while it reads", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
