"""Networks as routers and DHCP servers have them: the address of an interface, a VLAN, ranges, reservations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from netaddr import IPNetwork

from cidrbook.plan.ends import as_address
from cidrbook.plan.ip import parse_prefix
from cidrbook.plan.network import Host, Network
from cidrbook.plan.source import Place
from cidrbook.sources.located import Located, Sighting, sighting

_MAC = re.compile(r"(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}\Z")
_LINK = {4: 30, 6: 126}
"""The shortest prefix of each family that only is a link between two ends."""


@dataclass
class Lan:
    """What a file says of one network."""

    place: Place
    name: str = ""
    cidr: Located | None = None
    vlan: Located | None = None
    vrf: str = ""
    gateways: list[Located] = field(default_factory=list)
    own: list[Located] = field(default_factory=list)
    dhcp: list[Located] = field(default_factory=list)


class Lans:
    """The networks of one router, each once, whatever part of its configuration it is written in.

    Where nothing says so, the router is the gateway of a VLAN, and of a network that it leases addresses of; unless the
    gateways are `virtual` ones, which it shares with another router.
    """

    def __init__(self, *, virtual: bool = False) -> None:
        self._virtual = virtual
        self._found: dict[str, Lan] = {}
        self._hosts: list[Sighting] = []

    def of(self, cidr: Located, vrf: str = "") -> Lan:
        """The network of this prefix."""
        return self._found.setdefault(f"{vrf} {cidr}", Lan(cidr.place, cidr=cidr, vrf=vrf))

    def without_prefix(self, key: str, place: Place) -> Lan:
        """A network whose prefix the file does not say."""
        return self._found.setdefault(f"\0{key}", Lan(place, key))

    def interface(self, address: Located, name: str, vlan: Located | None = None, vrf: str = "") -> None:
        """The network that the address of an interface is in, with its mask."""
        cidr = network_of(address)
        if cidr is not None:
            lan = self.of(cidr, vrf)
            lan.name, lan.vlan = lan.name or name, lan.vlan or vlan
            lan.own.append(bare(address))

    def reserve(self, name: str, address: Located | None, mac: Located | None) -> None:
        """An address that is always handed out to one machine."""
        if address is not None and as_address(address):
            known = mac if mac is not None and _MAC.match(mac) else None
            self._hosts.append(
                sighting(
                    "host",
                    Host,
                    address.place,
                    name=name or address,
                    address=address,
                    mac=known,
                    assigned="reservation",
                )
            )

    def sightings(self) -> Iterator[Sighting]:
        """The networks and the hosts."""
        for lan in self._found.values():
            yield sighting(
                "network",
                Network,
                lan.place,
                name=lan.name or str(lan.cidr or "network"),
                cidr=lan.cidr,
                vlan=lan.vlan,
                vrf=lan.vrf,
                gateway=list({str(it): it for it in self._gateways(lan)}.values()),
                dhcp=lan.dhcp,
            )
        yield from self._hosts

    def _gateways(self, lan: Lan) -> list[Located]:
        own = lan.own if (lan.vlan or lan.dhcp) and not self._virtual else []
        return lan.gateways or own


def network_of(interface: Located | None) -> Located | None:
    """The prefix that an interface's address with its mask is in; nothing for a link, or a single address."""
    prefix = None if interface is None or interface.open else _prefix(interface)
    if interface is None or prefix is None or prefix.prefixlen >= _LINK[prefix.version]:
        return None
    return Located(str(prefix.cidr), interface.place)


def masked(address: Located | None, mask: Located | None) -> Located | None:
    """The address with a mask that is written beside it: `255.255.255.0` or a length."""
    if address is None or mask is None or as_address(address) is None:
        return None
    length = str(mask) if mask.isdecimal() else _length(mask)
    return Located(f"{address}/{length}", address.place) if length else None


def bare(address: Located) -> Located:
    """The address without its mask."""
    return address.part(0, len(address.partition("/")[0]))


def span(first: Located | None, last: Located | None) -> list[Located]:
    """A range of its two ends."""
    if first is None or last is None or as_address(first) is None or as_address(last) is None:
        return []
    if first.startswith("::"):  # behind whatever prefix the interface has
        return []
    return [Located(f"{first}-{last}", first.place)]


def _length(mask: str) -> str:
    number = as_address(mask)
    ones = int(number).bit_count() if number is not None and number.version == 4 else 0
    return str(ones) if number is not None and ones and int(number) == (0xFFFFFFFF << (32 - ones)) & 0xFFFFFFFF else ""


def _prefix(text: str) -> IPNetwork | None:
    try:
        return parse_prefix(str(text))
    except ValueError:
        return None
