"""Makes details of numbers, addresses and ranges in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.documents.context import Context
from cidrbook.repository.documents.literals import Literal
from cidrbook.repository.statement import Detail, Statement, Topic

_LOWEST_ASN = 1000
"""A lower number beside `AS` is part of a name, or a step. Labs use private AS numbers, from 64512 upwards."""
_HIGHEST_VLAN = 4094
"""The highest VLAN id: 4095 is reserved."""


def numbered(  # noqa: PLR0913 (what makes a detail)
    context: Context,
    topic: Topic,
    found: re.Match[str],
    labels: tuple[str, ...],
    beside: tuple[Statement, ...],
    *,
    plain: bool = True,
    group: int = 1,
) -> Iterator[Detail]:
    """The detail of a number; None if its topic cannot have this number."""
    high, dot, low = found[group].partition(".")
    number = (int(high) << 16) + int(low) if dot else int(high)
    if _LOWEST_ASN <= number < 1 << 32 if topic == "asn" else not dot and 0 < number <= _HIGHEST_VLAN:
        place = context.source.at(context.cell.start + found.start(group), len(found[group]))
        why = (context.why,) if context.why else ()
        yield Detail(
            topic, found[group], place, 0, number, number, labels, context.headings, beside, plain, reasons=why
        )


def addressed(
    context: Context, topic: Topic, literal: Literal, labels: tuple[str, ...], beside: tuple[Statement, ...] = ()
) -> Detail:
    """The detail of an address or a range."""
    said = context.statement(literal, labels)
    first, last = ends_of(literal)
    return Detail(
        topic, said.text, said.place, literal.version, first, last, labels, said.headings, beside, reasons=said.reasons
    )


def ends_of(literal: Literal) -> tuple[int, int]:
    """The first and last address. `10.0.0.5/24` is the one address."""
    if literal.address is None:
        return literal.first, literal.last
    return int(literal.address), int(literal.address)
