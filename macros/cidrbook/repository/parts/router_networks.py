"""Networks as routers and DHCP servers have them: the address of an interface, a VLAN, ranges, reservations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import as_prefix
from cidrbook.net.spans import has_address
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.router_conflicts import ConnectedNetwork, one_prefix, one_range
from cidrbook.repository.sighting import Reported, Seen, Sighting, sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_MAC = regex(r"(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}\Z")
_ENDS = regex(r"[^\s-]+")
_TUNNEL = regex(
    r"(?:interfaces? )?(?:wg|tun|tap|wireguard|openvpn|ovpn|l2tp|ppp|gre|ipsec|lo|dummy|loopback)", re.IGNORECASE
)
"""Interfaces whose prefix may be a part of a LAN's: the router answers there for the other end."""
_ENOUGH = 2
"""Networks in which the router is the gateway, so that it is meant to be in one more."""
_LINK = {4: 30, 6: 126}
"""The shortest prefix of each family that only is a link between two ends."""


@dataclass
class Lan:
    """A network in the configuration of one router."""

    place: Place
    name: str = ""
    cidr: Located | None = None
    vlan: Located | None = None
    vrf: str = ""
    link: str = ""
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

    def interface(
        self, address: Located, name: str, vlan: Located | None = None, vrf: str = "", link: str = ""
    ) -> None:
        """The network that the address of an interface is in, with its mask.

        `link` tells the interface from the router's others: each is a network of its own. A loopback is in none.
        """
        cidr = network_of(address)
        if cidr is not None and not IPNetwork(str(cidr)).is_loopback():
            lan = self._on_link(cidr, vrf, link or name)
            lan.name, lan.vlan = lan.name or name, lan.vlan or vlan
            lan.own.append(bare(address))

    def _on_link(self, cidr: Located, vrf: str, link: str) -> Lan:
        """The network of a prefix on this link. Every link has the link-local prefix, so that tells none apart."""
        lan = self.of(cidr, vrf)
        if lan.link not in ("", link) and not IPNetwork(str(cidr)).is_link_local():
            lan = self._found.setdefault(f"{vrf} {cidr} {link}", Lan(cidr.place, cidr=cidr, vrf=vrf))
        lan.link = link
        return lan

    def with_address(self, address: Located, vrf: str = "") -> list[Lan]:
        """The network that the address of an interface is in, with its mask, if it is one."""
        cidr = network_of(address)
        return [] if cidr is None else [self.of(cidr, vrf)]

    def leave_by(self, next_hop: Located | None) -> None:
        """The default route of the router: its next hop is the gateway of the network there, and not the router."""
        hop = None if next_hop is None or next_hop.open else as_address(next_hop)
        for lan in self._found.values():
            prefix = as_prefix(lan.cidr) if lan.cidr and lan.own and not lan.dhcp else None
            if hop is not None and next_hop is not None and prefix is not None and has_address(prefix, hop):
                lan.gateways = lan.gateways or [next_hop]

    def reserve(self, name: str, address: Located | None, mac: Located | None, within: Located | None = None) -> None:
        """An address that is always handed out to one machine; `within` is the network that it is written under."""
        if address is not None and as_address(address):
            known = mac if mac is not None and _MAC.match(mac) else None
            seen = sighting(
                "host",
                Host,
                address.place,
                name=name or address,
                address=address,
                mac=known,
                assigned="reservation",
            )
            self._hosts.append(seen._replace(problems=(*seen.problems, *_reserved_outside(name, address, within))))

    def sightings(self) -> Iterator[Seen]:
        """The networks and the hosts."""
        connected = [lan for lan in self._found.values() if lan.own]
        for lan in self._found.values():
            seen = sighting(
                "network",
                Network,
                lan.place,
                name=lan.name or str(lan.cidr or "network"),
                cidr=lan.cidr,
                vlan=lan.vlan,
                vrf=lan.vrf,
                gateway=list({str(gateway): gateway for gateway in self._gateways(lan)}.values()),
                dhcp=lan.dhcp,
            )
            yield seen._replace(problems=(*seen.problems, *_other_mask(lan, connected)))
        links = [_connected_network(lan, str(lan.own[0])) for lan in connected]
        yield from one_prefix(links)
        yield from one_range(link for link, lan in zip(links, connected, strict=True) if not _TUNNEL.match(lan.link))
        apart = [lan for lan in self._found.values() if lan.cidr and not lan.own and (lan.dhcp or lan.vlan)]
        yield from one_range(_connected_network(lan) for lan in apart)
        yield from self._odd_gateways(connected) if not self._virtual else ()
        yield from self._hosts

    def _odd_gateways(self, connected: list[Lan]) -> Iterator[Reported]:
        """A problem for each network whose DHCP gives a gateway that is not the router, which it is in all others."""
        own = {str(address) for lan in connected for address in lan.own}
        leased = [lan for lan in self._found.values() if lan.dhcp and len(lan.gateways) == 1 and lan.cidr]
        others = [lan for lan in leased if str(lan.gateways[0]) not in own]
        if len(leased) - len(others) >= _ENOUGH:
            yield from self._gateways_of_others([lan for lan in others if lan.own])
            yield from _gateways_by_name([lan for lan in others if not lan.own], connected)

    def _gateways_of_others(self, odd: list[Lan]) -> Iterator[Reported]:
        """A problem for the only network in which the router has another address. A reservation may be a router's."""
        reserved = {str(address) for seen in self._hosts for address in getattr(seen.entry, "addresses", ())}
        if len(odd) == 1 and str(odd[0].gateways[0]) not in reserved:
            yield _other_gateway(odd[0], odd[0])

    def _gateways(self, lan: Lan) -> list[Located]:
        own = lan.own if (lan.vlan or lan.dhcp) and not self._virtual else []
        return lan.gateways or own


