"""Networks of containers: Compose files and Podman's quadlets.

Read: of [Compose](https://docs.docker.com/reference/compose-file/networks/) `networks.<n>.ipam.config[].subnet |
gateway` and `services.<s>.networks.<n>.ipv4_address | ipv6_address`; of
[quadlets](https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html) `Subnet=` and `Gateway=` of `.network`,
`IP=`, `IP6=` and `Network=name:ip=…` of `.container` and `.pod`. A bridge is its machine's own, so other machines may
use its addresses too; macvlan and ipvlan are on the LAN, and so are the addresses in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from cidrbook.plan.entry import slug
from cidrbook.plan.network import Host, Network
from cidrbook.plan.source import Source
from cidrbook.sources.documents import Document, Value, at, items, text
from cidrbook.sources.located import Located, Sighting, sighting
from cidrbook.sources.parts import addresses, host, prefixes
from cidrbook.sources.purpose import is_example

_ON_LAN = ("macvlan", "ipvlan")
_UNITS = (".network", ".container", ".pod", ".network.j2", ".container.j2", ".pod.j2")
_OPTION = re.compile(r"^[ \t]*([A-Za-z0-9]+)[ \t]*=[ \t]*([^\n]*?)[ \t]*$", re.MULTILINE)
_LONGEST = 2000
_ATTACHED = re.compile(r"(?:^|[:,])ip6?=([0-9a-fA-F.:]{2,45}?)(?=$|[,\s]|:(?:mac|alias|interface_name|ip6?)=)")


def read_document(document: Document) -> Iterator[Sighting]:
    """The networks of a Compose file, and the addresses in them that its services have for themselves."""
    services = at(document.tree, "services")
    if document.kind or not isinstance(services, dict) or is_example(document.source.file):
        return
    networks = at(document.tree, "networks")
    members: dict[str, list[tuple[str, Located]]] = {}
    for service, body in services.items():
        joined = at(body, "networks")
        for name, options in joined.items() if isinstance(joined, dict) else ():
            own = addresses([at(options, "ipv4_address"), at(options, "ipv6_address")])
            members.setdefault(name, []).extend((str(text(body, "container_name") or service), it) for it in own)
    known = networks if isinstance(networks, dict) else {}
    for name in dict.fromkeys((*known, *members)):
        yield from _of_compose(document.source.file, name, known.get(name), members.get(name, []))


def _of_compose(file: str, name: str, options: Value, members: list[tuple[str, Located]]) -> Iterator[Sighting]:
    external = at(options, "external")
    shared = external is not None and external != "false"
    configs = items(options, "ipam", "config")
    subnets = [it for config in configs for it in prefixes(at(config, "subnet"))]
    gateways = [it for config in configs for it in addresses(at(config, "gateway"))]
    if text(options, "driver") in _ON_LAN:
        yield from _on_lan(members)
    else:
        called = str(text(options, "name") or text(external, "name") or name)
        where = called if shared else f"{PurePosixPath(file).parent}/{called}"
        yield from _bridge(where, called, subnets, gateways, members)


def _on_lan(members: list[tuple[str, Located]]) -> Iterator[Sighting]:
    for name, address in members:
        yield from host(name, [address])


def _bridge(
    where: str, name: str, subnets: list[Located], gateways: list[Located], members: list[tuple[str, Located]]
) -> Iterator[Sighting]:
    """A network of one machine, in a scope of its own; files that name the same one each say a part of it."""
    first = next(iter([*subnets, *(it for _, it in members)]), None)
    if first is None:
        return
    key = slug(f"containers {where}")
    seen = sighting(
        "network", Network, first.place, name=f"containers {name}", id=key, vrf=key, cidr=subnets, gateway=gateways
    )
    hosts = tuple(it.entry for who, address in members for it in host(who, [address]) if isinstance(it.entry, Host))
    yield seen._replace(entry=seen.entry.model_copy(update={"hosts": hosts}))


def read_text(source: Source) -> Iterator[Sighting]:
    """A quadlet: a network, or what is in one."""
    if source.file.endswith(_UNITS) and not is_example(source.file):
        options = [(it[1], Located(it[2], source.at(it.start(2), len(it[2])))) for it in _OPTION.finditer(source.text)]
        path = PurePosixPath(source.file)
        name = path.name.partition(".")[0]
        if ".network" in path.name:
            yield from _network(str(path.parent), name, options)
        else:
            yield from _container(str(path.parent), name, options)


def _network(folder: str, name: str, options: list[tuple[str, Located]]) -> Iterator[Sighting]:
    values = {key: [value for known, value in options if known == key] for key, _ in options}
    called = str(next(iter(values.get("NetworkName", [])), name))
    if any(value in _ON_LAN for value in values.get("Driver", [])):
        return
    subnets = [it for value in values.get("Subnet", []) for it in prefixes(value)]
    gateways = [it for value in values.get("Gateway", []) for it in addresses(value)]
    yield from _bridge(f"{folder}/{_plain(called)}", _plain(called), subnets, gateways, [])


def _container(folder: str, name: str, options: list[tuple[str, Located]]) -> Iterator[Sighting]:
    called = str(next((value for key, value in options if key in ("ContainerName", "PodName")), name))
    joined = [value for key, value in options if key == "Network"]
    own = [it for key, value in options if key in ("IP", "IP6") for it in addresses(value)]
    if own and len(joined) == 1:
        yield from _bridge(f"{folder}/{_of(joined[0])}", _of(joined[0]), [], [], [(called, it) for it in own])
    for value in joined:
        found = [value.part(it.start(1), it.end(1)) for it in _ATTACHED.finditer(value[:_LONGEST]) if not value.open]
        members = [(called, it) for it in found if addresses(it)]
        yield from _bridge(f"{folder}/{_of(value)}", _of(value), [], [], members)


def _of(joined: str) -> str:
    """The name of the network in `systemd-proxy:ip=10.89.2.5`, `proxy.network:ip=…`."""
    return _plain(joined.partition(":")[0].removesuffix(".network"))


def _plain(name: str) -> str:
    return name.removeprefix("systemd-")
