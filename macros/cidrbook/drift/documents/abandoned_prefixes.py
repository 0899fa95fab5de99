"""Documented prefixes that nothing in the repository is in, while another one stands beside a word of their row.

Without such a word nothing is concluded: a network that is in no file, and one that is in no document, are far more
often two networks than one that moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.drift.documents.vocabulary import COMMON, GENERIC, told_by
from cidrbook.net.ip import to_int
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.finding import Problem, Related
from cidrbook.text.source import Place, Source

_LITERAL = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:/[0-9]{1,2})?(?![0-9/]|\.[0-9])")
_FOR_PEOPLE = re.compile(r"\.(?:mdx?|markdown|rst|adoc|txt|html?|svg|drawio|ipynb)$|(?:^|/)readme[^/]*$", re.IGNORECASE)
_LENGTHS = range(16, 30)
_ABOVE = 3
_SHORTEST_WORD = 3


class Nowhere(NamedTuple):
    """A documented prefix, and the one that the repository has beside the same word."""

    statement: Statement
    other: IPNetwork
    place: Place

    @property
    def problem(self) -> Problem:
        """The difference, as rules report it."""
        said = self.statement
        return Problem(
            at=said.place,
            message=f"`{said.label}` is documented as {said.text}, and nothing in the repository is in it;"
            f" {self.other} is there instead",
            label="nowhere else",
            related=(Related(at=self.place, message=f"{self.other} is written here"),),
            hint=f"write {self.other} if that is meant, or put `<!-- cidrbook: ignore -->` on the line",
        )


class _Found(NamedTuple):
    """What the configurations of a tree hold: each prefix with its places, and every address, in order."""

    prefixes: dict[IPNetwork, list[tuple[Source, int]]]
    addresses: list[int]

    def is_in_use(self, statement: Statement) -> bool:
        """Whether anything is in a documented prefix, or around it."""
        at = bisect_left(self.addresses, statement.first)
        inside = at < len(self.addresses) and self.addresses[at] <= statement.last
        return inside or any(one.first <= statement.first and statement.last <= one.last for one in self.prefixes)


@cached_view
def nowhere(plan: Observation) -> tuple[Nowhere, ...]:
    """Documented prefixes that are out of use, as it seems, with what may have come in their place."""
    said = [statement for statement in plan.statements if _prefix(statement) is not None]
    if not any(not statement.role for statement in said):
        return ()
    found = _read(plan)
    documented = {_prefix(statement) for statement in said}
    left = [one for one in found.prefixes if one not in documented]
    files: dict[str, list[Statement]] = defaultdict(list)
    for other_statement in said:
        files[other_statement.place.file].append(other_statement)
    return tuple(one for own in files.values() for one in _of(own, found, left))


def _prefix(statement: Statement) -> IPNetwork | None:
    """The prefix that a statement is, where it is one of IPv4 that a network has."""
    if statement.version != 4 or statement.address is not None or "/" not in statement.text:
        return None
    length = 32 - (statement.last - statement.first + 1).bit_length() + 1
    return IPNetwork((statement.first, length), version=4) if length in _LENGTHS else None


def _read(plan: Observation) -> _Found:
    prefixes: dict[IPNetwork, list[tuple[Source, int]]] = defaultdict(list)
    addresses = set()
    for source in plan.sources:
        for found in _LITERAL.finditer("" if _FOR_PEOPLE.search(source.file) else source.text):
            address, slash, length = found[0].partition("/")
            number = to_int(address, 4)
            if number is None:
                continue
            if slash and int(length) in _LENGTHS:
                prefixes[IPNetwork((number, int(length)), version=4).cidr].append((source, found.start()))
            elif not slash or int(length) in (30, 31, 32):
                addresses.add(number)
    addresses |= {int(prefix.first) for prefix in prefixes}
    return _Found(prefixes, sorted(addresses))


def _of(said: list[Statement], found: _Found, left: list[IPNetwork]) -> Iterator[Nowhere]:
    """Those of one document, which is about this lab: something else that it says is in its configurations."""
    absent = [
        other_statement for other_statement in said if not other_statement.role and not found.is_in_use(other_statement)
    ]
    present = any(_prefix(each_statement) in found.prefixes for each_statement in said)
    for statement in absent if present else ():
        near = [one for one in left if _differ_by_one(statement, one) and _is_named(statement, found.prefixes[one])]
        if len(near) == 1 and [one.text for one in absent].count(statement.text) == 1:
            yield Nowhere(statement, near[0], _place(near[0], found))


def _place(prefix: IPNetwork, found: _Found) -> Place:
    source, index = found.prefixes[prefix][0]
    return source.at(index, len(str(prefix)))


def _differ_by_one(statement: Statement, other: IPNetwork) -> bool:
    """Whether two prefixes of one length differ in one octet."""
    own = _prefix(statement)
    if own is None or own.prefixlen != other.prefixlen:
        return False
    return sum(a != b for a, b in zip(str(own.ip).split("."), str(other.ip).split("."), strict=True)) == 1


def _is_named(statement: Statement, places: list[tuple[Source, int]]) -> bool:
    """Whether a word of the label stands in the lines around a prefix, or in the name of its file."""
    words = {word for word in told_by(*statement.labels[:2]) - COMMON - GENERIC if len(word) >= _SHORTEST_WORD}
    words = {word for word in words if not word.isdecimal()}
    return any(words & told_by(_around(source, index)) for source, index in places)


def _around(source: Source, index: int) -> str:
    """The line of an index and those right above it that have no prefix of their own, and the file's name."""
    at = source.at(index).line - 1
    above = takewhile(lambda line: "/" not in line, reversed(source.lines[max(0, at - _ABOVE) : at]))
    return " ".join((source.file.rpartition("/")[2], source.lines[at], *above))
