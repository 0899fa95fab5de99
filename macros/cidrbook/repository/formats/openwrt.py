"""OpenWrt: its configuration in UCI, in a file for each package, or as commands `uci set …` in a script.

Read ([network](https://openwrt.org/docs/guide-user/network/network_configuration),
[DHCP and DNS](https://openwrt.org/docs/guide-user/base-system/dhcp)): `config interface` with `ipaddr`, `netmask`,
`ip6addr`, `gateway` and `device`; VLAN ids of `config device`, and of names such as `br-lan.10`; `config route`;
`config dhcp` with `start` and `limit`, which count from the network's address, and the option 3 (the router);
`config host` and `config domain`; `config system` with `hostname`. The files of one folder are
of one router. What is `disabled`, and DHCP with `ignore`, claims nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import PurePosixPath

from netaddr import IPAddress

from cidrbook.net.ip import as_prefix
from cidrbook.net.spans import has_address
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.globs import is_named_so
from cidrbook.repository.parts.address_groups import routed
from cidrbook.repository.parts.bgp_config import Configuration, bgp_objects
from cidrbook.repository.parts.dns_hosts import record
from cidrbook.repository.parts.field_types import FieldType, refused
from cidrbook.repository.parts.router_networks import Lan, Lans, masked
from cidrbook.repository.parts.uci import UciSection, looks_of_uci, uci_sections
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.reader import DOCUMENTS, Files, reads_repository
from cidrbook.repository.sighting import Reported, Seen
from cidrbook.text.finding import Problem, Related
from cidrbook.text.lines import Block, blocks, machine_of
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_PACKAGES = regex(
    r"(?:^|[._-])(?:network|dhcp|wireless|system|firewall|uci|config|defaults)(?=[._-]|$)|^[0-9]+[._-]"
    r"|\.(?:sh|conf|cfg|j2)(?=\.|$)"
)
"""Words of a file's name that say which part of a router's configuration is in it."""

_ROOTS = regex(r"(?:(?:^|/)(?:etc|config|uci-defaults|uci|files|root|rootfs|overlay|templates)(?=/|\Z)){1,9}\Z")
"""Folders of a router's file system, and of what builds it."""

_WORDS = ("option ", "option\t", "uci ", "set network.", "set dhcp.", ".ipaddr=")
_VLAN = regex(r"[\w-]{1,60}\.([0-9]{1,4})\Z")
_ROUTER = regex(r"(?:3|option:router),([^,\s]+)\Z")
_DOMAIN = regex(r"/([A-Za-z0-9*_.-]{1,253})/([^/,\s]+)\Z")
_START, _LIMIT = 100, 150
"""Where a DHCP range begins, and how many addresses it has, unless it is said."""
_MOST = 1 << 24
"""Addresses that a range may count; more are no number of addresses."""
_MOST_OF_ONE = 64
"""Addresses and gateways of one interface, default routes and networks of one router; no router has more."""
_STATIC = ("", "static")
_NO_ADDRESS = "ignore"
"""What stands for the address of a host that gets none."""
_LOOPBACK = ("127.", "::1")
_EVERYWHERE = regex(r"0\.0\.0\.0(?:/0)?|default")


@reads_repository(words=_WORDS)
def read(whole: Files) -> Iterator[Seen]:
    """The router of each folder with such files."""
    routers: dict[tuple[str, str], list[UciSection]] = defaultdict(list)
    for source in whole.sources:
        if any(word in source.text for word in _WORDS) and not is_named_so(source.file, DOCUMENTS):
            for block in _blocks_of_uci(source):
                routers[_router_of_path(source.file)].extend(uci_sections(block))
    for (folder, name), sections in routers.items():
        on = [section for section in sections if not section.on("disabled")]
        yield from _router_objects(machine_of(f"{_ROOTS.sub('', folder)}/{name}".strip("/")), on)


def _blocks_of_uci(source: Source) -> Iterator[Block]:
    if not is_example(source.file) and looks_of_uci(source.text):
        yield from (block for block in blocks(source) if not block.example)


def _router_of_path(file: str) -> tuple[str, str]:
    """The folder of a file, and what its name says beside the part of the configuration: a router's name, if any."""
    path = PurePosixPath(file)
    return str(path.parent), _PACKAGES.sub("", path.name).strip("._-")


