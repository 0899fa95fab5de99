"""The networks of a router's interfaces, as FRR and switches of Cisco's kind write them, with what IOS says of DHCP.

Read: `ip address A/p`, `ip address A M` and `ipv6 address` below `interface NAME`, with `description`, `vrf`,
`encapsulation dot1q` and the virtual address of `standby`, `vrrp` and `ip virtual-router`
([FRR](https://docs.frrouting.org/en/latest/zebra.html)). The VLAN is that of `dot1q`, or the number of an interface
`vlan20` or `eth0.20`. Of
[IOS](https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/ipaddr_dhcp/configuration/15-sy/dhcp-15-sy-book/config-dhcp-server.html)
also `ip dhcp pool` with `network`, `default-router`, `host` and `client-identifier`, `ip dhcp excluded-address`, the
`name` below `vlan N`, `ip default-gateway`, `ip route`, and `hostname` with the addresses of the switch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cidrbook.plan.model import Router
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.address_groups import routed
from cidrbook.repository.parts.cluster_parts import host
from cidrbook.repository.parts.default_routes import is_everywhere
from cidrbook.repository.parts.ios_pools import IosPool, add_pools, set_pool
from cidrbook.repository.parts.router_networks import Lans, bare, masked
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Seen, Sighting, sighting
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_LOOKS = regex(
    r"^interface[ \t]+\S[^\n]*\n(?:[ \t][^\n]*\n){0,20}?[ \t]+ip(?:v6)?[ \t]+address[ \t]+[0-9a-fA-F]"
    r"|^ip dhcp pool [^\n]*\n[ \t]+[a-z]",
    re.MULTILINE,
)
_VLAN = regex(r"(?:vlan|.+\.)([0-9]{1,4})\Z", re.IGNORECASE)
_IOS = regex(
    r"^(?:[ \t]+switchport\b|ip (?:dhcp (?:pool|excluded)|default-gateway|routing$)|vlan [0-9]|spanning-tree "
    r"|feature [a-z]|service (?:timestamps|password-encryption)|boot-start-marker)",
    re.MULTILINE,
)
"""What IOS, NX-OS and EOS write, and FRR does not. Those that speak BGP are read as FRR is."""

_ZERO = regex(r"0(?:\.0){3}")
_HOPS = 8
"""Default routes that are looked at: a device has one, or two with another metric."""


@dataclass
class _Interface:
    """An interface, as far as its block was read."""

    name: Located
    description: str = ""
    vrf: str = ""
    vlan: Located | None = None
    addresses: list[Located] = field(default_factory=list)
    virtual: list[Located] = field(default_factory=list)
    off: bool = False


@dataclass
class _Vlan:
    """The name that a VLAN is given."""

    name: str = ""


_Section = _Interface | IosPool | _Vlan


@dataclass
class _Device:
    """What a file says of one router or switch."""

    sections: list[_Section] = field(default_factory=list)
    vlans: dict[str, _Vlan] = field(default_factory=dict)
    excluded: list[list[Located]] = field(default_factory=list)
    routes: list[Located] = field(default_factory=list)
    hops: list[Located] = field(default_factory=list)
    name: Located | None = None
    only_switches: bool = False

    @property
    def interfaces(self) -> list[_Interface]:
        """Its interfaces that are not shut down."""
        return [part for part in self.sections if isinstance(part, _Interface) and not part.off]

    @property
    def pools(self) -> list[IosPool]:
        """Its DHCP pools."""
        return [part for part in self.sections if isinstance(part, IosPool)]


@reads_blocks(words=("interface ", "ip dhcp pool "), looks=_LOOKS, in_documents=False)
def read(block: Block) -> Iterator[Seen]:
    """The networks of the interfaces that are not shut down, and of pools; and the switch itself."""
    if block.example:
        return
    device = _read_device(block)
    own = [address for part in device.interfaces if not part.vrf for address in part.addresses]
    lans = Lans()
    _add_interfaces(lans, device)
    add_pools(lans, device.pools, device.excluded, own)
    for hop in device.hops[:_HOPS]:
        lans.leave_by(hop)
    yield from lans.sightings()
    for prefix in device.routes:
        yield from routed(prefix)
    yield from _switch_itself(device, own) if _IOS.search(block.text) and "router bgp" not in block.text else ()


def _add_interfaces(lans: Lans, device: _Device) -> None:
    """Adds the networks of interfaces, each by its description, the name of its VLAN or its own."""
    for interface in device.interfaces:
        vlan = device.vlans.get(str(interface.vlan))
        name = interface.description or (vlan.name if vlan else "") or str(interface.name)
        for address in interface.addresses:
            lans.interface(address, name, interface.vlan, interface.vrf, str(interface.name))
            for lan in lans.with_address(address, interface.vrf) if interface.virtual else ():
                lan.gateways += interface.virtual


def _switch_itself(device: _Device, own: list[Located]) -> Iterator[Sighting]:
    """The device by its name: a host where all that it forwards is frames."""
    if device.name is not None and own:
        if device.only_switches:
            yield from host(device.name, map(bare, own))
        else:
            yield sighting("router", Router, device.name.place, name=device.name, addresses=[*map(bare, own)])


def _read_device(block: Block) -> _Device:
    """What the lines of a block say, section by section."""
    device = _Device()
    now: _Section | None = None
    for line in block.lines:
        words = line.words() if line.text.lstrip()[:1] not in ("", "#", "!") else []
        if words and not line.text.startswith((" ", "\t")):
            now = _begun_section(device, words)
            device.sections += [now] if now else []
        elif isinstance(now, _Interface) and words == ["shutdown"]:
            now.off = True
        elif now and len(words) > 1:
            _section_setting(now, words)
    return device


def _begun_section(device: _Device, words: list[Located]) -> _Section | None:
    """The section that a line begins; or what the line alone says."""
    if words[0] == "interface" and len(words) > 1:
        return _begun_interface(words)
    if words[:3] == ["ip", "dhcp", "pool"] and len(words) > 3:
        return IosPool(words[3])
    if words[0] == "vlan" and len(words) == 2 and words[1].isdecimal():
        return device.vlans.setdefault(str(words[1]), _Vlan())
    if words[:3] == ["ip", "dhcp", "excluded-address"]:
        device.excluded.append(words[3:5])
    elif words[:2] == ["ip", "default-gateway"] and len(words) > 2:
        device.hops.append(words[2])
        device.only_switches = True
    elif words[:2] == ["ip", "route"]:
        _add_route(device, words[2:])
    elif words[0] == "hostname" and len(words) == 2:
        device.name = words[1]
    return None


def _begun_interface(words: list[Located]) -> _Interface:
    found = _VLAN.match(words[1])
    vlan = (
        words[1].part(*found.span(1)) if found else words[2] if words[1].lower() == "vlan" and len(words) == 3 else None
    )
    return _Interface(words[1], vrf=str(words[3]) if words[2:3] == ["vrf"] and len(words) > 3 else "", vlan=vlan)


def _add_route(device: _Device, words: list[Located]) -> None:
    """`ip route A M HOP` or `ip route A/p HOP`; one of a VRF is of another table."""
    target = words[0] if words and "/" in words[0] else masked(*words[:2]) if len(words) > 1 else None
    everywhere = bool(words) and (is_everywhere(words[0]) or all(_ZERO.fullmatch(word) for word in words[:2]))
    hop = next((word for word in words[1 if "/" in words[0] else 2 :] if as_address(word)), None) if words else None
    if everywhere and hop is not None:
        device.hops.append(hop)
    elif target is not None:
        device.routes.append(target)


def _section_setting(section: _Section, words: list[Located]) -> None:
    if isinstance(section, IosPool):
        set_pool(section, words)
    elif isinstance(section, _Vlan):
        section.name = str(words[1]) if words[0] == "name" else section.name
    else:
        _set_interface(section, words)


def _set_interface(interface: _Interface, words: list[Located]) -> None:
    if words[0] in ("ip", "ipv6") and words[1] == "address" and len(words) > 2:
        whole = words[2] if "/" in words[2] else masked(words[2], words[3] if len(words) > 3 else None)
        interface.addresses += [whole] if whole is not None else []
    elif words[0] == "description":
        interface.description = " ".join(words[1:])
    elif words[0] == "vrf":
        interface.vrf = str(words[-1])
    elif words[0] == "encapsulation" and words[1].lower() == "dot1q" and len(words) > 2:
        interface.vlan = words[2]
    elif (words[0] in ("standby", "vrrp") and words[2:3] == ["ip"]) or words[:2] == ["ip", "virtual-router"]:
        interface.virtual += [word for word in words[3:4] if as_address(word)]
