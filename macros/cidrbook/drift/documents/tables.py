"""The tables and lists of documents as wholes: most rows show what the others are about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.documents.known_names import known_names
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
