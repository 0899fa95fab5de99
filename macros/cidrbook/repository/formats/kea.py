"""Kea's JSON, with its comments; in a file, or as a text in a YAML document.

Read ([Kea](https://kea.readthedocs.io/en/latest/arm/dhcp4-srv.html)): of each `subnet4` and `subnet6`, also in
`shared-networks`: `subnet`, `pools[].pool` (`a - b`, or a prefix), the option `routers`, and `reservations[]`
with `hw-address`, `ip-address`, `ip-addresses`, `hostname`; reservations of the whole server, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.router_networks import Lans, pooled
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Value, at, items, mappings, parsed, text, texts

_LOOKS = regex(r"\"(?:Dhcp[46]|subnet[46])\"\s*:")
_WORDS = ("Dhcp4", "Dhcp6", "subnet4", "subnet6")
_PARTS = regex(r"[^\s,]+")
_STRING_OR_COMMENT = regex(r"\"(?:[^\"\\\n]|\\[^\n])*+\"?|//[^\n]*|#[^\n]*|/\*(?:.*?\*/|.*\Z)", re.DOTALL)


@reads_blocks(words=_WORDS, looks=_LOOKS, but=("*.yaml", "*.yml", "*.md", "*.py"), examples=True)
def read(block: Block) -> Iterator[Seen]:
    """The networks and reservations of a server."""
    tree = parsed(block.source, _without_comments(block.layout), block.lines[0].number - 1)
    lans = Lans()
    for _, mapping in mappings(tree):
        for subnet in (*items(mapping, "subnet4"), *items(mapping, "subnet6")):
            _add_subnet(lans, subnet)
        for reservation in items(mapping, "reservations"):
            _reserve_addresses(lans, reservation, text(mapping, "subnet"))
    yield from lans.sightings()


def _without_comments(written: str) -> str:
    """The text with blanks for comments and tabs, so that every place stays."""

    def blank(found: re.Match[str]) -> str:
        return found[0] if found[0].startswith('"') else re.sub(r"[^\n]", " ", found[0])

    return _STRING_OR_COMMENT.sub(blank, written.replace("\t", " "))


_ROUTERS = "3"
"""The code of the option `routers` (RFC 2132, 3.5)."""


def _add_subnet(lans: Lans, subnet: Value) -> None:
    cidr = text(subnet, "subnet")
    if cidr is None or cidr.open:
        return
    lan = lans.of(cidr)
    for pool in items(subnet, "pools"):
        written = text(pool, "pool")
        lan.dhcp += pooled(written) if written else []
    for option in items(subnet, "option-data"):
        if text(option, "name") == "routers" or text(option, "code") == _ROUTERS:
            lan.gateways += [
                written.part(*found.span())
                for written in texts(at(option, "data"))
                for found in _PARTS.finditer(written)
            ]


def _reserve_addresses(lans: Lans, reservation: Value, within: Located | None) -> None:
    name = text(reservation, "hostname")
    for address in (*items(reservation, "ip-address"), *items(reservation, "ip-addresses")):
        if isinstance(address, Located):
            lans.reserve(str(name or ""), address, text(reservation, "hw-address"), within)
