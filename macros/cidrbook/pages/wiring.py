"""Which row of a diagram a spot stands in, and which lines share a label there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cidrbook.pages.lettering import few
from cidrbook.report.graph import Graph, Line, Spot, mesh

WIDEST = 230
"""The pixels that a line of a label may take."""

SHORT = {"external": "eBGP", "internal": "iBGP", "unknown": "BGP"}
"""What labels call the kinds of sessions."""


class Tag(NamedTuple):
    """A label on lines from one row to the next, where they meet: `below` the upper spot, or above the lower one."""

    at: Spot
    below: bool
    lines: tuple[Line, ...]
    """From the upper spots to the lower ones."""
    text: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of the sessions, one for all of them."""
        return self.lines[0].kind

    @property
    def others(self) -> Iterator[Spot]:
        """The spots at the other ends."""
        return (line.second if self.below else line.first for line in self.lines)


class Track(NamedTuple):
    """A line along a row, with its label, that all of these spots of the row are on."""

    spots: tuple[Spot, ...]
    kind: str
    text: tuple[str, ...]


class Wires(NamedTuple):
    """The rows of the spots, from the top, and what runs between them and along them."""

    rows: Mapping[Spot, int]
    tags: tuple[Tag, ...]
    tracks: tuple[Track, ...]


def wired(graph: Graph, order: Mapping[int | None, int]) -> Wires:
    """The wires of a graph, whose systems stand in this order from the left."""
    rows = _rows(graph)
    place = {spot: (order[spot.asn], index) for index, spot in enumerate(graph.spots)}
    level = [line for line in graph.lines if rows[line.first] == rows[line.second]]
    steep = [line for line in graph.lines if rows[line.first] != rows[line.second]]
    downward = [line.turned if rows[line.first] > rows[line.second] else line for line in steep]
    rightward = [line.turned if place[line.first] > place[line.second] else line for line in level]
    return Wires(rows, tuple(_tags(downward)), tuple(_tracks(rightward)))


def _rows(graph: Graph) -> dict[Spot, int]:
    """Peers that only routers have on top, then routers and other peers, then all that runs behind them."""
    peers: dict[Spot, set[str]] = defaultdict(set)
    for line in graph.lines:
        peers[line.first].add(line.second.kind)
        peers[line.second].add(line.first.kind)
    wanted = {
        spot: 0 if spot.kind == "peer" and peers[spot] == {"router"} else 1 if spot.kind in ("peer", "router") else 2
        for spot in graph.spots
    }
    used = sorted(set(wanted.values()))
    return {spot: used.index(row) for spot, row in wanted.items()}


def _tags(steep: Iterable[Line]) -> Iterator[Tag]:
    """The lines of like spots to one spot have one label there; any other line has its own, at its lower end."""
    fans: dict[object, list[Line]] = defaultdict(list)
    for line in steep:
        fans[line.first, line.second.family].append(line)
    alone: dict[object, list[Line]] = defaultdict(list)
    for lines in fans.values():
        if len(lines) > 1:
            yield Tag(lines[0].first, below=True, lines=tuple(lines), text=_text(lines, "↓", "↑"))
        else:
            alone[lines[0].second, lines[0].first.family].append(lines[0])
    for lines in alone.values():
        yield Tag(lines[0].second, below=False, lines=tuple(lines), text=_text(lines, "↓", "↑"))


def _tracks(level: Sequence[Line]) -> Iterator[Track]:
    """All spots of a full mesh are on one track; any other line is a track."""
    meshed: set[Line] = set()
    for spots, lines in mesh(level):
        meshed |= set(lines)
        yield Track(spots, lines[0].kind, _text(lines, "↔", "↔", ", each with each"))
    for line in level:
        if line.first == line.second:
            yield Track((line.first, line.first), line.kind, _text([line], "↔", "↔", ", each with each"))
        elif line not in meshed:
            yield Track((line.first, line.second), line.kind, _text([line], "→", "←"))


def _text(lines: Sequence[Line], forth: str, back: str, how: str = "") -> tuple[str, ...]:
    """The lines of a label: the kind and the number of sessions, then what is announced in which direction."""
    sessions = sum(line.sessions for line in lines)
    count = how or (f", {sessions} sessions" if sessions > 1 else "")
    told: dict[str, list[str]] = {forth: [], back: []}
    for line in lines:
        told[forth] += line.forth
        told[back] += line.back
    announced = (f"{arrow} {few(list(dict.fromkeys(words)), WIDEST)}" for arrow, words in told.items() if words)
    return (f"{SHORT[lines[0].kind]}{count}", *announced)
