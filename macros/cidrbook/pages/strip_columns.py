"""Where the bars of a strip map stand: side by side as their addresses are, each as wide as it needs.

The strip has a column for each stretch of addresses between two ends of bars. A bar takes the columns from its
first to its last address, so that one which lies in another stands below it, and none covers a neighbour.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

_BARE = 12
"""The pixels of a column that no bar has to itself: space between bars."""


class Bar(NamedTuple):
    """Addresses from `first` to `last`, both included, in a row, and the pixels that they need.

    Two bars of one row have no address in common, and two of any rows only if one holds the other.
    """

    first: int
    last: int
    row: int
    least: int


class Strip(NamedTuple):
    """The widths of a strip's columns in pixels, and of each bar the first column and the one behind its last."""

    widths: list[int]
    places: list[tuple[int, int]]

    def box(self, index: int) -> tuple[int, int]:
        """Where a bar begins, and how wide it is, in pixels."""
        edges = [0, *accumulate(self.widths)]
        start, end = self.places[index]
        return edges[start], edges[end] - edges[start]


def strip(bars: Sequence[Bar]) -> Strip:
    """The narrowest columns in which each bar has what it needs."""
    cuts = sorted({cut for bar in bars for cut in (bar.first, bar.last + 1)})
    places = [(bisect_left(cuts, bar.first), bisect_left(cuts, bar.last + 1)) for bar in bars]
    widths = [_BARE] * (len(cuts) - 1)
    for index in sorted(range(len(bars)), key=lambda index: -bars[index].row):
        _widen(widths, *places[index], bars[index].least)
    return Strip(widths, places)


def _widen(widths: list[int], start: int, end: int, least: int) -> None:
    """Give columns what they lack together, each as much as the others."""
    lack = least - sum(widths[start:end])
    if lack > 0:
        each, rest = divmod(lack, end - start)
        for column in range(start, end):
            widths[column] += each + (column - start < rest)
