"""Joins a machine that two lists spell differently: `web` and `web-01`, `certs1` and `cert-s`.

What makes a machine and what sets it up have a list each. Names that are equal but for a number that one of them lacks,
and for hyphens, are of one machine where both have one address; two names of one list are two machines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from netaddr import IPAddress

from cidrbook.plan.cluster import Node
from cidrbook.plan.entry import Machine
from cidrbook.plan.network import Host
from cidrbook.repository.sighting import Sighting
from cidrbook.text.regex import regex

_NUMBER = regex(r"[0-9]+")
_NO_LETTER = regex(r"[^a-z]")


def with_one_spelling(found: Sequence[Sighting]) -> list[Sighting]:
    """The sightings. A machine is spelled as in the first list that has its address."""
    names: dict[str, set[str]] = defaultdict(set)
    first: dict[tuple[str, IPAddress], list[Machine]] = defaultdict(list)
    for seen in found:
        if (machine := _listed_machine(seen)) is not None:
            names[seen.file].add(machine.id)
            for address in machine.addresses:
                first[seen.part, address].append(machine)
    return [_renamed(seen, first, names) for seen in found]


def _listed_machine(seen: Sighting) -> Machine | None:
    """The machine of a sighting: a node, or a host with its own address; None for weak sightings."""
    entry = seen.entry
    if isinstance(entry, Host):
        return entry if entry.assigned == "static" and not seen.weak else None
    return entry if isinstance(entry, Node) else None


def _renamed(seen: Sighting, first: dict[tuple[str, IPAddress], list[Machine]], names: dict[str, set[str]]) -> Sighting:
    machine = _listed_machine(seen)
    if machine is None:
        return seen
    for address in machine.addresses:
        for other in first[seen.part, address]:
            if other is machine:
                return seen
            file = other.origin.source.file
            apart = machine.id in names[file] or other.id in names[seen.file]
            if file != seen.file and not apart and are_alike(machine.id, other.id):
                return seen._replace(entry=machine.model_copy(update={"id": other.id, "name": other.name}))
    return seen


def are_alike(one: str, other: str) -> bool:
    """Whether two names are equal apart from hyphens and numbers. A number may be missing, or have more zeros."""
    letters = {_NO_LETTER.sub("", name.lower()) for name in (one, other)}
    numbers = [[int(number) for number in _NUMBER.findall(name)] for name in (one, other)]
    return len(letters) == 1 and "" not in letters and (numbers[0] == numbers[1] or [] in numbers)
