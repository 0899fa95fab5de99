"""systemd-networkd: the addresses and default gateways of a machine, in its `.network` files.

Read: `Address=` and `Gateway=` of `[Network]`, `[Address]` and `[Route]`
([systemd.network(5)](https://www.freedesktop.org/software/systemd/man/latest/systemd.network.html)). The files of one
folder are of one machine, called as the folder is; that is a guess, which counts where nothing else has the address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.plan.network import Network
from cidrbook.repository.parts.cluster_parts import host, machine_gateway
from cidrbook.repository.parts.default_routes import DefaultRoute, is_everywhere, rival_routes
from cidrbook.repository.parts.machine_paths import machine_of_path
from cidrbook.repository.parts.router_networks import network_of
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Seen, Sighting, sighting
from cidrbook.text.lines import Line, blocks
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_SECTION = regex(r"[ \t]*\[(\w+)\]")
_TUNNEL = regex(r"(?:wg|tun|tap|nebula|zt|vpn|ovpn)[\w.-]*\Z")
"""The names of interfaces of tunnels, as people and products call them."""

_SETTING = regex(r"[ \t]*(\w+)[ \t]*=[ \t]*([^\s#;]+)")


class _Section(NamedTuple):
    """A section of a file: its name, and its settings."""

    name: str
    settings: list[tuple[str, Located]]

    def values(self, key: str) -> list[Located]:
        """The values of a key, which may be set several times."""
        return [value for name, value in self.settings if name == key and not value.open]


@reads_repository(globs=("*.network",))
def read(whole: Files) -> Iterator[Seen]:
    """The machine of each folder with such files."""
    folders: dict[str, list[Source]] = defaultdict(list)
    for source in whole.sources:
        if source.file.endswith(".network"):
            folders[source.file.rpartition("/")[0]].append(source)
    for folder, files in folders.items():
        sections = [section for source in files for section in _network_sections(source)]
        for source in files:
            own = list(_network_sections(source))
            yield from _tunnel_networks(own)
            yield from _gateway_of_link(own)
        found = [value for section in sections for value in section.values("address")]
        if found:
            yield from host(machine_of_path(f"{folder}/network"), found, weak=True)
            yield from rival_routes(route for section in sections for route in _default_routes(section))


def _tunnel_networks(sections: list[_Section]) -> Iterator[Sighting]:
    """The networks of a tunnel's interface, as its name says."""
    names = [name for section in sections if section.name == "match" for name in section.values("name")]
    for address in (value for section in sections for value in section.values("address")):
        cidr = network_of(address) if any(map(_TUNNEL.match, names)) else None
        if cidr is not None:
            yield sighting("network", Network, cidr.place, name=str(names[0]), cidr=cidr, role="vpn")


def _gateway_of_link(sections: list[_Section]) -> Iterator[Sighting]:
    """The gateway of the interface of one file."""
    ways = [route.gateway for section in sections for route in _default_routes(section)]
    yield from machine_gateway((value for section in sections for value in section.values("address")), ways)


def _network_sections(source: Source) -> Iterator[_Section]:
    """The sections with a machine's addresses and routes."""
    section = _Section("", [])
    for line in (line for block in blocks(source) for line in block.lines):
        begins = _SECTION.match(line.text)
        if begins:
            yield section
            section = _Section(begins[1].lower(), [])
        else:
            section.settings.extend(_setting_of_line(line))
    yield section


def _setting_of_line(line: Line) -> Iterator[tuple[str, Located]]:
    found = _SETTING.match(line.text)
    if found:
        yield found[1].lower(), line.part(*found.span(2))


def _default_routes(section: _Section) -> Iterator[DefaultRoute]:
    """The gateways of a network, and of the default route."""
    targets = section.values("destination")
    if section.name == "network" or (section.name == "route" and all(map(is_everywhere, targets))):
        metric, table = section.values("metric"), section.values("table")
        for gateway in section.values("gateway"):
            yield DefaultRoute(gateway, "".join(metric[:1]), "".join(table[:1]))
