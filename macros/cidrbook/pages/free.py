"""What is free, as a table of blocks."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import nsmallest
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.lookup import network as network_called
from cidrbook.pages.markup import render
from cidrbook.pages.notation import several
from cidrbook.pages.scopes import brief, called
from cidrbook.pages.tree import many
from cidrbook.plan.views.allocation import WIDTH, Allocation, FreeBlock, allocations
from cidrbook.plan.views.scopes import scopes

_ROWS = 400
_NAME = 60
_SUBNET = 64


class FreeRow(NamedTuple):
    """A free block and the prefix that it is a part of."""

    block: str
    many: str
    name: str
    prefix: str
    scope: str


def free_space(book: Book, network: str | None = None, min_prefix: int | list[int] | None = None) -> str:
    """The free blocks of a network, or of everything that holds networks, the lowest first.

    `min_prefix` is the length of the smallest block to show: up to 32 of IPv4, above of IPv6; or a list of both.
    By default blocks of IPv6 that are smaller than a subnet (/64) are shown only of what is no larger than that.
    """
    asked = _asked_lengths(min_prefix)
    found = _found(book, network)
    free = [
        (allocation, block)
        for allocation in found
        for block in allocation.free_blocks
        if block.length <= _longest(allocation, asked)
    ]
    if not free:
        return render("sentence.html.jinja", text=_nothing(found, limited=min_prefix is not None))
    largest = nsmallest(_ROWS, range(len(free)), key=lambda index: (_rank(*free[index]), index))
    domains = {(scope, 0) for scope in scopes(book.plan)}
    rows = [
        _free_block_row(*free[index], called((free[index][0].block.domain[0], 0), domains)) for index in sorted(largest)
    ]
    left_out = several(len(free) - len(rows), "more free block") if len(free) > len(rows) else ""
    return render("free.html.jinja", rows=rows, scopes=len(domains) > 1, left_out=left_out)


def _longest(allocation: Allocation, asked: Mapping[int, int]) -> int:
    """The length of the smallest block to show of a prefix."""
    usual = (
        _SUBNET
        if allocation.version == 6 and allocation.block.prefix.prefixlen < _SUBNET
        else WIDTH[allocation.version]
    )
    return asked.get(allocation.version, usual)


def _asked_lengths(min_prefix: int | list[int] | None) -> dict[int, int]:
    """The length of the smallest block that a page asks for, of each IP version that it says one for."""
    asked: dict[int, int] = {}
    for length in min_prefix if isinstance(min_prefix, list | tuple) else [min_prefix]:
        if length is None:
            continue
        if isinstance(length, bool) or not isinstance(length, int) or not 0 <= length <= WIDTH[6]:
            message = f"`min_prefix` is a prefix length, 0 to 128, or a list of two, not {min_prefix!r}"
            raise WrongCallError("wrong-argument", message)
        asked[4 if length <= WIDTH[4] else 6] = length
    return asked


def _found(book: Book, network: str | None) -> list[Allocation]:
    """The prefixes of a network, or of all that hold others."""
    if network is None:
        return [allocation for allocation in allocations(book.plan) if allocation.holds]
    wanted = network_called(book, network)
    return [allocation for allocation in allocations(book.plan) if allocation.block.network is wanted]


def _nothing(found: list[Allocation], *, limited: bool) -> str:
    if not found:
        return "No network holds others."
    return "No free block is as large as that." if limited else "Nothing is free."


def _rank(allocation: Allocation, block: FreeBlock) -> int:
    """What puts the largest blocks first."""
    return block.length - WIDTH[allocation.version]


def _free_block_row(allocation: Allocation, block: FreeBlock, scope: str) -> FreeRow:
    prefix = IPNetwork(tuple(block), version=allocation.version)
    network = allocation.block.network
    name = brief(network.name or network.id, _NAME)
    return FreeRow(str(prefix), many(prefix.size, allocation.version), name, str(allocation.block.prefix), scope)
