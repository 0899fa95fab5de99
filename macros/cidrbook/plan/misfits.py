"""What of a tree does not fit the model: reported in our words, each cause once, and left out; then the rest fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cidrbook.plan import key_advice
from cidrbook.plan.common_causes import common_causes, is_in_two_keys
from cidrbook.plan.document_tree import last_key, origin_at, place_at, reach, value_at
from cidrbook.plan.entry import Entry
from cidrbook.plan.key_advice import model_at
from cidrbook.plan.model import PlanFile
from cidrbook.text.finding import Notes, Problem
from cidrbook.text.plan_yaml import MAX_PROBLEMS
from cidrbook.text.source import ORIGIN, Path, Source, Tree

_LOOKED_AT = 20
"""Keys of a mapping by which it is told whether they are names; a mapping may have a million."""
_NO_NAME = "default_factory_not_called"  # an id that cannot be made of a wrong name, which is an error of its own


def leave_out_misfits(tree: dict[str, Tree], error: ValidationError, notes: Notes) -> None:
    """Report what does not fit, and take it out of the tree; of very much, all but the first is taken out alone."""
    if error.error_count() > MAX_PROBLEMS and _shorten(tree):
        _note_too_many(tree, error.error_count(), notes)
        return
    details = [
        other_error
        for other_error in error.errors(include_url=False, include_input=False)
        if other_error["type"] != _NO_NAME
    ]
    shapes = _shapes(tree, details)
    notes.problems.extend(("wrong-type", problem) for problem in _misshapen(tree, shapes))
    notes.lost.update(origin_at(tree, shape.items) for shape in shapes)
    details = _details_outside(details, [shape.path for shape in shapes])
    _note_wrong(tree, [detail for detail in details if not _left_empty(tree, detail)], notes)
    _drop(tree, [*(shape.path for shape in shapes), *(detail["loc"] for detail in details)])


def leave_out_most(tree: dict[str, Tree], strangers: int, notes: Notes) -> None:
    """Report that so many items are no objects, and keep the first of each list: an error for each takes gigabytes."""
    _shorten(tree)
    _note_too_many(tree, strangers, notes)


def _note_wrong(tree: dict[str, Tree], wrong: list[ErrorDetails], notes: Notes) -> None:
    """Report what does not fit, each cause once."""
    causes = list(common_causes(tree, wrong)) if len(wrong) <= MAX_PROBLEMS else []
    notes.problems.extend((cause.rule, cause.problem) for cause in causes)
    notes.lost.update(origin_at(tree, path) for cause in causes for path in cause.lost)
    told = _details_outside(wrong[:MAX_PROBLEMS], [path for cause in causes for path in cause.explains])
    notes.problems.extend(dict.fromkeys(_problem(tree, detail) for detail in told))
    if len(wrong) > MAX_PROBLEMS:
        _note_too_many(tree, len(wrong), notes)
    notes.lost.update(_lost(tree, detail) for detail in wrong[:MAX_PROBLEMS])  # of more, the whole file is doubted


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
    place = place_at(tree, ())
    message = f"{count:,} values of this file do not fit where they stand, too many to list"
    hint = f"fix the first ones: only the first {MAX_PROBLEMS:,} items of each list were read"
    notes.problems.append(("wrong-type", Problem(at=place, message=message, hint=hint)))
    notes.lost.update((place.source, (key,)) for key in tree if key != ORIGIN)


def _left_empty(tree: Tree, detail: ErrorDetails) -> bool:
    """Whether a known key has no value: then it is as if it were not written."""
    container, key = reach(tree, detail["loc"])
    return detail["type"] != "extra_forbidden" and isinstance(container, dict) and container[str(key)] is None


def _drop(tree: Tree, paths: list[tuple[int | str, ...]]) -> None:
    doomed: dict[int, tuple[Any, set[int | str]]] = {}
    for path in paths:
        container, key = reach(tree, path)
        doomed.setdefault(id(container), (container, set()))[1].add(key)
    for container, keys in doomed.values():
        if isinstance(container, dict):
            for key in keys:
                del container[key]
        else:
            container[:] = [item for index, item in enumerate(container) if index not in keys]


def _problem(tree: dict[str, Tree], detail: ErrorDetails) -> tuple[str, Problem]:  # noqa: PLR0911 (a table of errors)
    """What pydantic found, in our words, at its place, with the slug of the rule it breaks."""
    path = detail["loc"]
    place = place_at(tree, path)
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return "unknown-key", _unknown_key(tree, path)
        case "literal_error" | "enum":
            written = value_at(tree, path)
            expected = str(context["expected"]).removeprefix("'', ").replace("'", "`")
            return "wrong-type", Problem(
                at=place,
                message=f"invalid value {_value_text(written)} for `{last_key(path)}`",
                hint=f"write {expected}",
            )
        case "string_type":
            home = key_advice.objects_key(path, value_at(tree, path))
            hint = f"write it under `{home}`, which lists objects" if home else "write one value"
            return "wrong-type", Problem(at=place, message=_misplaced(tree, path, "a text"), hint=hint)
        case "model_type" | "dict_type":
            return "wrong-type", Problem(
                at=place,
                message=_misplaced(tree, path, "a mapping"),
                hint=key_advice.item_hint(path, value_at(tree, path)),
            )
        case "tuple_type":
            return "wrong-type", Problem(
                at=place, message=_misplaced(tree, path, "a list"), hint="begin each item with `- `"
            )
        case slug if "hint" in context:
            return slug, Problem(at=place, message=f"{last_key(path)}: {detail['msg']}", hint=context["hint"])
        case _:
            return "wrong-type", Problem(at=place, message=f"{last_key(path)}: {detail['msg']}")


def _misplaced(tree: Tree, path: tuple[int | str, ...], expected: str) -> str:
    return f"expected {expected} under `{last_key(path)}`, found {_value_text(value_at(tree, path))}"


def _value_text(value: Any) -> str:
    """A value as messages name it."""
    kinds = {list: "a list", dict: "a mapping", type(None): "nothing"}
    return kinds.get(type(value), f"`{value}`")


class _Shape(NamedTuple):
    """A mapping by name where a list of objects belongs, or a list of such mappings: its path, and the list's."""

    path: tuple[int | str, ...]
    items: tuple[int | str, ...]
    example: str
    keyed: bool


