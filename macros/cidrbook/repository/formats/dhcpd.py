"""ISC dhcpd, as `dhcpd.conf`, also as a text in a YAML document.

Read ([ISC DHCP](https://kb.isc.org/docs/isc-dhcp-44-manual-pages-dhcpdconf)): `subnet A netmask M`, `subnet6 P`, in
them `range`, `range6` and `option routers`; `host N` with `hardware ethernet` and `fixed-address`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.router_networks import Lan, Lans, masked, network_of, span
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Block, statements
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_LOOKS = regex(r"^[ \t]*(?:subnet[ \t]+[0-9.]+[ \t]+netmask[ \t]|subnet6[ \t]|host[ \t]+\S+[ \t]*\{)", re.MULTILINE)
_SURE = regex(r"\bnetmask[ \t]+[0-9.]+[ \t]*\{|\bfixed-address6?[ \t]|^[ \t]*subnet6[ \t]", re.MULTILINE)
_MAX_DEPTH = 16
"""Blocks in blocks. dhcpd.conf needs about four; the limit ends a text that only opens braces."""

_LISTS = regex(r"[^,\s]+")

_Words = list[Located]


@reads_blocks(words=("netmask", "fixed-address", "subnet6"), looks=_LOOKS, but=("*.yaml", "*.yml"), examples=True)
def read(block: Block) -> Iterator[Seen]:
    """The networks and reservations of a server."""
    if block.example or not _SURE.search(block.text):
        return
    lans = Lans()
    above: list[_Words] = []
    host: dict[str, Located] = {}
    for words, change in statements(block.lines):
        if change >= 0 and words and above:
            _apply_statement(lans, above, words, host)
        if len(above) > _MAX_DEPTH:
            return
        if change > 0:
            above.append(words)
            host = {} if words[:1] == ["host"] else host
        elif change < 0 and above:
            closed = above.pop()
            if closed[:1] == ["host"] and len(closed) > 1:
                lan = next(
                    (value for part in reversed(above) if (value := _declared_subnet(lans, part)) is not None), None
                )
                lans.reserve(str(closed[1]), host.get("fixed-address"), host.get("hardware"), lan.cidr if lan else None)
    yield from lans.sightings()


def _apply_statement(lans: Lans, above: list[_Words], words: _Words, host: dict[str, Located]) -> None:
    if above[-1][:1] == ["host"]:
        if len(words) > 1:
            host[str(words[0]).removesuffix("6")] = words[-1]
        return
    lan = next((value for part in reversed(above) if (value := _declared_subnet(lans, part)) is not None), None)
    if lan is None:
        return
    if words[0] in ("range", "range6") and len(words) > 1:
        first, last = words[-2:] if len(words) > 2 and words[-2] != "dynamic-bootp" else (words[-1], words[-1])
        lan.dhcp += span(first, last)
    elif words[:2] == ["option", "routers"]:
        lan.gateways += [word.part(*found.span()) for word in words[2:] for found in _LISTS.finditer(word)]


def _declared_subnet(lans: Lans, words: _Words) -> Lan | None:
    """The network of `subnet A netmask M` or `subnet6 P`."""
    cidr = None
    if words[:1] == ["subnet"] and words[2:3] == ["netmask"] and len(words) == 4:
        cidr = network_of(masked(words[1], words[3]))
    elif words[:1] == ["subnet6"] and len(words) == 2:
        cidr = network_of(words[1])
    return lans.of(cidr) if cidr else None
