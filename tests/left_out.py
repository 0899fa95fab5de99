"""What each line is for: what is read of a text of a format, and what differs where one of its lines is left out.

`python tests/left_out.py` writes it anew, into `repository/left_out`. Whoever does so reads the difference: a line
without which nothing changes says nothing, or something that another line says as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from textwrap import dedent, indent

import texts_of_lines
import texts_of_trees
from cases import TESTS, Case, cases, differences, said_of

FOLDER = TESTS / "repository/left_out"

Files = Mapping[str, str]


def texts() -> Iterator[tuple[str, str, Files]]:
    """All texts: the file in which it is written down what their lines are for, their names, and their files."""
    yield from (("lines", name, {name: dedent(text)}) for name, text in texts_of_lines.TEXTS.items())
    for name, files in texts_of_trees.TEXTS.items():
        yield "trees", name, {file: dedent(text) for file, text in files.items()}
    for case in cases(TESTS / "repository/cases/readings.yaml"):
        if not any(file.endswith(".md") for file in case.files):
            yield "readings", case.name.partition(": ")[2], case.files


def lines_of(files: Files) -> str:
    """What is said of the whole, and each line with what differs without it."""
    whole = _said(files)
    return whole + "".join(_without_each_line(files, whole))


def _said(files: Files) -> str:
    return said_of(Case("", files, frozenset(("reads",)), ""))


def _without_each_line(files: Files, whole: str) -> Iterator[str]:
    for file, text in files.items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if line.strip():
                rest = "\n".join([*lines[:number], "", *lines[number + 1 :]])
                changed = indent(differences(whole, _said({**files, file: rest})), "  ")
                yield f"{file}:{number + 1} {line.strip()}\n{changed}" if changed else ""


def written(kind: str) -> dict[str, str]:
    """What is written down, by the name of the text. Each stands below an empty line, as a line may look as a name."""
    parts = re.split(r"(?:\A|(?<=\n))\n== ", (FOLDER / f"{kind}.txt").read_text(encoding="utf-8"))[1:]
    return {name: text for name, _, text in (part.partition(" ==\n") for part in parts)}


def main() -> None:
    """Write down anew what each line is for."""
    parts: dict[str, list[str]] = defaultdict(list)
    for kind, name, files in texts():
        parts[kind].append(f"\n== {name} ==\n{lines_of(files)}")
    for kind, written_of in parts.items():
        (FOLDER / f"{kind}.txt").write_text("".join(written_of), encoding="utf-8")


if __name__ == "__main__":
    main()
