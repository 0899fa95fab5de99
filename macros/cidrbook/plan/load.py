"""Files to a plan: find them, read them, type their values, put them together.

Nothing here stops at the first mistake. A value that does not fit its field is
reported and left out; the object it stands in stays, so that what refers to it
is not reported as well.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, cast, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cidrbook.plan.entry import Entry
from cidrbook.plan.finding import Problem
from cidrbook.plan.model import Document
from cidrbook.plan.plan import Plan
from cidrbook.plan.source import ORIGIN, Origin, Place, Source, Tree, duplicate_key, read
from cidrbook.plan.suggest import did_you_mean

MAX_BYTES = 96_000_000
"""The size of a file that is read, in bytes; a larger plan belongs into several files."""

Stamp = tuple[tuple[str, int, int], ...]
"""The path, modification time in nanoseconds and size of every file of a plan."""

Problems = list[tuple[str, Problem]]


class NoDataError(Exception):
    """There is no plan to read; the message says in one line what is missing."""


def load(folder: Path, shown: str = "") -> Plan:
    """The plan in `folder`; read anew only when a file's path, modification time or size has changed.

    `shown` is the folder's name as reports print it. Raises `NoDataError` where
    there is no folder, or no YAML file in it.
    """
    shown = shown or str(folder)
    return _load(str(folder), shown, _stamp(folder, shown))


def parse(texts: Mapping[str, str]) -> Plan:
    """The plan that these texts make, each under its file's name."""
    problems: Problems = []
    documents = [_document(Source(name, text), problems) for name, text in texts.items()]
    return _combine([document for document in documents if document], problems)


def _stamp(folder: Path, shown: str) -> Stamp:
    if not folder.is_dir():
        raise NoDataError(f"{shown}: there is no such folder; the plan's YAML files belong there")
    stamp = tuple(_files(folder))
    if not stamp:
        raise NoDataError(f"{shown}: no .yaml file in it; write the plan there, beginning with `networks:`")
    return stamp


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """All YAML files below the folder by their path's parts, whatever the locale or the file system's order."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if name.endswith((".yaml", ".yml")) and not name.startswith(".")]
    for path in sorted(found, key=lambda path: path.relative_to(folder).parts):
        try:
            status = path.stat()
        except OSError:
            yield str(path), 0, -1
        else:
            yield str(path), status.st_mtime_ns, status.st_size


@lru_cache(maxsize=4)
def _load(folder: str, shown: str, stamp: Stamp) -> Plan:
    problems: Problems = []
    documents = []
    for path, _, _ in stamp:
        name = f"{shown}/{Path(path).relative_to(folder).as_posix()}"
        source = _open(Path(path), name, problems)
        document = _document(source, problems) if source else None
        if document:
            documents.append(document)
    return _combine(documents, problems)


class _UnreadableError(Exception):
    """A file that cannot be read: why, what to do, and from which byte on."""

    def __init__(self, message: str, hint: str, before: bytes = b"") -> None:
        super().__init__(message)
        self.problem = message, hint
        self.before = before


def _open(path: Path, name: str, problems: Problems) -> Source | None:
    """The file's text; None, with a problem, where it cannot be read."""
    try:
        text = _text(path)
    except _UnreadableError as error:
        message, hint = error.problem
        column = len(error.before[error.before.rfind(b"\n") + 1 :].decode()) + 1
        place = Place(Source(name, ""), error.before.count(b"\n") + 1, column)
        problems.append(("unreadable-file", Problem(at=place, message=message, hint=hint)))
        return None
    source = Source(name, text.removeprefix("\ufeff"))
    if text.startswith("\ufeff"):
        message, hint = "a byte-order mark stands before the text", "save the file as UTF-8 without it"
        problems.append(("byte-order-mark", Problem(at=Place(source, 1, 1), message=message, hint=hint)))
    return source


