"""The BGP sessions of a plan as a graph, ready to be drawn: who speaks, in which AS, and with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from cidrbook.plan.bgp import Announced
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import Peering, Side, peerings
from cidrbook.plan.views.speakers import Voice

MAX_ALIKE = 12
"""So many nodes of one kind are drawn one by one; more become one box."""


class Spot(NamedTuple):
    """What is drawn as one box: a speaker in an AS. `kind` is router, node, host, cluster or peer (only a name)."""

    key: str
    name: str
    detail: str
    kind: str
    asn: int | None
    family: tuple[str, int | None]
    """What it has in common with those that are like it: the speaker that runs on them all, and their AS."""
    cluster: str = ""
    """The name of its cluster."""


class Line(NamedTuple):
    """The sessions between two spots, which may be one and the same where it stands for many."""

    first: Spot
    second: Spot
    sessions: int
    forth: tuple[str, ...]
    """The prefixes that the first announces to the second."""
    back: tuple[str, ...]

    @property
    def kind(self) -> str:
        """`external` (eBGP), `internal` (iBGP), or `unknown` where an AS number is."""
        unknown = None in (self.first.asn, self.second.asn)
        return "unknown" if unknown else "internal" if self.first.asn == self.second.asn else "external"

    @property
    def turned(self) -> Line:
        """The same sessions from the other end."""
        return Line(self.second, self.first, self.sessions, self.back, self.forth)


class Graph(NamedTuple):
    """All that has sessions, and the sessions, in the order in which the plan first has them."""

    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]

    @property
    def systems(self) -> dict[int | None, tuple[Spot, ...]]:
        """The spots by AS; None where the plan does not say it."""
        found: dict[int | None, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            found[spot.asn].append(spot)
        return {asn: tuple(spots) for asn, spots in found.items()}


def system(asn: int | None) -> str:
    """An AS as diagrams name it."""
    return "AS not said" if asn is None else f"AS {asn}"


def announced(plan: Plan, side: Side) -> tuple[str, ...]:
    """What an end announces: prefixes and ranges, those of a network where the plan names one."""
    said: tuple[Announced, ...] = side.said("announces") or ()
    return tuple(dict.fromkeys(chain.from_iterable(_prefixes(plan, it) for it in said)))


def _prefixes(plan: Plan, what: Announced) -> tuple[str, ...]:
    network = plan.network(what) if isinstance(what, str) else None
    return tuple(map(str, network.cidrs)) if network and network.cidrs else (str(what),)


@cached_view
def graph(plan: Plan) -> Graph:
    """The sessions between each two speakers as one line; more than 12 nodes with the same peers as one spot."""
    lines = _joined(_line(plan, peering) for peering in peerings(plan))
    instead = _alike(lines)
    drawn = _joined(
        line._replace(first=_drawn(line.first, instead), second=_drawn(line.second, instead)) for line in lines
    )
    return Graph(tuple(dict.fromkeys(chain.from_iterable((line.first, line.second) for line in drawn))), drawn)


def _line(plan: Plan, peering: Peering) -> Line:
    first, second = peering.first, peering.second
    return Line(_spot(first), _spot(second), 1, announced(plan, first), announced(plan, second))


def _spot(side: Side) -> Spot:
    voice, asn = side.voice, side.asn
    if voice is None:
        return Spot(f"{side.name} in {asn}", side.name or "not said", "peer", "peer", asn, ("", asn))
    owner = voice.machine or voice.cluster
    kind, name = (owner.kind, owner.name) if owner else ("peer", voice.name)
    cluster = voice.cluster.name if voice.cluster else ""
    return Spot(f"{voice.key} in {asn}", name, _detail(voice) or kind, kind, asn, (voice.program.id, asn), cluster)


def _detail(voice: Voice) -> str:
    """What runs there: a router's product and release, or what speaks on a node or a host."""
    machine = voice.machine
    return f"{machine.product} {machine.version}".strip() if isinstance(machine, Router) else voice.speaker.product


def _joined(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines, those between the same two spots as one."""
    found: dict[tuple[Spot, Spot], Line] = {}
    for line in lines:
        is_back = (line.first, line.second) not in found and (line.second, line.first) in found
        other_line = line.turned if is_back else line
        known = found.get((other_line.first, other_line.second))
        found[other_line.first, other_line.second] = _both(known, other_line) if known else other_line
    return tuple(found.values())


def _both(one: Line, other: Line) -> Line:
    forth, back = (tuple(dict.fromkeys((*a, *b))) for a, b in ((one.forth, other.forth), (one.back, other.back)))
    return Line(one.first, one.second, one.sessions + other.sessions, forth, back)


def _alike(lines: Iterable[Line]) -> dict[Spot, tuple[Spot, ...]]:
    """The spots of groups that are too large to be drawn one by one, with the group.

    Nodes are alike that have the same peers; so are those that are all peers of one another and have the same others.
    """
    peers: dict[Spot, set[Spot]] = defaultdict(set)
    for line in lines:
        peers[line.first].add(line.second)
        peers[line.second].add(line.first)
    found: dict[Spot, tuple[Spot, ...]] = {}
    for itself in (False, True):
        groups: dict[object, list[Spot]] = defaultdict(list)
        for spot, others in peers.items():
            if spot.kind in ("node", "peer"):
                groups[spot.family, frozenset(others | {spot} if itself else others)].append(spot)
        found |= {spot: tuple(group) for group in groups.values() if len(group) > MAX_ALIKE for spot in group}
    return found


def _drawn(spot: Spot, instead: dict[Spot, tuple[Spot, ...]]) -> Spot:
    """The spot itself, or the one that stands for it and those alike."""
    group = instead.get(spot)
    return (
        spot._replace(key=f"{group[0].key} and more", name=several(spot.cluster, group, spot.kind)) if group else spot
    )


def several(cluster: str, things: Collection[object], kind: str) -> str:
    """What stands for so many: `home: 6 nodes`."""
    return f"{cluster}: {len(things)} {kind}s" if cluster else f"{len(things)} {kind}s"


def mesh(lines: Iterable[Line]) -> Iterator[tuple[tuple[Spot, ...], tuple[Line, ...]]]:
    """The spots of each family that are all peers of one another, three or more, with the lines between them."""
    families: dict[object, list[Line]] = defaultdict(list)
    for line in lines:
        if line.first.family == line.second.family and line.first != line.second:
            families[line.first.family].append(line)
    for inside in families.values():
        spots = tuple(
            dict.fromkeys(chain.from_iterable((other_line.first, other_line.second) for other_line in inside))
        )
        if len(spots) > 2 and len(inside) == len(spots) * (len(spots) - 1) // 2:
            yield spots, tuple(inside)
