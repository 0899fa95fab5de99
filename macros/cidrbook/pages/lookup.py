"""Values of the plan in the middle of a sentence: `cidr('servers')`, `address('nas')`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from netaddr import IPAddress, IPNetwork

from cidrbook.pages.book import Book, WrongCallError
from cidrbook.plan.network import Network

T = TypeVar("T", IPNetwork, IPAddress)


def cidr(book: Book, name: str, family: int | None = None) -> str:
    """The prefix of a network, as text; with `family` 4 or 6 only that of one IP version.

    Nothing is added to it, so that it may stand between backticks or in a code block.
    """
    found = network(book, name)
    return _joined_values(f"network {found.name}", "prefix", found.cidrs, family)


def network(book: Book, name: str) -> Network:
    """A network by its id or name, with all its attributes: `network('servers').vlan`."""
    found = book.plan.network(str(name))
    if found is None:
        known = [network.id for network in book.plan.networks]
        raise WrongCallError("unknown-name", f"there is no network `{name}` in the plan", known, str(name))
    return found


def address(book: Book, name: str, family: int | None = None) -> str:
    """The address of a host, router, node, virtual address or pinned service, as text."""
    found = book.plan.host(str(name))
    if found is None:
        known = [claim.owner.id for claim in book.plan.claims]
        raise WrongCallError("unknown-name", f"nothing called `{name}` has an address in the plan", known, str(name))
    return _joined_values(found.name, "address", found.addresses, family)


def _joined_values(owner: str, what: str, values: Iterable[IPNetwork | IPAddress], family: int | None) -> str:
    return ", ".join(map(str, of_family(owner, what, values, family)))


def of_family(owner: str, what: str, values: Iterable[T], family: int | None) -> list[T]:
    """Those of a thing's prefixes or addresses that are of this IP version, 4 or 6; all, where it is None."""
    if family not in (None, 4, 6):
        raise WrongCallError("wrong-argument", f"`family` is 4 or 6, not {family!r}")
    chosen = [value for value in values if family in (None, value.version)]
    if not chosen:
        raise WrongCallError("unknown-name", f"{owner} has no {f'IPv{family} ' if family else ''}{what} in the plan")
    return chosen
