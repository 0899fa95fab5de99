"""A prefix as cells: its addresses one by one, blocks of equal size, or only the parts that are used."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import ceil
from typing import Literal, NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.plan.views.usage import Run

Drawing = Literal["addresses", "blocks", "parts"]
"""How a prefix is drawn."""

ROW = 16
"""Cells in a row, and addresses in a part of an IPv6 prefix."""

_ONE_BY_ONE = 10
_GRID = 256
_LINES = 32
_BLOCKS = 8
_WIDTH = {4: 32, 6: 128}
_BARE = frozenset({"free", "network", "broadcast"})
_NOT_ASSIGNED = _BARE | {"subnet"}


class GridCell(NamedTuple):
    """The addresses from `first` to `last`, drawn as one cell.

    `run` is what has them, or most of them; None where they are free. `taken` is how many of a block's
    addresses something has, beside the networks inside; None for a cell of one address or of one run.
    """

    label: str
    first: int
    last: int
    run: Run | None
    taken: int | None = None

    @property
    def percent(self) -> int | None:
        """The share of a block that is taken; any is at least one percent."""
        return None if self.taken is None else ceil(100 * self.taken / (self.last - self.first + 1))


class CellGroup(NamedTuple):
    """Cells that belong together: the heading says which addresses they are."""

    heading: str
    cells: Sequence[GridCell]


def drawing(cidr: IPNetwork, *, holds_networks: bool) -> Drawing:
    """How to draw a prefix so that there are never more than 1,024 cells, and never mostly empty ones of IPv6."""
    if _WIDTH[cidr.version] - cidr.prefixlen <= _ONE_BY_ONE:
        return "addresses"
    return "blocks" if cidr.version == 4 or (holds_networks and cidr.prefixlen <= 60) else "parts"


def block_length(cidr: IPNetwork) -> int:
    """The prefix length of each block of a prefix: 256 blocks, or as many /64 as there are."""
    return int(cidr.prefixlen) + _BLOCKS if cidr.version == 4 else min(int(cidr.prefixlen) + _BLOCKS, 64)


def addresses(cidr: IPNetwork, runs: Sequence[Run]) -> Iterator[CellGroup]:
    """Every address of a prefix, 256 to a part."""
    several = cidr.size > _GRID
    for first in range(cidr.first, cidr.last + 1, _GRID):
        last = min(first + _GRID - 1, cidr.last)
        heading = f"{IPAddress(first, cidr.version)}/{_WIDTH[cidr.version] - 8}" if several else ""
        yield CellGroup(heading, _one_by_one(runs, first, last, cidr.version))


def parts(cidr: IPNetwork, runs: Sequence[Run]) -> tuple[list[CellGroup], int]:
    """The used parts of a prefix, and how many are left out.

    A long run is one cell; around all others the 16 addresses are drawn that differ in the last digit.
    """
    found = list(_used(runs))
    return [_part(runs, cidr.version, run, first) for run, first in found[:_LINES]], len(found[_LINES:])


def _used(runs: Iterable[Run]) -> Iterator[tuple[Run, int | None]]:
    """Each long run, and with each neighbourhood of 16 addresses, by its first one, a run that is in it."""
    before = -1
    for run in runs:
        if run.state == "free":
            continue
        if run.size > 2 * ROW:
            yield run, None
            continue
        for number in range(max(run.first // ROW, before + 1), run.last // ROW + 1):
            yield run, number * ROW
            before = number


def _part(runs: Sequence[Run], version: int, run: Run, first: int | None) -> CellGroup:
    if first is None:
        heading = f"{IPAddress(run.first, version)} to {IPAddress(run.last, version)}"
        return CellGroup(heading, [GridCell("", run.first, run.last, run)])
    return CellGroup(f"{IPAddress(first, version)}/124", _one_by_one(runs, first, first + ROW - 1, version))


def _one_by_one(runs: Sequence[Run], first: int, last: int, version: int) -> list[GridCell]:
    cells = []
    for run in _from(runs, first):
        if run.first > last:
            break
        held = None if run.state == "free" else run
        numbers = range(max(run.first, first), min(run.last, last) + 1)
        cells += [GridCell(_last_group(number, version), number, number, held) for number in numbers]
    return cells


def _from(runs: Sequence[Run], first: int) -> Iterator[Run]:
    """The runs from the one that has the address on."""
    return islice(runs, bisect_right(runs, first, key=lambda run: run.first) - 1, None)


def _last_group(number: int, version: int) -> str:
    return str(number & 0xFF) if version == 4 else f"{number & 0xFFFF:x}"


def blocks(cidr: IPNetwork, runs: Sequence[Run], wholes: Sequence[Run]) -> Iterator[CellGroup]:
    """The blocks of a prefix. `wholes` are the runs with each network inside as one, and say what a block is for."""
    length = block_length(cidr)
    bits = _WIDTH[cidr.version] - length
    taken: dict[int, int] = {}
    for run in runs:
        for index, size in _shares(run, bits) if run.state not in _NOT_ASSIGNED else ():
            taken[index] = taken.get(index, 0) + size
    most = _most(wholes, bits)
    numbers = range(cidr.first >> bits, (cidr.last >> bits) + 1)
    yield CellGroup("", [_block_cell(cidr, number, bits, most.get(number), taken.get(number, 0)) for number in numbers])


def _block_cell(cidr: IPNetwork, number: int, bits: int, run: Run | None, taken: int) -> GridCell:
    first = number << bits
    return GridCell(block_label(first, cidr, block_length(cidr)), first, first + (1 << bits) - 1, run, taken)


def _most(wholes: Iterable[Run], bits: int) -> dict[int, Run]:
    """What has the most addresses of each block, by the block's number."""
    best: dict[int, tuple[int, Run]] = {}
    for run in wholes:
        for index, size in _shares(run, bits) if run.state not in _BARE else ():
            if index not in best or best[index][0] < size:
                best[index] = size, run
    return {index: run for index, (_, run) in best.items()}


def _shares(run: Run, bits: int) -> Iterator[tuple[int, int]]:
    """The numbers of the blocks that a run reaches into, and how many addresses it has of each."""
    for index in range(run.first >> bits, (run.last >> bits) + 1):
        yield index, min(run.last, ((index + 1) << bits) - 1) - max(run.first, index << bits) + 1


def block_label(first: int, cidr: IPNetwork, length: int) -> str:
    """The octets, or the groups of four digits, in which the blocks of this length of a prefix differ."""
    size, mark = (8, ".") if cidr.version == 4 else (16, ":")
    last = (length - 1) // size
    groups = range(min(cidr.prefixlen // size, last), last + 1)
    numbers = [first >> (_WIDTH[cidr.version] - (group + 1) * size) & ((1 << size) - 1) for group in groups]
    return mark.join(str(number) if cidr.version == 4 else f"{number:x}" for number in numbers)