def _shapes(tree: dict[str, Tree], details: Iterable[ErrorDetails]) -> list[_Shape]:
    """The mappings by name among what does not fit: `networks: {lan: {cidr: …}}` and `- lan: {cidr: …}`."""
    unknown = dict.fromkeys(detail["loc"][:-1] for detail in details if detail["type"] == "extra_forbidden")
    return [shape for path in unknown if path and isinstance(path[-1], int) and (shape := _shape(tree, path))]


def _shape(tree: dict[str, Tree], path: tuple[int | str, ...]) -> _Shape | None:
    written, items = value_at(tree, path), path[:-1]
    below, model = (*path, ""), model_at((*path, ""))
    named = {key: value for key, value in written.items() if key != ORIGIN} if isinstance(written, dict) else {}
    if any(key.startswith("-") for key in islice(named, _LOOKED_AT)) or is_in_two_keys(named):
        return None
    if not named or not model.REQUIRED or not _is_by_name(named, below):
        return None
    name, first = next(iter(named.items()))
    if isinstance(value_at(tree, items), dict):
        return _Shape(items, items, _item(model, name, first), keyed=True)
    return _Shape(path, items, _item(model, name, first), keyed=False) if len(named) == 1 else None


def _is_by_name(named: dict[str, Tree], below: tuple[int | str, ...]) -> bool:
    """Whether the keys of a mapping are names of objects: the objects stand below, or no key is known or nearly so."""
    known = set(key_advice.keys_at(below))
    if all(isinstance(value, dict) for value in named.values()):
        return not known.issuperset(named)
    return known.isdisjoint(named) and not any(
        key_advice.meant((*below[:-1], key)) for key in islice(named, _LOOKED_AT)
    )


def _item(model: type[Entry], name: str, value: Tree) -> str:
    """An item of a list as it should be written, for a name and what was written behind it."""
    second = key_advice.second(model)
    if isinstance(value, str) and second:
        return f"- {{{model.REQUIRED[0]}: {name}, {second}: {value}}}"
    return f"- {model.REQUIRED[0]}: {name}"


def _misshapen(tree: dict[str, Tree], shapes: Iterable[_Shape]) -> Iterator[Problem]:
    """One finding for each list that is a mapping by name, or has items that are."""
    lists: dict[tuple[int | str, ...], list[_Shape]] = {}
    for shape in shapes:
        lists.setdefault(shape.items, []).append(shape)
    for items, (first, *more) in lists.items():
        key = last_key(items)
        if first.keyed:
            message, hint = f"`{key}` is a list, and this is a mapping", "begin each item with `- `, as in"
        else:
            what = (
                f"{len(more) + 1} items of `{key}` have their names as keys"
                if more
                else f"an item of `{key}` has its name as a key"
            )
            message, hint = what, "write the name as a value, as in"
        rest = (
            ""
            if first.example.endswith("}")
            else ", with its other keys on the lines below, indented like the first one"
        )
        place = place_at(tree, first.path, key=first.keyed)
        yield Problem(at=place, message=message, hint=f"{hint} `{first.example}`{rest}")


def _details_outside(details: Iterable[ErrorDetails], explained: Iterable[tuple[int | str, ...]]) -> list[ErrorDetails]:
    """What does not fit elsewhere than at these paths."""
    paths = set(explained)
    depths = {len(path) for path in paths}
    return [detail for detail in details if not any(detail["loc"][:depth] in paths for depth in depths)]


def _lost(tree: dict[str, Tree], detail: ErrorDetails) -> tuple[Source, Path]:
    """The place of the value that is left out; of a misspelt key, the place that it was meant for."""
    path = detail["loc"]
    while isinstance(path[-1], int):
        path = path[:-1]
    source, keys = origin_at(tree, path[:-1])
    close = key_advice.meant(path) if detail["type"] == "extra_forbidden" else ""
    return source, (*keys, close or path[-1])


def _unknown_key(tree: dict[str, Tree], path: tuple[int | str, ...]) -> Problem:
    model = model_at(path)
    kind = model.model_construct().kind
    where = "at the top level" if model is PlanFile else f"in {'an' if kind[0] in 'aeioA' else 'a'} {kind}"
    if len(path) > 1 and isinstance(path[-2], str):
        where = f"in `{path[-2]}`"
    hint = key_advice.hint(path, value_at(tree, path))
    return Problem(at=place_at(tree, path, key=True), message=f"unknown key `{path[-1]}` {where}", hint=hint)
