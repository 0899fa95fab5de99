"""Where the object is written that a name means, and where else it is named."""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.entry import Named
from cidrbook.plan.plan import Plan
from cidrbook.plan.references import Reference, targets
from cidrbook.text.source import Place, Source


def definitions(plan: Plan, source: Source, line: int, column: int) -> list[Place]:
    """The places of the objects that the name at a line and column means; of the object itself, where it is written."""
    names = _names_at(plan, source, line, column)
    return [thing.at() for thing in _named_objects(plan) if thing.id in names]


def references(plan: Plan, source: Source, line: int, column: int) -> list[Place]:
    """The places that name what is named, or written, at a line and column."""
    names = _names_at(plan, source, line, column)
    return [_reference_place(reference) for reference in _all_references(plan) if reference.name in names]


def _names_at(plan: Plan, source: Source, line: int, column: int) -> set[str]:
    named = {ref.name for ref in _all_references(plan) if _covers(_reference_place(ref), source, line, column)}
    return named or {
        thing.id
        for thing in _named_objects(plan)
        if any(_covers(thing.at(key), source, line, column) for key in ("name", "id"))
    }


def _named_objects(plan: Plan) -> Iterator[Named]:
    return (entry for entry in plan.entries if isinstance(entry, Named))


def _all_references(plan: Plan) -> Iterator[Reference]:
    return (reference for target in targets(plan) for reference in target.references)


def _reference_place(reference: Reference) -> Place:
    return reference.entry.at(*reference.path)


def _covers(place: Place, source: Source, line: int, column: int) -> bool:
    at = place.column <= column <= place.column + place.width
    return place.file == source.file and place.line == line and at
