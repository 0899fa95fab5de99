"""Gateways and DHCP ranges without their network beside them: in rows and items of their own, in two columns.

Their addresses say which network is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.documents.context import Context, TableRow, ends_of, row_of
from cidrbook.repository.documents.credibility import denial, other_times
from cidrbook.repository.documents.line_statements import is_item
from cidrbook.repository.documents.literals import Literal
from cidrbook.repository.documents.roles import words
from cidrbook.repository.statement import Detail, Topic
from cidrbook.repository.vocabulary import ROUTER_PRODUCTS
from cidrbook.text.markdown import Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_GATEWAY = regex(
    r"^(?:(?:default|lan|network|home|primary) )?(?:gateway|gw)(?: ip| address)?(?: configurable)?$"
    rf"|\b(?:router|default|lan|vlan(?: [0-9]+)?|{ROUTER_PRODUCTS})(?: \w+)?"
    r" (?:gateway|gw)$"
)
_RANGE = regex(r"^(?:dhcp|dynamic|lease) (?:ranges?|pools?|scopes?)$")
_DHCP = regex(r"\bdhcp\b")
_START = regex(r"\b(?:start|from|begin|first)(?: ip| address)?$")
_END = regex(r"\b(?:end|to|stop|last)(?: ip| address)?$")


def lone_details(source: Source, passage: Passage) -> Iterator[Detail]:
    """The gateway or DHCP range of a row or an item that says nothing else."""
    texts = [cell.text for cell in passage.cells]
    if passage.kind in ("code", "mermaid") or any(map(denial, texts)) or any(map(other_times, texts)):
        return
    row = row_of(source, passage)
    if passage.kind == "row" and any(_START.search(words(title)) for title in passage.title):
        yield from _range_in_columns(row)
    elif sum(map(len, row.found)) == 1 and (passage.kind == "row" or is_item(passage)):
        yield from _lone_detail(row)


def _lone_detail(row: TableRow) -> Iterator[Detail]:
    """The only address or range of a row or an item, if its words name it."""
    which = next(number for number, found in enumerate(row.found) if found)
    literal = row.found[which][0]
    topic: Topic = "gateway" if literal.address is not None else "dhcp"
    pattern = _GATEWAY if topic == "gateway" else _RANGE
    title = words(row.title(which)) if row.passage.kind == "row" else ""
    is_named = any(pattern.search(words(rest)) for rest in row.rests)
    if is_named and not _GATEWAY.search(title) and not _DHCP.search(title):
        yield _range_detail(row.context(which), topic, literal, literal)


def _range_in_columns(row: TableRow) -> Iterator[Detail]:
    """A DHCP range with its ends in two columns."""
    titles = [words(title) for title in row.passage.title[: len(row.found)]]
    if not any(_DHCP.search(text) for text in (*titles, *map(words, row.passage.headings))):
        return
    starts = [which for which, title in enumerate(titles) if _START.search(title) and _is_one(row.found[which])]
    ends = [which for which, title in enumerate(titles) if _END.search(title) and _is_one(row.found[which])]
    if len(starts) != 1 or len(ends) != 1:
        return
    first, last = row.found[starts[0]][0], row.found[ends[0]][0]
    if first.version == last.version and first.first < last.first:
        detail = _range_detail(row.context(ends[0]), "dhcp", last, first)
        labels = (row.rests[0], *filter(None, row.rests[1:]))
        begin = row.passage.cells[starts[0]].text.strip(" `*")
        yield detail._replace(labels=labels, text=f"{begin}-{detail.text}")


def _is_one(found: list[Literal]) -> bool:
    return len(found) == 1 and found[0].address is not None


def _range_detail(context: Context, topic: Topic, literal: Literal, first: Literal) -> Detail:
    """The detail of the addresses from one literal to another, at the place of the second."""
    said = context.statement(literal)
    begin, end = ends_of(first)[0], ends_of(literal)[1]
    reasons = (*said.reasons, f"the words beside it name a {'gateway' if topic == 'gateway' else 'DHCP range'}")
    return Detail(
        topic, said.text, said.place, literal.version, begin, end, (), said.headings, bare=True, reasons=reasons
    )
