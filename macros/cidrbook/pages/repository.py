"""What the lab's repository holds, beside what is declared: rows that only it has, and where to see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from markupsafe import Markup
from netaddr import IPAddress

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects import declared_and_observed
from cidrbook.drift.objects.declared_and_observed import Observed
from cidrbook.pages.book import Book
from cidrbook.pages.markup import code, render
from cidrbook.pages.rows import Holder, Row
from cidrbook.pages.table import Column, Table
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Place

HEADING = "In the repository"
_NAME = "repository"
"""The name of the column."""

ONLY = "only there"
"""What is said of rows that nothing declares."""

R = TypeVar("R", bound=Row)


@cached_view
def observed(comparison: Comparison) -> tuple[Holder, ...]:
    """Everything with an address that only trees hold, once for each declared network that it has some in."""
    undeclared = declared_and_observed.owners(comparison).undeclared
    return tuple(row for sight in undeclared for row in _observed_holders(comparison, sight))


def _observed_holders(comparison: Comparison, sight: Observed[Addressed]) -> Iterator[Holder]:
    home = declared_and_observed.homes(comparison).get(id(sight.thing))
    scope = home.scope if home else ("", "")
    plan = comparison.plan
    groups: dict[int, tuple[Network | None, list[IPAddress]]] = {}
    for address in sight.thing.addresses:
        network = plan.space.covering(scope, address)
        groups.setdefault(id(network), (network, []))[1].append(address)
    for network, its in groups.values():
        yield Holder(plan, sight.thing, tuple(its), network, scope, home, (sight,))


def asked(
    book: Book, table: Table[Holder], declared: Sequence[Holder], alone: Sequence[Holder]
) -> tuple[Table[Holder], list[Holder]]:
    """The table and its rows, with those that only the repository has, and a column that leads to its files."""
    only = {id(row) for row in alone} if declared else set()
    column = Column[Holder](HEADING, lambda row: dict.fromkeys(_sighting_places(book, row, only=id(row) in only)))
    return wider(table, column), [*declared, *alone]


def wider(table: Table[R], column: Column[R]) -> Table[R]:
    """The table with a last column about the repository."""
    return replace(table, columns={**table.columns, _NAME: column}, usual=(*table.usual, _NAME))


def _sighting_places(book: Book, row: Holder, *, only: bool) -> Iterator[object]:
    """Where the row's addresses are in the repository; those that the thing has instead of them, with the address."""
    for sight in row.sights:
        its = sight.thing.addresses
        if not set(its).isdisjoint(row.owner.addresses):
            yield from (_there(book, sight, at) for at, address in enumerate(its) if address in row.addresses)
            continue
        for at, address in enumerate(its):
            if address.version in {own.version for own in row.addresses}:
                yield Markup("{} in {}").format(code(address), _there(book, sight, at))
    if only:
        yield ONLY


def _there(book: Book, sight: Observed[Addressed], which: int) -> Markup:
    return link(book, sight.observation, sight.thing.place_of_address(which))


def link(book: Book, seen: Observation, place: Place) -> Markup:
    """The file and line, leading to where the repository's host shows it, where that is known."""
    url = book.hosting.url(seen.tree, place, repository=_lab(book.plan)) if seen.tree else ""
    return render("place.html.jinja", url=url, parts=f"{place.file}:{place.line}".split("/"))


def _lab(plan: Plan) -> str:
    """The address of the lab's repository, where the plan's one tree must be that."""
    return plan.repository if len(plan.trees) == 1 else ""
