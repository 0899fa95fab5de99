"""Addresses and prefixes in a text that are in the plan, as links to the networks they are in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from cidrbook.net.address_text import to_int
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.markup import escape, render
from cidrbook.pages.notation import anchor
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.text.regex import regex

_TOKEN = regex(r"(?<![\w.:/%-])(?=[0-9A-Fa-f]{0,4}[.:])[0-9A-Fa-f.:]{2,60}+(?:/[0-9]{1,3}+)?+(?![\w/%-])")
_WIDTH = {4: 32, 6: 128}
_SEVERAL = 4
"""How many places of one address are named."""

_SCHEME = regex(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_UNSEEN = regex(r"[\x00-\x20]")


class Meaning(NamedTuple):
    """What a token stands for: its owner's name, empty for a network itself, and the network."""

    owner: str
    network: Network

    @property
    def words(self) -> str:
        """Both, as people say them."""
        name = self.network.name or self.network.id
        return f"{self.owner}, {name}" if self.owner else name


def linked(book: Book, text: object, page: str = "") -> Markup:
    """A text in which each address and prefix of the plan is a link to its network, named behind it.

    The link leads to the network's row in `cidr_table`, or to its `network_page`, on this page or on `page`.
    """
    scheme = (
        _SCHEME.match(_UNSEEN.sub("", page)) if isinstance(page, str) else None
    )  # browsers pass over what is unseen
    if not isinstance(page, str) or (scheme and scheme[0].lower() not in ("http", "https")):
        raise WrongCallError("wrong-argument", f"`page` is the address of a page, not {page!r}")
    return Markup().join(_parts(book.plan, str(text), page))


def _parts(plan: Plan, text: str, page: str) -> Iterator[Markup]:
    done = 0
    for found in _TOKEN.finditer(text):
        word = found[0] if "/" in found[0] else _without_stop(found[0])
        meanings = list(_meanings(plan).get(_number_in_word(word), {}).values())
        if meanings:
            yield escape(text[done : found.start()])
            links = [(anchor("network", meaning.network.id), meaning.words) for meaning in meanings[:_SEVERAL]]
            yield render("linked.html.jinja", word=word, page=page, links=links, rest=len(meanings) - len(links))
            done = found.start() + len(word)
    yield escape(text[done:])


def _without_stop(word: str) -> str:
    """The token without what ends a sentence, or stands before a list."""
    word = word.rstrip(".")
    return word[:-1] if word.endswith(":") and not word.endswith("::") else word


Number = tuple[int, int, int]
"""An IP version, a number, and a prefix length, which is -1 for an address."""


def _number_in_word(word: str) -> Number | None:
    address, slash, length = word.partition("/")
    version = 6 if ":" in address else 4
    number = to_int(address, version)
    return None if number is None else (version, number, int(length) if slash else -1)


@cached_view
def _meanings(plan: Plan) -> dict[Number | None, dict[tuple[str, int], Meaning]]:
    """What each address and prefix of the plan stands for, each thing once."""
    found: dict[Number | None, dict[tuple[str, int], Meaning]] = defaultdict(dict)
    for network in plan.networks:
        for cidr in network.cidrs:
            found[cidr.version, cidr.first, cidr.prefixlen]["", id(network)] = Meaning("", network)
    for claim, around in plan.located:
        if around:
            number = claim.address.version, int(claim.address), -1
            found[number][claim.owner.name, id(around)] = Meaning(claim.owner.name, around)
    for network in plan.networks:
        for address in network.gateways:
            if (address.version, int(address), -1) not in found and network.holds(address):
                found[address.version, int(address), -1]["gateway", id(network)] = Meaning("gateway", network)
    return found
