"""Whose groups a host of an inventory is in: it may have its address in one of them, and be only named in others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_SPREAD = re.compile(r"^([^\[\]]*)\[([0-9]{1,4}):([0-9]{1,4})\]([^\[\]]*)$")
_NO_GROUP = frozenset({"all", "hosts", "children", "vars"})
_MANY = 256


class Groups(NamedTuple):
    """The groups that name a host, and those that a group is a part of."""

    of_host: dict[str, set[str]]
    around: dict[str, set[str]]

    @classmethod
    def empty(cls) -> Groups:
        """None yet."""
        return cls(defaultdict(set), defaultdict(set))

    def names(self, name: str, groups: Iterable[str]) -> None:
        """Each of the groups names this host, or these hosts: `node[1:3]`."""
        known = {group for group in groups if group not in _NO_GROUP}
        for one in spread(name):
            self.of_host[one] |= known

    def holds(self, group: str, child: str) -> None:
        """A group is a part of another one."""
        if group not in _NO_GROUP:
            self.around[child].add(group)

    def of(self, name: str, groups: Iterable[str] = ()) -> list[str]:
        """All groups of a host: those said, those that name it, and those around these."""
        found: dict[str, None] = {}
        left = [*groups, *sorted(self.of_host.get(name, ()))]
        while left:
            group = left.pop(0)
            if group not in found:
                found[group] = None
                left += sorted(self.around.get(group, ()))
        return list(found)


def spread(name: str) -> Iterator[str]:
    """The names that one with a range of numbers stands for."""
    found = _SPREAD.match(name)
    if not found:
        yield name
        return
    first, last = int(found[2]), int(found[3])
    width = len(found[2]) if found[2].startswith("0") else 0
    for number in range(first, min(last, first + _MANY) + 1):
        yield f"{found[1]}{number:0{width}}{found[4]}"
