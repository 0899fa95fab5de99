"""The networks as a tree: what lies in what, how full it is, and what is free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import groupby
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.spans import Domain
from cidrbook.pages.book import Book
from cidrbook.pages.markup import render
from cidrbook.pages.notation import amount, several
from cidrbook.pages.scopes import Choice, Scope, brief, called, chosen_scopes
from cidrbook.plan.views.allocation import Allocation, FreeBlock, allocations

_ROWS = 350
"""The rows that a macro may show in all."""

_HEAD = 4
"""How many rows the head of a tree counts for."""

_FREE = 6
"""The free blocks of one prefix that have a row of their own."""

_DEEP = 3
"""How many prefixes are around what stands folded."""

_NAME = 60
_INDENTS = 8
_SUBNET = 1 << 64
_NEAR = 100_000


class TreeRow(NamedTuple):
    """A row of the tree; `key` puts the rows in order.

    `name` is None for what is free. Of the two shares, in percent, the first one is of networks inside.
    """

    key: tuple[int, ...]
    depth: int
    prefix: str
    name: str | None = None
    vlan: str = ""
    shares: tuple[float, float] = (0, 0)
    percent: str = ""
    numbers: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    note: str = ""
    """What the row says instead of all of that."""


class TreePart(NamedTuple):
    """Rows that follow one another; `summary` is what a reader sees of those that stand folded."""

    rows: list[TreeRow]
    summary: str = ""


class NetworkTree(NamedTuple):
    """The networks of one scope and IP version. `widths` are of the columns, in digits."""

    heading: str
    parts: list[TreePart]
    widths: list[int]


def network_tree(book: Book, site: Choice = None, vrf: Choice = None) -> str:
    """The networks by address, each below the one that holds it, with what of it is used and what is free.

    `site` and `vrf` keep only networks that have the value, or one of the values. Each site, VRF and IP
    version is a tree.
    """
    chosen = chosen_scopes(book, site, vrf)
    everything = allocations(book.plan)
    shown = _fitting(
        everything, [index for index, allocation in enumerate(everything) if allocation.block.domain[0] in chosen]
    )
    hidden = _hidden(everything, shown, chosen)
    if not shown:
        return render("sentence.html.jinja", text="The plan has no networks.")
    domains = {everything[index].block.domain for index in shown}
    trees = [
        _tree(called(domain, domains), everything, list(indexes), hidden)
        for domain, indexes in groupby(sorted(shown), key=lambda index: everything[index].block.domain)
    ]
    return render("tree.html.jinja", trees=trees, left_out=several(hidden[-1], "network") if -1 in hidden else "")


def _fitting(everything: Sequence[Allocation], chosen: Iterable[int]) -> set[int]:
    """Of the prefixes chosen, as many as may be shown: those that fewer are around come first."""
    shown: set[int] = set()
    trees: set[Domain] = set()
    rows = 0
    for index in sorted(chosen, key=lambda index: everything[index].depth):
        trees.add(everything[index].block.domain)
        rows += 1 + (_FREE if everything[index].holds else 0)
        if rows + _HEAD * len(trees) > _ROWS and shown:
            break
        shown.add(index)
    return shown


def _hidden(everything: Sequence[Allocation], shown: set[int], chosen: frozenset[Scope]) -> dict[int, int]:
    """How many prefixes are left out below each that is shown; -1 stands for those that nothing is around."""
    found: dict[int, int] = {}
    below: dict[int, int] = {}
    for index in range(len(everything) - 1, -1, -1):
        allocation = everything[index]
        if index in shown or allocation.block.domain[0] not in chosen:
            continue
        below[index] = below.get(index, 0) + 1
        counts = found if allocation.parent < 0 or allocation.parent in shown else below
        counts[allocation.parent] = counts.get(allocation.parent, 0) + below[index]
    return found


def _tree(heading: str, everything: Sequence[Allocation], indexes: list[int], hidden: Mapping[int, int]) -> NetworkTree:
    rows: list[TreeRow] = []
    for index in indexes:
        allocation = everything[index]
        rows += [_row(allocation), *_free_rows(allocation), *_more(allocation, hidden.get(index, 0))]
    rows.sort(key=lambda row: row.key)
    return NetworkTree(heading, list(_folded(rows)), _widths(rows))


def _row(allocation: Allocation) -> TreeRow:
    network = allocation.block.network
    return TreeRow(
        key=(allocation.block.first, 0, -allocation.block.last, allocation.depth),
        depth=allocation.depth,
        prefix=str(allocation.block.prefix),
        name=brief(network.name or network.id, _NAME),
        vlan="" if network.vlan is None else str(network.vlan),
        shares=(_share(allocation.allocated, allocation.size), _share(allocation.assigned, allocation.size)),
        percent=percent(allocation.size - allocation.free, allocation.size),
        numbers=tuple(
            many(number, allocation.version) for number in (allocation.allocated, allocation.assigned, allocation.free)
        ),
        next=tuple(_next(allocation)),
    )


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2)


def _next(allocation: Allocation) -> Iterator[str]:
    if allocation.next_block:
        yield str(_prefix(allocation, allocation.next_block))
    if (allocation.assigned or not allocation.holds) and allocation.next_address is not None:
        yield str(IPAddress(allocation.next_address, allocation.version))


def _prefix(allocation: Allocation, block: FreeBlock) -> IPNetwork:
    return IPNetwork(tuple(block), version=allocation.version)


def _free_rows(allocation: Allocation) -> Iterator[TreeRow]:
    """The free blocks of what holds networks: the largest ones, and the others in a row that says how many."""
    blocks = list(allocation.free_blocks) if allocation.holds else []
    largest = nsmallest(_FREE, blocks, key=lambda block: (block.length, block.first))
    for block in largest:
        prefix = _prefix(allocation, block)
        numbers = ("", "", many(prefix.size, allocation.version))
        yield TreeRow(
            (block.first, 0, -prefix.last, allocation.depth + 1), allocation.depth + 1, str(prefix), numbers=numbers
        )
    rest = sorted(set(blocks) - set(largest), key=lambda block: block.length)
    if rest:
        yield _note(allocation, f"and {several(len(rest), 'more free block')}, {_lengths(rest)}")


def _lengths(blocks: Sequence[FreeBlock]) -> str:
    first, last = blocks[0].length, blocks[-1].length
    return f"/{first}" if first == last else f"from /{last} to /{first}"


def _more(allocation: Allocation, hidden: int) -> Iterator[TreeRow]:
    """A row for the networks inside that are left out."""
    if hidden:
        yield _note(allocation, f"and {several(hidden, 'more network')} inside")


def _note(allocation: Allocation, words: str) -> TreeRow:
    """A row behind all that is inside of a prefix."""
    return TreeRow((allocation.block.last, 1, -allocation.depth), allocation.depth + 1, "", note=words)


def _folded(rows: Iterable[TreeRow]) -> Iterator[TreePart]:
    """The rows, with each branch that lies deep as a part of its own."""
    above = ""
    for deep, group in groupby(rows, key=lambda row: row.depth >= _DEEP):
        part = list(group)
        yield TreePart(part, _summary(part, above) if deep else "")
        above = next((row.prefix for row in reversed(part) if row.name is not None), above)


def _summary(rows: Sequence[TreeRow], above: str) -> str:
    """What is in a branch: `3 networks in 10.0.0.0/24`."""
    networks = sum(row.name is not None for row in rows)
    return f"{several(networks, 'network') if networks else 'Free blocks'} in {above}"


def _widths(rows: Sequence[TreeRow]) -> list[int]:
    """The widths of the columns, by what stands in those that do not break over lines."""
    prefix = max(len(row.prefix) + 2 * min(row.depth, _INDENTS) for row in rows)
    numbers = [max(len(row.numbers[which]) for row in rows if row.numbers) for which in range(3)]
    following = max((len(text) for row in rows for text in row.next), default=0)
    return [prefix + 2, 13, 6, 10, *(max(width, 8) + 2 for width in numbers), max(following, 8) + 2]


def percent(part: int, whole: int) -> str:
    """A share in percent. Only nothing is 0, and only everything is 100."""
    if 0 < part < whole:
        rounded = round(100 * part / whole)
        return "<1 %" if rounded < 1 else ">99 %" if rounded > 99 else f"{rounded} %"
    return f"{100 * part // whole} %"


def many(number: int, version: int) -> str:
    """How many addresses there are; of IPv6, in subnets (/64) where it comes out even, or nearly so."""
    subnets, rest = divmod(number, _SUBNET)
    if version == 4 or (not subnets and _SUBNET - rest > _NEAR):
        return amount(number)
    if not rest:
        return f"{amount(subnets)} /64"
    if _SUBNET - rest <= _NEAR:
        return f"{amount(subnets + 1)} /64 less {_SUBNET - rest:,}"
    return f"{amount(subnets)} /64 and {rest:,}" if rest <= _NEAR else amount(number)
