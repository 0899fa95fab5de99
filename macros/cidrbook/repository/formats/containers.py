"""Networks of containers: Compose files and Podman's quadlets.

Read: of [Compose](https://docs.docker.com/reference/compose-file/networks/) `networks.<n>.ipam.config[].subnet |
gateway | ip_range | aux_addresses` and `services.<s>.networks.<n>.ipv4_address | ipv6_address`; of
[quadlets](https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html) `Subnet=`, `Gateway=` and `IPRange=` of
`.network`, `IP=`, `IP6=` and `Network=name:ip=…` of `.container` and `.pod`. A bridge is its machine's own, so other
machines may use its addresses too; macvlan and ipvlan are on the LAN, and so are the addresses in them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from cidrbook.repository.parts.cluster_parts import addresses, prefixes
from cidrbook.repository.parts.container_bridges import ON_LAN, Bridge
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.reader import Files, reads_documents, reads_repository
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, items, text

_UNITS = (".network", ".container", ".pod", ".network.j2", ".container.j2", ".pod.j2")
_OPTION = regex(r"^[ \t]*([A-Za-z0-9]+)[ \t]*=[ \t]*([^\n]*?)[ \t]*$", re.MULTILINE)
_LONGEST = 2000
"""Characters of a value of `Network=`. Longer ones are no options, and take time to search."""

_TEMPLATE = regex(r"(?:^|/)_?(?:templates?|skeletons?|boilerplates?)/", re.IGNORECASE)
"""Folders of files to copy and fill in."""
_ATTACHED = regex(r"(?:^|[:,])ip6?=([0-9a-fA-F.:]{2,45}?)(?=$|[,\s]|:(?:mac|alias|interface_name|ip6?)=)")


@reads_documents(keys=("services",))
def read(document: Document) -> Iterator[Sighting]:
    """The networks of a Compose file, and the static addresses of its services in them."""
    if not is_compose(document):
        return
    networks = at(document.tree, "networks")
    members: dict[str, list[tuple[str, Located]]] = defaultdict(list)
    dynamic: set[str] = set()
    for service, body in document.tree["services"].items():  # type: ignore[union-attr] # is_compose has looked
        joined = at(body, "networks")
        dynamic.update(map(str, joined) if isinstance(joined, list) else ())
        for name, options in joined.items() if isinstance(joined, dict) else ():
            own = addresses([at(options, "ipv4_address"), at(options, "ipv6_address")])
            members[name].extend((str(text(body, "container_name") or service), written) for written in own)
            dynamic.update(() if own else (name,))
    known = networks if isinstance(networks, dict) else {}
    for name in dict.fromkeys((*known, *members)):
        bridge = _compose_network(document.source.file, name, known.get(name), members.get(name, []))
        yield from replace(bridge, dynamic=name in dynamic).sightings()


def is_compose(document: Document) -> bool:
    """Whether a document is a Compose file of this lab."""
    services = at(document.tree, "services")
    file = document.source.file
    return not document.kind and isinstance(services, dict) and not is_example(file) and not _TEMPLATE.search(file)


def _compose_network(file: str, name: str, options: Value, members: list[tuple[str, Located]]) -> Bridge:
    external = at(options, "external")
    shared = external is not None and external != "false"
    called = str(text(options, "name") or text(external, "name") or name)
    configs = items(options, "ipam", "config")
    spare = [
        pair
        for config in configs
        if isinstance(at(config, "aux_addresses"), dict)
        for pair in _auxiliary_addresses(config)
    ]
    return Bridge(
        where=called if shared else f"{PurePosixPath(file).parent}/{called}",
        name=called,
        machine="" if shared else file,
        on_lan=text(options, "driver") in ON_LAN,
        subnets=[prefix for config in configs for prefix in prefixes(at(config, "subnet"))],
        gateways=[address for config in configs for address in addresses(at(config, "gateway"))],
        ranges=[prefix for config in configs for prefix in prefixes(at(config, "ip_range"))],
        members=[*members, *spare],
    )


def _auxiliary_addresses(config: Value) -> Iterator[tuple[str, Located]]:
    """The reserved addresses of a network, each with its name."""
    named = at(config, "aux_addresses")
    for name, value in named.items() if isinstance(named, dict) else ():
        yield from ((name, address) for address in addresses(value))


class _Unit(NamedTuple):
    """A quadlet's unit file: its place, its name, and its options."""

    path: PurePosixPath
    options: list[tuple[str, Located]]

    def all(self, *keys: str) -> list[Located]:
        """The values of some options."""
        return [value for key, value in self.options if key in keys]

    def called(self, *keys: str) -> str:
        """The unit's name, from an option or its file."""
        return _without_systemd(str(next(iter(self.all(*keys)), self.path.name.partition(".")[0])))


