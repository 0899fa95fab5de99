"""Where everything stands in a diagram of BGP sessions: a graph to rectangles and lines, in pixels.

Vertices stand in rows, each in the column of its AS, which no other AS has in the rows that it reaches over. Lines from
row to row have their labels directly below or above a vertex, in the width that is kept for it; lines along a row run
in lanes beside it, and their labels lie on them. So nothing overlaps, by construction, but lines, which may cross.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cidrbook.pages.topology.columns import BARE, GAP, MARGIN, MOST, PAD, Area, Columns, columns, label_width
from cidrbook.pages.topology.lanes import Lane, label_height, lanes
from cidrbook.pages.topology.text_width import LINE, shortened, width
from cidrbook.pages.topology.wires import Tag, Wires, wired
from cidrbook.report.graph import Graph, Vertex, system

BOX, TITLE, SAMPLE, LEAST = 42, 24, 44, 56
"""In pixels: the heights of a box and of the name of an AS, the width of a sample, the least height between rows."""

_LEGEND = {
    "external": "eBGP: between two autonomous systems",
    "internal": "iBGP: inside one autonomous system",
    "unknown": "BGP: an AS number is not said",
    "": "announced, from one end to the other",
}


class Rect(NamedTuple):
    """A rectangle: its left upper corner, its width and its height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def middle(self) -> int:
        """Its middle from left to right."""
        return self.x + self.w // 2


class Label(NamedTuple):
    """Lines of text in a rectangle, and the kind of what they are about."""

    rect: Rect
    lines: tuple[str, ...]
    kind: str


class Stroke(NamedTuple):
    """A line through points; its kind is that of its sessions."""

    kind: str
    points: tuple[tuple[int, int], ...]


class Drawing(NamedTuple):
    """A diagram: the areas of the AS, their names, the boxes in them, the labels of lines, the lines, the legend."""

    width: int
    height: int
    areas: tuple[Rect, ...]
    titles: tuple[Label, ...]
    boxes: tuple[Label, ...]
    labels: tuple[Label, ...]
    strokes: tuple[Stroke, ...]
    legend: tuple[Label, ...]


class _RowHeights(NamedTuple):
    """Where everything in a row stands from top to bottom: labels, areas, boxes, and labels again."""

    labels: int
    area: int
    boxes: int
    end: int
    outside: int
    bottom: int


def layout(graph: Graph) -> Drawing:
    """The diagram of a graph that has vertices; the same for the same graph."""
    wires = wired(graph, {asn: index for index, asn in enumerate(graph.systems)})
    across = columns(graph, wires, max(line.rect.w for line in legend(graph, 0)))
    paths = lanes(wires, across)
    rows = tuple(_row_heights(wires, across, paths))
    boxes = {vertex: _box(x, across.boxes[vertex], rows[wires.rows[vertex]]) for vertex, x in across.middles.items()}
    inner, passing = _inner(paths), _passing(across, paths)
    areas = {asn: _area(area, rows, inner[asn, area.first]) for asn, area in across.areas.items()}
    tags = [_tag(index, tag, across, rows[wires.rows[tag.at]]) for index, tag in enumerate(wires.tags)]
    on_lanes = [_on_lane(path, rows[path.row]) for path in paths]
    told = legend(graph, rows[-1].bottom)
    return Drawing(
        width=across.width,
        height=rows[-1].bottom + len(told) * LINE + MARGIN,
        areas=tuple(areas.values()),
        titles=tuple(_area_title(asn, rect, across.areas[asn].first, passing) for asn, rect in areas.items()),
        boxes=tuple(Label(rect, words(vertex), vertex.kind) for vertex, rect in boxes.items()),
        labels=(*tags, *on_lanes),
        strokes=(*_steep(wires, across, rows, boxes), *_level(paths, on_lanes, rows)),
        legend=told,
    )


def legend(graph: Graph, y: int) -> tuple[Label, ...]:
    """What the lines and arrows of a graph mean, from there downward."""
    used = {edge.kind for edge in graph.edges} | {"" for edge in graph.edges if edge.forth or edge.back}
    told = [(kind, text) for kind, text in _LEGEND.items() if kind in used]
    return tuple(
        Label(Rect(MARGIN, y + index * LINE, SAMPLE + width(text), LINE), (text,), kind)
        for index, (kind, text) in enumerate(told)
    )


def words(vertex: Vertex) -> tuple[str, str]:
    """The two lines in the box of a vertex."""
    return shortened(vertex.name, MOST), shortened(vertex.detail, MOST)


