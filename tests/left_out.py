"""What each line is for: what is said of a text as it is, and where one of its lines is left out.

`python tests/left_out.py` writes it anew, into the folders `left_out`. Whoever does so reads the difference: a line
without which nothing changes says nothing, or something that another line says as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from textwrap import dedent

import texts_of_lines
import texts_of_trees
import yaml
from cases import TESTS, Case, cases, objects, said_of
from examples import examples
from lab import found

from cidrbook import rules
from cidrbook.nuances.match import matches
from cidrbook.plan.load import parse
from cidrbook.text.source import Source

Files = Mapping[str, str]
_SHOWN = 3
"""Words of a line that tell it from the others of its text."""

_WORD = re.compile(r"[^\s,;={}\[\]()\"']*\w[^\s,;={}\[\]()\"']*")


def _read(files: Files) -> str:
    return said_of(Case("", files, frozenset(("reads",)), ""))


def _objects(files: Files) -> str:
    return "".join(f"{line}\n" for line in objects([Source(file, text) for file, text in files.items()]))


def _places(files: Files) -> str:
    (text,) = files.values()
    return "".join(f"{one.code} {one.problem.at.line}:{one.problem.at.column}\n" for one in found(text))


def _applying(files: Files) -> str:
    """What of the catalogue applies, and to what."""
    (text,) = files.values()
    found = (one for one in matches(parse({"plan.yaml": text})) if one.verdict == "applies")
    return "".join(f"{one.nuance.id} ({', '.join(why.words for why in one.because)})\n" for one in found)


Subject = tuple[Path, str, Callable[[], str]]
"""Where it is written down what the parts of a text are for, the text's name, and how that is told."""


def subjects() -> Iterator[Subject]:
    """All texts."""
    yield from _of_formats()
    yield from _of_rules()
    yield from _of_nuances()


def _of_formats() -> Iterator[Subject]:
    folder = TESTS / "repository/left_out"
    for kind, name, files in (*_of_lines(), *_of_trees(), *_of_cases()):
        told = each_line_of if kind == "readings" else lines_of  # the case itself has the whole
        yield folder / f"{kind}.txt", name, partial(told, files, _read)
        for file, text in files.items() if "README.md" not in files else ():
            for number, line in enumerate(text.splitlines()):
                if line.strip():
                    where = f"{name}, {file}:{number + 1}"
                    yield folder / f"words_of_{kind}.txt", where, partial(words_of, files, file, number)


def _of_rules() -> Iterator[Subject]:
    for rule in rules.rules():
        plans = [example for example in examples(rule.doc) if example.language == "yaml" and not example.files]
        for number, example in enumerate(plans):
            name = f"{rule.code} {rule.slug}, example {number + 1}"
            yield TESTS / "rules/left_out" / f"{rule.code[0]}.txt", name, partial(lines_of, {"": example.text}, _places)


def _of_nuances() -> Iterator[Subject]:
    for file in sorted((TESTS / "nuances/catalogue").glob("*.yaml")):
        for name, of_nuance in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).items():
            written_at = TESTS / "nuances/left_out" / f"{file.stem}.txt"
            yield written_at, name, partial(lines_of, {"": of_nuance["applies"]}, _applying)


def _of_lines() -> Iterator[tuple[str, str, Files]]:
    yield from (("lines", name, {name: dedent(text)}) for name, text in texts_of_lines.TEXTS.items())


def _of_trees() -> Iterator[tuple[str, str, Files]]:
    for name, files in texts_of_trees.TEXTS.items():
        yield "trees", name, {file: dedent(text) for file, text in files.items()}


def _of_cases() -> Iterator[tuple[str, str, Files]]:
    for case in cases(TESTS / "repository/cases/readings.yaml"):
        yield "readings", case.name.partition(": ")[2], case.files


def lines_of(files: Files, told: Callable[[Files], str]) -> str:
    """What is said of the whole, and what each line is for."""
    return told(files) + each_line_of(files, told)


def each_line_of(files: Files, told: Callable[[Files], str]) -> str:
    """Each line, and below it what is said no longer, or only then, without it."""
    whole = told(files)
    return "".join(_without_each_line(files, told, whole))


def _without_each_line(files: Files, told: Callable[[Files], str], whole: str) -> Iterator[str]:
    for file, text in files.items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if line.strip():
                rest = "\n".join([*lines[:number], "", *lines[number + 1 :]])
                changed = "".join(_differences(whole, told({**files, file: rest})))
                yield f"{file}:{number + 1} {line.strip()}\n{changed}".lstrip(":") if changed else ""


def words_of(files: Files, file: str, number: int) -> str:
    """What is said no longer, or only then, without each word of a line; nothing of words that do as the whole line."""
    lines = files[file].splitlines()
    whole = _objects(files)

    def without(line: str) -> str:
        text = "\n".join([*lines[:number], line, *lines[number + 1 :]])
        return "".join(_differences(whole, _objects({**files, file: text})))

    usual, told = without(""), [f"{lines[number].strip()}\n"]
    for word in _WORD.finditer(lines[number]):
        changed = without(lines[number][: word.start()] + lines[number][word.end() :])
        if changed != usual:
            told.append(f"{word[0]}\n{changed}" if changed else f"{word[0]}: nothing\n")
    return "".join(told)


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


def written(file: Path) -> dict[str, str]:
    """What is written down, by the name of the text. Each stands below an empty line, as a line may look as a name."""
    parts = re.split(r"(?:\A|(?<=\n))\n== ", file.read_text(encoding="utf-8"))[1:]
    return {name: text for name, _, text in (part.partition(" ==\n") for part in parts)}


def main() -> None:
    """Write down anew what each line is for."""
    texts: dict[Path, list[str]] = {}
    for file, name, told in subjects():
        texts.setdefault(file, []).append(f"\n== {name} ==\n{told()}")
    for file, parts in texts.items():
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
