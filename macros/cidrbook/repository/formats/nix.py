"""Nix: the machine that a NixOS configuration makes, and tables of machines in attribute sets of an own making.

Read: of [NixOS](https://search.nixos.org/options) `networking.hostName`, `networking.interfaces.<n>.ipv4.addresses` and
`ipv6.addresses`, `networking.defaultGateway`, `systemd.network.networks.<n>` with `address`, `gateway` and
`networkConfig`, WireGuard's interfaces with their peers, `services.keepalived.vrrpInstances`, `networking.hosts`; and
sets in which two or more entries have an address (`ip`, `address`, `targetHost`), or a prefix (`subnet`, `cidr`).
Values that are computed are not known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.net.spans import has_address
from cidrbook.plan.network import Network
from cidrbook.repository.parts.cluster_parts import addresses, host
from cidrbook.repository.parts.machine_paths import machine_of_path
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.router_networks import masked, network_of
from cidrbook.repository.parts.tunnel_peers import TunnelPeer, tunnel
from cidrbook.repository.parts.vrrp_groups import group
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen, Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.nix import parsed_nix
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value, at, items, mappings, text, texts

_OPTIONS = frozenset(
    {"services", "programs", "systemd", "networking", "virtualisation", "boot", "environment", "users", "security"}
    | {"hardware", "nixpkgs", "containers", "home-manager", "sops", "age", "fileSystems", "nix", "inputs"}
)
"""The first parts of NixOS' own options, which configure one machine and list none."""

_ADDRESS = regex(
    r"(?:local|lan|internal|private|static)?_?(?:ip|ipv4|ipv6|addr|address|ip_?address)|targetHost", re.IGNORECASE
)
_PREFIX = regex(r"(?:subnet|cidr|prefix|network)(?:v?4)?", re.IGNORECASE)
_NO_NAMES = frozenset(
    {"local", "lan", "internal", "private", "static", "primary", "ip", "ipv4", "ipv6", "address", "v4", "v6", "net"}
    | {"network", "networks", "hosts", "machines", "nodes", "devices", "servers", "deployment", "config", "let"}
)
"""Parts of a path that say what an address is of a machine, and not which machine."""

_FAMILIES = frozenset({"ip", "ipv4", "ipv6", "v4", "v6", "net", "nets", "network", "networks"})
"""Parts of a path that say what a prefix is of a network, and not which network."""

_MACS = ("mac", "macAddress", "mac_address", "hwaddr", "hwAddress")
_MAC = regex(r"(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}\Z")

_LEAST = 2
"""Entries that make a table. One alone may be any setting."""


@reads_files(globs=("*.nix",), but=("*tests/", "*test/", "*checks/"))
def read(source: Source) -> Iterator[Seen]:
    """The machine of a configuration, and the tables of machines."""
    tree = parsed_nix(source)
    for _, mapping in mappings(tree):
        if "networking" in mapping or "systemd" in mapping or "services" in mapping:
            yield from _configured(source, mapping)
    yield from _tables(tree)


def _configured(source: Source, tree: dict[str, Value]) -> Iterator[Seen]:
    """The machine of NixOS' options. A name from the path is a guess."""
    networking = at(tree, "networking")
    name = text(networking, "hostName")
    own = [*_interface_addresses(networking), *_networkd_addresses(tree)]
    if name is not None and not name.open:
        yield from host(name, own)
    elif own:
        yield from host(machine_of_path(source.file.removesuffix("/default.nix")), own, weak=True)
    yield from _linked_networks(own, [*_default_gateways(networking), *_networkd_gateways(tree)])
    for kind in ("wireguard", "wg-quick"):
        for interface, settings in _set_entries(at(networking, kind, "interfaces")):
            yield from _tunnel(interface, settings)
    for instance, settings in _set_entries(at(tree, "services", "keepalived", "vrrpInstances")):
        virtual = [text(address, "addr") for address in items(settings, "virtualIps")]
        if not items(settings, "unicastPeers"):
            yield from group(instance, text(settings, "virtualRouterId"), filter(None, virtual), "keepalived")
    for address, names in _set_entries(at(networking, "hosts")):
        for called in texts(names):
            yield from pointer(called, Located(address, called.place), "line of hosts")


def _linked_networks(own: list[Located], gateways: list[Located]) -> Iterator[Sighting]:
    """The networks of the machine that have a gateway."""
    for cidr in filter(None, map(network_of, own)):
        near = [
            gateway for gateway in gateways if has_address(IPNetwork(str(cidr)), IPAddress(gateway.partition("/")[0]))
        ]
        if near:
            yield sighting("network", Network, cidr.place, name=str(cidr), cidr=cidr, gateway=near)


def _set_entries(value: Value) -> list[tuple[str, Value]]:
    return [*value.items()] if isinstance(value, dict) else []


