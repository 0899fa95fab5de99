"""The whole plan on one page, to be printed or kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cidrbook.pages.bgp import bgp_sessions
from cidrbook.pages.book import Book
from cidrbook.pages.facts import Fact, about_cluster, about_places, about_vpn
from cidrbook.pages.markup import render
from cidrbook.pages.network_page import PagePart, checked, facts, heading, listed, not_drawn, parts, picture
from cidrbook.pages.notation import several
from cidrbook.pages.rows import Holder, Row, by_network, holders, network_rows, vlan_rows
from cidrbook.pages.table import MOST, Column, R, Table
from cidrbook.pages.tables import HOSTS, NETWORKS, SERVICES, VLANS
from cidrbook.plan.cluster import Service
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.product_names import product_name
from cidrbook.report.summary import in_words

_PARTS = 10
"""One part beside the networks may have this share of the bytes; the networks have the rest."""

_LEAST = 700
"""The bytes below which nothing but its facts is said about a network."""


_HEADING = 420
"""The bytes of a heading besides its words: its id and link, and two entries in the table of contents of Material."""

_BOTH = (False, True)


class Section(NamedTuple):
    """A section of the book: its title, and blocks of Markdown. Each begins on a new sheet of paper."""

    title: str
    blocks: list[str]

    @property
    def size(self) -> int:
        """The bytes of all blocks."""
        return sum(map(weight, self.blocks))


@dataclass(frozen=True, eq=False)
class RouterRow(Row):
    """A router."""

    router: Router


ROUTERS: Table[RouterRow] = Table(
    macro="book",
    label="Routers",
    columns={
        "name": Column("Name", lambda row: [row.router.name]),
        "product": Column("Runs", lambda row: [product_name(row.router.product, row.router.version)]),
        "asn": Column("ASN", lambda row: [row.router.asn]),
        "addresses": Column("Addresses", lambda row: row.router.addresses, code=True),
        "site": Column("Site", lambda row: [row.router.site]),
        "vrf": Column("VRF", lambda row: [row.router.vrf]),
        "description": Column("Notes", lambda row: [row.router.description]),
    },
    usual=("name", "product", "asn", "addresses", "site", "vrf", "description"),
    always=("name",),
    sorts={"name": lambda row: row.router.name.lower()},
    anchor=lambda _: "",
)


def book(book: Book, level: int = 2, grids: bool = False) -> str:  # noqa: FBT001, FBT002 (what pages write)
    """Everything about the plan, to be printed: each network, VLANs, routers, clusters, VPNs, sessions and findings.

    A block of Markdown: it stands alone on its lines. `level` is that of the headings of sections, 1 to 5. With
    `grids` each network has the picture of its addresses.
    """
    checked(level, 5)
    return written_book(book, level, MOST, grids=grids)


def written_book(book: Book, level: int, most: int, *, grids: bool) -> str:
    """The book in at most about so many bytes."""
    others = [section for section in _others(book, level, most // _PARTS) if section.blocks]
    networks = _network_sections(book, level, most - sum(section.size for section in others), grids=grids)
    sections = [*networks, *others]
    sheet = str(render("page-break.html.jinja"))
    blocks = ("\n\n".join([heading(level, section.title), *section.blocks]) for section in sections)
    return f"\n\n{sheet}\n\n".join(blocks)


def _network_sections(book: Book, level: int, most: int, *, grids: bool) -> list[Section]:
    """The networks in the order of their addresses, those inside of others after them."""
    plan = book.plan
    if not plan.networks:
        return []
    rows = sorted(network_rows(plan), key=lambda row: (row.network.scope, NETWORKS.sorts["address"](row)))
    index = str(NETWORKS.html(rows, most=most // _PARTS, ids=False))

    most -= len(index.encode())
    networks = [row.network for row in rows]
    pictures = _pictures(book, networks, most // 2) if grids else {}

    def told(number: int, share: int) -> list[str]:
        network = networks[number]
        return _network_section(book, network, level + 1, share, pictures.get(network.id, ""))

    counted = frozenset(pictures.values())
    room = most - sum(len(drawn.encode()) for drawn in pictures.values())
    blocks = _fitting(told, len(rows), room, "network", counted)
    return [Section("Networks", [index]), Section("Each network", blocks)]


def _pictures(book: Book, networks: Iterable[Network], most: int) -> dict[str, str]:
    """The pictures of networks' addresses by their ids: the smallest that fit together, and a sentence for the rest."""
    found = {network.id: str(picture(book, network, most)) for network in networks}
    for name in sorted(found, key=lambda name: len(found[name])):
        most -= len(found[name].encode())
        if most < 0:
            found[name] = str(not_drawn())
    return {name: drawn for name, drawn in found.items() if drawn}


