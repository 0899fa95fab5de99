"""The networks of a router's interfaces, as FRR and switches of Cisco's kind write them.

Read: `ip address A/p`, `ip address A M` and `ipv6 address` below `interface NAME`, with `description`, `vrf` and
`encapsulation dot1q` ([FRR](https://docs.frrouting.org/en/latest/zebra.html)). The VLAN is that of `dot1q`, or the
number of an interface `vlan20` or `eth0.20`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cidrbook.repository.parts.router_networks import Lans, masked
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_LOOKS = regex(
    r"^interface[ \t]+\S[^\n]*\n(?:[ \t][^\n]*\n){0,20}?[ \t]+ip(?:v6)?[ \t]+address[ \t]+[0-9a-fA-F]", re.MULTILINE
)
_VLAN = regex(r"(?:vlan|.+\.)([0-9]{1,4})\Z", re.IGNORECASE)


@dataclass
class _Interface:
    """An interface, as far as its block was read."""

    name: Located
    description: str = ""
    vrf: str = ""
    vlan: Located | None = None
    addresses: list[Located] = field(default_factory=list)


@reads_blocks(words=("interface ",), looks=_LOOKS, in_documents=False)
def read(block: Block) -> Iterator[Seen]:
    """The networks of the interfaces that are not shut down."""
    lans = Lans()
    for interface in _interfaces(block) if not block.example else ():
        for address in interface.addresses:
            name = interface.description or str(interface.name)
            lans.interface(address, name, interface.vlan, interface.vrf, str(interface.name))
    yield from lans.sightings()


def _interfaces(block: Block) -> Iterator[_Interface]:
    now: _Interface | None = None
    for line in block.lines:
        words = line.words() if line.text.lstrip()[:1] not in ("", "#", "!") else []
        if words and not line.text.startswith((" ", "\t")):
            yield from [now] if now else []
            now = _begun(words)
        elif now and words == ["shutdown"]:
            now = None
        elif now and len(words) > 1:
            _setting(now, words)
    yield from [now] if now else []


def _begun(words: list[Located]) -> _Interface | None:
    if words[0] != "interface" or len(words) < 2:
        return None
    found = _VLAN.match(words[1])
    vlan = words[1].part(*found.span(1)) if found else None
    return _Interface(words[1], vrf=str(words[3]) if words[2:3] == ["vrf"] and len(words) > 3 else "", vlan=vlan)


def _setting(interface: _Interface, words: list[Located]) -> None:
    if words[0] in ("ip", "ipv6") and words[1] == "address" and len(words) > 2:
        whole = words[2] if "/" in words[2] else masked(words[2], words[3] if len(words) > 3 else None)
        interface.addresses += [whole] if whole is not None else []
    elif words[0] == "description":
        interface.description = " ".join(words[1:])
    elif words[0] == "vrf":
        interface.vrf = str(words[-1])
    elif words[0] == "encapsulation" and words[1].lower() == "dot1q" and len(words) > 2:
        interface.vlan = words[2]
