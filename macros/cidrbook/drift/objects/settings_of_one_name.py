"""Values of one name in several files, of which one differs: variables, settings and defaults of any format.

A name may well have another value in another environment, cluster or machine. So it counts only where it has two values
in one network and no third one, and where no other line has the one that differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.documents.credibility import is_for_people
from cidrbook.repository.documents.vendored_folders import not_vendored
from cidrbook.repository.installation import are_apart
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.assigned_values import RANGES, AssignedValue, Default, Sort, assigned_values
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.parts.written_addresses import times_written
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_HOST_BITS: dict[Sort, int] = {"address": 8, "prefix": 16, "number": 32}
"""The host bits of the network in which a name has one value. Numbers are in none."""

_RELEASES = ("kind: HelmRelease", "kind: Application")
"""The values of an app may be ranges of a cluster that it makes, or that it only lets in."""

_TWO = 2
_AGREEING = 3
"""So many files beside each other, one for each machine or app, agree on what is no value of their own."""

_OVERRIDING = regex(r"(?:^|/)(?:group|host)_vars/")
"""Files of Ansible that override each other: what a host or a group has counts before what all have."""

_Values = dict[str, list[AssignedValue]]


@cached_view
def differing_settings(observation: Observation) -> tuple[StaleCopy, ...]:
    """The values of a name that differ from the only other value of that name in the repository."""
    groups: dict[tuple[Sort, frozenset[str], int, Default], _Values] = defaultdict(lambda: defaultdict(list))
    for source in _configurations(observation):
        of_app = any(word in source.text for word in _RELEASES)
        for value in assigned_values(source):
            of_cluster = not value.words.isdisjoint(RANGES)
            space = 0 if of_cluster else value.first >> _HOST_BITS[value.sort]
            if of_cluster and of_app:
                continue
            groups[value.sort, value.words, space, value.default][value.text].append(value)
    return tuple(
        copy for values in groups.values() if len(values) == _TWO for copy in _rival_value(observation, values)
    )


def _configurations(observation: Observation) -> Iterator[Source]:
    for source in not_vendored(observation.sources):
        if not (is_for_people(source.file) or is_example(source.file) or source.file in observation.latent):
            yield source


def _rival_value(observation: Observation, values: _Values) -> Iterator[StaleCopy]:
    """The value that fewer lines have, if no line without this name has it, and both are about one thing."""
    usual, odd = sorted(values.values(), key=lambda found: (-len(found), -_times_written(observation, found[0])))
    if odd[0].sort != "number" and _times_written(observation, odd[0]) > len(odd):
        return
    if all(_are_about_one(observation, *pair) for pair in product(usual, odd)) and _are_no_series(usual, odd):
        first = odd[0]
        message = f"{first.name} is {first.text} here, and {usual[0].text} elsewhere"
        yield StaleCopy(None, first.place, message, usual[0].place, usual[0].text)


def _times_written(observation: Observation, value: AssignedValue) -> int:
    """How often files write a value. Numbers are everywhere."""
    return times_written(observation.sources, value.text) if value.sort != "number" else 0


def _are_about_one(observation: Observation, one: AssignedValue, other: AssignedValue) -> bool:
    """Whether two values are not those of two environments, clusters or files that each have their own."""
    first, second = one.place.file, other.place.file
    clusters = {cluster_of(first), cluster_of(second)} - {""}
    of_one_variable = one.default == "inline" and one.name == other.name
    is_apart = first == second and not of_one_variable
    overrides = _OVERRIDING.search(first) and _OVERRIDING.search(second)
    are_two = _are_of_two_trees(first, second) or are_apart(observation.installations, first, second)
    return not (is_apart or overrides or len(clusters) > 1 or are_two)


def _are_of_two_trees(first: str, second: str) -> bool:
    """Whether two files have one name in one folder's name, below two folders that are not beside each other.

    So `nas/flux/vars/settings.yaml` and `clusters/main/flux/vars/settings.yaml` are the settings of two environments.
    """
    own, other = (file.split("/")[-2:] for file in (first, second))
    return first != second and own == other and not _are_beside(first, second)


def _are_no_series(usual: list[AssignedValue], odd: list[AssignedValue]) -> bool:
    """Whether the files are not those of machines or apps, each with its own value. A default is one variable's."""
    if not all(_are_beside(one.place.file, other.place.file) for one, other in product(usual, odd)):
        return True
    if odd[0].default == "inline" and odd[0].name == usual[0].name:
        return True
    of_one_network = odd[0].sort == "prefix" and odd[0].first == usual[0].first
    return of_one_network or len({value.place.file for value in usual}) >= _AGREEING


def _are_beside(one: str, other: str) -> bool:
    """Whether the paths of two files differ in the name of one folder, or of the file."""
    first, second = one.split("/"), other.split("/")
    return len(first) == len(second) and sum(map(str.__ne__, first, second)) == 1