def _fitting(
    told: Callable[[int, int], list[str]], count: int, most: int, what: str, counted: Container[str] = ()
) -> list[str]:
    """What is told of each of so many things, until the bytes are used up; each is given its share of what is left.

    The bytes of the blocks that are `counted` already are not counted again.
    """
    blocks: list[str] = []
    for number in range(count):
        found = told(number, most // (count - number))
        most -= sum(weight(block) for block in found if block not in counted)
        if most < 0 and number:
            words = f"{several(count - number, f'{what} more is', f'{what}s more are')} left out: the page is full."
            return [*blocks, str(render("sentence.html.jinja", text=words))]
        blocks += found
    return blocks


def _network_section(book: Book, network: Network, level: int, most: int, drawn: str) -> list[str]:
    told = [heading(level, network.name or network.id), str(facts(book.plan, network))]
    most -= sum(map(weight, told))
    if most < _LEAST:
        return told
    found = book.findings_of.get(network.id, [])
    return [*told, *([drawn] if drawn else []), *_titled(parts(book.plan, network, found, most))]


def weight(block: str) -> int:
    """The bytes that a block takes on a page; a heading is in the table of contents, too, twice in some themes."""
    return len(block.encode()) + 2 + (_HEADING + 3 * len(block) if block.startswith("#") else 0)


def _titled(told: Iterable[PagePart]) -> Iterator[str]:
    """Parts with their titles in bold: headings of that many would fill a page's table of contents."""
    for title, html in told:
        yield str(render("title.html.jinja", title=title))
        yield str(html)


def _others(book: Book, level: int, most: int) -> Iterator[Section]:
    """What there is beside the networks, each part in at most so many bytes."""
    plan = book.plan
    strays = by_network(plan).get(id(None), ())
    places = about_places(plan)
    yield Section("VLANs", _book_table(VLANS, vlan_rows(plan), most))
    yield Section("Addresses in no network", _book_table(HOSTS, strays, most))
    yield Section("Routers", _book_table(ROUTERS, [RouterRow(plan, router) for router in plan.routers], most))
    yield Section("Clusters", _cluster_sections(plan, level + 1, most))
    yield Section("VPNs", _vpns(plan, level + 1, most))
    yield Section("Sites and delegations", [_facts("Sites and delegations", places)] if places else [])
    yield Section("BGP sessions", _sessions(book, most))
    summary = str(render("sentence.html.jinja", text=f"Of this plan: {in_words(book.findings)}."))
    yield Section("Findings", [summary, *([str(listed(book.findings, most))] if book.findings else [])])


def _book_table(table: Table[R], rows: Sequence[R], most: int) -> list[str]:
    """The rows in their usual order; only VLANs are told of nowhere else, and have ids here."""
    return [str(table.html(sorted(rows, key=table.first), most=most, ids=table.macro == "vlan_table"))] if rows else []


def _facts(label: str, about: Sequence[Fact]) -> str:
    return str(render("about.html.jinja", label=label, id="", facts=about, source=""))


def _cluster_sections(plan: Plan, level: int, most: int) -> list[str]:
    """Each cluster: what it is, its machines and its services."""
    members: dict[int, list[Holder]] = defaultdict(list)
    for holder in holders(plan):
        members[id(holder.of)].append(holder)

    def told(number: int, share: int) -> list[str]:
        cluster = plan.clusters[number]
        of_it = sorted(members[id(cluster)], key=HOSTS.first)
        machines, services = (
            [holder for holder in of_it if isinstance(holder.owner, Service) is pinned] for pinned in _BOTH
        )
        tables = [
            PagePart(title, table.html(rows, most=(share - _LEAST) // 2, without=("cluster",), ids=False))
            for title, table, rows in (("Machines", HOSTS, machines), ("Services", SERVICES, services))
            if rows and share > 2 * _LEAST
        ]
        about = _facts(f"About {cluster.name}", about_cluster(plan, cluster))
        return [heading(level, cluster.name or cluster.id), about, *_titled(tables)]

    return _fitting(told, len(plan.clusters), most, "cluster")


def _vpns(plan: Plan, level: int, most: int) -> list[str]:
    def told(number: int, _: int) -> list[str]:
        vpn = plan.vpns[number]
        return [heading(level, vpn.name or vpn.id), _facts(f"About {vpn.name}", about_vpn(plan, vpn))]

    return _fitting(told, len(plan.vpns), most, "VPN")


def _sessions(book: Book, most: int) -> list[str]:
    if not book.plan.sessions:
        return []
    table = bgp_sessions(book)
    if len(table.encode()) > most:
        table = render("sentence.html.jinja", text=f"{several(len(book.plan.sessions), 'session')}, left out here.")
    return [str(table)]
