"""The tables, lists and sections of documents as wholes: most rows show what the others are about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.drift.documents.known_names import Match, is_domain, known_names
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import KINDS, words_of
from cidrbook.text.regex import regex

Table = tuple[str, tuple[str, ...], str]
"""A table or list: its document, the headings above it, and the column."""

_PLAIN_COLUMN = regex(
    r"(?:(?:node|lan|static|main|primary|host)[ -])?(?:ipv?4?|addr(?:ess)?|ip[ -]address(?:es)?|cidr)?"
    r"|values?|details?",
    re.IGNORECASE,
)
_SECOND_ADDRESS = regex(
    r"tailscale|tailnet|vpn|wireguard|bmc|ipmi|idrac|ilo\b|kvm|amt|storage|ceph|thunderbolt|ring|mesh|iscsi|nfs|sync"
    r"|replication|pods?\b|multus|usb|backup|corosync|old|previous|dhcp|10g|25g|docker|proxmox|pve|hypervisor",
    re.IGNORECASE,
)
"""Words for second addresses of machines."""


def table_of(statement: Statement) -> Table:
    """The table or list of a statement. Sections that are each named after one thing make one list."""
    headings = statement.headings
    is_named_above = bool(headings) and statement.labels[:1] == headings[-1:]
    return (
        (statement.place.file, headings[:-1], "")
        if is_named_above
        else (statement.place.file, headings, statement.column)
    )


def is_plain(statement: Statement) -> bool:
    """Whether a row says no more than that something is an address: neither a second one, nor another cluster's."""
    above = " ".join((*statement.labels[:1], *statement.headings, statement.column))
    column = statement.column.strip(" *`")
    return bool(_PLAIN_COLUMN.fullmatch(column)) and not _SECOND_ADDRESS.search(above) and not words_of(above) & KINDS


def is_in_table_that_holds(observation: Observation, statement: Statement) -> bool:
    """Whether another row of a plain table has the right address. Then this row means the same kind of address.

    A row that says nothing but the name of a thing is as plain, whatever that name means elsewhere.
    """
    is_name = any(map(known_names(observation).has, statement.labels[:1]))
    row = statement._replace(labels=()) if is_name else statement
    return is_plain(row) and bool(holding_rows(observation).get(table_of(statement)))


@cached_view
def holding_rows(observation: Observation) -> dict[Table, list[Addressed]]:
    """The things with their own name and right address in a row of each table."""
    found: dict[Table, list[Addressed]] = defaultdict(list)
    for statement in observation.statements:
        found[table_of(statement)] += _owners_held(observation, statement)
    return found


def _owners_held(observation: Observation, statement: Statement) -> Iterator[Addressed]:
    if statement.address is not None and not statement.sentence:
        owners = known_names(observation).exactly(statement, statement.labels[:1])
        yield from (owner for owner in owners[:1] if any(statement.address in owner.addresses for owner in owners))


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
        if (statement.place.file, statement.number) in self.shared:
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
