"""What a DHCP server is told of a network: ranges, options with addresses, the length of leases, reservations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import EUI, IPAddress, IPNetwork

from cidrbook.exports.extract import ExportError, Extract
from cidrbook.exports.host_names import HostName, host_names
from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import has_address
from cidrbook.pages.rows import names
from cidrbook.plan.entry import Machine
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.names import as_address
from cidrbook.text.regex import regex

_LEASE = regex(r"([0-9]{1,9})([smhdw]?)", re.ASCII)
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LONGEST = 0xFFFF_FFFF
"""Seconds of the longest lease; so many mean for ever (RFC 2131, section 3.3)."""


class Reservation(NamedTuple):
    """An address that the DHCP server always gives to one machine."""

    mac: EUI
    address: IPAddress
    name: str


class Subnet(NamedTuple):
    """A prefix of a network in which DHCP hands something out."""

    network: Network
    prefix: IPNetwork
    ranges: tuple[AddressRange, ...]
    reservations: tuple[Reservation, ...]


def subnets(extract: Extract) -> list[Subnet]:
    """The prefixes with a DHCP range or a reservation, in the order of the plan; an address is reserved once.

    Raises `ExportError` where two sites or VRFs have the same prefix.
    """
    found = list(_every_subnet(extract))
    prefix, count = next(iter(Counter(str(one.prefix) for one in found).most_common(1)), ("", 0))
    if count > 1:
        raise ExportError(f"{prefix} is there twice, and a DHCP server knows no sites: choose with `--site` or `--vrf`")
    return found


def _every_subnet(extract: Extract) -> Iterator[Subnet]:
    reserved: dict[int, list[Reservation]] = defaultdict(list)
    for home, reservation in _reservations(host_names(extract)):
        reserved[id(home)].append(reservation)
    for network in (row.network for row in extract.networks):
        for prefix in network.cidrs:
            ranges = tuple(part for part in network.dhcp if {part.first in prefix, part.last in prefix} == {True})
            here = tuple(_each_once(one for one in reserved[id(network)] if has_address(prefix, one.address)))
            if ranges or here:
                yield Subnet(network, prefix, ranges, here)


def _each_once(reservations: Iterable[Reservation]) -> Iterator[Reservation]:
    """The first reservation of each address and of each machine: servers refuse a second one."""
    seen: set[object] = set()
    for reservation in reservations:
        if seen.isdisjoint((reservation.mac, reservation.address)):
            yield reservation
        seen |= {reservation.mac, reservation.address}


def _reservations(hosts: Iterable[HostName]) -> Iterator[tuple[Network, Reservation]]:
    for host in hosts:
        owner, network = host.holder.owner, host.holder.network
        if network and isinstance(owner, Machine) and owner.mac and owner.assigned == "reservation":
            for address in host.addresses:
                yield network, Reservation(owner.mac, IPAddress(address), host.name.partition(".")[0])


def options(plan: Plan, network: Network, version: int) -> dict[str, tuple[IPAddress, ...]]:
    """The addresses of an IP version that clients are told, by what they are for; the router is the gateway."""
    told = network.dhcp_options
    said = {name: getattr(told, name) if told else () for name in ("router", "dns", "ntp", "tftp")}
    found = {name: tuple(_option_addresses(plan, network, words, version)) for name, words in said.items()}
    if not said["router"]:
        found["router"] = tuple(address for address in network.gateways if address.version == version)
    return {name: addresses for name, addresses in found.items() if addresses}


def _option_addresses(plan: Plan, network: Network, words: Iterable[str], version: int) -> Iterator[IPAddress]:
    """The address of each thing that is named: its own in the network, or its first one."""
    for word in words:
        address = as_address(word)
        known = [address] if address else [found for one in names(plan).find(word) for found in one.addresses]
        fitting = [one for one in known if one.version == version]
        inside = (one for one in fitting if network.holds(one))
        yield from (IPAddress(one) for one in (next(inside, None) or next(iter(fitting), None),) if one)


def lease_seconds(network: Network) -> int | None:
    """How long a lease lasts, where the plan says it as a number with a unit."""
    found = _LEASE.fullmatch(network.dhcp_options.lease.strip().lower()) if network.dhcp_options else None
    return min(int(found[1]) * _SECONDS[found[2]], _LONGEST) if found else None
