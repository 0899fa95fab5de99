"""Statements with the things that they name, and what the rows of a section say together of what theirs are about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from cidrbook.drift.documents.known_names import Match, is_domain
from cidrbook.plan.entry import Addressed
from cidrbook.repository.statement import Statement
from cidrbook.text.regex import regex

_GUEST = regex(r"\b(?:lxc|ct|vm|vmid|guest|jail|container)[ #]*[0-9]*\b", re.IGNORECASE)
"""Words beside a machine's name for what runs on it with an address of its own: `pve1 (LXC 105)`."""
_FEWEST_SHARED = 3
"""Names in DNS at one address: with as many, something there takes requests for all of them."""

_Section = tuple[str, tuple[str, ...]]


class NamedStatement(NamedTuple):
    """A statement, and the things that it names."""

    statement: Statement
    match: Match

    @property
    def section(self) -> _Section:
        """The document and the headings that it is below."""
        return self.statement.place.file, self.statement.headings

    @property
    def is_guest(self) -> bool:
        """Whether its line says that it is a guest of the machine that it names."""
        return any(_GUEST.search(text) for text in (*self.statement.labels, self.statement.near))

    @property
    def holds(self) -> bool:
        """Whether what it names has its address."""
        return any(self.statement.address in owner.addresses for owner in self.match.owners)


class Sections(NamedTuple):
    """What the rows of sections and documents say together.

    `housing` are the sections in which addresses are those of what things run on: at least as many rows hold as do not.
    `shared` are addresses with several names in DNS. `right` are documents that call a thing by its name at its own
    address, each with the id of the thing.
    """

    housing: frozenset[_Section]
    shared: frozenset[tuple[str, int]]
    right: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, found: Iterable[NamedStatement]) -> Sections:
        """What statements say together."""
        found = list(found)
        housed = Counter((one.section, one.holds) for one in found if one.match.housing and not one.is_guest)
        by_name = (one for one in found if one.match.exact and not one.match.housing)
        return cls(
            frozenset(at for at, holds in housed if holds and housed[at, True] >= housed[at, False]),
            _addresses_of_several_names(found),
            frozenset(
                (one.statement.place.file, owner.id)
                for one in by_name
                for owner in one.match.owners
                if one.statement.address in owner.addresses
            ),
        )

    def reason_to_drop(self, named: NamedStatement, owner: Addressed) -> str:
        """Why a row may be of something else than the thing that it names; empty, if nothing says so."""
        statement = named.statement
        if named.match.housing and (named.is_guest or named.section not in self.housing):
            return f"it runs on {owner.name}, and has an address of its own"
        shared = (statement.place.file, statement.number) in self.shared
        if shared and any(map(is_domain, (*statement.labels, statement.near))):
            return "several names in DNS lead there: something takes requests for all of them"
        if not named.match.exact and (statement.place.file, owner.id) in self.right:
            return f"the document says the address of {owner.name} by its name: this is called less than that"
        return ""


def _addresses_of_several_names(found: Iterable[NamedStatement]) -> frozenset[tuple[str, int]]:
    """The addresses with several names in DNS, each with its document."""
    names: dict[tuple[str, int], set[str]] = defaultdict(set)
    for one in found:
        label = next(iter(one.statement.labels), "")
        if is_domain(label):
            names[one.statement.place.file, one.statement.number].add(label)
    return frozenset(at for at, several in names.items() if len(several) >= _FEWEST_SHARED)
