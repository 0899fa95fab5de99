"""Which scopes a macro shows, and what it calls them."""

from __future__ import annotations

from collections.abc import Collection

from cidrbook.net.spans import Domain
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.choices import Choice, several
from cidrbook.plan.views.scopes import scopes

Scope = tuple[str, str]
"""A VRF and a site."""


def chosen_scopes(book: Book, site: Choice, vrf: Choice) -> frozenset[Scope]:
    """The scopes of the plan at these sites and in these VRFs."""
    known = scopes(book.plan)
    sites = _chosen_scopes("site", site, {pair[1] for pair in known})
    vrfs = _chosen_scopes("vrf", vrf, {pair[0] for pair in known})
    return frozenset(pair for pair in known if pair[0] in vrfs and pair[1] in sites)


def _chosen_scopes(argument: str, choice: Choice, known: Collection[str]) -> Collection[str]:
    if choice is None:
        return known
    values = several(argument, choice)
    for value in values:
        if value and value not in known:
            message = f"`{value}` is not a value that `{argument}` may have"
            raise WrongCallError("wrong-argument", message, sorted(known), value)
    return values


def called(domain: Domain, among: Collection[Domain]) -> str:
    """What tells a scope and IP version from the others on a page: `Site cabin, VRF blue, IPv4`, or nothing at all."""
    (vrf, site), version = domain
    words = []
    if len({scope for scope, _ in among}) > 1:
        words += [f"site {brief(site, 60)}"] if site else []
        words += [f"VRF {brief(vrf, 60)}"] if vrf else []
        words = words or ["no site or VRF"]
    if len({version for _, version in among}) > 1:
        words.append(f"IPv{version}")
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def brief(text: str, most: int) -> str:
    """The beginning of a text that is too long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
