"""RouterOS, in whatever language its entries are written: an export, or resources of Terraform."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.address_groups import listed, routed
from cidrbook.repository.parts.bgp_config import Configuration, asn_of, bgp_objects
from cidrbook.repository.parts.dns_hosts import record
from cidrbook.repository.parts.router_networks import Lan, Lans, bare, network_of, span
from cidrbook.repository.parts.tunnel_peers import TunnelPeer, tunnel
from cidrbook.repository.parts.vrrp_groups import group
from cidrbook.repository.sighting import Seen
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_OFF = ("no", "false")
_RANGES = regex(r"[^,]+")
_TIME = regex(r"(?:(\d{1,4})m)?(?:(\d{1,5})s?)?\Z")
_MAX_TEMPLATES = 4
"""Templates of templates; a circle has to end."""

_FAMILIES = {"ip": "ipv4", "ipv6": "ipv6", "l2vpn": "l2vpn"}

_EVERYWHERE = "0.0.0.0/0"


class Item(NamedTuple):
    """An entry: the menu that it is in, as `ip address`, and its values."""

    menu: str
    values: dict[str, Located]

    def get(self, *names: str) -> Located | None:
        """The value of the first of these names that it has."""
        return next((self.values[name] for name in names if name in self.values), None)

    @property
    def on(self) -> bool:
        """Whether it is not switched off."""
        return str(self.values.get("disabled", "no")) not in ("yes", "true")


def router_objects(items: Iterable[Item], read: Configuration) -> Iterator[Seen]:
    """The router, its networks, leases and sessions."""
    by_menu: dict[str, list[Item]] = {}
    for item in items:
        if item.on:
            by_menu.setdefault(item.menu, []).append(item)
    lans = Lans(virtual="interface vrrp" in by_menu)
    by_interface = _networks_of_interfaces(by_menu, read, lans)
    _leases(by_menu, by_interface, lans)
    for route in by_menu.get("ip route", ()):
        if str(route.get("dst-address") or _EVERYWHERE) == _EVERYWHERE:
            lans.leave_by(route.get("gateway"))
    _bgp_connections(by_menu, read)
    read.host = next(
        (item.values["name"] for item in by_menu.get("system identity", ()) if "name" in item.values),
        None,
    )
    yield from bgp_objects(read)
    yield from lans.sightings()
    yield from _wireguard_items(by_menu.get("interface wireguard peers", ()))
    yield from _menu_groups_and_routes(by_menu)
    yield from _vrrp_groups(by_menu)
    for found in by_menu.get("ip dns static", ()):
        name, address = found.get("name"), found.get("address")
        if name and not name.open and address and as_address(address):
            yield record(name, address)


def _menu_groups_and_routes(by_menu: dict[str, list[Item]]) -> Iterator[Seen]:
    for item in by_menu.get("ip firewall address-list", ()):
        address = item.get("address")
        yield from listed(str(item.get("list") or ""), [address] if address else [], str(item.get("comment") or ""))
    for item in by_menu.get("ip route", ()):
        yield from routed(item.get("dst-address"))


def _vrrp_groups(by_menu: dict[str, list[Item]]) -> Iterator[Seen]:
    """The groups, each with the addresses of its interface."""
    own: dict[str, list[Located]] = {}
    for item in (*by_menu.get("ip address", ()), *by_menu.get("ipv6 address", ())):
        address = item.get("address")
        own.setdefault(str(item.get("interface")), []).extend([address] if address else [])
    for item in by_menu.get("interface vrrp", ()):
        name = str(item.get("name"))
        yield from group(name, item.get("vrid"), own.get(name, []), "routeros")


def _networks_of_interfaces(by_menu: dict[str, list[Item]], read: Configuration, lans: Lans) -> dict[str, Lan]:
    """The network of each interface that has an address with a mask."""
    vlans = {str(item.get("name")): item.get("vlan-id") for item in by_menu.get("interface vlan", ())}
    shared = {str(item.get("name")) for item in by_menu.get("interface vrrp", ())}
    found: dict[str, Lan] = {}
    for value in (*by_menu.get("ip address", ()), *by_menu.get("ipv6 address", ())):
        address, interface = value.get("address"), str(value.get("interface") or "")
        cidr = network_of(address)
        if cidr is not None and address is not None and interface in shared:
            lans.of(cidr).gateways.append(bare(address))
        elif address is not None and as_address(address.partition("/")[0]):
            read.addresses.append(address)
            lans.interface(address, interface, vlans.get(interface), link=interface)
        if cidr is not None:
            found.setdefault(interface, lans.of(cidr))
    return found


def _wireguard_items(entries: Iterable[Item]) -> Iterator[Seen]:
    tunnels: dict[str, list[TunnelPeer]] = {}
    for item in entries:
        allowed, name = item.get("allowed-address"), item.get("comment", "name")
        peer = TunnelPeer(str(name or ""), str(item.get("public-key") or ""), _parts(allowed) if allowed else [])
        tunnels.setdefault(str(item.get("interface") or "wireguard"), []).append(peer)
    for interface, peers in tunnels.items():
        yield from tunnel(interface, peers)


def _leases(by_menu: dict[str, list[Item]], by_interface: dict[str, Lan], lans: Lans) -> None:
    """DHCP: the pool of each server in the network of its interface; the gateways of networks; leases."""
    pools = {str(item.get("name")): item.get("ranges") for item in by_menu.get("ip pool", ())}
    for item in by_menu.get("ip dhcp-server", ()):
        lan, ranges = by_interface.get(str(item.get("interface"))), pools.get(str(item.get("address-pool")))
        if lan is not None and ranges is not None:
            lan.dhcp += _range_items(ranges)
    for item in by_menu.get("ip dhcp-server network", ()):
        cidr, gateway = item.get("address"), item.get("gateway")
        if cidr is not None and not cidr.open and network_of(cidr) is not None and gateway:
            lans.of(cidr).gateways += [text for text in _parts(gateway) if as_address(text)]
    within = {
        str(item.get("name")): _only_of(str(item.get("interface")), by_menu, by_interface)
        for item in by_menu.get("ip dhcp-server", ())
    }
    for item in by_menu.get("ip dhcp-server lease", ()):
        name, server = item.get("comment", "host-name", "name"), str(item.get("server"))
        lans.reserve(str(name or ""), item.get("address"), item.get("mac-address"), within.get(server))


def _only_of(interface: str, by_menu: dict[str, list[Item]], by_interface: dict[str, Lan]) -> Located | None:
    """The network of an interface that is in one only."""
    lan = by_interface.get(interface)
    several = sum(str(item.get("interface")) == interface for item in by_menu.get("ip address", ())) > 1
    return lan.cidr if lan is not None and not several else None


def _parts(written: Located) -> list[Located]:
    return [written.part(*found.span()) for found in _RANGES.finditer(written)]


def _range_items(ranges: Located) -> list[Located]:
    found = []
    for part in _parts(ranges):
        first, _, last = part.partition("-")
        found += span(part.part(0, len(first)), Located(last, part.place))
    return found


def _bgp_connections(by_menu: dict[str, list[Item]], read: Configuration) -> None:
    """Connections of release 7, with what their templates or instance say; peers of release 6 with their instance."""
    shared = [*by_menu.get("routing bgp template", ()), *by_menu.get("routing bgp instance", ())]
    bases = {str(value.get("name") or "default"): value.values for value in shared}
    for menu in ("routing bgp connection", "routing bgp peer"):
        for item in by_menu.get(menu, ()):
            _connection(read, Item(menu, _with_bases(item.values, bases)))
    for item in by_menu.get("routing bgp network", ()):
        prefix = item.get("network")
        if prefix is not None and len(read.by_key) == 1:
            read.instances[0].announced.setdefault("ipv6" if ":" in prefix else "ipv4", []).append(prefix)


def _with_bases(values: dict[str, Located], bases: dict[str, dict[str, Located]], depth: int = 0) -> dict[str, Located]:
    """What an entry says, and what its templates, theirs, and its instance say beside it."""
    known: dict[str, Located] = {}
    for name in re.split("[, ]+", str(values.get("templates") or "")) if depth < _MAX_TEMPLATES else ():
        known |= _with_bases(bases[name], bases, depth + 1) if name in bases else {}
    instance = {} if depth else bases.get(str(values.get("instance") or known.get("instance") or "default"), {})
    return known | instance | values


def _connection(read: Configuration, item: Item) -> None:
    peer, own = item.get("remote.address", "remote-address"), item.get("as", "local.as")
    vrf = str(item.get("vrf") or item.get("routing-table") or "main")
    vrf = "" if vrf == "main" else vrf
    if peer is None:
        return
    one = read.instance((own or peer).place, vrf, own)
    one.known.setdefault("router_id", item.get("router-id"))
    bare_peer = bare(peer) if peer.endswith(("/32", "/128")) else peer
    neighbor = one.neighbor(bare_peer)
    if "/" in bare_peer:  # it takes whatever comes from there
        one.ranges.append((bare_peer, bare_peer))
    remote = item.get("remote.as", "remote-as")
    internal = str(item.get("local.role")).startswith("ibgp")
    local = item.get("local.address", "update-source")
    neighbor.known |= {
        "peer_asn": asn_of(remote, own) if remote else own if internal else None,
        "multihop": None if item.get("multihop") is None else str(item.get("multihop") not in _OFF).lower(),
        "bfd": "true" if str(item.get("use-bfd")) in ("yes", "true") else None,
        "password": "true" if item.get("tcp-md5-key") else None,
        "local_address": local if local and as_address(local) else None,
        "hold_time": _seconds(item.get("hold-time")),
        "keepalive": _seconds(item.get("keepalive-time")),
    }
    neighbor.held_back = bool(item.get("output.filter-chain", "out-filter", "output.network"))
    families = str(item.get("address-families", "afi") or "").split(",")
    neighbor.families = {_FAMILIES.get(family, family): True for family in families if family}


def _seconds(written: Located | None) -> Located | None:
    """A time of `30s`, `3m` or `1m30s` in seconds."""
    found = _TIME.match(written or "")
    if written is None or found is None or not any(found.groups()):
        return None
    return Located(str(60 * int(found[1] or 0) + int(found[2] or 0)), written.place)
