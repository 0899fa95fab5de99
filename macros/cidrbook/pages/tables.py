"""Tables of the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.markup import render
from cidrbook.plan.network import Network


class Column(NamedTuple):
    """A column: its heading, the values a row has in it, and whether they are set as code."""

    heading: str
    values: Callable[[Network], Iterable[object]]
    code: bool = False


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "name": Column("Name", lambda it: [it.name]),
        "cidr": Column("CIDR", lambda it: it.cidrs, code=True),
        "vlan": Column("VLAN", lambda it: [it.vlan]),
        "gateway": Column("Gateway", lambda it: it.gateways, code=True),
        "purpose": Column("Purpose", lambda it: [it.purpose]),
        "role": Column("Role", lambda it: [it.role]),
        "dhcp": Column("DHCP", lambda it: it.dhcp, code=True),
        "site": Column("Site", lambda it: [it.site]),
        "vrf": Column("VRF", lambda it: [it.vrf]),
        "parent": Column("Inside", lambda it: [it.parent]),
        "tags": Column("Tags", lambda it: it.tags),
        "id": Column("Id", lambda it: [it.id], code=True),
        "description": Column("Description", lambda it: [it.description]),
    }
)
"""The columns that `cidr_table` can show."""

_DEFAULT = ("name", "cidr", "vlan", "gateway", "purpose")
_ALWAYS = ("name", "cidr")
_SORTS: Mapping[str, Callable[[Network], object]] = MappingProxyType(
    {
        "address": lambda it: [(cidr.version, cidr.first, -cidr.last) for cidr in it.cidrs],
        "name": lambda it: (it.name.lower(), it.name),
        "vlan": lambda it: (it.vlan is None, it.vlan),
    }
)

T = TypeVar("T")

Choice = str | list[str] | None
"""One value, several, or None for all."""


def cidr_table(  # noqa: PLR0913 (each argument is a choice that pages make by name)
    book: Book,
    columns: Choice = None,
    *,
    role: Choice = None,
    site: Choice = None,
    vrf: Choice = None,
    tag: Choice = None,
    sort: str | None = None,
) -> str:
    """The networks as a table.

    `columns` names and orders the columns; by default those of name, CIDR, VLAN,
    gateway and purpose that are not empty. `role`, `site`, `vrf` and `tag` keep
    only rows that have the value, or one of the values. `sort` is `address` (in
    numeric order), `name` or `vlan`; by default rows stand as in the data.
    """
    networks = list(book.plan.networks)
    for argument, field, choice in (
        ("role", "role", role),
        ("site", "site", site),
        ("vrf", "vrf", vrf),
        ("tag", "tags", tag),
    ):
        known = dict.fromkeys(["", *(word for it in book.plan.networks for word in _words(it, field))])
        words = {_chosen(argument, word, {name: name for name in known}) for word in _several(argument, choice)}
        networks = [it for it in networks if choice is None or words & _words(it, field)]
    if sort is not None:
        networks.sort(key=_chosen("sort", sort, _SORTS))  # type: ignore[arg-type] # each key's values compare with each other
    if columns is None:
        shown = [
            COLUMNS[name] for name in _DEFAULT if name in _ALWAYS or any(_cell(COLUMNS[name], it) for it in networks)
        ]
    else:
        shown = [_chosen("columns", name, COLUMNS) for name in _several("columns", columns)]
    rows = [[(_cell(column, it), column.code) for column in shown] for it in networks]
    return render("table.html.jinja", label="Networks", headings=[column.heading for column in shown], rows=rows)


def _cell(column: Column, network: Network) -> list[str]:
    return [str(value) for value in column.values(network) if value not in (None, "")]


def _words(network: Network, field: str) -> set[str]:
    """The words a network has in a field that rows are chosen by."""
    value = getattr(network, field)
    return set(value) if isinstance(value, tuple) else {value}


def _several(argument: str, choice: Choice) -> list[str]:
    values = [choice] if isinstance(choice, str) else choice or []
    if not isinstance(values, list | tuple):
        raise WrongCallError("wrong-argument", f"`{argument}` is a word or a list of words, not {choice!r}")
    return [str(value) for value in values]


def _chosen(argument: str, name: object, known: Mapping[str, T]) -> T:
    if str(name) not in known:
        raise WrongCallError("wrong-argument", f"`{name}` is not a value that `{argument}` may have", known, str(name))
    return known[str(name)]
