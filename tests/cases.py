"""Cases of small repositories and plans, and what is said of each: `python tests/cases.py` writes it anew.

Each file of a folder `cases` is about one thing. `files` are in each of its cases, and those of `groups` in each case
whose name begins so; a case's own files replace those of the same name, or take them away where there is nothing.
What is in `data/` is the plan, and all else a repository. `said` is what is found, with the places that a finding
relates to. Where a file says so, it is more than that: `reasons`, what to write instead, and why lines of documents
are right or are left alone; `reads`, what was read.
Whoever writes it anew reads the difference: each line is what a user is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from lab import found
from netaddr import IPAddress
from pydantic import BaseModel

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.documents.detectors import conclusions
from cidrbook.plan.entry import Entry
from cidrbook.plan.load import parse
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_files, sightings
from cidrbook.repository.statement import Detail, Statement
from cidrbook.text.source import Source

TESTS = Path(__file__).resolve().parent
_MORE = ("reasons", "reads")


class Case(NamedTuple):
    """The texts of files by name, and what is said of them, a line each; `more` is what is said beside findings."""

    name: str
    files: Mapping[str, str]
    more: frozenset[str]
    said: str


def cases(file: Path) -> Iterator[Case]:
    """The cases of a file."""
    content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for name in content["cases"]:
        yield _case(file, content, name)


def _case(file: Path, content: Mapping[str, Any], name: str) -> Case:
    own = content["cases"][name] or {}
    of_group = content.get("groups", {}).get(name.partition(": ")[0], {})
    files = content.get("files", {}) | of_group | own
    return Case(
        f"{file.parents[1].name}/{file.stem}: {name}",
        {file: text for file, text in files.items() if file != "said" and text is not None},
        frozenset(key for key in _MORE if content.get(key)),
        own.get("said", ""),
    )


def said_of(case: Case) -> str:
    """What a user is told of these files."""
    return "".join(f"{line}\n" for line in _lines(case))


def _lines(case: Case) -> Iterator[str]:
    plan = {name: text for name, text in case.files.items() if name.startswith("data/")}
    sources = [Source(name, text) for name, text in case.files.items() if name not in plan]
    observation = observe_files(sources)
    declared = parse(plan) if plan else None
    beside = (replace(observation, plan=declared),) if sources else ()
    for finding in found(Comparison(declared, beside) if declared else observation):
        problem = finding.problem
        place = f"{problem.at.file}:{problem.at.line}:{problem.at.column}"
        waived = "" if finding.waived is None else f" (waived: {finding.waived})"
        yield f"{finding.code} {finding.severity} {place} {problem.message}{waived}"
        yield from (f"  {other.at.file}:{other.at.line} {other.message}" for other in problem.related)
        if problem.hint and "reasons" in case.more:
            yield f"  {problem.hint.partition(', or ')[0]}"
    if "reasons" in case.more:
        yield from _reasons(replace(observation, plan=declared))
    if "reads" in case.more:
        yield from _readings(observation, sources)


def _reasons(observation: Observation) -> Iterator[str]:
    """What each check concluded of a line, and why."""
    for _, one in conclusions(observation):
        known = f" [{', '.join(value.value for value in one.known)}]" if one.known else ""
        yield f"{one.at.file}:{one.at.line} {one.said} {one.verdict}: {'; '.join(one.reasons)}{known}"


def _readings(observation: Observation, sources: list[Source]) -> Iterator[str]:
    """The objects that readers saw, and what documents and comments say."""
    yield from _objects(sources)
    said: tuple[Statement | Detail, ...] = (*observation.statements, *observation.details, *observation.comments)
    for statement in said:
        place = statement.place
        yield f"{place.file}:{place.line}:{place.column} {_told(statement)}"


def _objects(sources: list[Source]) -> Iterator[str]:
    """The objects that readers saw in these files, in the order of the lines, whatever the readers are called."""
    for one in sorted(sightings(sources), key=lambda one: (one.entry.at().file, one.entry.at().line, one.part)):
        place = one.entry.at()
        marks = (one.part, *(f"of {one.scope}" for _ in range(bool(one.scope))), *("weak" for _ in range(one.weak)))
        yield f"{place.file}:{place.line}:{place.column} {' '.join(marks)} {_plain(one.entry)}"


def _told(statement: Statement | Detail) -> str:
    """What differs from a statement that says nothing but an address."""
    usual = {**type(statement)._field_defaults, "place": statement.place}
    fields = {key: value for key, value in statement._asdict().items() if key not in usual or value != usual[key]}
    if fields.pop("version", 0):
        fields |= {key: IPAddress(fields[key], statement.version) for key in ("first", "last")}
    if str(fields["first"]) == str(fields["last"]) == statement.text:
        fields = {key: value for key, value in fields.items() if key not in ("first", "last")}
    return " ".join(f"{key}={_plain(value)}" for key, value in fields.items())


def _plain(value: object) -> str:
    match value:
        case BaseModel():
            keys = (key for key in type(value).model_fields if key != "origin")
            shown = ((key, getattr(value, key)) for key in keys)
            told = ((key, one) for key, one in shown if one not in ("", (), None, {}, frozenset()))
            return " ".join(f"{key}={_plain(one)}{_places(value, key, one)}" for key, one in told)
        case Statement():
            return value.text
        case frozenset():
            return f"[{', '.join(sorted(map(_plain, value)))}]"
        case tuple() | list() if not hasattr(value, "_fields"):
            return f"[{', '.join(map(_plain, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{key}: {_plain(one)}' for key, one in value.items())}}}"
    return str(value)


def _places(entry: BaseModel, key: str, value: object) -> str:
    """Where a value of an object is written, where that is not where the object begins: `@3:7`."""
    if not isinstance(entry, Entry):
        return ""
    name = type(entry).model_fields[key].alias or key
    places = [entry.at(name, number) for number in range(len(value))] if isinstance(value, tuple) else [entry.at(name)]
    own = dict.fromkeys(f"{place.line}:{place.column}" for place in places if place != entry.at())
    return f"@{','.join(own)}" if own else ""


class _Blocks(yaml.SafeDumper):
    """Texts of several lines as blocks."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if text.endswith("\n") else None)


_Blocks.add_representer(str, _text)


def write(file: Path, content: dict[str, Any]) -> None:
    """Write cases with what is said of them now."""
    for name, case in content["cases"].items():
        told = said_of(_case(file, content, name))
        content["cases"][name] = {key: text for key, text in (case or {}).items() if key != "said"}
        content["cases"][name] |= {"said": told} if told else {}
    text = yaml.dump(content, Dumper=_Blocks, sort_keys=False, allow_unicode=True, width=120)
    file.write_text(text, encoding="utf-8")


def main() -> None:
    """Write what is said of all cases anew."""
    for file in sorted(TESTS.glob("*/cases/*.yaml")):
        write(file, yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))


if __name__ == "__main__":
    main()
