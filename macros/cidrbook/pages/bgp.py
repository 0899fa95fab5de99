"""The BGP sessions of the plan: as a table, and as a diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from markupsafe import Markup

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects import declared_and_observed
from cidrbook.drift.objects.declared_and_observed import Observed
from cidrbook.pages.book import Book
from cidrbook.pages.markup import code, render
from cidrbook.pages.notation import anchor
from cidrbook.pages.repository import HEADING, ONLY, link
from cidrbook.pages.topology.layout import SAMPLE, layout
from cidrbook.pages.topology.narrow import WIDTH, narrow
from cidrbook.pages.topology.text_width import LINE, SIZE, shortened
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.plan.views.product_names import product_name
from cidrbook.report.graph import Graph, announced, graph, several, system
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Place

_NONE = "The plan describes no BGP sessions."
_UNSAID = "not said"
_LEGIBLE = 0.75
"""How far a diagram may be scaled down before it scrolls."""

_STROKES = {
    "external": Markup(""),
    "internal": Markup('stroke-dasharray="7 4"'),
    "unknown": Markup('stroke-dasharray="2 3"'),
}

_TYPES = {True: "internal (iBGP)", False: "external (eBGP)", None: ""}
_YES = {True: "yes", False: "no"}


class SessionRow(NamedTuple):
    """A session as it is written: one peering, or one for each node of a cluster."""

    plan: Plan
    peerings: tuple[Peering, ...]
    sights: tuple[Observed[Peering], ...] = ()
    """The same sessions, or these themselves, as trees hold them."""

    @property
    def firsts(self) -> list[SessionEnd]:
        """The local ends."""
        return [peering.first for peering in self.peerings]

    @property
    def seconds(self) -> list[SessionEnd]:
        """The peers."""
        return [peering.second for peering in self.peerings]

    def ends(self, of: Callable[[SessionEnd], Iterable[Any]]) -> list[list[Any]]:
        """Something of all first ends, and of all second ends, each value once; None is no value."""
        sides = zip(*((peering.first, peering.second) for peering in self.peerings), strict=True)
        found = (dict.fromkeys(chain.from_iterable(map(of, side))) for side in sides)
        return [[value for value in values if value is not None] for values in found]

    def said(self, key: str) -> list[Any]:
        """What the descriptions say, each value once."""
        values = (getattr(session, key) for peering in self.peerings for session in peering.sessions)
        return [value for value in dict.fromkeys(values) if value not in (None, ())]

    def timer(self, key: str, name: str) -> list[str]:
        """A timer with its name, where it is said."""
        seconds = self.said(key)
        return [f"{name} {' or '.join(f'{second} s' for second in seconds)}"] if seconds else []


COLUMNS: Mapping[str, Callable[[SessionRow], Iterable[object]]] = MappingProxyType(
    {
        "Local end": lambda row: [_end_text(row.firsts, row.seconds)],
        "Peer": lambda row: [_end_text(row.seconds, row.firsts)],
        "ASN": lambda row: dict.fromkeys(_values_of_both(row.ends(lambda side: [side.asn]), _every)),
        "Type": lambda row: dict.fromkeys(_TYPES[peering.internal] for peering in row.peerings),
        "Addresses": lambda row: _values_of_both(row.ends(lambda side: [side.address]), _first_address),
        "Families": lambda row: dict.fromkeys(chain.from_iterable(row.said("families"))),
        "Timers": lambda row: [*row.timer("hold_time", "hold"), *row.timer("keepalive", "keepalive")],
        "BFD": lambda row: [" or ".join(_YES[said] for said in row.said("bfd"))],
        "Password": lambda row: [" or ".join(_YES[said] for said in row.said("password"))],
        "Local end announces": lambda row: map(code, row.ends(lambda side: announced(row.plan, side))[0]),
        "Peer announces": lambda row: map(code, row.ends(lambda side: announced(row.plan, side))[1]),
    }
)
"""The columns of the table of sessions: the values that a row has in each."""


def bgp_sessions(book: Book, *, observed: bool = True) -> str:
    """The BGP sessions as a table, one row for each that is written; columns that would be empty are left out.

    What the plan's trees hold stands beside them, unless `observed` is false.
    """
    declared = _session_rows(book.plan, book.comparison)
    alone = [row for seen in book.observations for row in _session_rows(seen, book.comparison)] if observed else []
    rows, only = [*declared, *alone], set(map(id, alone if declared else []))
    cells = {name: [list(filter(None, values(row))) for row in rows] for name, values in COLUMNS.items()}
    cells[HEADING] = [list(_session_places(book, row, only=id(row) in only)) for row in rows]
    shown = {name: column for name, column in cells.items() if any(column)}
    if not rows:
        return render("sentence.html.jinja", text=_NONE)
    return render("sessions.html.jinja", headings=list(shown), rows=list(zip(*shown.values(), strict=True)))


def _session_rows(shown: Plan | Observation, comparison: Comparison) -> list[SessionRow]:
    """The sessions of a plan; of an observation only those that the plan does not declare."""
    known = declared_and_observed.sessions(comparison)
    alone = {id(sight.thing) for sight in known.undeclared}
    written: dict[int, list[Peering]] = {}
    for peering in peerings(shown):
        if isinstance(shown, Plan) or id(peering) in alone:
            written.setdefault(id(peering.sessions[0]), []).append(peering)
    own = (
        known.declared
        if isinstance(shown, Plan)
        else {id(peering): (Observed(shown, peering),) for peering in peerings(shown)}
    )
    return [
        SessionRow(
            comparison.plan, tuple(group), tuple(sight for peering in group for sight in own.get(id(peering), ()))
        )
        for group in written.values()
    ]


def _session_places(book: Book, row: SessionRow, *, only: bool) -> Iterator[object]:
    """Where the sessions are in the repository, with the AS numbers that they have there, where these are others."""
    said = {asn for side in row.ends(lambda side: [side.asn]) for asn in side}
    shown: dict[Place, Observed[Peering]] = {}
    for sight in row.sights:
        for session in sight.thing.sessions:
            shown.setdefault(session.at(), sight)
    for place, sight in shown.items():
        numbers = [side.asn for side in (sight.thing.first, sight.thing.second) if side.asn]
        there = link(book, sight.observation, place)
        others = said and not said.issuperset(numbers)
        yield Markup("{} in {}").format(" and ".join(map(system, numbers)), there) if others else there
    if only:
        yield ONLY


def _end_text(sides: list[SessionEnd], others: list[SessionEnd]) -> str:
    """Who is at an end; the nodes of a cluster together, with what speaks on them: `home: 6 nodes (calico)`."""
    instance, other = sides[0].instance, others[0].instance
    cluster = instance.cluster if instance else None
    mesh = len(sides) > 1 and cluster is (other.cluster if other else None)
    names = list(dict.fromkeys(side.name for side in ([*sides, *others] if mesh else sides)))
    if not instance or not cluster or len(names) == 1:
        return names[0] or _UNSAID
    product = f" ({product_name(instance.speaker.product)})" if instance.speaker.product else ""
    return f"{several(cluster.name, names, 'node')}{product}"


def _values_of_both(ends: list[list[Any]], shown: Callable[[list[Any]], str]) -> list[str]:
    """What there is at both ends; nothing where neither says it."""
    return [shown(values) if values else _UNSAID for values in ends] if any(ends) else []


def _every(asns: list[int]) -> str:
    return " or ".join(map(str, asns))


def _first_address(addresses: list[object]) -> Markup:
    """The first of several addresses, and how many more there are."""
    rest = Markup(" and {} more").format(len(addresses) - 1) if len(addresses) > 1 else ""
    return code(addresses[0]) + rest


def bgp_topology(book: Book) -> str:
    """The BGP sessions as a diagram: each AS with what speaks in it, the sessions, and what they announce."""
    drawn = graph(book.plan)
    if not drawn.vertices:
        return render("sentence.html.jinja", text=_NONE)
    wide = layout(drawn)
    small = narrow(drawn) if wide.width > WIDTH else None
    name = anchor("topology", next(book.calls))
    drawings = [(wide, name, int(wide.width * _LEGIBLE), "wide" if small else "only")]
    if small:
        drawings.append((small, f"{name}-narrow", 0, "narrow"))
    return render(
        "topology.html.jinja",
        drawings=drawings,
        title="BGP sessions",
        description=_described(drawn),
        size=SIZE,
        line=LINE,
        sample=SAMPLE,
        strokes=_STROKES,
        accent="var(--md-typeset-a-color,currentColor)",
        paper="var(--md-default-bg-color,Canvas)",
    )


def _described(drawn: Graph) -> str:
    """The diagram in words, for those who do not see it: who is in which AS, and how many sessions there are."""
    systems = (
        f"{system(asn)} with {', '.join(shortened(vertex.name, 200) for vertex in vertices)}"
        for asn, vertices in drawn.systems.items()
    )
    sessions = sum(edge.sessions for edge in drawn.edges)
    return f"{'; '.join(systems)}. Sessions: {sessions}."
