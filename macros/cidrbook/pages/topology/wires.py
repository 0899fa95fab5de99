"""Which row of a diagram a vertex stands in, and which edges share a label there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cidrbook.pages.topology.text_width import few
from cidrbook.report.graph import Edge, Graph, Vertex, mesh

WIDEST = 230
"""The pixels that a line of a label may take."""

SHORT = {"external": "eBGP", "internal": "iBGP", "unknown": "BGP"}
"""What labels call the kinds of sessions."""


class Tag(NamedTuple):
    """A label on edges from one row to the next, where they meet: `below` the upper vertex, or above the lower one."""

    at: Vertex
    below: bool
    edges: tuple[Edge, ...]
    """From the upper vertices to the lower ones."""
    text: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of the sessions, one for all of them."""
        return self.edges[0].kind

    @property
    def others(self) -> Iterator[Vertex]:
        """The vertices at the other ends."""
        return (edge.second if self.below else edge.first for edge in self.edges)


class Track(NamedTuple):
    """A line along a row, with its label, that all of these vertices of the row are on."""

    vertices: tuple[Vertex, ...]
    kind: str
    text: tuple[str, ...]


class Wires(NamedTuple):
    """The rows of the vertices, from the top, and what runs between them and along them."""

    rows: Mapping[Vertex, int]
    tags: tuple[Tag, ...]
    tracks: tuple[Track, ...]


def wired(graph: Graph, order: Mapping[int | None, int]) -> Wires:
    """The wires of a graph, whose systems stand in this order from the left."""
    rows = _vertex_rows(graph)
    place = {vertex: (order[vertex.asn], index) for index, vertex in enumerate(graph.vertices)}
    level = [edge for edge in graph.edges if rows[edge.first] == rows[edge.second]]
    steep = [edge for edge in graph.edges if rows[edge.first] != rows[edge.second]]
    downward = [edge.turned if rows[edge.first] > rows[edge.second] else edge for edge in steep]
    rightward = [edge.turned if place[edge.first] > place[edge.second] else edge for edge in level]
    return Wires(rows, tuple(_tags(downward)), tuple(_tracks(rightward)))


def _vertex_rows(graph: Graph) -> dict[Vertex, int]:
    """Peers that only routers have on top, then routers and other peers, then all that runs behind them."""
    peers: dict[Vertex, set[str]] = defaultdict(set)
    for edge in graph.edges:
        peers[edge.first].add(edge.second.kind)
        peers[edge.second].add(edge.first.kind)
    wanted = {
        vertex: 0
        if vertex.kind == "peer" and peers[vertex] == {"router"}
        else 1
        if vertex.kind in ("peer", "router")
        else 2
        for vertex in graph.vertices
    }
    used = sorted(set(wanted.values()))
    return {vertex: used.index(row) for vertex, row in wanted.items()}


def _rank(vertex: Vertex, peers: set[str]) -> int:
    if vertex.kind == "peer" and peers == {"router"}:
        return 0
    return 1 if vertex.kind in ("peer", "router") else 2


def _tags(steep: Iterable[Edge]) -> Iterator[Tag]:
    """The edges of like vertices to one vertex have one label there; any other edge has its own, at its lower end."""
    fans: dict[object, list[Edge]] = defaultdict(list)
    for edge in steep:
        fans[edge.first, edge.second.family].append(edge)
    alone: dict[object, list[Edge]] = defaultdict(list)
    for edges in fans.values():
        if len(edges) > 1:
            yield Tag(edges[0].first, below=True, edges=tuple(edges), text=_wire_label(edges, "↓", "↑"))
        else:
            alone[edges[0].second, edges[0].first.family].append(edges[0])
    for edges in alone.values():
        yield Tag(edges[0].second, below=False, edges=tuple(edges), text=_wire_label(edges, "↓", "↑"))


def _tracks(level: Sequence[Edge]) -> Iterator[Track]:
    """All vertices of a full mesh are on one track; any other edge is a track."""
    meshed: set[Edge] = set()
    for vertices, edges in mesh(level):
        meshed |= set(edges)
        yield Track(vertices, edges[0].kind, _wire_label(edges, "↔", "↔", ", each with each"))
    for edge in level:
        if edge.first == edge.second:
            yield Track((edge.first, edge.first), edge.kind, _wire_label([edge], "↔", "↔", ", each with each"))
        elif edge not in meshed:
            yield Track((edge.first, edge.second), edge.kind, _wire_label([edge], "→", "←"))


def _wire_label(edges: Sequence[Edge], forth: str, back: str, how: str = "") -> tuple[str, ...]:
    """The lines of a label: the kind and the number of sessions, then what is announced in which direction."""
    sessions = sum(edge.sessions for edge in edges)
    count = how or (f", {sessions} sessions" if sessions > 1 else "")
    told: dict[str, list[str]] = {forth: [], back: []}
    for edge in edges:
        told[forth] += edge.forth
        told[back] += edge.back
    announced = (f"{arrow} {few(list(dict.fromkeys(words)), WIDEST)}" for arrow, words in told.items() if words)
    return (f"{SHORT[edges[0].kind]}{count}", *announced)