@reads_repository(globs=tuple(f"*{ending}" for ending in _UNITS))
def read_quadlets(files: Files) -> Iterator[Sighting]:
    """The networks of a repository's quadlets, and their containers."""
    units = [_unit(source) for source in files.sources if source.file.endswith(_UNITS) and not is_example(source.file)]
    networks = [unit for unit in units if ".network" in unit.path.name]
    homes = _folders_of_networks(networks)
    joined = [bridge for unit in units if ".network" not in unit.path.name for bridge in _memberships(unit, homes)]
    dynamic = {bridge.where for bridge in joined if not bridge.members}
    for unit in networks:
        bridge = _quadlet_network(unit)
        yield from replace(bridge, dynamic=bridge.where in dynamic).sightings()
    for bridge in joined:
        yield from bridge.sightings()


def _unit(source: Source) -> _Unit:
    found = ((match[1], match[2], match.start(2)) for match in _OPTION.finditer(source.text))
    return _Unit(
        PurePosixPath(source.file), [(key, Located(value, source.at(at, len(value)))) for key, value, at in found]
    )


def _folders_of_networks(networks: Iterable[_Unit]) -> dict[str, set[str]]:
    """The folders with a network of each name."""
    homes: dict[str, set[str]] = defaultdict(set)
    for unit in networks:
        for name in {unit.called("NetworkName"), unit.called()}:
            homes[name].add(str(unit.path.parent))
    return homes


def _quadlet_network(unit: _Unit) -> Bridge:
    called = unit.called("NetworkName")
    return Bridge(
        where=f"{unit.path.parent}/{called}",
        name=called,
        machine=str(unit.path.parent),
        on_lan=any(value in ON_LAN for value in unit.all("Driver")),
        subnets=[prefix for value in unit.all("Subnet") for prefix in prefixes(value)],
        gateways=[address for value in unit.all("Gateway") for address in addresses(value)],
        ranges=[written for written in unit.all("IPRange") if not written.open],
    )


def _memberships(unit: _Unit, homes: dict[str, set[str]]) -> Iterator[Bridge]:
    """The networks of a container, each with its address there."""
    called = unit.called("ContainerName", "PodName")
    joined = unit.all("Network")
    own = [address for value in unit.all("IP", "IP6") for address in addresses(value)]
    if own and len(joined) == 1:
        yield _membership(unit, _network_name(joined[0]), homes, [(called, written) for written in own])
    for value in joined:
        found = [
            value.part(match.start(1), match.end(1)) for match in _ATTACHED.finditer(value[:_LONGEST]) if not value.open
        ]
        yield _membership(
            unit, _network_name(value), homes, [(called, written) for written in found if addresses(written)]
        )


def _membership(unit: _Unit, network: str, homes: dict[str, set[str]], members: list[tuple[str, Located]]) -> Bridge:
    """A container's address in a network: the one of its folder, or the only one of that name."""
    home, known = str(unit.path.parent), homes.get(network, set())
    where = next(iter(known)) if home not in known and len(known) == 1 else home
    return Bridge(f"{where}/{network}", network, members=members)


def _network_name(joined: str) -> str:
    """The name of the network in `systemd-proxy:ip=10.89.2.5`, `proxy.network:ip=…`."""
    return _without_systemd(joined.partition(":")[0].removesuffix(".network"))


def _without_systemd(name: str) -> str:
    return name.removeprefix("systemd-")
