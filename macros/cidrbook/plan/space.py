"""The address space of a plan: which network lies inside which, and which one covers an address.

Two prefixes are either disjoint, or one holds the other (RFC 4632, section 3.1).
So one sweep over the sorted prefixes with a stack finds the nearest prefix
around each, in n log n.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.spans import Domain
from cidrbook.plan.network import Network
from cidrbook.text.source import Place


class NetworkBlock(NamedTuple):
    """One prefix of a network, as numbers."""

    domain: Domain
    first: int
    last: int
    network: Network
    which: int

    @property
    def version(self) -> int:
        """The address family."""
        return self.domain[1]

    @property
    def prefix(self) -> IPNetwork:
        """The prefix, without host bits."""
        return self.network.cidrs[self.which].cidr

    @property
    def shown(self) -> str:
        """The network and its prefix, as messages name them."""
        return f"{self.network.name} ({self.network.cidrs[self.which]})"

    @property
    def place(self) -> Place:
        """Where the prefix was written."""
        return self.network.at("cidr", self.which)

    def same_range(self, other: NetworkBlock) -> bool:
        """Whether both hold the same addresses."""
        return (self.first, self.last) == (other.first, other.last)


class _Layer(NamedTuple):
    """The blocks of one domain in address order, and for each the index of the nearest around it, or -1."""

    blocks: list[NetworkBlock]
    firsts: list[int]
    around: list[int]


class Space:
    """The prefixes of all networks, ready to be asked."""

    def __init__(self, networks: Iterable[Network]) -> None:
        blocks: dict[Domain, list[NetworkBlock]] = defaultdict(list)
        for block in _network_blocks(networks):
            blocks[block.domain].append(block)
        self._layers = {domain: _layer(blocks[domain]) for domain in sorted(blocks)}

    def nested(self) -> Iterator[tuple[NetworkBlock, NetworkBlock]]:
        """Every block that lies inside another (or equals one before it), after the nearest that holds it."""
        for blocks, _, around in self._layers.values():
            for inner, outer in zip(blocks, around, strict=True):
                if outer >= 0:
                    yield blocks[outer], inner

    def covering(self, scope: tuple[str, str], address: IPAddress) -> Network | None:
        """The smallest network of the scope that holds the address."""
        number = int(address)
        return self.holding((scope, address.version), number, number)

    def holding(self, domain: Domain, first: int, last: int) -> Network | None:
        """The smallest network that holds all addresses from `first` to `last`."""
        layer = self._layers.get(domain)
        if layer is None:
            return None
        index = bisect_right(layer.firsts, first) - 1
        while index >= 0 and layer.blocks[index].last < last:
            index = layer.around[index]
        return layer.blocks[index].network if index >= 0 else None


def usable(cidr: IPNetwork) -> tuple[int, int]:
    """The first and last address of a prefix that a host can have.

    IPv4 keeps the first and the last one back (RFC 1122, section 3.2.1.3) except in `/31` and `/32` (RFC 3021), IPv6
    the first one (RFC 4291, section 2.6.1) except in `/127` and `/128` (RFC 6164).
    """
    if cidr.prefixlen >= (31 if cidr.version == 4 else 127):
        return cidr.first, cidr.last
    return cidr.first + 1, cidr.last - (cidr.version == 4)


def _network_blocks(networks: Iterable[Network]) -> Iterator[NetworkBlock]:
    for network in networks:
        for index, cidr in enumerate(network.cidrs):
            yield NetworkBlock((network.scope, cidr.version), cidr.first, cidr.last, network, index)


def _layer(blocks: list[NetworkBlock]) -> _Layer:
    blocks.sort(key=lambda block: (block.first, -block.last))
    around: list[int] = []
    open_: list[int] = []
    for index, block in enumerate(blocks):
        while open_ and blocks[open_[-1]].last < block.first:
            open_.pop()
        around.append(open_[-1] if open_ else -1)
        open_.append(index)
    return _Layer(blocks, [block.first for block in blocks], around)
