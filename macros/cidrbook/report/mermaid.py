"""The BGP sessions as a flowchart for Mermaid, which GitHub, GitLab and many wikis draw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cidrbook.plan.plan import Plan
from cidrbook.report.graph import Edge, Graph, Vertex, graph, system
from cidrbook.report.words import plain
from cidrbook.text.regex import regex

MOST = 60
"""The characters of a name that are shown."""

_ARROWS = {"external": "<-->", "internal": "<-.->", "unknown": "---"}
_KINDS = {"external": "eBGP", "internal": "iBGP", "unknown": "BGP"}
_UNSAFE = regex(r"[^\w .,/:()+…-]")
_DIRECTIVE = regex("style|classdef", re.IGNORECASE)
"""Mermaid takes a semicolon from lines that have these words, even inside of quotes."""


def as_mermaid(plan: Plan) -> str:
    """The flowchart: a subgraph for each AS, a node for each speaker, and a link, from a router, for its sessions.

    Solid links are eBGP, dotted ones iBGP, and labelled so, with what each end announces.
    """
    return "\n".join(_diagram_lines(graph(plan)))


def _diagram_lines(drawn: Graph) -> Iterator[str]:
    ids = {vertex: f"n{index}" for index, vertex in enumerate(drawn.vertices)}
    yield "flowchart TB"
    for index, (asn, vertices) in enumerate(drawn.systems.items()):
        yield f'  subgraph as{index}["{system(asn)}"]'
        yield from (
            f'    {ids[vertex]}["{_mermaid_text(vertex.name)}<br/>{_mermaid_text(vertex.detail)}"]'
            for vertex in vertices
        )
        yield "  end"
    for edge in drawn.edges:
        downward = edge.first.kind == "router" or edge.second.kind != "router"
        yield _edge_line(edge if downward else edge.turned, ids)


def _edge_line(edge: Edge, ids: Mapping[Vertex, str]) -> str:
    count = f", {edge.sessions} sessions" if edge.sessions > 1 else ""
    announced = (
        _told(vertex, words) for vertex, words in ((edge.first, edge.forth), (edge.second, edge.back)) if words
    )
    label = "<br/>".join((f"{_KINDS[edge.kind]}{count}", *announced))
    return f'  {ids[edge.first]} {_ARROWS[edge.kind]}|"{label}"| {ids[edge.second]}'


def _told(vertex: Vertex, prefixes: tuple[str, ...]) -> str:
    rest = f" +{len(prefixes) - 2} more" if len(prefixes) > 2 else ""
    return f"from {_mermaid_text(vertex.name)}: {', '.join(map(_mermaid_text, prefixes[:2]))}{rest}"


def _mermaid_text(text: str) -> str:
    """A name as text that Mermaid acts on nowhere: one line, what is not plain as its entities (`#quot;`, `#35;`)."""
    line = plain(" ".join(text[: 2 * MOST].split()))
    short = line if len(line) <= MOST else f"{line[: MOST - 1]}…"
    safe = _UNSAFE.sub(_entity, short)
    return _DIRECTIVE.sub(lambda found: f"{_entity(found)}{found[0][1:]}", safe)


def _entity(found: re.Match[str]) -> str:
    return "#quot;" if found[0] == '"' else f"#{ord(found[0][0])};"
