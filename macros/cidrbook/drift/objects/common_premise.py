"""One finding for what has one cause: many that rest on one place, or that say the same of many places.

A premise may be wrong, and is then wrong for all of them; if it is right, it is mended once. Two or three of a kind
stay findings of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cidrbook.text.finding import Problem, Related
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_FEW = 3
"""So many of one kind may have a cause each."""

_SHOWN = 40
"""So many places a finding names; who mends the cause looks for all of them anyway."""

_NAMED = 12
"""So many objects its message names."""

_VALUES = regex(r"\S*[0-9]\S*")
"""Words with digits: addresses, prefixes, numbered machines."""


def once_for_a_premise(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of one rule; where many rest on one place or say the same, the first of them with the places."""
    by_place: dict[object, list[Problem]] = defaultdict(list)
    for number, problem in enumerate(problems):
        by_place[_premise(problem) or number].append(problem)
    alike: dict[object, list[Problem]] = defaultdict(list)
    for found in by_place.values():
        for problem in _first_of_many(found):
            alike[_masked_message(problem)].append(problem)
    for found in alike.values():
        yield from _first_of_many(found)


def _premise(problem: Problem) -> tuple[Place, str] | None:
    """The place that a problem rests on, and in what way."""
    return (problem.related[0].at, problem.related[0].message) if problem.related else None


def _masked_message(problem: Problem) -> tuple[str, object]:
    """What a message says of whatever its values, and the objects it is about, are."""
    message = problem.message
    for party in sorted(problem.parties, key=len, reverse=True):
        message = re.sub(rf"(?<![\w-]){re.escape(party)}(?![\w-])", "", message)
    return _VALUES.sub("", message), problem.severity


def _first_of_many(found: Sequence[Problem]) -> Sequence[Problem]:
    """Few problems as they are; of many the first one, with the places of the others."""
    if len(found) <= _FEW:
        return found
    first, *others = found
    places = tuple(Related(at=other.at, message=other.message) for other in others[:_SHOWN])
    return [
        replace(
            first,
            message=f"{first.message}; {len(others)} more like it may have the same cause: {_names_of(others)}",
            related=(*first.related, *places),
        )
    ]


def _names_of(problems: Sequence[Problem]) -> str:
    """The objects that problems are about, or else their lines, as a message lists them."""
    own = (next(iter(problem.parties), "") for problem in problems)
    names = dict.fromkeys(
        name if name and name in problem.message else f"{problem.at.file}:{problem.at.line}"
        for name, problem in zip(own, problems, strict=True)
    )
    shown = [*names][:_NAMED]
    return f"{', '.join(shown)}…" if len(names) > len(shown) else ", ".join(shown)
