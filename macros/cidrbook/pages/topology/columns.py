"""Where everything in a diagram of BGP sessions stands from left to right, in pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cidrbook.pages.topology.text_width import shortened, width
from cidrbook.pages.topology.wires import Wires
from cidrbook.report.graph import Graph, Vertex, system

GAP, PAD, MARGIN = 12, 14, 8
"""The pixels between things, from the border of an AS to what it holds, and around all."""

MOST = 150
"""The pixels that a name may take."""

BARE = -1
"""The port for the lines whose label is at their other end."""

_Widths = dict[int, int]
_Side = tuple[Vertex, bool]
"""The side of a vertex where lines leave it: downward (True) or upward."""


class Area(NamedTuple):
    """The column of an AS: the first and the last row that it reaches over, its left border and its width."""

    first: int
    last: int
    x: int
    w: int


class Columns(NamedTuple):
    """Where areas and vertices stand, and where lines to other rows leave a vertex."""

    width: int
    areas: Mapping[int | None, Area]
    middles: Mapping[Vertex, int]
    boxes: Mapping[Vertex, int]
    """The widths of the boxes."""
    ports: Mapping[_Side, Mapping[int, int]]
    """The middle of each label at a side of a vertex, by the label's index, and of `BARE`."""


def label_width(lines: Sequence[str]) -> int:
    """The pixels that a label takes."""
    return max(map(width, lines)) + GAP


def columns(graph: Graph, wires: Wires, least: int) -> Columns:
    """The columns of a graph, at least so wide in all."""
    boxes, ports = _boxes(graph), _ports(wires)
    slots = dict(boxes)
    for (vertex, _), widths in ports.items():
        slots[vertex] = max(slots[vertex], _total(widths.values()))
    shelves = _shelves(graph, wires)
    insides = _insides(shelves, slots, wires)
    across = (label_width(track.text) for track in wires.tracks if len({vertex.asn for vertex in track.vertices}) > 1)
    total, areas = _centred(_packed(shelves, insides), max(least, *across, 0))
    middles = dict(_middles(shelves, slots, areas))
    placed = {side: dict(_spread(middles[side[0]], widths)) for side, widths in ports.items()}
    return Columns(total + 2 * MARGIN, areas, middles, boxes, placed)


def _boxes(graph: Graph) -> dict[Vertex, int]:
    """The widths of the boxes; those of like vertices have one."""
    widest: dict[object, int] = defaultdict(int)
    for vertex in graph.vertices:
        words = (shortened(text, MOST) for text in (vertex.name, vertex.detail))
        widest[vertex.family] = max(widest[vertex.family], *(width(text) + GAP for text in words))
    return {vertex: widest[vertex.family] for vertex in graph.vertices}


def _ports(wires: Wires) -> dict[_Side, _Widths]:
    """The width of each label at a side of a vertex; lines without one need a gap between them."""
    found: dict[_Side, _Widths] = defaultdict(dict)
    for index, tag in enumerate(wires.tags):
        found[tag.at, tag.below][index] = label_width(tag.text)
        for vertex in tag.others:
            found[vertex, not tag.below][BARE] = GAP
    return found


def _shelves(graph: Graph, wires: Wires) -> dict[int | None, dict[int, list[Vertex]]]:
    """The vertices of each AS by row."""
    found: dict[int | None, dict[int, list[Vertex]]] = {}
    for vertex in graph.vertices:
        found.setdefault(vertex.asn, {}).setdefault(wires.rows[vertex], []).append(vertex)
    return found


def _insides(
    shelves: Mapping[int | None, Mapping[int, list[Vertex]]], slots: Mapping[Vertex, int], wires: Wires
) -> dict[int | None, int]:
    """The width that each AS needs: for its rows, its name, and the labels of what runs along its rows."""
    found = {
        asn: max(width(system(asn)), *(_total(slots[vertex] for vertex in row) for row in rows.values()))
        for asn, rows in shelves.items()
    }
    for track in wires.tracks:
        if len({vertex.asn for vertex in track.vertices}) == 1:
            found[track.vertices[0].asn] = max(found[track.vertices[0].asn], label_width(track.text))
    return found


def _packed(
    shelves: Mapping[int | None, Mapping[int, object]], insides: Mapping[int | None, int]
) -> dict[int | None, Area]:
    """The areas, each as far to the left as those before it let it be."""
    edges: dict[int, int] = defaultdict(int)
    areas = {}
    for asn, rows in shelves.items():
        over = range(min(rows), max(rows) + 1)
        area = Area(over[0], over[-1], max(edges[row] for row in over), insides[asn] + 2 * PAD)
        areas[asn] = area
        edges.update(dict.fromkeys(over, area.x + area.w + 2 * GAP))
    return areas


def _centred(areas: Mapping[int | None, Area], least: int) -> tuple[int, dict[int | None, Area]]:
    """The width of all, and the areas moved to its middle; rows that an area joins are moved together."""
    joined = dict(_bands(areas.values()))
    reach: dict[int, int] = defaultdict(int)
    for area in areas.values():
        reach[joined[area.first]] = max(reach[joined[area.first]], area.x + area.w)
    total = max(least, *reach.values())
    moved = {
        asn: area._replace(x=area.x + MARGIN + (total - reach[joined[area.first]]) // 2) for asn, area in areas.items()
    }
    return total, moved


def _bands(areas: Iterable[Area]) -> Iterator[tuple[int, int]]:
    """Each row, with the first of the rows that it is joined with."""
    over = sorted((area.first, area.last) for area in areas)
    first = last = BARE
    for begin, end in over:
        if begin > last:
            first = begin
        last = max(last, end)
        yield from ((row, first) for row in range(begin, end + 1))


def _middles(
    shelves: Mapping[int | None, Mapping[int, list[Vertex]]],
    slots: Mapping[Vertex, int],
    areas: Mapping[int | None, Area],
) -> Iterator[tuple[Vertex, int]]:
    """The middle of each vertex; those in a row of an AS stand in its middle."""
    for asn, rows in shelves.items():
        for vertices in rows.values():
            row = _spread(
                areas[asn].x + areas[asn].w // 2, {index: slots[vertex] for index, vertex in enumerate(vertices)}
            )
            yield from ((vertices[index], x) for index, x in row)


def _total(widths: Iterable[int]) -> int:
    """The width of things side by side."""
    return sum(wide + GAP for wide in widths) - GAP


def _spread(middle: int, widths: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """The middles of things that stand side by side around one."""
    x = middle - _total(widths.values()) // 2
    for key, wide in widths.items():
        yield key, x + wide // 2
        x += wide + GAP