def _row_heights(wires: Wires, across: Columns, paths: Sequence[Lane]) -> Iterator[_RowHeights]:
    """The rows from the top; lanes are above the boxes, and below those of the last of several rows."""
    tall: dict[tuple[int, object], int] = defaultdict(int)
    for tag in wires.tags:
        side = wires.rows[tag.at], tag.below
        tall[side] = max(tall[side], label_height(tag.text) + GAP)
    for lane in paths:
        place = lane.row, ("in" if lane.inside else "out", lane.below)
        tall[place] = max(tall[place], lane.away + lane.height)
    titled = {area.last for area in across.areas.values() if area.first > 0}
    last, y = max(wires.rows.values()), MARGIN
    for row in range(last + 1):
        area = y + tall[row, False] + tall[row, ("out", False)]
        boxes = area + PAD + (0 if row else TITLE) + tall[row, ("in", False)]
        end = boxes + BOX + tall[row, ("in", True)] + PAD + (TITLE if row in titled else 0)
        outside = end + tall[row, ("out", True)] + GAP
        yield _RowHeights(y, area, boxes, end, outside, outside + tall[row, True])
        y = outside + tall[row, True] + min(max(across.width // 12, LEAST), 10 * GAP)


def _box(x: int, wide: int, row: _RowHeights) -> Rect:
    return Rect(x - wide // 2, row.boxes, wide, BOX)


def _inner(paths: Sequence[Lane]) -> Mapping[tuple[int | None, int], int]:
    """The pixels that lanes inside of an AS need above its boxes, by AS and row."""
    tall: dict[tuple[int | None, int], int] = defaultdict(int)
    for lane in paths:
        if lane.inside and not lane.below:
            place = lane.track.vertices[0].asn, lane.row
            tall[place] = max(tall[place], lane.away + lane.height)
    return tall


def _area(area: Area, rows: Sequence[_RowHeights], inner: int) -> Rect:
    """The area of an AS: around its boxes, its name, and its own lanes above them."""
    top = rows[area.first].boxes - PAD - inner - (0 if area.first else TITLE)
    return Rect(area.x, top, area.w, rows[area.last].end - top)


def _passing(across: Columns, paths: Sequence[Lane]) -> Mapping[tuple[int | None, bool], list[int]]:
    """Where lines leave each AS, upward or downward (True)."""
    found: dict[tuple[int | None, bool], list[int]] = defaultdict(list)
    for (vertex, below), ports in across.ports.items():
        found[vertex.asn, below] += ports.values()
    for lane in (path for path in paths if not path.inside):
        for vertex in lane.track.vertices:
            found[vertex.asn, lane.below] += lane.taps
    return found


def _area_title(
    asn: int | None, area: Rect, first: int, passing: Mapping[tuple[int | None, bool], Sequence[int]]
) -> Label:
    """The name of an AS: at the top in the first row, else at the bottom; on the right where a line is on the left."""
    text = system(asn)
    wide, y = width(text), area.y + area.h - TITLE if first else area.y + TITLE - LINE
    sides = (area.x + PAD, area.x + area.w - PAD - wide)
    free = (x for x in sides if not any(x <= line <= x + wide for line in passing.get((asn, first > 0), ())))
    return Label(Rect(next(free, sides[0]), y, wide, LINE), (text,), "")


def _tag(index: int, tag: Tag, across: Columns, row: _RowHeights) -> Label:
    wide = label_width(tag.text)
    x = across.ports[tag.at, tag.below][index] - wide // 2
    return Label(Rect(x, row.outside if tag.below else row.labels, wide, label_height(tag.text)), tag.text, tag.kind)


def _on_lane(lane: Lane, row: _RowHeights) -> Label:
    tall = label_height(lane.track.text)
    near = (row.boxes if lane.inside else row.area) - lane.away - tall - GAP
    far = (row.boxes + BOX if lane.inside else row.end) + lane.away + GAP
    return Label(Rect(lane.x, far if lane.below else near, lane.w, tall), lane.track.text, lane.track.kind)


def _steep(
    wires: Wires, across: Columns, rows: Sequence[_RowHeights], boxes: Mapping[Vertex, Rect]
) -> Iterator[Stroke]:
    """The lines from row to row: upright beside and behind labels, aslant between."""
    for index, tag in enumerate(wires.tags):
        for edge in tag.edges:
            upper, lower = rows[wires.rows[edge.first]], rows[wires.rows[edge.second]]
            out = across.ports[edge.first, True][index if tag.below else BARE]
            into = across.ports[edge.second, False][BARE if tag.below else index]
            yield Stroke(
                tag.kind,
                (
                    (_meeting_point(out, boxes[edge.first]), upper.boxes + BOX),
                    (out, upper.outside),
                    (out, upper.bottom),
                    (into, lower.labels),
                    (into, lower.area),
                    (_meeting_point(into, boxes[edge.second]), lower.boxes),
                ),
            )


def _meeting_point(x: int, box: Rect) -> int:
    """Where a line that comes from there meets a box: not at its corners."""
    return min(max(x, box.x + GAP), box.x + box.w - GAP)


def _level(paths: Sequence[Lane], labels: Sequence[Label], rows: Sequence[_RowHeights]) -> Iterator[Stroke]:
    """The lines along the rows: from box to box, and a tap for each that lies between."""
    for lane, label in zip(paths, labels, strict=True):
        edge = rows[lane.row].boxes + (BOX if lane.below else 0)
        y = label.rect.y + label.rect.h // 2
        first, *between, last = sorted(lane.taps)
        yield Stroke(lane.track.kind, ((first, edge), (first, y), (last, y), (last, edge)))
        yield from (Stroke(lane.track.kind, ((x, edge), (x, y))) for x in between)
