"""Netplan, and cloud-init's network configuration of both versions: the addresses of a machine's interfaces.

Read: `addresses`, `gateway4`, `gateway6` and `routes` of `ethernets`, `bonds`, `bridges`, `vlans` and `wifis`
([Netplan](https://netplan.readthedocs.io/en/stable/netplan-yaml/)); `subnets` with an `address` and a `gateway`
([cloud-init](https://docs.cloud-init.io/en/latest/reference/network-config-format-v1.html)); `hostname` beside them. A
machine that is not named is called as its file, or its folder, is.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.cluster_parts import addresses, host, machine_gateway, unreached
from cidrbook.repository.parts.default_routes import DefaultRoute, default_routes, gateways, rival_routes
from cidrbook.repository.parts.machine_paths import machine_of_path
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Seen, Sighting
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, items, text

_KINDS = ("ethernets", "bonds", "bridges", "vlans", "wifis", "dummy-devices")


@reads_documents(keys=("version", "renderer", "ethernets"))
def read(document: Document) -> Iterator[Seen]:
    """The machine of a document's interfaces."""
    if document.kind:
        return
    for _, mapping in document.mappings:
        found = [own for link in _configured_links(mapping) for own in _interface_addresses(link)]
        if found:
            yield from _configured_machine(document, found)
            yield from rival_routes(route for link in _configured_links(mapping) for route in _routes(link))
            for link in _configured_links(mapping):
                on_link = any(text(route, "on-link") for route in items(link, "routes"))
                ways = () if on_link else (route.gateway for route in _routes(link))
                yield from unreached(_interface_addresses(link), ways)
                yield from machine_gateway(_interface_addresses(link), (route.gateway for route in _routes(link)))


def _configured_machine(document: Document, found: list[Located]) -> Iterator[Sighting]:
    """The machine. A name from its path is a guess, and counts only for unknown addresses."""
    name = text(document.tree, "hostname") or text(document.tree, "local-hostname")
    if name and not name.open:
        yield from host(name, found, hostname=name)
    else:
        yield from host(machine_of_path(document.source.file), found, weak=True)


def _configured_links(mapping: dict[str, Value]) -> Iterator[Value]:
    """The interfaces of a configuration, by kind and name, or in the list of version 1."""
    if text(mapping, "version") == "1":
        yield from (entry for link in items(mapping, "config") for entry in items(link, "subnets"))
    elif "version" in mapping or "renderer" in mapping or "ethernets" in mapping:
        for kind in _KINDS:
            links = at(mapping, kind)
            yield from links.values() if isinstance(links, dict) else ()


def _routes(link: Value) -> Iterator[DefaultRoute]:
    """The default routes of an interface."""
    yield from gateways(link, "gateway4", "gateway6", "gateway")
    yield from default_routes(items(link, "routes"), "to", "via")


def _interface_addresses(link: Value) -> list[Located]:
    return addresses([*items(link, "addresses"), at(link, "address")])
