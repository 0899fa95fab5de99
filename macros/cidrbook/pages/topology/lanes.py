"""The lanes beside a row of a diagram, in which lines run along it without their labels touching one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cidrbook.pages.topology.columns import GAP, MARGIN, PAD, Columns, label_width
from cidrbook.pages.topology.text_width import LINE
from cidrbook.pages.topology.wires import Track, Wires
from cidrbook.report.graph import Vertex


class Lane(NamedTuple):
    """A track in its place."""

    track: Track
    row: int
    below: bool
    """Whether it runs below the boxes of its row, not above."""
    taps: tuple[int, ...]
    """Where it meets the boxes."""
    x: int
    """Where its label begins."""
    w: int
    away: int = 0
    """How far it is from the boxes, or from the border of the AS where it leads out of it."""

    @property
    def height(self) -> int:
        """The pixels that it needs."""
        return label_height(self.track.text) + GAP

    @property
    def inside(self) -> bool:
        """Whether it stays inside of one AS."""
        return len({vertex.asn for vertex in self.track.vertices}) == 1

    @property
    def reach(self) -> tuple[int, int]:
        """From where to where it runs, with its label."""
        return min(self.x, *self.taps), max(self.x + self.w, *self.taps)


def label_height(lines: Sequence[str]) -> int:
    """The pixels that a label takes."""
    return len(lines) * LINE + GAP // 2


def lanes(wires: Wires, across: Columns) -> tuple[Lane, ...]:
    """All tracks in their places. The shorter a track, the nearer to the boxes."""
    taps = _taps(wires, across)
    beside: dict[object, list[Lane]] = defaultdict(list)
    for index, track in enumerate(wires.tracks):
        lane = _lane_alone(wires, track, tuple(taps[index]), across)
        beside[lane.row, track.vertices[0].asn if lane.inside else "between"].append(lane)
    return tuple(lane for together in beside.values() for lane in _stacked(together))


def _lane_alone(wires: Wires, track: Track, taps: tuple[int, ...], across: Columns) -> Lane:
    """A track as if it were alone: its label in its middle, but inside of its AS, or of the diagram."""
    row, wide = wires.rows[track.vertices[0]], label_width(track.text)
    lane = Lane(track, row, _lanes_below(wires, row), taps, 0, wide)
    area = across.areas[track.vertices[0].asn]
    left, right = (area.x + PAD, area.x + area.w - PAD) if lane.inside else (MARGIN, across.width - MARGIN)
    middle = (min(taps) + max(taps)) // 2
    return lane._replace(x=max(left, min(middle - wide // 2, right - wide)))


def _lanes_below(wires: Wires, row: int) -> bool:
    """Whether lanes are below the boxes of this row: the last of several."""
    return 0 < row == max(wires.rows.values())


def _taps(wires: Wires, across: Columns) -> dict[int, list[int]]:
    """Where each track, by its index, meets its boxes: those that lead to the left leave on the left."""
    uses: dict[Vertex, list[tuple[float, int]]] = defaultdict(list)
    for index, track in enumerate(wires.tracks):
        aim = sum(across.middles[vertex] for vertex in track.vertices) / len(track.vertices)
        for vertex in track.vertices:
            uses[vertex].append((aim, index))
    found: dict[int, list[int]] = defaultdict(list)
    for vertex, tracks in uses.items():
        for (_, index), x in zip(sorted(tracks), _spread(vertex, len(tracks), across), strict=True):
            found[index].append(x)
    return found


def _spread(vertex: Vertex, number: int, across: Columns) -> Iterator[int]:
    """So many places along a box; never its middle, where lines to other rows may be."""
    parts = number + 1 + number % 2
    left = across.middles[vertex] - across.boxes[vertex] // 2
    yield from (left + across.boxes[vertex] * part // parts for part in range(1, number + 1))


def _stacked(tracks: Sequence[Lane]) -> Iterator[Lane]:
    """The tracks beside one another where they do not meet, and else each farther away."""
    levels: list[list[Lane]] = []
    for lane in sorted(tracks, key=lambda wanted: wanted.reach[1] - wanted.reach[0]):
        free = next((level for level in levels if not any(_meet(lane, other) for other in level)), None)
        if free is None:
            levels.append(free := [])
        free.append(lane)
    away = 0
    for level in levels:
        yield from (lane._replace(away=away) for lane in level)
        away += max(lane.height for lane in level)


def _meet(one: Lane, other: Lane) -> bool:
    (a, b), (c, d) = one.reach, other.reach
    return a < d + GAP and c < b + GAP
