"""The diagram of BGP sessions for a phone: a rail down the left side, and on it all that a label is about.

What has several labels stands once for each. So nothing overlaps, and nothing is wider than a phone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cidrbook.pages.topology.columns import GAP, MARGIN, PAD, label_width
from cidrbook.pages.topology.lanes import label_height
from cidrbook.pages.topology.layout import BOX, TITLE, Drawing, Label, Rect, Stroke, legend, words
from cidrbook.pages.topology.text_width import LINE, width
from cidrbook.pages.topology.wires import Wires, wired
from cidrbook.report.graph import Graph, Vertex, system

WIDTH = 370
"""The pixels of the diagram: what the legend needs, and what a phone shows nearly as large."""

_TALLEST = 3_000
"""The pixels that readers scroll down a diagram; a larger one is easier to follow when it is wide."""

_RAIL, _LEFT = MARGIN + PAD, MARGIN + PAD + 2 * GAP
"""Where the rail is, and where the boxes on it begin."""


class _Rail(NamedTuple):
    """A label, what is above it and what is below it."""

    above: tuple[Vertex, ...]
    text: tuple[str, ...]
    below: tuple[Vertex, ...]
    kind: str


class _Stand(NamedTuple):
    """The AS that stand below one another: their areas, names and boxes, and where they end."""

    areas: list[Rect]
    titles: list[Label]
    boxes: list[Label]
    bottom: int


def narrow(graph: Graph) -> Drawing | None:
    """The diagram of a graph for a phone; nothing where it would be very tall."""
    drawing = Drawing(WIDTH, MARGIN, (), (), (), (), (), ())
    for rail in _rails(wired(graph, {asn: index for index, asn in enumerate(graph.systems)})):
        drawing = _with(drawing, rail)
        if drawing.height > _TALLEST:
            return None
    found = legend(graph, drawing.height)
    return drawing._replace(height=drawing.height + len(found) * LINE + MARGIN, legend=found)


def _rails(wires: Wires) -> Iterator[_Rail]:
    for tag in wires.tags:
        others = tuple(dict.fromkeys(tag.others))
        above, below = ((tag.at,), others) if tag.below else (others, (tag.at,))
        yield _Rail(above, tag.text, below, tag.kind)
    for track in wires.tracks:
        yield _Rail((), track.text, tuple(dict.fromkeys(track.vertices)), track.kind)


def _with(drawing: Drawing, rail: _Rail) -> Drawing:
    """The drawing with one more rail below all others."""
    upper = _stand(rail.above, drawing.height)
    label = Label(Rect(MARGIN, upper.bottom, label_width(rail.text), label_height(rail.text)), rail.text, rail.kind)
    lower = _stand(rail.below, label.rect.y + label.rect.h + GAP)
    ends = [box.rect.y + BOX // 2 for box in (*upper.boxes, *lower.boxes)]
    return drawing._replace(
        height=lower.bottom + GAP,
        areas=(*drawing.areas, *upper.areas, *lower.areas),
        titles=(*drawing.titles, *upper.titles, *lower.titles),
        boxes=(*drawing.boxes, *upper.boxes, *lower.boxes),
        labels=(*drawing.labels, label),
        strokes=(*drawing.strokes, *_strokes(rail.kind, label, ends)),
    )


def _stand(vertices: Iterable[Vertex], y: int) -> _Stand:
    """The vertices from there downward, those of one AS together."""
    systems: dict[int | None, list[Vertex]] = defaultdict(list)
    for vertex in vertices:
        systems[vertex.asn].append(vertex)
    found = _Stand([], [], [], y)
    for asn, members in systems.items():
        area = Rect(MARGIN, found.bottom, WIDTH - 2 * MARGIN, TITLE + len(members) * (BOX + GAP) + GAP // 2)
        found.areas.append(area)
        found.titles.append(Label(Rect(_LEFT, area.y + GAP // 2, width(system(asn)), LINE), (system(asn),), ""))
        for index, vertex in enumerate(members):
            box = Rect(_LEFT, area.y + TITLE + GAP // 2 + index * (BOX + GAP), WIDTH - MARGIN - PAD - _LEFT, BOX)
            found.boxes.append(Label(box, words(vertex), vertex.kind))
        found = found._replace(bottom=area.y + area.h + GAP)
    return found


def _strokes(kind: str, label: Label, ends: Sequence[int]) -> Iterator[Stroke]:
    """The rail from the first to the last of what is on it, and a branch to each."""
    middle = label.rect.y + label.rect.h // 2
    yield Stroke(kind, ((_RAIL, min(middle, *ends)), (_RAIL, max(middle, *ends))))
    for end in ends:
        yield Stroke(kind, ((_RAIL, end), (_LEFT, end)))