def _text(path: Path) -> str:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _UnreadableError("this is not a regular file", "put a YAML file here")
        if status.st_size > MAX_BYTES:
            size = f"{status.st_size / 1e6:,.0f} MB is more than the {MAX_BYTES // 10**6} MB that a file may have"
            raise _UnreadableError(size, "split it: all files below data/ are one plan")
        raw = path.read_bytes()
    except OSError as error:
        dangling = path.is_symlink() and not path.exists()
        why = f"it is a link to {path.readlink()}, which is not there" if dangling else error.strerror
        raise _UnreadableError(f"this file cannot be read: {why}", "mend or delete it") from error
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise _UnreadableError("this is not UTF-8 text", "save the file as UTF-8", raw[: error.start]) from error


def _document(source: Source, problems: Problems) -> Document | None:
    tree, found = read(source)
    problems += found
    if tree is None:
        return None
    if not isinstance(tree, dict):
        what = "a list" if isinstance(tree, list) else "a text"
        problem = Problem(
            at=source.place(()),
            message=f"{what} stands where a mapping belongs",
            hint="begin with a key, as in `networks:`, and indent the rest below it",
        )
        problems.append(("wrong-type", problem))
        return None
    return _typed(tree, problems)


def _typed(tree: dict[str, Tree], problems: Problems) -> Document:
    """The document in the tree. What does not fit is reported and dropped; then the rest fits."""
    while True:
        try:
            return Document.model_validate(tree, by_alias=True, by_name=False)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
        problems += [_problem(tree, detail) for detail in details if not _left_empty(tree, detail)]
        _drop(tree, [detail["loc"] for detail in details])


def _left_empty(tree: Tree, detail: ErrorDetails) -> bool:
    """Whether a known key has no value: then it is as if it were not written."""
    container, key = _reach(tree, detail["loc"])
    return detail["type"] != "extra_forbidden" and isinstance(container, dict) and container[str(key)] is None


def _drop(tree: Tree, paths: list[tuple[int | str, ...]]) -> None:
    doomed: dict[int, tuple[Any, set[int | str]]] = {}
    for path in paths:
        container, key = _reach(tree, path)
        doomed.setdefault(id(container), (container, set()))[1].add(key)
    for container, keys in doomed.values():
        if isinstance(container, dict):
            for key in keys:
                del container[key]
        else:
            container[:] = [item for index, item in enumerate(container) if index not in keys]


def _reach(tree: Any, path: tuple[int | str, ...]) -> tuple[Any, int | str]:
    """The innermost container on the way along the path, and the key in it where the way goes on or ends."""
    container, key = tree, path[0]
    for last in path[1:]:
        inner = container[key]
        if not (isinstance(inner, dict) and last in inner) and not (isinstance(inner, list) and isinstance(last, int)):
            break
        container, key = inner, last
    return container, key


def _problem(tree: dict[str, Tree], detail: ErrorDetails) -> tuple[str, Problem]:  # noqa: PLR0911 (a table of errors)
    """What pydantic found, in our words, at its place, with the slug of the rule it breaks."""
    path = detail["loc"]
    place = _place(tree, path)
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return "unknown-key", _unknown_key(tree, path)
        case "literal_error":
            written = _value(tree, path)
            expected = str(context["expected"]).replace("'", "`")
            return "wrong-type", Problem(
                at=place, message=f"`{written}` is not a value that `{path[-1]}` may have", hint=f"write {expected}"
            )
        case "string_type":
            return "wrong-type", Problem(at=place, message=_misplaced(tree, path, "a text"), hint="write one value")
        case "model_type" | "dict_type":
            return "wrong-type", Problem(
                at=place,
                message=_misplaced(tree, path, "a mapping"),
                hint="write `key: value` pairs, indented below it",
            )
        case "tuple_type":
            return "wrong-type", Problem(
                at=place, message=_misplaced(tree, path, "a list"), hint="begin each item with `- `"
            )
        case slug if "hint" in context:
            return slug, Problem(at=place, message=f"{_field(path)}: {detail['msg']}", hint=context["hint"])
        case _:
            return "wrong-type", Problem(at=place, message=f"{_field(path)}: {detail['msg']}")