def _router_objects(name: str, sections: Sequence[UciSection]) -> Iterator[Seen]:
    if not any(section.kind in _KINDS for section in sections):
        return
    hostname = next((text for found in _of(sections, "system") if (text := found.get("hostname"))), None)
    router = Configuration(name, sections[0].place, "openwrt", hostname, by_file=True)
    router.name = str(hostname or name)
    ranges = [found for found in _of(sections, "dhcp") if not found.on("ignore")]
    lans = Lans(virtual=not ranges and any(found.get("gateway") for found in _of(sections, "interface")))
    by_interface = _networks_by_interface(sections, router, lans)
    for found in ranges:
        _add_range(found, by_interface.get(_interface_of(found)))
    _reserve_hosts(sections, lans)
    yield from bgp_objects(router)
    yield from lans.sightings()
    if all(_interface_of(found) in by_interface for found in ranges):
        yield from _leases_elsewhere(sections, by_interface.values())
    yield from _domain_names(sections)
    yield from _refused_values(sections)
    for found in _of(sections, "route"):
        yield from routed(masked(found.get("target"), found.get("netmask")) or found.get("target"))


def _interface_of(dhcp: UciSection) -> str:
    """The interface of a section for DHCP, which is mostly called after it."""
    return str(dhcp.get("interface") or dhcp.name)


def _refused_values(sections: Sequence[UciSection]) -> Iterator[Reported]:
    for section in sections:
        for key, of in _TYPES.get(section.kind, {}).items():
            for value in (value for value in section.each(key) if value != _NO_ADDRESS):
                yield from refused(value, "interface" if of == "address" and "/" in value else of, "OpenWrt")


_KINDS = ("interface", "dhcp", "host", "domain", "hostrecord")
"""Sections of which one makes a file that of a router's network."""


_INTERFACE: Mapping[str, FieldType] = {
    "ipaddr": "address",
    "netmask": "address",
    "gateway": "address",
    "ip6addr": "address",
    "ip6gw": "address",
    "dns": "address",
}
_TYPES: Mapping[str, Mapping[str, FieldType]] = {
    "interface": _INTERFACE,
    "host": {"mac": "mac", "ip": "address"},
    "domain": {"ip": "address"},
    "route": {"gateway": "address"},
}
"""The options that OpenWrt takes nothing but addresses for, by the types of their sections."""


def _of(sections: Sequence[UciSection], *kinds: str) -> Iterator[UciSection]:
    return (section for section in sections if section.kind in kinds)


def _networks_by_interface(sections: Sequence[UciSection], router: Configuration, lans: Lans) -> dict[str, Lan]:
    """The network of each interface's first address, by the interface's name."""
    ids = _vlan_ids(sections)
    found: dict[str, Lan] = {}
    for interface in _of(sections, "interface"):
        tunnels = interface.get("proto") == "wireguard"
        written = interface.each("addresses") if tunnels else _own_addresses(interface)
        for address in islice(written, _MOST_OF_ONE):
            router.addresses.append(address)
            device = interface.get("device", "ifname")
            vlan = None if device is None or tunnels else ids.get(str(device)) or _vlan_of_name(device)
            lans.interface(address, interface.name, vlan, link=interface.name)
            for lan in () if address.startswith(_LOOPBACK) else lans.with_address(address):
                _add_gateway(lan, interface)
                found.setdefault(interface.name, lan)
    ways = (route for route in _of(sections, "route") if _EVERYWHERE.fullmatch(route.get("target") or ""))
    for route in islice(ways, _MOST_OF_ONE):
        lans.leave_by(route.get("gateway"))
    return found


def _own_addresses(interface: UciSection) -> Iterator[Located]:
    """The addresses of an interface, each with the mask that is written beside it or behind it."""
    if str(interface.get("proto") or "") in _STATIC:
        for address in interface.each("ipaddr"):
            yield address if "/" in address else masked(address, interface.get("netmask")) or address
        yield from interface.each("ip6addr")


def _add_gateway(lan: Lan, interface: UciSection) -> None:
    """Adds the next hop behind an interface, which is the gateway there."""
    for gateway in islice((*interface.each("gateway"), *interface.each("ip6gw")), _MOST_OF_ONE):
        known, prefix = as_address(gateway), as_prefix(lan.cidr) if lan.cidr else None
        if known is not None and prefix is not None and known.version == prefix.version:
            lan.gateways.append(gateway)


