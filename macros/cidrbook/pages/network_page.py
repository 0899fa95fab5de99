"""Everything about one network, part by part: for a page of its own, and for the book of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.facts import about_network, source
from cidrbook.pages.grid import address_picture
from cidrbook.pages.lookup import network as network_called
from cidrbook.pages.markup import prose, render
from cidrbook.pages.notation import anchor, several
from cidrbook.pages.ranges import RANGES, ranges
from cidrbook.pages.rows import Holder, NetworkRow, Row, by_network
from cidrbook.pages.table import MOST, Table
from cidrbook.pages.tables import HOSTS, NETWORKS, SERVICES
from cidrbook.plan.cluster import Service
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.usage import inside
from cidrbook.report.words import cut, plain
from cidrbook.text.finding import Finding
from cidrbook.text.regex import regex

_GRID = 180_000
"""The bytes of the largest picture of addresses that stands on a page together with everything else."""

_WRAPPED = 60
_PUNCTUATION = regex(r"[^\w ]|_")


class PagePart(NamedTuple):
    """A part of a page, with its title."""

    title: str
    html: Markup


def facts(plan: Plan, network: Network) -> Markup:
    """What the plan says about a network, as a list, and where."""
    label = f"About {network.name or network.id}"
    about = about_network(plan, network)
    return render(
        "about.html.jinja", label=label, id=anchor("network", network.id), facts=about, source=source(network)
    )


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
    yield _Rows("Ranges", RANGES, [] if network.id in plan.cluster_networks else ranges(plan, network))
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


def network_page(book: Book, name: str, level: int = 2, title: bool = True) -> str:  # noqa: FBT001, FBT002 (what pages write)
    """Everything about one network: its facts, its addresses, ranges, services and hosts.

    A block of Markdown: it stands alone on its lines. `level` is that of the first heading, 1 to 5. Without `title`
    the page's own heading is the network's.
    """
    network = network_called(book, name)
    checked(level, 5)
    findings = book.findings_of.get(network.id, [])
    about = facts(book.plan, network)
    grid = picture(book, network)
    most = MOST - len(about.encode()) - len(grid.encode()) - _WRAPPED * 20
    told = list(parts(book.plan, network, findings, most))
    start = sum(part.title == "Findings" for part in told)
    drawn = [PagePart("Addresses", grid)] if grid else []
    below = level + 1 if title else level
    blocks = [f"{heading(below, part.title)}\n\n{part.html}" for part in (*told[:start], *drawn, *told[start:])]
    return "\n\n".join([*([heading(level, network.name or network.id)] if title else []), about, *blocks])


def picture(book: Book, network: Network, most: int = _GRID) -> Markup:
    """The addresses of a network, without the table that says the same: the ranges and hosts below do."""
    if not network.cidrs or network.id in book.plan.cluster_networks:
        return Markup()
    grid = address_picture(book.plan, network)
    if len(grid.encode()) > most:
        return not_drawn()
    return grid


def not_drawn() -> Markup:
    """What stands where a picture would make the page too large."""
    text = "The picture of its addresses is left out: it would make this page too large."
    return render("sentence.html.jinja", text=text)


def heading(level: int, text: str, before: str = "") -> str:
    """A heading in Markdown. Any punctuation may mean something to an extension of Markdown, so all is escaped.

    `before` is HTML that stands before its words.
    """
    words = plain(" ".join(cut(text).split()))
    return f"{'#' * level} {before}{_PUNCTUATION.sub(lambda found: f'&#{ord(found[0])};', words)}"


def checked(level: object, most: int) -> None:
    """Complain of a level that no heading has."""
    if level not in range(1, most + 1):
        raise WrongCallError("wrong-argument", f"`level` is 1 to {most}, not {level!r}")