def _field(path: tuple[int | str, ...]) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _misplaced(tree: Tree, path: tuple[int | str, ...], expected: str) -> str:
    value = _value(tree, path)
    what = (
        "a list"
        if isinstance(value, list)
        else "a mapping"
        if isinstance(value, dict)
        else "nothing"
        if value is None
        else f"`{value}`"
    )
    return f"{what} stands where {expected} belongs, under `{_field(path)}`"


def _value(tree: Tree, path: tuple[int | str, ...]) -> Any:
    container, key = _reach(tree, path)
    return container[key]


def _place(tree: dict[str, Tree], path: tuple[int | str, ...], *, key: bool = False) -> Place:
    """The place of a path in the tree; through an alias, the place where the aliased value was written."""
    node: Any = tree
    origin, rest = tree[ORIGIN], path
    for position, part in enumerate(path):
        node = node[part] if _holds(node, part) else None
        if isinstance(node, dict):
            origin, rest = node[ORIGIN], path[position + 1 :]
    return cast("Origin", origin).at(*rest, key=key)


def _holds(node: Any, part: int | str) -> bool:
    return (
        part in node
        if isinstance(node, dict)
        else isinstance(node, list) and isinstance(part, int) and part < len(node)
    )


def _unknown_key(tree: dict[str, Tree], path: tuple[int | str, ...]) -> Problem:
    return Problem(
        at=_place(tree, path, key=True),
        message=f"`{path[-1]}` is not a key that means anything here",
        hint=did_you_mean(str(path[-1]), _keys(path)),
    )


def _keys(path: tuple[int | str, ...]) -> list[str]:
    """The keys that the model knows beside the last one of the path."""
    known: Any = Document
    for part in path[:-1]:
        if isinstance(part, int):
            continue
        if isinstance(known, type) and issubclass(known, Entry):
            annotation = {field.alias or name: field.annotation for name, field in known.model_fields.items()}[part]
            known = annotation if get_origin(annotation) is dict else _inner(annotation)
        else:
            known = _inner(known)
    return [field.alias or name for name, field in known.model_fields.items() if name != "origin"]


def _inner(annotation: Any) -> Any:
    """The model inside of `tuple[Model, ...]`, `dict[str, Model]`, `Model | None` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next((inner for argument in get_args(annotation) if (inner := _inner(argument)) is not None), None)


def _combine(documents: list[Document], problems: Problems) -> Plan:
    """One plan of all documents: lists follow one another, mappings are merged key by key."""

    def every(field: str) -> tuple[Any, ...]:
        return tuple(chain.from_iterable(getattr(document, field) for document in documents))

    links = [document.links for document in documents if document.links]
    settings = [document.settings for document in documents if document.settings]
    repository = _merged([(part, (), {"repository": part.repository}) for part in links if part.repository], problems)
    return Plan(
        networks=every("networks"),
        vlans=every("vlans"),
        routers=every("routers"),
        clusters=every("clusters"),
        sessions=tuple(chain.from_iterable(document.bgp.sessions for document in documents if document.bgp)),
        repository=repository.get("repository", ""),
        links=_merged([(part, ("external",), part.external) for part in links], problems),
        nuances=every("nuances"),
        waivers=every("waivers"),
        settings=tuple(settings),
        severities={
            name.lower(): severity
            for name, severity in _merged([(part, ("rules",), part.rules) for part in settings], problems).items()
        },
        problems=tuple(problems),
    )


def _merged(parts: list[tuple[Entry, tuple[str, ...], Mapping[str, Any]]], problems: Problems) -> dict[str, Any]:
    """One mapping of all; a key that two files write is reported, and the first one counts."""
    first: dict[str, Place] = {}
    merged: dict[str, Any] = {}
    for entry, prefix, mapping in parts:
        for key, value in mapping.items():
            place = entry.origin.source.place((*entry.origin.path, *prefix, key), key=True)
            if key in merged:
                problems.append(("duplicate-key", duplicate_key(key, place, first[key])))
            else:
                merged[key], first[key] = value, place
    return merged
