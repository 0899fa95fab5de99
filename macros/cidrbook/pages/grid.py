"""The addresses of a network as a picture, and the same in words below it.

The picture's cells are links, but neither the keyboard nor a screen reader stops
at any of them: there may be hundreds, and the table right below has a row for
each of their targets. So the picture is one labelled image, its cells are hidden
from assistive technology, and the only stop is the table, which scrolls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup
from netaddr import IPAddress, IPNetwork

from cidrbook.pages.book import Book
from cidrbook.pages.cells import ROW, CellGroup, Drawing, GridCell, addresses, block_length, blocks, drawing, parts
from cidrbook.pages.lookup import network as network_called
from cidrbook.pages.lookup import of_family
from cidrbook.pages.markup import render
from cidrbook.pages.notation import amount, anchor, dashed
from cidrbook.pages.scopes import brief
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Claim, Lease
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.cluster_ranges import Use
from cidrbook.plan.views.product_names import product_name
from cidrbook.plan.views.usage import Run, State, inside, runs
from cidrbook.text.regex import regex

KINDS: Mapping[State, tuple[str, str]] = MappingProxyType(
    {
        "gateway": ("G", "gateway"),
        "virtual": ("V", "virtual address"),
        "service": ("S", "pinned service"),
        "reservation": ("R", "DHCP reservation"),
        "host": ("H", "host"),
        "network": ("N", "network address"),
        "broadcast": ("B", "broadcast address"),
        "reserved": ("K", "reserved"),
        "dhcp": ("D", "DHCP range"),
        "pool": ("P", "pool"),
        "subnet": ("I", "network inside"),
        "free": ("", "free"),
    }
)
"""The letter that a cell has for each state, and what the legend and the table call it."""

_MOST = 300_000
_CELLS = 1024
_PREFIXES = 16
_OWNERS = 16
_NO_WORD = regex(r"\W+")


class _Limits(NamedTuple):
    """How much a macro may show: rows in all its tables, characters of a name, and names when a cell is pointed at."""

    rows: int
    name: int
    titles: bool


_USUAL, _TIGHT = _Limits(400, 100, titles=True), _Limits(80, 20, titles=False)


class PictureRow(NamedTuple):
    """A row of the table below a picture. `last` is empty for a single address."""

    id: str
    first: str
    last: str
    many: str
    letter: str
    what: str
    who: str


class DrawnCell(NamedTuple):
    """A cell as the page has it: `target` is the id of its row, empty where the table has none."""

    label: str
    letter: str
    target: str
    title: str
    percent: int | None
    wide: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Runs of one state that follow one another and share a row."""

    runs: tuple[Run, ...]

    @property
    def first(self) -> int:
        return self.runs[0].first

    @property
    def last(self) -> int:
        return self.runs[-1].last


class Picture(NamedTuple):
    """One prefix: its cells, what they mean, and the table below."""

    cidr: str
    summary: str
    parts: list[tuple[str, list[tuple[str, list[DrawnCell]]]]]
    """The cells under each heading; whole free rows are one, with the words that a phone shows instead."""
    legend: list[tuple[str, str, str]]
    rows: list[PictureRow]
    left_out: str


def address_grid(book: Book, name: str, family: int | None = None, table: bool = True) -> str:  # noqa: FBT001, FBT002 (what pages write)
    """The addresses of a network, one by one, and a table of what they are for.

    What has more than 1,024 addresses is drawn by blocks; a large IPv6 prefix only where it is used.
    `family` 4 or 6 shows only the prefixes of one IP version. Without `table`, cells lead to the page's hosts.
    """
    network = network_called(book, name)
    cidrs = of_family(f"network {network.name}", "prefix", network.cidrs, family)
    page = _page(book.plan, network, cidrs, _USUAL, tables=table)
    return page if len(page.encode()) <= _MOST else _page(book.plan, network, cidrs, _TIGHT, tables=table)


def address_picture(plan: Plan, network: Network) -> Markup:
    """The same without the tables: its cells lead to the hosts that a page lists elsewhere."""
    return _page(plan, network, network.cidrs, _USUAL, tables=False)


