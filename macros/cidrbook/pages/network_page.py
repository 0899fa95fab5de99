"""Everything about one network, part by part: for a page of its own, and for the book of all of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from markupsafe import Markup
from netaddr import IPAddress, IPNetwork

from cidrbook.net.spans import Span
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.facts import about_network
from cidrbook.pages.grid import address_grid
from cidrbook.pages.lookup import network as network_called
from cidrbook.pages.markup import prose, render
from cidrbook.pages.notation import address_key, amount, anchor, number_key, prefix_key, several
from cidrbook.pages.rows import Holder, LeaseRow, NetworkRow, Row, by_network, lease_rows
from cidrbook.pages.table import MOST, Column, Table
from cidrbook.pages.tables import DHCP, HOSTS, NETWORKS, SERVICES
from cidrbook.plan.cluster import Service
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.space import usable
from cidrbook.plan.views.usage import State, inside, runs
from cidrbook.report.text import cut, plain
from cidrbook.text.finding import Finding

_GRID = 180_000
"""The bytes of the largest picture of addresses that stands on a page together with everything else."""

_TAKEN: tuple[State, ...] = ("gateway", "virtual", "service", "reservation", "host")
_FIRST = ("Findings", "Prefixes")
"""The parts that come before the picture."""

_WRAPPED = 60
_PUNCTUATION = re.compile(r"[^\w ]|_")


class PagePart(NamedTuple):
    """A part of a page, with its title."""

    title: str
    html: Markup


@dataclass(frozen=True, eq=False)
class PrefixRow(NetworkRow):
    """One of the prefixes of a network."""

    cidr: IPNetwork

    @cached_property
    def count(self) -> Mapping[State, int]:
        """How many of its addresses are for what; nothing of those of a prefix that holds other networks."""
        found: dict[State, int] = defaultdict(int)
        if not inside(self.plan, self.network):  # what is in those counts there
            for run in runs(self.plan, self.network, self.cidr):
                found[run.state] += run.size
        return found

    def those(self, *states: State) -> list[str]:
        """How many addresses are for one of these; nothing for none."""
        number = sum(self.count[state] for state in states)
        return [amount(number)] if number else []

    @property
    def usable(self) -> tuple[IPAddress, IPAddress]:
        """The first and last address that something can have; where no interface is on the network, all can be had."""
        virtual = self.network.id in self.plan.virtual
        first, last = (self.cidr.first, self.cidr.last) if virtual else usable(self.cidr)
        return IPAddress(first, self.cidr.version), IPAddress(last, self.cidr.version)

    @property
    def next_free(self) -> IPAddress | None:
        """The lowest address that is free, where there is one for hosts at all."""
        free = self.plan.next_free(self.network, self.cidr.version) if self.count["free"] else None
        return free if free is not None and free in self.cidr else None


PREFIXES: Table[PrefixRow] = Table(
    macro="network_page",
    label="Prefixes",
    columns={
        "cidr": Column("Prefix", lambda row: [row.cidr], code=True, key=lambda row: prefix_key(row.cidr)),
        "first": Column("First for hosts", lambda row: [row.usable[0]], code=True),
        "last": Column("Last for hosts", lambda row: [row.usable[1]], code=True),
        "size": Column("Addresses", lambda row: [amount(row.cidr.size)]),
        "taken": Column("Fixed", lambda row: row.those(*_TAKEN)),
        "dhcp": Column("DHCP", lambda row: row.those("dhcp")),
        "pool": Column("In pools", lambda row: row.those("pool")),
        "reserved": Column("Kept free", lambda row: row.those("reserved")),
        "free": Column("Free", lambda row: row.those("free")),
        "next": Column("Next free", lambda row: [row.next_free], code=True),
    },
    usual=("cidr", "first", "last", "size", "taken", "dhcp", "pool", "reserved", "free", "next"),
    always=("cidr", "size"),
    sorts={},
    anchor=lambda _: "",
)


@dataclass(frozen=True, eq=False)
class NetworkPoolRow(NetworkRow):
    """A part of a pool that lies in a network."""

    span: Span[Pool]

    @property
    def pool(self) -> Pool:
        """The pool."""
        return self.span.owner

    def at(self, number: int) -> IPAddress:
        """An address of it."""
        return IPAddress(number, self.span.domain[1])


POOLS: Table[NetworkPoolRow] = Table(
    macro="network_page",
    label="Pools",
    columns={
        "first": Column(
            "From",
            lambda row: [row.at(row.span.first)],
            code=True,
            key=lambda row: address_key(row.at(row.span.first)),
        ),
        "last": Column("To", lambda row: [row.at(row.span.last)], code=True),
        "size": Column("Addresses", lambda row: [amount(row.span.size)], key=lambda row: number_key(row.span.size)),
        "cluster": Column("Cluster", lambda row: [row.pool.cluster.name]),
        "by": Column("Given out by", lambda row: [f"{row.pool.balancer.product} {row.pool.balancer.version}".strip()]),
        "mode": Column("Made known by", lambda row: [row.pool.balancer.mode]),
    },
    usual=("first", "last", "size", "cluster", "by", "mode"),
    always=("first", "last", "size", "cluster"),
    sorts={},
    anchor=lambda _: "",
)


@cached_view
def pools_of(plan: Plan) -> dict[int, list[Span[Pool]]]:
    """The pools of each network: those that are it, and those that begin in it."""
    found: dict[int, list[Span[Pool]]] = defaultdict(list)
    for span in plan.pools:
        network = span.owner.network or plan.space.covering(span.domain[0], IPAddress(span.first, span.domain[1]))
        found[id(network)].append(span)
    return found


@cached_view
def leases_of(plan: Plan) -> dict[int, list[LeaseRow]]:
    """The DHCP ranges of each network, by the network's identity."""
    found: dict[int, list[LeaseRow]] = defaultdict(list)
    for row in lease_rows(plan):
        found[id(row.network)].append(row)
    return found


