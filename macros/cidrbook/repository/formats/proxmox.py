"""Guests of Proxmox VE: containers and virtual machines, as files and as commands.

Read ([pct.conf](https://pve.proxmox.com/pve-docs/pct.conf.5.html),
[qm.conf](https://pve.proxmox.com/pve-docs/qm.conf.5.html)): `hostname` and `name`; `ip`, `gw`, `ip6`, `gw6`, `hwaddr`
and `tag` of `net0: …`, `ipconfig0: …` with the `tag` of `net0`; the same of `pct create`, `pct set`, `qm create`,
`qm clone` and `qm set` in scripts. Snapshots and templates claim nothing. Of commands in documents, only what
contradicts itself is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cidrbook.plan.network import Network
from cidrbook.repository.parts.cluster_parts import addresses, host, machine_gateway, unreached
from cidrbook.repository.parts.default_routes import DefaultRoute, rival_routes
from cidrbook.repository.parts.field_types import FieldType, refused
from cidrbook.repository.parts.router_networks import network_of
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Reported, Seen, Sighting, sighting
from cidrbook.text.lines import Block, Line
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_FILE = regex(r"^(?:net|ipconfig)[0-9]{1,2}:[ \t]", re.MULTILINE)
_COMMAND = regex(r"\b(?:pct|qm)[ \t]+(?:create|set|clone)[ \t]")
_ENTRY = regex(r"([a-z]+[0-9]{0,2}):[ \t]*(\S+)")
_PART = regex(r"(?:^|,)([a-z0-9]+)=([^,\s\"']+)")
_LINK = regex(r"(?:net|ipconfig)([0-9]{1,2})\Z")
_NAMES = ("hostname", "name")
_MAC = regex(r"(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}\Z")
_LONGEST = 64
"""Lines of one command."""
_LEASED = ("dhcp", "manual", "auto")
"""What stands for an address, or a gateway, that is not written here."""
_CARDS = ("hwaddr", "macaddr", "virtio", "e1000", "rtl8139", "vmxnet3")
"""The keys that have a MAC address: of virtual machines, the models of their cards."""
_TYPES: dict[str, FieldType] = {
    "gw": "address",
    "gw6": "address",
    "tag": "vlan",
    **dict.fromkeys(_CARDS, "mac"),
    **dict.fromkeys(("ip", "ip6"), "interface"),
}


@dataclass
class _Guest:
    """A container or a virtual machine: its name, and the parts of each of its interfaces."""

    name: Located | None = None
    links: dict[str, dict[str, Located]] = field(default_factory=dict)

    def add(self, key: str, value: Located) -> None:
        """Adds an option: `net0` and `ipconfig0` say different things of one interface."""
        found = _LINK.match(key)
        if found:
            parts = {part[1]: value.part(*part.span(2)) for part in _PART.finditer(value)}
            self.links.setdefault(found[1], {}).update(parts)
        elif key in _NAMES:
            self.name = value


@reads_blocks(globs=("*.conf", "*.conf.j2"), looks=_FILE, in_documents=False)
def read(block: Block) -> Iterator[Seen]:
    """The guest of a file, up to its first snapshot."""
    guest, options = _Guest(), dict[str, str]()
    for line in block.lines:
        if line.text.startswith("["):
            break
        found = _ENTRY.match(line.text)
        if found:
            options[found[1]] = found[2]
            guest.add(found[1], line.part(*found.span(2)))
    if not block.example and options.get("template") != "1":
        yield from _guest_objects(guest)


@reads_blocks(words=("pct ", "qm "), looks=_COMMAND, in_documents=False)
def read_commands(block: Block) -> Iterator[Seen]:
    """The guests that a script makes. Of those in a document, only their contradictions."""
    guests: dict[str, _Guest] = {}
    for words in _commands(block):
        guest = guests.setdefault(str(words[3 if words[1] == "clone" else 2]), _Guest())
        for key, value in _command_options(words[3:]):
            guest.add(key, value)
    for guest in guests.values():
        yield from (seen for seen in _guest_objects(guest) if not block.example or isinstance(seen, Reported))


def _commands(block: Block) -> Iterator[list[Located]]:
    """The words of each command, from `pct` or `qm` on, with the lines that it goes on in."""
    words: list[Located] = []
    left = 0
    for line in block.lines:
        begins = _COMMAND.search(line.text) if not line.text.lstrip().startswith("#") else None
        if begins:
            yield from [words] if len(words) > 3 else []
            words, left = _words_from(line, begins.start()), _LONGEST
        elif words and left:
            words += line.words()
        left = left - 1 if line.text.rstrip().endswith("\\") else 0
    yield from [words] if len(words) > 3 else []


def _words_from(line: Line, start: int) -> list[Located]:
    at_column = line.part(start, start + 1).place.column
    return [word for word in line.words() if word.place.column >= at_column]


def _command_options(words: list[Located]) -> Iterator[tuple[str, Located]]:
    """The options of a command: `--net0 V`, `-net0 V`, `--net0=V`."""
    for number, word in enumerate(words):
        key, equals, _ = word.partition("=")
        if key.startswith("-") and equals:
            quoted = len(word) > len(key) + 2 and word[len(key) + 1] in "'\"" and word[-1] == word[len(key) + 1]
            yield key.lstrip("-"), word.part(len(key) + 1 + quoted, len(word) - quoted)
        elif key.startswith("-") and number + 1 < len(words):
            yield key.lstrip("-"), words[number + 1]


def _guest_objects(guest: _Guest) -> Iterator[Seen]:
    """The machine, with what contradicts itself in it."""
    links = guest.links.values()
    own = [address for link in links for address in _link_addresses(link)]
    macs = [link[key] for link in links for key in _CARDS if key in link and _MAC.match(link[key])]
    yield from host(guest.name or "", own, mac=macs[0] if len(macs) == 1 else None)
    for link in links:
        ways = [link[key] for key in ("gw", "gw6") if key in link and not link[key].open]
        yield from unreached(_link_addresses(link), ways)
        yield from machine_gateway(_link_addresses(link), ways)
        yield from _network_of_link(link, ways)
        yield from _refused_parts(link)
    yield from rival_routes(DefaultRoute(link[key]) for link in links for key in ("gw", "gw6") if key in link)


def _link_addresses(link: dict[str, Located]) -> list[Located]:
    return addresses([link[key] for key in ("ip", "ip6") if key in link])


def _network_of_link(link: dict[str, Located], ways: Iterable[Located]) -> Iterator[Sighting]:
    """The network of an interface with a VLAN id."""
    tag, cidr = link.get("tag"), network_of(link.get("ip"))
    if tag is not None and cidr is not None and tag.isdecimal():
        yield sighting("network", Network, cidr.place, name=f"VLAN {tag}", cidr=cidr, vlan=tag, gateway=[*ways])


def _refused_parts(link: dict[str, Located]) -> Iterator[Reported]:
    for key, value in link.items():
        if key in _TYPES and value not in _LEASED:
            yield from refused(value, _TYPES[key], "Proxmox VE")
