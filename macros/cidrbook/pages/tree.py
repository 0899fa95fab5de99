"""The networks as a tree: which lie inside which, how full each is, and what is free."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.spans import Domain
from cidrbook.pages.book import Book
from cidrbook.pages.choices import Choice
from cidrbook.pages.markup import render
from cidrbook.pages.notation import amount, anchor, several
from cidrbook.pages.scopes import Scope, brief, called, chosen_scopes
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.allocation import Allocation, FreeBlock, allocations
from cidrbook.plan.views.cluster_ranges import PURPOSES, uses
from cidrbook.plan.views.usage import runs

_ROWS = 350
"""The rows that a macro may show in all; about 500 bytes each."""

_HEAD = 4
"""How many rows the head of a tree counts for."""

_FREE = 40
"""The free blocks of one prefix that are listed when its row is opened."""

_NAME = 60
_DEEPEST = 8
"""Levels that are indented; deeper ones stand below one another."""

_SUBNET = 1 << 64
_NEAR = 100_000


class TreeRow(NamedTuple):
    """A prefix of a network: `shares` of what is inside or fixed, and of DHCP, in percent.

    `allocator` is the cluster that gives all of its addresses to pods or services: nobody can say what is free.
    """

    depth: int
    link: str
    name: str
    vlan: str
    prefix: str
    shares: tuple[float, float] = (0, 0)
    percent: str = ""
    free: str = ""
    hosts: str = ""
    next: tuple[str, ...] = ()
    allocator: str = ""
    blocks: tuple[tuple[str, str], ...] = ()
    summary: str = ""
    """What the row of its free blocks says; they stand behind all that is inside."""
    left_out: str = ""


class NetworkTree(NamedTuple):
    """The networks of one scope and IP version."""

    heading: str
    version: int
    rows: list[TreeRow]

    @property
    def has_vlans(self) -> bool:
        """Whether any of them is on a VLAN."""
        return any(row.vlan for row in self.rows)


def network_tree(book: Book, site: Choice = None, vrf: Choice = None) -> str:
    """The networks by address, each below the one that holds it, with how full it is and what is next free.

    `site` and `vrf` keep only networks that have the value, or one of the values. Each site, VRF and IP
    version is a tree.
    """
    chosen = chosen_scopes(book, site, vrf)
    everything = allocations(book.plan)
    shown = _fitting(
        everything, [index for index, allocation in enumerate(everything) if allocation.block.domain[0] in chosen]
    )
    hidden = _hidden_counts(everything, shown, chosen)
    if not shown:
        return render("sentence.html.jinja", text="The plan has no networks.")
    domains = {everything[index].block.domain for index in shown}
    trees = [
        NetworkTree(called(domain, domains), domain[1], list(_tree_rows(book.plan, everything, list(indexes), hidden)))
        for domain, indexes in groupby(sorted(shown), key=lambda index: everything[index].block.domain)
    ]
    return render("tree.html.jinja", trees=trees, left_out=several(hidden[-1], "network") if -1 in hidden else "")


def _fitting(everything: Sequence[Allocation], chosen: Iterable[int]) -> set[int]:
    """Of the prefixes chosen, as many as may be shown: the outermost first."""
    shown: set[int] = set()
    trees: set[Domain] = set()
    rows = 0
    for index in sorted(chosen, key=lambda index: everything[index].depth):
        trees.add(everything[index].block.domain)
        rows += 1 + (_HEAD if everything[index].holds else 0)
        if rows + _HEAD * len(trees) > _ROWS and shown:
            break
        shown.add(index)
    return shown


def _hidden_counts(everything: Sequence[Allocation], shown: set[int], chosen: frozenset[Scope]) -> dict[int, int]:
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


def _tree_rows(
    plan: Plan, everything: Sequence[Allocation], indexes: Sequence[int], hidden: Mapping[int, int]
) -> Iterator[TreeRow]:
    """A row for each prefix, and behind those inside of one a row of its free blocks."""
    open_: list[int] = []
    for index in indexes:
        while open_ and everything[open_[-1]].block.last < everything[index].block.first:
            yield from _free_row(everything[open_.pop()])
        yield _tree_row(plan, everything[index], hidden.get(index, 0))
        open_.append(index)
    while open_:
        yield from _free_row(everything[open_.pop()])


def _tree_row(plan: Plan, allocation: Allocation, hidden: int) -> TreeRow:
    network = allocation.block.network
    row = TreeRow(
        depth=min(allocation.depth, _DEEPEST),
        link=anchor("network", network.id),
        name=brief(network.name or network.id, _NAME),
        vlan="" if network.vlan is None else str(network.vlan),
        prefix=str(allocation.block.prefix),
        left_out=f"and {several(hidden, 'more network')} inside" if hidden else "",
    )
    allocator = _allocators(plan).get(network.id, "")
    if allocator:
        return row._replace(allocator=brief(allocator, _NAME))
    dhcp = _dhcp(plan, allocation)
    return row._replace(
        shares=(_share(allocation.size - allocation.free - dhcp, allocation.size), _share(dhcp, allocation.size)),
        percent=percent(allocation.size - allocation.free, allocation.size),
        free=many(allocation.free, allocation.version),
        hosts=amount(_host_count(plan, allocation)),
        next=tuple(next_free(allocation)),
    )


@cached_view
def _allocators(plan: Plan) -> dict[str, str]:
    """The clusters that give pods or services their addresses, by the id of the network that these come from."""
    found = (use for cluster in plan.clusters for use in uses(plan, cluster, *PURPOSES))
    return {use.network.id: use.cluster.name or use.cluster.id for use in found}


def _dhcp(plan: Plan, allocation: Allocation) -> int:
    """How many addresses of a prefix only DHCP may give away."""
    network = allocation.block.network
    if not network.dhcp:
        return 0
    return sum(run.size for run in runs(plan, network, allocation.block.prefix) if run.state == "dhcp")


@cached_view
def _numbers(plan: Plan) -> dict[Domain, list[int]]:
    """The addresses that anything has, each once and in order, by scope and IP version."""
    found: dict[Domain, set[int]] = defaultdict(set)
    for scope, address, _, _ in plan.claims:
        found[scope, address.version].add(int(address))
    return {domain: sorted(numbers) for domain, numbers in found.items()}


def _host_count(plan: Plan, allocation: Allocation) -> int:
    numbers = _numbers(plan).get(allocation.block.domain, [])
    return bisect_right(numbers, allocation.block.last) - bisect_left(numbers, allocation.block.first)


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2)


def next_free(allocation: Allocation) -> Iterator[str]:
    """The lowest free block of the usual size of a prefix that holds networks, or its lowest free address."""
    if allocation.next_block:
        yield str(_block_prefix(allocation, allocation.next_block))
    elif allocation.next_address is not None:
        yield str(IPAddress(allocation.next_address, allocation.version))


def _block_prefix(allocation: Allocation, block: FreeBlock) -> IPNetwork:
    return IPNetwork(tuple(block), version=allocation.version)


def _free_row(allocation: Allocation) -> Iterator[TreeRow]:
    """The free blocks of what holds networks, folded."""
    blocks = [_block_prefix(allocation, block) for block in islice(allocation.free_blocks, 10 * _FREE)]
    if not allocation.holds or not blocks:
        return
    largest = min(blocks, key=lambda block: (block.prefixlen, block.first))
    listed = tuple((str(block), many(block.size, allocation.version)) for block in blocks[:_FREE])
    more = "more than " if len(blocks) == 10 * _FREE else ""
    yield TreeRow(
        depth=min(allocation.depth + 1, _DEEPEST),
        link="",
        name="",
        vlan="",
        prefix=str(largest),
        free=many(allocation.free, allocation.version),
        blocks=listed,
        summary=f"{more}{several(len(blocks), 'free block')}",
        left_out=f"and {several(len(blocks) - _FREE, 'more block')}" if len(blocks) > _FREE else "",
    )


def percent(part: int, whole: int) -> str:
    """A share in percent. Only nothing is 0, and only everything is `full`."""
    if 0 < part < whole:
        rounded = round(100 * part / whole)
        return "<1 %" if rounded < 1 else ">99 %" if rounded > 99 else f"{rounded} %"
    return "full" if part else "0 %"


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
