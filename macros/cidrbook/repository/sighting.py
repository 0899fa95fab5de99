"""What a reader sees in a file: an object of the plan, made of located texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cidrbook.plan.entry import Entry
from cidrbook.text.finding import Problem
from cidrbook.text.located import Located, Spot
from cidrbook.text.source import ORIGIN, Origin, Path, Place

E = TypeVar("E", bound=Entry)


class Sighting(NamedTuple):
    """An object that a file holds, and what it is a part of.

    `part` is `network`, `host`, `router`, `speaker`, `session`, or of a cluster: `node`, `virtual`,
    `balancer`, `service`, `cni`, `pods`, `services`, `nodes` (networks that a cluster uses), `cluster` (facts of
    the cluster itself), `peering` (a session of the node that is its `local`, or of all nodes); or `problem`, where
    there is nothing but what is wrong. `scope` names the cluster where the file itself does; else its path decides.
    `weak` is what counts only where nothing else is known: an example in a text, a name in DNS.
    """

    part: str
    entry: Entry
    scope: str = ""
    problems: tuple[tuple[str, Problem], ...] = ()
    weak: bool = False
    reader: str = ""
    """The module that read it."""


def make(kind: type[E], at: Place, **values: object) -> tuple[E, tuple[tuple[str, Problem], ...]]:
    """An object of the plan, at its place, of values by the keys of the data; what does not fit is left out.

    Values that are still open (variables) are left out without a word, others with the problem and its rule's slug.
    """
    kept = {key: closed for key, value in values.items() if (closed := _closed(value)) not in (None, "", [])}
    places = {path: place for key, value in kept.items() for path, place in _places((key,), value)}
    origin = Origin(Spot(at.source, places, at), ())
    problems: list[tuple[str, Problem]] = []
    while True:
        try:
            return kind.model_validate({**kept, ORIGIN: origin}, by_alias=True, by_name=False), tuple(problems)
        except ValidationError as error:
            wrong = {str(detail["loc"][0]): detail for detail in error.errors(include_url=False, include_input=False)}
        wrong = {key: detail for key, detail in wrong.items() if key in kept} or {}
        if not wrong:
            return cast("E", kind.model_construct(origin=origin)), tuple(problems)
        for key, detail in wrong.items():
            problems.extend(_problem(origin, key, detail))
            del kept[key]


def sighting(part: str, kind: type[Entry], at: Place, *, scope: str = "", **values: object) -> Sighting:
    """An object of this kind, seen at a place."""
    entry, problems = make(kind, at, **values)
    return Sighting(part, entry, scope, problems)


def _closed(value: object) -> object:
    """The value without what is still open."""
    if isinstance(value, Located):
        return None if value.open else value
    if isinstance(value, list | tuple):
        return [item for item in map(_closed, value) if item not in (None, "")]
    return value


def _places(path: Path, value: object) -> Iterable[tuple[Path, Place]]:
    if isinstance(value, Located):
        yield path, value.place
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places((*path, index), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _places((*path, key), item)


def _problem(origin: Origin, key: str, detail: ErrorDetails) -> Iterable[tuple[str, Problem]]:
    """What is wrong with a value, where a rule has a name for it; a text that is no address at all is no claim."""
    context: dict[str, Any] = detail.get("ctx", {})
    backwards = key in ("dhcp", "reserved") and "runs backwards" in detail["msg"]
    if (backwards or detail["type"] not in ("wrong-type", "missing-prefix-length")) and "hint" in context:
        place = origin.at(key, *(number for number in detail["loc"][1:] if isinstance(number, int)))
        yield detail["type"], Problem(at=place, message=f"{key}: {detail['msg']}", hint=context["hint"])
