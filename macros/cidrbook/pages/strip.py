"""The whole plan as a map: the networks side by side as their addresses are, and below each what lies in it.

The map is no drawing to scale: beside a /8 nobody would see a /28. A network is wider by as much for each time
that it is twice as large, and space that nothing has is always short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.net.spans import Domain
from cidrbook.pages.book import Book
from cidrbook.pages.markup import render
from cidrbook.pages.notation import anchor, several
from cidrbook.pages.scopes import brief, called
from cidrbook.pages.strip_columns import Bar, strip
from cidrbook.pages.tree import many
from cidrbook.plan.views.allocation import Allocation, allocations

_NETWORKS = 150
"""The networks that a map may show in all."""

_STRIPS = 20
"""The sites, VRFs and IP versions that it may show."""

_ROWS = 8
"""The rows of a strip: how many networks may lie in each other."""

_LEAST, _MOST, _DOUBLING = 76, 176, 4
"""The pixels of the smallest network, at most of an address, and for each time that a network is twice as large."""

_PAD = 14
_NAME = 60
_LETTER = 7
"""The pixels of a letter of an address."""


class MapPart(NamedTuple):
    """A network, or space between networks: what the map and the list say of it. `depth` is its row."""

    first: int
    last: int
    depth: int
    version: int
    name: str
    prefix: str = ""
    """Empty for space that no network has."""

    @property
    def ends(self) -> tuple[str, str]:
        """Its first and its last address."""
        return str(IPAddress(self.first, self.version)), str(IPAddress(self.last, self.version))

    @property
    def many(self) -> str:
        """How many addresses there are, in words."""
        return many(self.size, self.version)

    @property
    def size(self) -> int:
        """How many addresses there are."""
        return self.last - self.first + 1


class DrawnPart(NamedTuple):
    """A part in the map: its row, its first column and the one behind its last, counted from 1."""

    part: MapPart
    row: int
    start: int
    end: int


class Map(NamedTuple):
    """The strip of one scope and IP version, with its columns in pixels and its parts by address."""

    heading: str
    columns: list[int]
    parts: list[DrawnPart]


def address_map(book: Book) -> str:
    """The whole plan as a map, a strip for each site, VRF and IP version, with a list of what stands in it."""
    everything = allocations(book.plan)
    if not everything:
        return render("sentence.html.jinja", text="The plan has no networks.")
    roots = Counter(allocation.block.domain for allocation in everything if allocation.parent < 0)
    shown = _chosen(everything, set(islice(roots, _STRIPS)))
    maps = [
        _map(called(domain, roots), sorted(_parts(everything, list(indexes), roots[domain]), key=_order))
        for domain, indexes in groupby(shown, key=lambda index: everything[index].block.domain)
    ]
    hidden = len(everything) - len(shown)
    left_out = several(hidden, "network") if hidden else ""
    return render("strip.html.jinja", id=anchor("map", next(book.calls)), maps=maps, left_out=left_out)


def _chosen(everything: Sequence[Allocation], domains: Collection[Domain]) -> list[int]:
    """The networks to show, in their order: as many as there may be, those that fewer are around first."""
    flat = (
        index
        for index, allocation in enumerate(everything)
        if allocation.depth < _ROWS and allocation.block.domain in domains
    )
    return sorted(sorted(flat, key=lambda index: everything[index].depth)[:_NETWORKS])


def _parts(everything: Sequence[Allocation], indexes: Sequence[int], roots: int) -> Iterator[MapPart]:
    """The networks of a strip, and the space between them, where none is left out there.

    `roots` is how many lie in no other: what is between those is not free, because others may have it.
    """
    shown = Counter(everything[index].parent for index in indexes)
    for index in indexes:
        allocation = everything[index]
        network = allocation.block.network
        name = brief(network.name or network.id, _NAME)
        yield MapPart(
            allocation.block.first,
            allocation.block.last,
            allocation.depth,
            allocation.version,
            name,
            str(allocation.block.prefix),
        )
        if allocation.inside and shown[index] == len(allocation.inside) and not allocation.assigned:
            yield from (
                MapPart(first, last, allocation.depth + 1, allocation.version, "free")
                for first, last in allocation.gaps
            )
    if shown[-1] == roots:
        yield from _between([everything[index] for index in indexes if everything[index].parent < 0])


def _between(roots: Sequence[Allocation]) -> Iterator[MapPart]:
    for before, after in pairwise(roots):
        first, last = before.block.last + 1, after.block.first - 1
        if first <= last:
            yield MapPart(first, last, 0, before.version, "not in the plan")


def _order(part: MapPart) -> tuple[int, int]:
    """What puts parts in the order of their addresses, each after those that it lies in."""
    return part.first, part.depth


def _map(heading: str, parts: Sequence[MapPart]) -> Map:
    smallest = min(part.size.bit_length() for part in parts if part.prefix)
    placed = strip([Bar(part.first, part.last, part.depth, _least(part, smallest)) for part in parts])
    shown = [
        DrawnPart(part, part.depth + 1, start + 1, end + 1)
        for part, (start, end) in zip(parts, placed.places, strict=True)
    ]
    return Map(heading, placed.widths, shown)


def _least(part: MapPart, smallest: int) -> int:
    """The pixels that a part needs for its addresses and, if it is a network, to look larger than smaller ones."""
    most = len(part.prefix) or max(map(len, part.ends)) + len(" -")
    letters = min(most * _LETTER + _PAD, _MOST)
    return max(letters, _LEAST + _DOUBLING * (part.size.bit_length() - smallest)) if part.prefix else letters
