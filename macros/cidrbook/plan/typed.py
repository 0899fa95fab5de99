"""A tree to the objects of the model: every value typed, and what does not fit reported and left out.

The object that a wrong value stands in stays, so that what refers to it is not
reported as well.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, cast, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cidrbook.plan.entry import Entry
from cidrbook.plan.model import PlanFile
from cidrbook.text.finding import Notes, Problem
from cidrbook.text.names import did_you_mean
from cidrbook.text.plan_yaml import MAX_PROBLEMS, read
from cidrbook.text.source import ORIGIN, Origin, Path, Place, Source, Tree

_NO_NAME = "default_factory_not_called"  # an id that cannot be made of a wrong name, which is an error of its own

_SYNONYMS = {
    **dict.fromkeys(("subnet", "prefix", "network", "range"), ("cidr", "dhcp")),
    **dict.fromkeys(("ip", "ips", "ip_address", "ipv4", "ipv6", "addr"), ("address", "addresses")),
    **dict.fromkeys(("hostname", "title", "label"), ("name",)),
    **dict.fromkeys(("gw", "router"), ("gateway",)),
    **dict.fromkeys(("vid", "vlan_id", "tag"), ("vlan", "id")),
    **dict.fromkeys(("as", "as_number", "remote_as"), ("asn", "peer_asn")),
}


def read_document(source: Source, notes: Notes) -> PlanFile | None:
    """What one file holds; None, with a problem, where that is not even a mapping."""
    tree, found = read(source)
    notes.problems.extend(found)
    if tree is None:
        return None
    if not isinstance(tree, dict):
        what = "a list" if isinstance(tree, list) else "a text"
        problem = Problem(
            at=source.place(()),
            message=f"{what} stands where a mapping belongs",
            hint="begin with a key, as in `networks:`, and indent the rest below it",
        )
        notes.problems.append(("wrong-type", problem))
        return None
    return _typed(tree, notes)


def _typed(tree: dict[str, Tree], notes: Notes) -> PlanFile:
    """The document in the tree. What does not fit is reported and dropped; then the rest fits."""
    strangers = sum(type(item) is not dict for value in tree.values() if isinstance(value, list) for item in value)
    if strangers > MAX_PROBLEMS:  # an error for each would take gigabytes
        _shorten(tree)
        _note_too_many(tree, strangers, notes)
    while True:
        try:
            return PlanFile.model_validate(tree, by_alias=True, by_name=False)
        except ValidationError as error:
            if error.error_count() > MAX_PROBLEMS and _shorten(tree):
                _note_too_many(tree, error.error_count(), notes)
                continue
            details = [
                other_error
                for other_error in error.errors(include_url=False, include_input=False)
                if other_error["type"] != _NO_NAME
            ]
        wrong = [detail for detail in details if not _left_empty(tree, detail)]
        notes.problems.extend(dict.fromkeys(_problem(tree, detail) for detail in wrong[:MAX_PROBLEMS]))
        if len(wrong) > MAX_PROBLEMS:
            _note_too_many(tree, len(wrong), notes)
        notes.lost.update(_lost(tree, detail) for detail in wrong)
        _drop(tree, [detail["loc"] for detail in details])


def _shorten(node: Any) -> bool:
    """Cut every list to its first items; whether there was anything to cut."""
    if isinstance(node, dict):
        return max(map(_shorten, node.values()), default=False)
    if not isinstance(node, list):
        return False
    cut = len(node) > MAX_PROBLEMS
    del node[MAX_PROBLEMS:]
    return max(map(_shorten, node), default=False) or cut


def _note_too_many(tree: dict[str, Tree], count: int, notes: Notes) -> None:
    place = _place(tree, ())
    message = f"{count:,} values of this file do not fit where they stand, too many to list"
    hint = f"mend the first ones: only the first {MAX_PROBLEMS:,} items of each list were read"
    notes.problems.append(("wrong-type", Problem(at=place, message=message, hint=hint)))
    notes.lost.update((place.source, (key,)) for key in tree if key != ORIGIN)


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
    """The innermost container on the way along the path, and the key in it where the way goes on or ends.

    An index for which there is no list is left out: one value may stand without brackets.
    """
    container, key = tree, path[0]
    for last in path[1:]:
        inner = container[key]
        if (isinstance(inner, dict) and last in inner) or (isinstance(inner, list) and isinstance(last, int)):
            container, key = inner, last
        elif not (isinstance(inner, dict) and isinstance(last, int)):
            break
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
            expected = str(context["expected"]).removeprefix("'', ").replace("'", "`")
            return "wrong-type", Problem(
                at=place,
                message=f"{_shown(written)} is not a value that `{_field(path)}` may have",
                hint=f"write {expected}",
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
    return f"{_shown(_value(tree, path))} stands where {expected} belongs, under `{_field(path)}`"


def _shown(value: Any) -> str:
    """A value as messages name it."""
    kinds = {list: "a list", dict: "a mapping", type(None): "nothing"}
    return kinds.get(type(value), f"`{value}`")


def _value(tree: Tree, path: tuple[int | str, ...]) -> Any:
    container, key = _reach(tree, path)
    return container[key]


def _lost(tree: dict[str, Tree], detail: ErrorDetails) -> tuple[Source, Path]:
    """The place of the value that is left out; of a misspelt key, the place that it was meant for."""
    path = detail["loc"]
    while isinstance(path[-1], int):
        path = path[:-1]
    origin, rest = _written(tree, path[:-1])
    close = get_close_matches(_meant(path), _keys(path), n=1) if detail["type"] == "extra_forbidden" else []
    return origin.source, (*origin.path, *rest, close[0] if close else path[-1])


def _place(tree: dict[str, Tree], path: tuple[int | str, ...], *, key: bool = False) -> Place:
    """The place of a path in the tree; through an alias, the place where the aliased value was written."""
    origin, rest = _written(tree, path)
    return origin.at(*rest, key=key)


def _written(tree: dict[str, Tree], path: tuple[int | str, ...]) -> tuple[Origin, tuple[int | str, ...]]:
    """The origin of the innermost mapping on the way along the path, and what is left of the path from there."""
    node: Any = tree
    origin, rest = tree[ORIGIN], path
    for position, part in enumerate(path):
        if isinstance(node, dict) and isinstance(part, int):  # one value without brackets
            rest = path[position + 1 :]
            continue
        node = node[part] if _holds(node, part) else None
        if isinstance(node, dict):
            origin, rest = node[ORIGIN], path[position + 1 :]
    return cast("Origin", origin), rest


def _holds(node: Any, part: int | str) -> bool:
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and part < len(node)


def _meant(path: tuple[int | str, ...]) -> str:
    """A key as written; or the one that means the same here, where other programs call it so."""
    key = str(path[-1])
    return next((known for known in _SYNONYMS.get(key.lower(), ()) if known in _keys(path)), key)


def _unknown_key(tree: dict[str, Tree], path: tuple[int | str, ...]) -> Problem:
    return Problem(
        at=_place(tree, path, key=True),
        message=f"`{path[-1]}` is not a key that means anything here",
        hint=did_you_mean(_meant(path), _keys(path)),
    )


def _keys(path: tuple[int | str, ...]) -> list[str]:
    """The keys that the model knows beside the last one of the path."""
    known: Any = PlanFile
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
