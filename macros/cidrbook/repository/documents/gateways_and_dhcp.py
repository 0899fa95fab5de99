"""Gateways and DHCP ranges that documents say without their network: in rows and items of their own, in two columns.

Their addresses say which network is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import words
from cidrbook.repository.documents.statements import NOT_SO, OTHER_TIMES, At, is_item, rest_of
from cidrbook.repository.statement import Detail, Topic
from cidrbook.text.markdown import Passage
from cidrbook.text.source import Source

_GATEWAY = re.compile(
    r"^(?:(?:default|lan|network|home|primary) )?(?:gateway|gw)(?: ip| address)?(?: configurable)?$"
    r"|\b(?:ucg|udm\w*|usg|unifi|router|opnsense|pfsense|mikrotik|vyos|default|lan|vlan(?: [0-9]+)?)(?: \w+)?"
    r" (?:gateway|gw)$"
)
_RANGE = re.compile(r"^(?:dhcp|dynamic|lease) (?:ranges?|pools?|scopes?)$")
_DHCP = re.compile(r"\bdhcp\b")
_START = re.compile(r"\b(?:start|from|begin|first)(?: ip| address)?$")
_END = re.compile(r"\b(?:end|to|stop|last)(?: ip| address)?$")


def served(source: Source, passage: Passage) -> Iterator[Detail]:
    """What a row or an item says of a gateway or a DHCP range, and of nothing else."""
    texts = [cell.text for cell in passage.cells]
    if passage.kind in ("code", "mermaid") or any(map(NOT_SO.search, texts)) or any(map(OTHER_TIMES.search, texts)):
        return
    found = [list(literals(text)) for text in texts]
    if passage.kind == "row" and any(_START.search(words(title)) for title in passage.title):
        yield from _in_columns(source, passage, found)
    elif sum(map(len, found)) == 1 and (passage.kind == "row" or is_item(passage)):
        yield from _alone(source, passage, found)


def _alone(source: Source, passage: Passage, found: list[list[Literal]]) -> Iterator[Detail]:
    """The one address or range of a row or an item, where its words say what it is."""
    which = next(number for number, own in enumerate(found) if own)
    literal, cell = found[which][0], passage.cells[which]
    rests = [words(rest_of(one, own)) for one, own in zip(passage.cells, found, strict=True)]
    pattern, topic = (_GATEWAY, "gateway") if literal.address is not None else (_RANGE, "dhcp")
    named = any(pattern.search(rest) for rest in rests)
    column = words(passage.title[which]) if passage.kind == "row" and which < len(passage.title) else ""
    if named and not any(one.search(column) for one in (_GATEWAY, _DHCP)):
        yield _detail(At(source, passage, cell), "gateway" if topic == "gateway" else "dhcp", literal, literal)


def _in_columns(source: Source, passage: Passage, found: list[list[Literal]]) -> Iterator[Detail]:
    """A DHCP range of which two columns have the ends."""
    titles = [words(title) for title in passage.title[: len(found)]]
    told = any(_DHCP.search(text) for text in (*titles, *map(words, passage.headings)))
    ends = [
        [which for which, title in enumerate(titles) if pattern.search(title) and _is_one(found[which])]
        for pattern in (_START, _END)
    ]
    if told and all(len(own) == 1 for own in ends):
        (start,), (end,) = ends
        first, last = found[start][0], found[end][0]
        if first.version == last.version and first.first < last.first:
            labels = tuple(
                rest for number, cell in enumerate(passage.cells) if (rest := rest_of(cell, found[number])) and number
            )
            names = (rest_of(passage.cells[0], found[0]), *labels)
            detail = _detail(At(source, passage, passage.cells[end]), "dhcp", last, first)
            yield detail._replace(labels=names, text=f"{passage.cells[start].text.strip(' `*')}-{detail.text}")


def _is_one(found: list[Literal]) -> bool:
    return len(found) == 1 and found[0].address is not None


def _detail(at: At, topic: Topic, literal: Literal, first: Literal) -> Detail:
    """A detail of the addresses from one literal to another, at the latter."""
    said = at.says(literal, (), ("", "none"))
    begin = int(first.address) if first.address is not None else first.first
    end = int(literal.address) if literal.address is not None else literal.last
    return Detail(topic, said.text, said.place, literal.version, begin, end, (), said.headings, bare=True)
