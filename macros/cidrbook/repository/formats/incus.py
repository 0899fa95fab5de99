"""Incus and LXD: bridges that they manage, and the static addresses of instances.

Read: `config` of networks, in a file for `admin init --preseed` or as `network show` prints it: `ipv4.address`,
`ipv6.address`, `ipv4.dhcp.ranges` and its like
([Incus](https://linuxcontainers.org/incus/docs/main/reference/network_bridge/)); `ipv4.address` and `hwaddr` of the
devices of instances ([NIC](https://linuxcontainers.org/incus/docs/main/reference/devices_nic/)). A bridge is its
machine's own, so other machines may have one with the same addresses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from netaddr import IPNetwork

from cidrbook.net.ip import as_prefix
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.cluster_parts import addresses, host
from cidrbook.repository.parts.container_bridges import Bridge
from cidrbook.repository.parts.router_networks import bare, network_of
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import machine_of
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, text

_KEYS = ("ipv4.address", "ipv6.address")
_RANGES = ("ipv4.dhcp.ranges", "ipv6.dhcp.ranges")
_ITEM = regex(r"[^,\s]+")

_Member = tuple[str, Located, Located | None]
"""The name of an instance, its address and its MAC address."""


@reads_documents(keys=_KEYS)
def read(document: Document) -> Iterator[Sighting]:
    """The bridges in a document, each with the instances that are in it; other instances are on the LAN."""
    bridges = [bridge for _, mapping in document.mappings if (bridge := _managed_bridge(document, mapping)) is not None]
    prefixes = {prefix: bridge for bridge in bridges for written in bridge.subnets if (prefix := as_prefix(written))}
    for name, address, mac in _static_instances(document):
        bridge = _bridge_of(prefixes, address)
        if bridge is not None:
            bridge.members.append((name, address))
        else:
            yield from host(name, [address], mac=mac)
    for bridge in bridges:
        yield from bridge.sightings()


def _managed_bridge(document: Document, mapping: dict[str, Value]) -> Bridge | None:
    """The bridge that a mapping describes; one whose addresses Incus chooses is not known."""
    config, name = at(mapping, "config"), text(mapping, "name")
    own = [value for key in _KEYS if (value := text(config, key)) is not None and network_of(value) is not None]
    if not own or name is None or "devices" in mapping:
        return None
    file = document.source.file
    return Bridge(
        where=f"{PurePosixPath(file).parent}/{name}",
        name=str(name),
        machine=file,
        subnets=[prefix for value in own if (prefix := network_of(value)) is not None],
        gateways=[bare(value) for value in own],
        ranges=[
            value.part(*found.span())
            for key in _RANGES
            if (value := text(config, key)) is not None
            for found in _ITEM.finditer(value)
        ],
    )


def _bridge_of(bridges: Mapping[IPNetwork, Bridge], address: Located) -> Bridge | None:
    """The bridge that an address is in, by the prefixes around it."""
    own = as_address(bare(address))
    around = (
        [] if own is None else IPNetwork((int(own), 128 if own.version == 6 else 32), version=own.version).supernet(8)
    )
    return next((bridges[prefix] for prefix in reversed(around) if prefix in bridges), None)


def _static_instances(document: Document) -> Iterator[_Member]:
    """The instances with an address. `config show` prints no name, so there the file has it; a profile is none."""
    for path, mapping in document.mappings:
        devices = mapping.get("devices")
        if isinstance(devices, dict) and "profiles" not in path:
            name = text(mapping, "name") or (path[-1] if path else machine_of(document.source.file))
            for device in devices.values():
                for address in addresses([at(device, key) for key in _KEYS]):
                    yield str(name), address, text(device, "hwaddr")
