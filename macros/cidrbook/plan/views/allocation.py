"""How much of each prefix networks inside of it have, how much is assigned in it directly, and what is free.

The three add up to its size: an address of a network inside counts for that network only, and of the rest each
is either free or not. The prefixes are gone through once, and every span of addresses belongs to one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.space import NetworkBlock, usable
from cidrbook.plan.views.cluster_ranges import own_spans

WIDTH = {4: 32, 6: 128}
"""The bits of an address of each IP version."""

Gap = tuple[int, int]
"""The first and the last of free addresses that follow one another, as numbers."""


class FreeBlock(NamedTuple):
    """A free prefix that lies in no larger free one: its first address as a number, and its length."""

    first: int
    length: int


class Allocation(NamedTuple):
    """What the addresses of one prefix are for.

    `depth` is how many prefixes are around it, `parent` the index of the nearest of them, or -1. `inside` are
    the blocks directly inside. `allocated` is how many addresses those have, `assigned` how many of the others
    anything has: a host, a gateway, a DHCP range, a pool, a service, what is reserved, and the network and
    broadcast address where interfaces are. `gaps` are the free ones.
    """

    block: NetworkBlock
    depth: int
    parent: int
    inside: tuple[NetworkBlock, ...]
    allocated: int
    assigned: int
    gaps: tuple[Gap, ...]
    is_pool: bool = False
    """Whether only services have addresses of it, so that its first address is one like the others."""

    @property
    def size(self) -> int:
        """How many addresses there are."""
        return self.block.last - self.block.first + 1

    @property
    def free(self) -> int:
        """How many addresses nothing has."""
        return sum(last - first + 1 for first, last in self.gaps)

    @property
    def version(self) -> int:
        """The IP version, 4 or 6."""
        return self.block.domain[1]

    @property
    def holds(self) -> bool:
        """Whether it holds other networks, or is there to."""
        return bool(self.inside) or self.block.network.role == "container"

    @property
    def free_blocks(self) -> Iterator[FreeBlock]:
        """What is free as prefixes, as few as there can be, the lowest first."""
        return chain.from_iterable(blocks(first, last, WIDTH[self.version]) for first, last in self.gaps)

    @property
    def next_block(self) -> FreeBlock | None:
        """The lowest free block that is as large as most of the prefixes inside; of two sizes, the smaller one."""
        lengths = Counter(int(block.prefix.prefixlen) for block in self.inside)
        if not lengths:
            return None
        length = max(lengths, key=lambda length: (lengths[length], length))
        size = 1 << WIDTH[self.version] - length
        starts = ((-(-first // size) * size, last) for first, last in self.gaps)
        return next((FreeBlock(start, length) for start, last in starts if start + size - 1 <= last), None)

    @property
    def next_address(self) -> int | None:
        """The lowest free address that a host can have, or a service of a pool."""
        if self.is_pool:
            return next(_unambiguous(self.gaps, self.version), None)
        low, high = usable(self.block.prefix)
        return next((max(first, low) for first, last in self.gaps if first <= high and last >= low), None)


@cached_view
def allocations(plan: Inventory) -> tuple[Allocation, ...]:
    """Every prefix of the plan by scope, IP version and address, each after those around it."""
    placed = list(_nested_blocks(plan))
    inside: dict[int, list[NetworkBlock]] = {}
    for block, _, parent in placed:
        inside.setdefault(parent, []).append(block)
    return tuple(
        _allocation(plan, block, depth, parent, tuple(inside.get(index, ())))
        for index, (block, depth, parent) in enumerate(placed)
    )


AVOIDED = (0, 255)
"""Last octets that some clients take for those of a network or of everybody, whatever the prefix."""


def _unambiguous(gaps: Iterable[Gap], version: int) -> Iterator[int]:
    """The free addresses that nobody takes for those of a network or of everybody."""
    for first, last in gaps:
        yield from (number for number in range(first, last + 1) if version == 6 or number & 255 not in AVOIDED)


def blocks(first: int, last: int, width: int) -> Iterator[FreeBlock]:
    """The addresses from `first` to `last` as prefixes, as few as there can be, of addresses of `width` bits."""
    while first <= last:
        aligned = (first & -first).bit_length() - 1 if first else width
        bits = min(aligned, (last - first + 1).bit_length() - 1)
        yield FreeBlock(first, width - bits)
        first += 1 << bits


def _nested_blocks(plan: Inventory) -> Iterator[tuple[NetworkBlock, int, int]]:
    """Every prefix, the number of those around it, and the index of the nearest of them."""
    open_: list[tuple[NetworkBlock, int]] = []
    for index, block in enumerate(
        sorted(
            _declared_blocks(plan), key=lambda other_block: (other_block.domain, other_block.first, -other_block.last)
        )
    ):
        while open_ and (open_[-1][0].domain != block.domain or open_[-1][0].last < block.first):
            open_.pop()
        yield block, len(open_), open_[-1][1] if open_ else -1
        open_.append((block, index))


def _declared_blocks(plan: Inventory) -> Iterator[NetworkBlock]:
    for network in plan.networks:
        for which, cidr in enumerate(network.cidrs):
            yield NetworkBlock((network.scope, cidr.version), cidr.first, cidr.last, network, which)


def _allocation(
    plan: Inventory, block: NetworkBlock, depth: int, parent: int, inside: tuple[NetworkBlock, ...]
) -> Allocation:
    wired = _wired(plan, block, inside)
    low, high = usable(block.prefix) if wired else (block.first, block.last)
    pooled = block.network.id in _pool_ids(plan)
    taken = _pinned(plan) if pooled else _taken(plan)
    gaps = tuple(chain.from_iterable(taken.gaps(block.domain, *hole) for hole in _holes(low, high, inside)))
    allocated = sum(other_block.last - other_block.first + 1 for other_block in inside)
    found = Allocation(block, depth, parent, inside, allocated, 0, gaps, pooled and not wired)
    return found._replace(assigned=found.size - allocated - found.free)


def _wired(plan: Inventory, block: NetworkBlock, inside: Sequence[NetworkBlock]) -> bool:
    """Whether interfaces are on it, so that its first address, and its last one in IPv4, are nobody's.

    What holds other networks has interfaces only if something says so.
    """
    network = block.network
    said = network.vlan or network.gateways or network.dhcp or network.hosts
    return network.id not in plan.virtual and bool(said or not inside)


def _holes(low: int, high: int, inside: Iterable[NetworkBlock]) -> Iterator[Gap]:
    """What is left from `low` to `high` beside the blocks inside."""
    for block in inside:
        if block.first > low:
            yield low, block.first - 1
        low = max(low, block.last + 1)
    if low <= high:
        yield low, high


@cached_view
def _pool_ids(plan: Inventory) -> frozenset[str]:
    """The ids of the networks that load balancers give addresses from: of those, only what services have is taken."""
    return frozenset(pool.network.id for _, _, _, pool in plan.pools if pool.network)


@cached_view
def _pinned(plan: Inventory) -> Spans[object]:
    """What has an address by itself, and what is reserved."""
    reserved = (
        Span((network.scope, part.first.version), int(part.first), int(part.last), network)
        for network in plan.networks
        for part in network.reserved
    )
    return Spans(chain((Span[object](*claim.span) for claim in plan.claims), reserved))


@cached_view
def _taken(plan: Inventory) -> Spans[object]:
    """Everything that has addresses; with the networks of clusters' own pods and services, which have them all."""
    return Spans(chain(plan.taken, own_spans(plan)))