def _vlan_ids(sections: Sequence[UciSection]) -> dict[str, Located]:
    """The VLAN id of each device that has one of its own, or whose ports are all in one VLAN."""
    found: dict[str, Located] = {}
    for device in _of(sections, "device"):
        name, own = device.get("name"), device.get("vid")
        ports = [_vlan_of_name(port) for port in (*device.each("ports"), *device.each("ifname"))]
        shared = ports[0] if ports and len({str(port) for port in ports}) == 1 else None
        if name is not None and (vlan := own or shared) is not None:
            found[str(name)] = vlan
    return found


def _vlan_of_name(device: Located) -> Located | None:
    """The VLAN id in a name as `br-lan.10`. 1 and 2 are those that switches of older releases begin with."""
    match = _VLAN.match(device)
    plain = match is None or (device.startswith("eth") and match[1] in ("1", "2"))
    return None if match is None or plain else device.part(*match.span(1))


def _add_range(section: UciSection, lan: Lan | None) -> None:
    """Adds a DHCP range, which ends where its network does, and the gateway that is told there."""
    if lan is None or lan.cidr is None:
        return
    for option in (*section.each("dhcp_option"), *section.each("dhcp_option_force")):
        told = _ROUTER.match(option)
        lan.gateways += [option.part(*told.span(1))] if told and as_address(told[1]) else []
    prefix = as_prefix(lan.cidr)
    if prefix is None or prefix.version != 4 or section.get("dynamicdhcp") == "0":
        return
    written = section.get("start")
    start, limit = _offset(written, _START), _offset(section.get("limit"), _LIMIT)
    if start is None or limit is None or not limit:
        return
    first = max(int(prefix.first) + (start & int(prefix.size - 1)), int(prefix.first) + 1)
    last = min(first + limit - 1, int(prefix.last) - 1)
    if first <= last:
        place = written.place if written is not None else section.place
        lan.dhcp.append(Located(f"{IPAddress(first, 4)}-{IPAddress(last, 4)}", place))


def _offset(written: Located | None, usual: int) -> int | None:
    """A number, also as the last octets of an address; the usual one where none is written."""
    if written is None:
        return usual
    address = as_address(written)
    if address is not None:
        return int(address) if address.version == 4 else None
    return (
        int(written)
        if written.isascii() and written.isdecimal() and len(written) < 9 and int(written) < _MOST
        else None
    )


def _reserve_hosts(sections: Sequence[UciSection], lans: Lans) -> None:
    for host in _of(sections, "host"):
        macs = host.each("mac")
        lans.reserve(str(host.get("name") or ""), host.get("ip"), macs[0] if macs else None)


def _leases_elsewhere(sections: Sequence[UciSection], lans: Collection[Lan]) -> Iterator[Reported]:
    """A problem for each lease of an address in no network of a router whose networks are all known."""
    known = [prefix for lan in lans if (prefix := as_prefix(lan.cidr or "")) is not None]
    leased = [lan.cidr for lan in lans if lan.cidr is not None and lan.dhcp]
    for host in _of(sections, "host") if leased and len(known) <= _MOST_OF_ONE else ():
        written = host.get("ip") or Located("", host.place)
        address = as_address(written)
        if address is not None and address.version == 4 and not any(has_address(one, address) for one in known):
            yield _lease_elsewhere(str(host.get("name") or "a host"), written, leased)


def _lease_elsewhere(name: str, address: Located, leased: Sequence[Located]) -> Reported:
    problem = Problem(
        at=address.place,
        message=f"{name} ({address}) is inside none of the networks that the router has: {', '.join(leased)}",
        related=(Related(at=leased[0].place, message=f"{leased[0]} is written here"),),
        hint="correct the address, or add the interface of its network",
    )
    return Reported("host-outside-network", problem)


def _domain_names(sections: Sequence[UciSection]) -> Iterator[Seen]:
    """The names of DNS."""
    for section in _of(sections, "domain", "hostrecord"):
        for name in section.each("name"):
            yield from (record(name, address) for address in section.each("ip") if as_address(address))
    for section in _of(sections, "dnsmasq"):
        for written in section.each("address"):
            found = _DOMAIN.match(written)
            if found and as_address(found[2]):
                yield record(written.part(*found.span(1)), written.part(*found.span(2)))
