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
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.plan.views.product_names import product_name
from cidrbook.plan.views.speakers import SpeakerInstance

MAX_ALIKE = 12
"""So many nodes of one kind are drawn one by one; more become one box."""


class Vertex(NamedTuple):
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


class Edge(NamedTuple):
    """The sessions between two vertices, which may be one and the same where it stands for many."""

    first: Vertex
    second: Vertex
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
    def turned(self) -> Edge:
        """The same sessions from the other end."""
        return Edge(self.second, self.first, self.sessions, self.back, self.forth)


class Graph(NamedTuple):
    """All that has sessions, and the sessions, in the order in which the plan first has them."""

    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]

    @property
    def systems(self) -> dict[int | None, tuple[Vertex, ...]]:
        """The vertices by AS; None where the plan does not say it."""
        found: dict[int | None, list[Vertex]] = defaultdict(list)
        for vertex in self.vertices:
            found[vertex.asn].append(vertex)
        return {asn: tuple(vertices) for asn, vertices in found.items()}


def system(asn: int | None) -> str:
    """An AS as diagrams name it."""
    return "AS not said" if asn is None else f"AS {asn}"


def announced(plan: Plan, side: SessionEnd) -> tuple[str, ...]:
    """What an end announces: prefixes and ranges, those of a network where the plan names one."""
    said: tuple[Announced, ...] = side.said("announces") or ()
    return tuple(dict.fromkeys(chain.from_iterable(_prefix_texts(plan, prefix) for prefix in said)))


def _prefix_texts(plan: Plan, what: Announced) -> tuple[str, ...]:
    network = plan.network(what) if isinstance(what, str) else None
    return tuple(map(str, network.cidrs)) if network and network.cidrs else (str(what),)


@cached_view
def graph(plan: Plan) -> Graph:
    """The sessions between each two speakers as one edge; more than 12 nodes with the same peers as one vertex."""
    edges = _joined_edges(_edge(plan, peering) for peering in peerings(plan))
    instead = _alike(edges)
    drawn = _joined_edges(
        edge._replace(first=_drawn(edge.first, instead), second=_drawn(edge.second, instead)) for edge in edges
    )
    return Graph(tuple(dict.fromkeys(chain.from_iterable((edge.first, edge.second) for edge in drawn))), drawn)


def _edge(plan: Plan, peering: Peering) -> Edge:
    first, second = peering.first, peering.second
    return Edge(_vertex(first), _vertex(second), 1, announced(plan, first), announced(plan, second))


def _vertex(side: SessionEnd) -> Vertex:
    instance, asn = side.instance, side.asn
    if instance is None:
        return Vertex(f"{side.name} in {asn}", side.name or "not said", "peer", "peer", asn, ("", asn))
    owner = instance.machine or instance.cluster
    kind, name = (owner.kind, owner.name) if owner else ("peer", instance.name)
    cluster = instance.cluster.name if instance.cluster else ""
    detail = _detail(instance) or kind
    if detail.lower().startswith(name.lower()):  # a router called after its product has its release in its name
        name, detail = detail, kind
    return Vertex(f"{instance.key} in {asn}", name, detail, kind, asn, (instance.program.id, asn), cluster)


def _detail(instance: SpeakerInstance) -> str:
    """What runs there: a router's product and release, or what speaks on a node or a host."""
    machine = instance.machine
    if isinstance(machine, Router):
        return product_name(machine.product, machine.version)
    return product_name(instance.speaker.product)


def _joined_edges(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """The edges, those between the same two vertices as one."""
    found: dict[tuple[Vertex, Vertex], Edge] = {}
    for edge in edges:
        is_back = (edge.first, edge.second) not in found and (edge.second, edge.first) in found
        onward = edge.turned if is_back else edge
        known = found.get((onward.first, onward.second))
        found[onward.first, onward.second] = _both_ways(known, onward) if known else onward
    return tuple(found.values())


def _both_ways(one: Edge, other: Edge) -> Edge:
    forth, back = (tuple(dict.fromkeys((*a, *b))) for a, b in ((one.forth, other.forth), (one.back, other.back)))
    return Edge(one.first, one.second, one.sessions + other.sessions, forth, back)


def _alike(edges: Iterable[Edge]) -> dict[Vertex, tuple[Vertex, ...]]:
    """The vertices of groups that are too large to be drawn one by one, with the group.

    Nodes are alike that have the same peers; so are those that are all peers of one another and have the same others.
    """
    peers: dict[Vertex, set[Vertex]] = defaultdict(set)
    for edge in edges:
        peers[edge.first].add(edge.second)
        peers[edge.second].add(edge.first)
    found: dict[Vertex, tuple[Vertex, ...]] = {}
    for itself in (False, True):
        groups: dict[object, list[Vertex]] = defaultdict(list)
        for vertex, others in peers.items():
            if vertex.kind in ("node", "peer"):
                groups[vertex.family, frozenset(others | {vertex} if itself else others)].append(vertex)
        found |= {vertex: tuple(group) for group in groups.values() if len(group) > MAX_ALIKE for vertex in group}
    return found


def _drawn(vertex: Vertex, instead: dict[Vertex, tuple[Vertex, ...]]) -> Vertex:
    """The vertex itself, or the one that stands for it and those alike."""
    group = instead.get(vertex)
    return (
        vertex._replace(key=f"{group[0].key} and more", name=several(vertex.cluster, group, vertex.kind))
        if group
        else vertex
    )


def several(cluster: str, things: Collection[object], kind: str) -> str:
    """What stands for so many: `home: 6 nodes`."""
    return f"{cluster}: {len(things)} {kind}s" if cluster else f"{len(things)} {kind}s"


def mesh(edges: Iterable[Edge]) -> Iterator[tuple[tuple[Vertex, ...], tuple[Edge, ...]]]:
    """The vertices of each family that are all peers of one another, three or more, with the edges between them."""
    families: dict[object, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.first.family == edge.second.family and edge.first != edge.second:
            families[edge.first.family].append(edge)
    for inside in families.values():
        vertices = tuple(dict.fromkeys(chain.from_iterable((edge.first, edge.second) for edge in inside)))
        if len(vertices) > 2 and len(inside) == len(vertices) * (len(vertices) - 1) // 2:
            yield vertices, tuple(inside)
