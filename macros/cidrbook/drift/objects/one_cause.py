"""One finding for what has one cause: many that rest on one place, say the same, or are of a line of several clusters.

A premise may be wrong, and is then wrong for all of them; if it is right, it is mended once. Two or three of a kind
stay findings of their own. A line that several clusters share is one line to mend.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related
from cidrbook.text.names import listed_names
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


# A line of several clusters

_THERE = "\0"
"""Stands for the name of a cluster while messages are compared."""


def once_for_all_clusters(observation: Observation, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems; those at one place that differ in nothing but the cluster as one that names all of these."""
    names = {cluster.id: cluster.name for cluster in observation.clusters}
    if len(names) < 2:
        yield from problems
        return
    groups: dict[tuple[Place, str], list[tuple[str, Problem]]] = defaultdict(list)
    for problem in problems:
        name = next((names[party] for party in problem.parties if party in names), "")
        groups[problem.at, _without_cluster(problem.message, name)].append((name, problem))
    for (_, masked), found in groups.items():
        clusters = list(dict.fromkeys(name for name, _ in found))
        yield from (
            dict.fromkeys(problem for _, problem in found)  # two objects of a shared line are so in each cluster
            if len(clusters) == 1
            else [_joined_problem(masked, clusters, found)]
        )


def _without_cluster(message: str, name: str) -> str:
    """The message without the name of its cluster."""
    return re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", _THERE, message) if name else message


def _joined_problem(masked: str, clusters: list[str], found: list[tuple[str, Problem]]) -> Problem:
    problems = [problem for _, problem in found]
    return replace(
        problems[0],
        message=masked.replace(_THERE, listed_names(clusters)),
        related=tuple(dict.fromkeys(related for problem in problems for related in problem.related)),
        parties=tuple(dict.fromkeys(party for problem in problems for party in problem.parties)),
    )