@cached_view
def around(plan: Plan) -> dict[int, dict[int, Network]]:
    """The networks right around each one's prefixes, by identity."""
    found: dict[int, dict[int, Network]] = defaultdict(dict)
    for outer, inner in plan.space.nested():
        if outer.network is not inner.network:
            found[id(inner.network)][id(outer.network)] = outer.network
    return found


def by_party(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings that name each thing, by its id."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for party in dict.fromkeys(finding.problem.parties):
            found[party].append(finding)
    return found


def facts(plan: Plan, network: Network) -> Markup:
    """What the plan says about a network, as a table."""
    label = f"About {network.name or network.id}"
    return render("about.html.jinja", label=label, id=anchor("network", network.id), facts=about_network(plan, network))


def in_short(plan: Plan, network: Network) -> Markup:
    """The same as one paragraph."""
    return render("in-short.html.jinja", id=anchor("network", network.id), facts=about_network(plan, network))


def parts(plan: Plan, network: Network, findings: Sequence[Finding], most: int) -> Iterator[PagePart]:
    """What there is to say about a network beside its facts, in at most about so many bytes."""
    if findings:
        part = PagePart("Findings", listed(findings, most // 2))
        most -= len(part.html.encode())
        yield part
    tables = [told for told in _tables(plan, network) if told.rows]
    for left, (title, table, rows, without) in zip(range(len(tables) - 1, -1, -1), tables, strict=True):
        html = table.html(rows, most=most // 2 if left else most, without=without, ids=table is HOSTS)
        most -= len(html.encode())
        yield PagePart(title, html)


class _Rows(NamedTuple):
    title: str
    table: Table[Any]
    rows: Sequence[Row]
    without: tuple[str, ...] = ()


def _tables(plan: Plan, network: Network) -> Iterator[_Rows]:
    key = id(network)
    inner = {id(span.owner): span.owner for span in inside(plan, network) if isinstance(span.owner, Network)}
    owners = by_network(plan).get(key, ())
    yield _Rows("Prefixes", PREFIXES, [PrefixRow(plan, network, cidr) for cidr in network.cidrs])
    yield _Rows("DHCP ranges", DHCP, leases_of(plan).get(key, []), ("network", "purpose"))
    yield _Rows("Pools", POOLS, [NetworkPoolRow(plan, network, span) for span in pools_of(plan).get(key, [])])
    yield _Rows(
        "Lies inside",
        NETWORKS,
        [NetworkRow(plan, outer) for outer in around(plan).get(key, {}).values()],
    )
    yield _Rows("Networks inside", NETWORKS, [NetworkRow(plan, owner) for owner in inner.values()])
    yield _Rows("Services", SERVICES, _sorted(owner for owner in owners if isinstance(owner.owner, Service)))
    hosts = _sorted(owner for owner in owners if not isinstance(owner.owner, Service))
    yield _Rows("Hosts", HOSTS, hosts, ("network", "vlan"))


def _sorted(rows: Iterable[Holder]) -> list[Holder]:
    return sorted(rows, key=HOSTS.first)


def listed(findings: Sequence[Finding], most: int) -> Markup:
    """The findings as a table of at most about so many bytes; the rest of them is counted."""
    shown = list(_that_fit(findings, most))
    table = render("findings.html.jinja", findings=shown)
    if len(shown) == len(findings):
        return table
    rest = f"and {several(len(findings) - len(shown), 'finding')} more, left out here"
    return table + render("sentence.html.jinja", text=rest)


def _that_fit(findings: Iterable[Finding], most: int) -> Iterator[Finding]:
    for number, finding in enumerate(findings):
        words = (
            finding.problem.message,
            finding.waived or "",
            *(related.at.file for related in finding.problem.related),
        )
        most -= sum(len(prose(word).encode()) + _WRAPPED for word in words) + _WRAPPED
        if number and most < 0:
            return
        yield finding


def network_page(book: Book, name: str, level: int = 2) -> str:
    """Everything about one network, under a heading of its own.

    A block of Markdown: it stands alone on its lines. `level` is that of the first heading, 1 to 5.
    """
    network = network_called(book, name)
    checked(level, 5)
    findings = by_party(book.findings).get(network.id, [])
    about = facts(book.plan, network)
    grid = address_grid(book, network.id) if network.cidrs else ""
    if len(grid.encode()) > _GRID:
        grid = render("sentence.html.jinja", text="They are too many to be drawn together with all the rest.")
    most = MOST - len(about.encode()) - len(grid.encode()) - _WRAPPED * 20
    told = list(parts(book.plan, network, findings, most))
    start = sum(part.title in _FIRST for part in told)
    drawn = [PagePart("Addresses", Markup(grid))] if grid else []  # noqa: S704 (it is a macro's)
    blocks = [f"{heading(level + 1, title)}\n\n{html}" for title, html in (*told[:start], *drawn, *told[start:])]
    return "\n\n".join([heading(level, network.name or network.id), about, *blocks])


def heading(level: int, text: str) -> str:
    """A heading in Markdown. Any punctuation may mean something to an extension of Markdown, so all is escaped."""
    words = plain(" ".join(cut(text).split()))
    return f"{'#' * level} {_PUNCTUATION.sub(lambda found: f'&#{ord(found[0])};', words)}"


def checked(level: object, most: int) -> None:
    """Complain of a level that no heading has."""
    if level not in range(1, most + 1):
        raise WrongCallError("wrong-argument", f"`level` is 1 to {most}, not {level!r}")