def _gateways_by_name(odd: list[Lan], connected: list[Lan]) -> Iterator[Reported]:
    """A problem for each network in which the router has no address, though an interface of its name has another."""
    for lan in odd:
        called = [other for other in connected if not other.dhcp and other.name.lower() == lan.name.lower() != ""]
        if len(called) == 1:
            yield _other_gateway(lan, called[0])


def _other_gateway(lan: Lan, interface: Lan) -> Reported:
    """The problem of a network's DHCP and an interface that is meant to be the gateway."""
    at, own = lan.gateways[0], interface.own[0]
    problem = Problem(
        at=at.place,
        message=f"DHCP gives the gateway {at} in {lan.name or lan.cidr}, and the router has {own} there; in its other"
        " networks it gives its own address",
        label="differs from the router's address",
        related=(Related(at=own.place, message=f"{own} is written here"),),
        hint=f"write {own} if the router is the gateway, or correct the address of its interface",
    )
    return Reported("gateway-stands-out", problem)


def _connected_network(lan: Lan, own: str = "") -> ConnectedNetwork:
    return ConnectedNetwork(lan.name or "a network", lan.cidr, among=lan.vrf, own=own)


def _reserved_outside(name: str, address: Located, within: Located | None) -> Iterator[Reported]:
    """A problem for a reservation that is not inside the network that it is written under."""
    prefix, own = None if within is None or within.open else as_prefix(within), as_address(address)
    behind = address.startswith("::")  # whatever prefix the interface has
    if within is not None and prefix is not None and own is not None and not behind and not has_address(prefix, own):
        yield Reported(
            "host-outside-network",
            Problem(
                at=address.place,
                message=f"{name or 'a reservation'} ({address}) is not inside {within}, under which it is reserved",
                related=(Related(at=within.place, message=f"{within} is written here"),),
                hint="correct the address, or reserve it under its own network",
            ),
        )


def _other_mask(lan: Lan, connected: list[Lan]) -> Iterator[Reported]:
    """A problem for a DHCP network whose mask is another than that of the interface in it."""
    prefix = None if lan.own or lan.cidr is None or not (lan.dhcp or lan.gateways) else as_prefix(lan.cidr)
    for other in connected if prefix is not None else ():
        inside = [
            text for text in other.own if (own := as_address(text)) is not None and prefix and has_address(prefix, own)
        ]
        if inside and other.cidr is not None and lan.cidr is not None and other.vrf == lan.vrf:
            yield Reported(
                "wrong-mask",
                Problem(
                    at=inside[0].place,
                    message=f"{other.name} has {inside[0]} in {other.cidr} here, and leases addresses of {lan.cidr}",
                    related=(Related(at=lan.cidr.place, message=f"{lan.cidr} is written here"),),
                    hint="write the same prefix in both",
                ),
            )


def network_of(interface: Located | None) -> Located | None:
    """The prefix that an interface's address with its mask is in; nothing for a link, or a single address."""
    prefix = None if interface is None or interface.open else as_prefix(interface)
    if interface is None or prefix is None or prefix.prefixlen >= _LINK[prefix.version]:
        return None
    return Located(str(prefix.cidr), interface.place)


def masked(address: Located | None, mask: Located | None) -> Located | None:
    """The address with a mask that is written beside it: `255.255.255.0` or a length."""
    if address is None or mask is None or as_address(address) is None:
        return None
    length = str(mask) if mask.isdecimal() else _mask_length(mask)
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


def pooled(written: Located) -> list[Located]:
    """The range of a pool as Kea writes it: `a - b`, or a prefix."""
    ends = [written.part(*found.span()) for found in _ENDS.finditer(written)]
    prefix = as_prefix(written) if len(ends) == 1 and "/" in written else None
    if prefix is not None and prefix.size > 1:
        first, last = (IPAddress(number, prefix.version) for number in (prefix.first, prefix.last))
        return [Located(f"{first}-{last}", written.place)]
    return span(*ends) if len(ends) == 2 else []


def _mask_length(mask: str) -> str:
    number = as_address(mask)
    ones = int(number).bit_count() if number is not None and number.version == 4 else 0
    return str(ones) if number is not None and ones and int(number) == (0xFFFFFFFF << (32 - ones)) & 0xFFFFFFFF else ""