def _interface_addresses(networking: Value) -> Iterator[Located]:
    for _, interface in _set_entries(at(networking, "interfaces")):
        for family in ("ipv4", "ipv6"):
            for entry in items(interface, family, "addresses"):
                own = masked(text(entry, "address"), text(entry, "prefixLength"))
                yield from [own] if own is not None else []


def _networkd_addresses(tree: Value) -> Iterator[Located]:
    for _, network in _set_entries(at(tree, "systemd", "network", "networks")):
        for value in (at(network, "address"), at(network, "networkConfig", "Address")):
            yield from addresses(value)
        for entry in items(network, "addresses"):
            yield from addresses(at(entry, "Address") or at(entry, "addressConfig", "Address"))


def _default_gateways(networking: Value) -> Iterator[Located]:
    for key in ("defaultGateway", "defaultGateway6"):
        value = at(networking, key)
        yield from addresses(at(value, "address") if isinstance(value, dict) else value)


def _networkd_gateways(tree: Value) -> Iterator[Located]:
    for _, network in _set_entries(at(tree, "systemd", "network", "networks")):
        for value in (at(network, "gateway"), at(network, "networkConfig", "Gateway")):
            yield from addresses(value)


def _tunnel(interface: str, settings: Value) -> Iterator[Seen]:
    """An interface of WireGuard, with its network and its peers."""
    for address in addresses([*items(settings, "ips"), *items(settings, "address")]):
        cidr = network_of(address)
        if cidr is not None:
            yield sighting("network", Network, cidr.place, name=interface, cidr=cidr, role="vpn")
    peers = [peer for peer in items(settings, "peers") if isinstance(peer, dict)]
    yield from tunnel(
        interface,
        (
            TunnelPeer(
                str(text(peer, "name") or ""), str(text(peer, "publicKey") or ""), [*texts(peer.get("allowedIPs"))]
            )
            for peer in peers
        ),
    )


def _tables(tree: dict[str, Value]) -> Iterator[Seen]:
    """The machines and networks of sets of an own making, where several entries of one set have an address."""
    machines: dict[tuple[str, ...], list[tuple[str, Located, Located | None]]] = defaultdict(list)
    networks: list[tuple[str, dict[str, Value]]] = []
    own = ((path, mapping) for path, mapping in mappings(tree) if path and _OPTIONS.isdisjoint(path))
    for path, mapping in own:
        above, name = _named(path, mapping)
        machines[above] += [(name, address, _entry_mac(mapping)) for address in _own_addresses(mapping) if name]
        called = next((part for part in reversed(path) if part not in _FAMILIES), path[-1])
        networks += [(called, mapping)] if any(map(_PREFIX.fullmatch, mapping)) else []
    tables = [entries for entries in machines.values() if len({name for name, *_ in entries}) >= _LEAST]
    for name, address, mac in (entry for entries in tables for entry in entries):
        yield from host(name, [address], mac=mac)
    for name, mapping in networks if tables or len(networks) >= _LEAST else ():
        yield from _network(name, mapping)


def _own_addresses(mapping: dict[str, Value]) -> list[Located]:
    """The addresses of an entry itself."""
    return addresses(
        [value for key, value in mapping.items() if _ADDRESS.fullmatch(key) and isinstance(value, Located)]
    )


def _entry_mac(mapping: dict[str, Value]) -> Located | None:
    """The MAC address of an entry, or of a reservation in it."""
    inside = (mapping, *(value for value in mapping.values() if isinstance(value, dict)))
    found = (text(one, key) for one in inside for key in _MACS)
    return next((written for written in found if written is not None and _MAC.match(written)), None)


def _named(path: tuple[str, ...], mapping: dict[str, Value]) -> tuple[tuple[str, ...], str]:
    """The set that an entry is in, and its name: the one that it has, or the last key that is a name."""
    said = next((str(name) for key in ("name", "hostname", "host") if (name := text(mapping, key))), "")
    if said:
        return path, said
    last = next((number for number in range(len(path) - 1, -1, -1) if path[number] not in _NO_NAMES), None)
    return (path, "") if last is None else (path[:last], path[last])


def _network(name: str, mapping: dict[str, Value]) -> Iterator[Sighting]:
    written = [text(mapping, key) for key in mapping if _PREFIX.fullmatch(key)]
    if all(found is None or found.open for found in written):  # it is computed of what stands beside it
        written = [masked(text(mapping, "gateway"), text(mapping, "prefixLength"))]
    vlan = next((value for key in ("vlan", "vlanId", "vlan_id") if (value := text(mapping, key))), None)
    for cidr in filter(None, map(network_of, written)):
        gateway = addresses(text(mapping, "gateway"))
        yield sighting("network", Network, cidr.place, name=name, cidr=cidr, vlan=vlan, gateway=gateway)
