"""What each line is for: what is said of a text as it is, and where one of its lines is left out.

`python tests/left_out.py` writes it anew, into the folders `left_out`. Whoever does so reads the difference: a line
without which nothing changes says nothing, or something that another line says as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent

import texts_of_lines
import texts_of_trees
from cases import TESTS, Case, said_of
from examples import examples
from lab import found

from cidrbook import rules

Files = Mapping[str, str]


def _read(files: Files) -> str:
    return said_of(Case("", files, frozenset(("reads",)), ""))


def _places(files: Files) -> str:
    (text,) = files.values()
    return "".join(f"{one.code} {one.problem.at.line}:{one.problem.at.column}\n" for one in found(text))


def subjects() -> Iterator[tuple[Path, str, Files, Callable[[Files], str]]]:
    """Each text with its name, where it is written down what each of its lines is for, and how that is told."""
    repository = TESTS / "repository/left_out"
    for name, text in texts_of_lines.TEXTS.items():
        yield repository / "lines.txt", name, {name: dedent(text)}, _read
    for name, files in texts_of_trees.TEXTS.items():
        yield repository / "trees.txt", name, {file: dedent(text) for file, text in files.items()}, _read
    for rule in rules.rules():
        plans = [example for example in examples(rule.doc) if example.language == "yaml" and not example.files]
        for number, example in enumerate(plans):
            name = f"{rule.code} {rule.slug}, example {number + 1}"
            yield TESTS / "rules/left_out" / f"{rule.code[0]}.txt", name, {"": example.text}, _places


def lines_of(files: Files, told: Callable[[Files], str]) -> str:
    """What is said of the whole, and below each line what that is no longer, or only then, without it."""
    whole = told(files)
    return whole + "".join(_without_each_line(files, told, whole))


def _without_each_line(files: Files, told: Callable[[Files], str], whole: str) -> Iterator[str]:
    for file, text in files.items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if line.strip():
                rest = "\n".join([*lines[:number], "", *lines[number + 1 :]])
                changed = "".join(_differences(whole, told({**files, file: rest})))
                yield f"{file}:{number + 1} {line.strip()}\n{changed}".lstrip(":") if changed else ""


def _differences(before: str, after: str) -> Iterator[str]:
    one, other = Counter(before.splitlines()), Counter(after.splitlines())
    yield from (f"  - {line}\n" for line in one - other)
    yield from (f"  + {line}\n" for line in other - one)


def written(file: Path) -> dict[str, str]:
    """What is written down, by the name of the text."""
    parts = file.read_text(encoding="utf-8").split("\n== ")[1:]
    return {name: text for name, _, text in (part.partition(" ==\n") for part in parts)}


def main() -> None:
    """Write down anew what each line is for."""
    texts: dict[Path, list[str]] = {}
    for file, name, files, told in subjects():
        texts.setdefault(file, []).append(f"\n== {name} ==\n{lines_of(files, told)}")
    for file, parts in texts.items():
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