def _page(plan: Plan, network: Network, cidrs: Sequence[IPNetwork], limits: _Limits, *, tables: bool = True) -> Markup:
    shown = _that_fit(cidrs)
    each = limits._replace(rows=limits.rows // len(shown))
    pictures = [_Artist(plan, network, cidr, each, tables).picture() for cidr in shown]
    return render(
        "grid.html.jinja",
        name=brief(network.name or network.id, limits.name),
        pictures=pictures,
        tables=tables,
        left_out=amount(len(cidrs) - len(shown)),
    )


def _that_fit(cidrs: Sequence[IPNetwork]) -> list[IPNetwork]:
    """The first prefix, and as many after it as one page can bear."""
    shown: list[IPNetwork] = []
    room = _CELLS
    for cidr in cidrs[:_PREFIXES]:
        room -= cidr.size if cidr.size <= _CELLS else _CELLS // 4
        if shown and room < 0:
            break
        shown.append(cidr)
    return shown


@dataclass(frozen=True, slots=True)
class _Artist:
    """Draws one prefix of a network."""

    plan: Plan
    network: Network
    cidr: IPNetwork
    limits: _Limits
    tables: bool = True

    def picture(self) -> Picture:
        """The prefix as cells and as rows."""
        found = runs(self.plan, self.network, self.cidr)
        how = drawing(self.cidr, holds_networks=any(run.state == "subnet" for run in found))
        wholes = list(self._wholes(found)) if how == "blocks" else found
        drawn, hidden = self._drawn(how, found, wholes)
        rows = _folded(wholes, self.limits.rows)
        kept = rows[: self.limits.rows]
        targets = (
            {run.first: self._id(stretch.first) for stretch in kept for run in stretch.runs}
            if self.tables
            else dict(_row_of_address(found))
        )
        return Picture(
            cidr=str(self.cidr.cidr),
            summary=self._summary(how, hidden, sum(run.size for run in wholes if run.state == "free")),
            parts=[(part.heading, list(self._groups(part.cells, targets))) for part in drawn],
            legend=list(self._legend(wholes)),
            rows=[self._row(stretch) for stretch in kept],
            left_out=amount(len(rows) - len(kept)),
        )

    def _drawn(self, how: Drawing, found: Sequence[Run], wholes: Sequence[Run]) -> tuple[Iterable[CellGroup], int]:
        if how == "parts":
            return parts(self.cidr, found)
        return (addresses(self.cidr, found) if how == "addresses" else blocks(self.cidr, found, wholes)), 0

    def _wholes(self, found: Iterable[Run]) -> Iterator[Run]:
        """The runs, with each network inside as one, whatever is in it."""
        spans, domain = inside(self.plan, self.network), (self.network.scope, self.cidr.version)
        until = self.cidr.first - 1
        for run in found:
            if run.last <= until:
                continue
            first = max(run.first, until + 1)
            around = spans.meeting(domain, first, first)
            if around:
                until = min(around.last, self.cidr.last)
                yield Run(first, until, "subnet", (around.owner,))
            else:
                yield run._replace(first=first)

    def _summary(self, how: Drawing, hidden: int, free: int) -> str:
        size = self.cidr.size
        small = size <= 1 << 32  # of a large IPv6 prefix nearly all is free, whatever the plan
        count = (
            f"{amount(free if small else size - free)} of {amount(size)} addresses are {'free' if small else 'used'}."
        )
        if how == "addresses":
            return count
        if how == "parts":
            more = f" {amount(hidden)} more are only in the table." if hidden else ""
            return f"{count} Only the parts that are used are drawn, {ROW} addresses in a row.{more}"
        return (
            f"{count} Each cell is a /{block_length(self.cidr)}:"
            " its letter says what most of it is for, its bar how much of it is taken."
        )

    def _cell(self, cell: GridCell, targets: Mapping[int, str]) -> DrawnCell:
        run = cell.run
        if run is None:
            return DrawnCell(cell.label, "", "", "", None, wide=False)
        wide = cell.taken is None and cell.last > cell.first
        label = amount(run.size) if wide else cell.label
        letter = KINDS[run.state][0] + ("+" if _crowded(run) else "")
        return DrawnCell(label, letter, targets.get(run.first, ""), self._title(cell, run), cell.percent, wide)

    def _groups(self, cells: Sequence[GridCell], targets: Mapping[int, str]) -> Iterator[tuple[str, list[DrawnCell]]]:
        """The cells by rows of 16, those of free rows that follow one another together."""
        rows = [cells[at : at + ROW] for at in range(0, len(cells), ROW)]
        for free, group in groupby(rows, key=_is_free):
            members = list(chain.from_iterable(group))
            size = members[-1].last - members[0].first + 1
            words = f"{dashed(members[0].label, members[-1].label)} · {amount(size)} free"
            yield words if free else "", [self._cell(cell, targets) for cell in members]

    def _title(self, cell: GridCell, run: Run) -> str:
        if not self.limits.titles:
            return ""
        many = "" if cell.taken is None else f"; {amount(cell.taken)} of {amount(cell.last - cell.first + 1)} taken"
        first = self._text(cell.first)
        where = first if cell.taken is None else f"{first}/{block_length(self.cidr)}"
        return f"{where}: {' '.join(filter(None, (self._what(run.state), self._who([run], 1, 40))))}{many}"

    def _legend(self, wholes: Sequence[Run]) -> Iterator[tuple[str, str, str]]:
        many: dict[State, int] = dict.fromkeys(KINDS, 0)
        for run in wholes:
            many[run.state] += run.size
        yield from ((KINDS[state][0], self._what(state), amount(size)) for state, size in many.items() if size)
        crowded = sum(map(_crowded, wholes))
        if crowded:
            yield "+", "that several things have", amount(crowded)

    def _row(self, stretch: _Stretch) -> PictureRow:
        first, state = stretch.first, stretch.runs[0].state
        return PictureRow(
            self._id(first),
            self._text(first),
            self._text(stretch.last) if stretch.last > first else "",
            amount(stretch.last - first + 1),
            KINDS[state][0],
            self._what(state),
            self._who(stretch.runs, _OWNERS, self.limits.name),
        )

    def _what(self, state: State) -> str:
        return "subnet-router anycast" if state == "network" and self.cidr.version == 6 else KINDS[state][1]

    def _who(self, held: Iterable[Run], most: int, length: int) -> str:
        """The names of what has the runs, the first ones of many."""
        owners = dict.fromkeys(name for run in held for owner in run.owners if (name := self._name(owner)))
        more = f" and {len(owners) - most} more" if len(owners) > most else ""
        return ", ".join(brief(name, length) for name in list(owners)[:most]) + more

    def _name(self, owner: object) -> str:
        """What has an address, by name; nothing where it is the network itself."""
        match owner:
            case Claim():
                return owner.owner.name or owner.owner.id
            case Lease():
                return self._server(owner.network)
            case Pool():
                return f"{product_name(owner.balancer.product)} of {owner.cluster.name}"
            case Use():
                return f"{owner.purpose} of {owner.cluster.name}"
            case Cluster():
                return f"API of {owner.name}"
            case _:
                return "" if owner is self.network else str(getattr(owner, "name", ""))

    def _server(self, network: Network) -> str:
        """What hands out a DHCP range, by name; of another network's, that network."""
        if network is not self.network:
            return network.name
        return ", ".join(host.name for server in network.dhcp_servers if (host := self.plan.host(server)))

    def _text(self, number: int) -> str:
        return str(IPAddress(number, self.cidr.version))

    def _id(self, first: int) -> str:
        return f"{anchor('address', _NO_WORD.sub('-', self.network.id.lower())[:24])}-{self._text(first)}"


def _is_free(row: Sequence[GridCell]) -> bool:
    """Whether a whole row of cells is free."""
    return len(row) == ROW and all(cell.run is None for cell in row)


def _row_of_address(found: Iterable[Run]) -> Iterator[tuple[int, str]]:
    """The row of a table of hosts or services that an address leads to, by its number."""
    for run in found:
        claims = [owner for owner in run.owners if isinstance(owner, Claim)]
        if claims:
            yield run.first, anchor("host", claims[0].owner.id)


def _folded(wholes: Sequence[Run], most: int) -> list[_Stretch]:
    """A row for each run; where there would be too many, one for up to 16 that follow one another and are alike."""
    if len(wholes) <= most:
        return [_Stretch((run,)) for run in wholes]
    alike = (tuple(group) for _, group in groupby(wholes, key=lambda run: run.state))
    return [_Stretch(group[at : at + _OWNERS]) for group in alike for at in range(0, len(group), _OWNERS)]


def _crowded(run: Run) -> bool:
    """Whether several things claim the address."""
    return sum(isinstance(owner, Claim) for owner in run.owners) > 1
