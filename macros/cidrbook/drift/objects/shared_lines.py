"""One finding for a line that several clusters share: there is one line to mend."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem
from cidrbook.text.names import listed_names
from cidrbook.text.source import Place

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
