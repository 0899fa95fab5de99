"""Names with addresses in mappings of a lab's own making: `metallb_vips: {opensearch: 10.0.0.24, grafana: 10.0.0.25}`.

Read, in configuration of any format: lines below each other that differ in the name and in the address alone, such as
`plex: 10.0.0.24` or `plex = "10.0.0.24";`, two or more of them; items of lists that begin with a name and an address,
also in the text of a ConfigMap. They are no machines of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.repository.named_address import MAPPED
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.private_addresses import ADDRESSED, addressed_lines, is_private
from cidrbook.repository.parts.variable_purpose import is_placeholder
from cidrbook.repository.reader import DOCUMENTS, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.repository.vocabulary import word_set, words_of
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_LONGEST = 300
"""Characters of a line. A longer one is no entry that people keep."""

_ADDRESS = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_LINE = regex(
    rf"([ \t]+)([\"']?)([A-Za-z][A-Za-z0-9_-]{{1,40}})\2([ \t]*(?::|=)[ \t]*[\"']?)({_ADDRESS})"
    r"([\"']?[,;]?)[ \t]*(?:(?:#|//).*)?$"
)
_NAMED = regex(r"[ \t]*- [\"']?(?:host)?name[\"']?:[ \t]*[\"']?([A-Za-z][A-Za-z0-9_.-]{1,60})[\"']?[ \t]*")
_OWN_ADDRESS = regex(
    rf"[ \t]+[\"']?(?:ip|address|ip_address|ipAddress|ipv4)[\"']?:[ \t]*[\"']?({_ADDRESS})[\"']?[ \t]*(?:#.*)?"
)

_PROPERTIES = word_set(
    "ip ips ipv4 addr address addresses host hosts hostname server servers gateway gw gateway4 router routers"
    " netmask mask broadcast network subnet cidr prefix start end first last begin from to min max range low high"
    " lower upper source src destination dest dst next hop nexthop via peer neighbor neighbour local remote dns dns1"
    " dns2 nameserver primary secondary ntp vip api endpoint target value default listen bind internal external"
    " public private static lan wan id inet dhcp stop pool url listen domain lb loadbalancer cluster service services"
    " node main backup master slave interface eth0 eth1"
)
"""Keys that are a property of one thing, and not the name of another one."""


class _MappedName(NamedTuple):
    shape: tuple[str, ...]
    name: str
    address: Located
    line: int


@reads_files(looks=ADDRESSED, but=(*DOCUMENTS, "*.svg"))
def read(source: Source) -> Iterator[Sighting]:
    """The names in the mappings of a file: runs of such lines in which no key is a property."""
    run: list[_MappedName] = []
    for entry in _entries(source):
        if run and (entry.line != run[-1].line + 1 or entry.shape != run[0].shape):
            yield from _names_of_run(run)
            run = []
        run.append(entry)
    yield from _names_of_run(run)


def _entries(source: Source) -> Iterator[_MappedName]:
    for number in addressed_lines(source):
        line = source.lines[number - 1]
        found = _LINE.match(line) if len(line) < _LONGEST else None
        if found and is_private(found[5]):
            address = Located(found[5], Place(source, number, found.start(5) + 1, len(found[5])))
            yield _MappedName((found[1], found[2], found[4].strip(), found[6]), found[3], address, number)


def _names_of_run(run: list[_MappedName]) -> Iterator[Sighting]:
    names = {entry.name for entry in run}
    addresses = {str(entry.address) for entry in run}
    if len(names) == len(addresses) == len(run) > 1 and not any(words_of(name) <= _PROPERTIES for name in names):
        for entry in run:
            yield from pointer(entry.name, entry.address, MAPPED) if not is_placeholder(entry.address) else ()


@reads_files(words=("name",), looks=ADDRESSED, but=DOCUMENTS)
def read_items(source: Source) -> Iterator[Sighting]:
    """The names in lists whose items begin with a name and an address."""
    for number in addressed_lines(source):
        found = _OWN_ADDRESS.fullmatch(source.lines[number - 1])
        named = _NAMED.fullmatch(source.lines[number - 2]) if found and number > 1 else None
        if found and named and is_private(found[1]) and not words_of(named[1]) <= _PROPERTIES:
            address = Located(found[1], Place(source, number, found.start(1) + 1, len(found[1])))
            yield from pointer(named[1], address, MAPPED) if not is_placeholder(address) else ()
