"""Debian's `/etc/network/interfaces`, as on Proxmox VE: the addresses and default gateways of a machine.

Read: `address`, `netmask` and `gateway` below `iface … static`
([interfaces(5)](https://manpages.debian.org/stable/ifupdown/interfaces.5.en.html)). A machine is called as its file,
or its folder, is; that is a guess, which counts where nothing else has the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from netaddr import AddrFormatError, IPNetwork

from cidrbook.repository.parts.cluster_parts import addresses, host, machine_gateway, unreached
from cidrbook.repository.parts.default_routes import DefaultRoute, rival_routes
from cidrbook.repository.parts.machine_paths import machine_of_path
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Block, Line
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_LOOKS = regex(r"^[ \t]*iface[ \t]+\S+[ \t]+inet6?[ \t]+static", re.MULTILINE)
_STANZAS = ("iface", "auto", "mapping", "source", "source-directory", "no-auto-down")
"""The words that begin a stanza. `allow-…` is another one."""


@reads_blocks(words=("iface",), looks=_LOOKS)
def read(block: Block) -> Iterator[Seen]:
    """The machine of a file's interfaces."""
    stanzas = [] if block.example else list(_stanzas(block))
    found = [address for stanza in stanzas for address in _addresses_of_stanza(stanza)]
    if found:
        yield from host(machine_of_path(block.source.file), found, weak=True)
        yield from rival_routes(route for stanza in stanzas for route in _default_route(stanza))
        for stanza in stanzas:
            own, ways = addresses([*_addresses_of_stanza(stanza)]), [way.gateway for way in _default_route(stanza)]
            yield from unreached(own, ways)
            yield from machine_gateway(own, ways)


def _stanzas(block: Block) -> Iterator[dict[str, Located]]:
    """The options of each interface with a fixed address, each by its first value."""
    options: dict[str, Located] | None = None
    for line in block.lines:
        words = _words_of_option(line)
        if not words:
            continue
        first = words[0]
        if first in _STANZAS or first.startswith("allow-"):
            if options:
                yield options
            options = {} if first == "iface" and "static" in words[2:4] else None
        elif options is not None and len(words) > 1:
            options.setdefault(str(first), words[1])
    if options:
        yield options


def _words_of_option(line: Line) -> list[Located]:
    words = line.words()
    return [] if words and words[0].startswith("#") else words


def _addresses_of_stanza(stanza: dict[str, Located]) -> Iterator[Located]:
    """The address, with the prefix length of a separate netmask."""
    address, mask = stanza.get("address"), stanza.get("netmask")
    if address is None or address.open:
        return
    length = None if mask is None or "/" in address else _length_of_mask(mask)
    yield address if length is None else Located(f"{address}/{length}", address.place)


def _length_of_mask(mask: str) -> int | None:
    """The prefix length of a mask in either form; None if it is no mask."""
    if mask.isascii() and mask.isdecimal():
        return int(mask[:4])
    try:
        return int(IPNetwork(f"0.0.0.0/{mask}").prefixlen)
    except (AddrFormatError, ValueError):
        return None


def _default_route(stanza: dict[str, Located]) -> Iterator[DefaultRoute]:
    gateway = stanza.get("gateway")
    if gateway is not None and not gateway.open:
        yield DefaultRoute(gateway, str(stanza.get("metric", "")))
