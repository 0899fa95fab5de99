"""What each line is for: what is read of a text of a format, and what differs where one of its lines is left out.

`python tests/left_out.py` writes it anew, into `repository/left_out`. Whoever does so reads the difference: a line
without which nothing changes says nothing, or something that another line says as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from textwrap import dedent

import texts_of_lines
import texts_of_trees
from cases import TESTS, Case, cases, said_of

FOLDER = TESTS / "repository/left_out"

Files = Mapping[str, str]
_SHOWN = 3
"""Words of what is said that tell it from the rest: the place and the kind of an object, or the code of a finding."""


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
                changed = "".join(_differences(whole, _said({**files, file: rest})))
                yield f"{file}:{number + 1} {line.strip()}\n{changed}" if changed else ""


def _differences(before: str, after: str) -> Iterator[str]:
    """What is gone, by its first words; what is changed, by those and what differs; and what is new."""
    one, other = Counter(before.splitlines()), Counter(after.splitlines())
    gone = defaultdict(list)
    for line in (one - other).elements():
        gone[_beginning(line)].append(line)
    new = []
    for line in (other - one).elements():
        same = gone[_beginning(line)]
        new.append(f"  ~ {_changed(same.pop(0), line)}\n" if same else f"  + {line}\n")
    lost = [beginning for beginning, lines in gone.items() for _ in lines]
    yield from ("  - all\n",) if len(lost) == one.total() > 1 else (f"  - {beginning}\n" for beginning in lost)
    yield from new


def _beginning(line: str) -> str:
    """The place and the kind of what a line is about, or the code, the severity and the place of a finding."""
    return " ".join(line.split(" ")[:_SHOWN])


def _changed(before: str, after: str) -> str:
    """The beginning of both lines, and the words that only one of them has."""
    one, other = Counter(before.split(" ")), Counter(after.split(" "))
    words = (*(f"-{word}" for word in (one - other).elements()), *(f"+{word}" for word in (other - one).elements()))
    return " ".join((_beginning(after), *words))


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
