"""Lists of addresses in any file: of scrape targets, of nodes in a script, of the servers of an application.

Read: two or more private addresses side by side on a line (`NODES="10.0.0.5 10.0.0.6"`), and lines below each other
that differ in the address and in numbers alone (`- 10.0.0.5:9100`, `TALOS_NODE_1: 10.0.0.5`). A line with a name of its
own, or in a document, is read elsewhere. The members are no machines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cidrbook.repository.clues.node_lists import NODES
from cidrbook.repository.parts.private_addresses import ADDRESSED, addressed_lines, is_private
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.reader import DOCUMENTS, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

LISTED = "listed"
"""The purpose of a setting that lists machines."""

NAMELESS = "a list"
"""What a list without a name is called."""

_ADDRESS = regex(r"(?<![\w.:/@-])(?:https?://)?([0-9]{1,3}(?:\.[0-9]{1,3}){3})(:[0-9]{1,5})?(?![\w.]|[/-][0-9])")
_BETWEEN = regex(r"[\"']?[,;|\s]+[\"']?\Z")
_BEFORE = regex(r"(?:-[ \t]*)?[\"']?(?:([A-Za-z][\w.-]*)[\"']?[ \t]*[:=][ \t]*)?[\"']?\Z")
_BEHIND = regex(r"[\"']?,?[ \t]*(?:(?:#|//).*)?\Z")
_KEY = regex(r"([A-Za-z][\w.-]*)[\"']?[ \t]*[:=]+[ \t]*(?:&[\w-]+[ \t]*)?[\"'\[({]{0,2}\Z")
_COMMENT = regex(r"[ \t]*(?:(?:#|//).*)?\Z")
_NUMBER = regex(r"[0-9]+")
_OF_NODES = regex(
    r"(?:\w+_)?(?:(?:talos|k3s|k8s|k0s|kube|kubernetes|rke2|cluster)_)(?:nodes?|control_?planes?|masters?|workers?)"
    r"(?:_(?:ips?|addrs?|address(?:es)?|hosts?|#))*",
    re.IGNORECASE,
)
_LONGEST = 2000
"""Longer lines are generated, and no list that people keep."""
_HEAD = 10
"""Lines above a list that its key is searched in, for comments between them."""


class _Item(NamedTuple):
    """A line with one address: what is around it without its numbers, the name before it, and its indentation."""

    shape: str
    name: str
    address: Located


@reads_files(looks=ADDRESSED, but=(*DOCUMENTS, "*.svg"))
def read(source: Source) -> Iterator[Sighting]:
    """The lists of a file."""
    run: list[_Item] = []
    for number, found in _matches_by_line(source):
        item = _list_item(source, number, found[0]) if len(found) == 1 else None
        if run and (item is None or item.shape != run[0].shape or not _are_neighbours(source, run[-1], number)):
            yield from _run_list(source, run)
            run = []
        run += [item] if item else []
        yield from _line_list(source, number, found)
    yield from _run_list(source, run) if run else ()


def _matches_by_line(source: Source) -> Iterator[tuple[int, list[re.Match[str]]]]:
    """The addresses of each line that holds some, by its number; none if one is not private."""
    for number in addressed_lines(source):
        line = source.lines[number - 1]
        found = list(_ADDRESS.finditer(line)) if len(line) < _LONGEST else []
        if found and not _COMMENT.match(line) and all(is_private(match[1]) for match in found):
            yield number, found


def _are_neighbours(source: Source, item: _Item, number: int) -> bool:
    """Whether nothing but comments is between an item and a line."""
    return all(map(_COMMENT.match, source.lines[item.address.place.line : number - 1]))


def _list_item(source: Source, number: int, found: re.Match[str]) -> _Item | None:
    before, behind = found.string[: found.start()], found.string[found.end() :]
    named = _BEFORE.match(before.lstrip())
    if named is None or not _BEHIND.match(behind):
        return None
    name = _NUMBER.sub("#", named[1] or "")
    if named[1] and "#" not in name:
        return None
    return _Item(f"{len(before) - len(before.lstrip())} {name} {found[2]}", name, _located(source, number, found))


def _located(source: Source, number: int, found: re.Match[str]) -> Located:
    return Located(found[1], Place(source, number, found.start(1) + 1, len(found[1])))


def _run_list(source: Source, run: list[_Item]) -> Iterator[Sighting]:
    yield from _address_list(run[0].name or _key_above(source, run[0]), [item.address for item in run])


def _key_above(source: Source, item: _Item) -> str:
    """The key that a list stands below: on the line before it, but for comments."""
    above = source.lines[max(item.address.place.line - _HEAD, 0) : item.address.place.line - 1]
    line = next((line for line in reversed(above) if not _COMMENT.match(line)), "")
    found = _KEY.search(line.partition(" #")[0].rstrip())
    return found[1] if found else ""


def _line_list(source: Source, number: int, found: list[re.Match[str]]) -> Iterator[Sighting]:
    """The list of a line, where nothing but separators is between its addresses."""
    line = found[0].string
    pairs = pairwise(found)
    if len(found) > 1 and all(_BETWEEN.match(line[one.end() : other.start()]) for one, other in pairs):
        named = _KEY.search(line[: found[0].start()].rstrip())
        yield from _address_list(named[1] if named else "", [_located(source, number, match) for match in found])


def _address_list(name: str, members: list[Located]) -> Iterator[Sighting]:
    if len(members) > 1 and len(set(members)) == len(members):
        purpose = NODES if _OF_NODES.fullmatch(name.replace("-", "_")) else LISTED
        yield from setting_copy(name.replace("#", "n") or NAMELESS, purpose, members)
