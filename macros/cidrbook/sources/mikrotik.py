"""RouterOS, in whatever language its entries are written: an export, or resources of Terraform."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.plan.ends import as_address
from cidrbook.sources.lans import Lan, Lans, bare, network_of, span
from cidrbook.sources.located import Located, Sighting
from cidrbook.sources.names import record
from cidrbook.sources.speaking import Configuration, asn_of, spoken

_OFF = ("no", "false")
_RANGES = re.compile(r"[^,]+")
_FAMILIES = {"ip": "ipv4", "ipv6": "ipv6", "l2vpn": "l2vpn"}


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


def configured(items: Iterable[Item], read: Configuration) -> Iterator[Sighting]:
    """The router, its networks, leases and sessions."""
    by_menu: dict[str, list[Item]] = {}
    for item in items:
        if item.on:
            by_menu.setdefault(item.menu, []).append(item)
    lans = Lans(virtual="interface vrrp" in by_menu)
    by_interface = _addresses(by_menu, read, lans)
    _leases(by_menu, by_interface, lans)
    _bgp(by_menu, read)
    read.host = next((it.values["name"] for it in by_menu.get("system identity", ()) if "name" in it.values), None)
    yield from spoken(read)
    yield from lans.sightings()
    for it in by_menu.get("ip dns static", ()):
        name, address = it.get("name"), it.get("address")
        if name and address and as_address(address):
            yield record(name, address)


def _addresses(by_menu: dict[str, list[Item]], read: Configuration, lans: Lans) -> dict[str, Lan]:
    """The network of each interface that has an address with a mask."""
    vlans = {str(it.get("name")): it.get("vlan-id") for it in by_menu.get("interface vlan", ())}
    shared = {str(it.get("name")) for it in by_menu.get("interface vrrp", ())}
    found: dict[str, Lan] = {}
    for it in (*by_menu.get("ip address", ()), *by_menu.get("ipv6 address", ())):
        address, interface = it.get("address"), str(it.get("interface") or "")
        cidr = network_of(address)
        if cidr is not None and address is not None and interface in shared:
            lans.of(cidr).gateways.append(bare(address))
        elif address is not None and as_address(address.partition("/")[0]):
            read.addresses.append(address)
            lans.interface(address, interface, vlans.get(interface))
        if cidr is not None:
            found.setdefault(interface, lans.of(cidr))
    return found


def _leases(by_menu: dict[str, list[Item]], by_interface: dict[str, Lan], lans: Lans) -> None:
    """DHCP: the pool of each server in the network of its interface; the gateways of networks; leases."""
    pools = {str(it.get("name")): it.get("ranges") for it in by_menu.get("ip pool", ())}
    for it in by_menu.get("ip dhcp-server", ()):
        lan, ranges = by_interface.get(str(it.get("interface"))), pools.get(str(it.get("address-pool")))
        if lan is not None and ranges is not None:
            lan.dhcp += _spans(ranges)
    for it in by_menu.get("ip dhcp-server network", ()):
        cidr, gateway = it.get("address"), it.get("gateway")
        if cidr is not None and not cidr.open and network_of(cidr) is not None and gateway and as_address(gateway):
            lans.of(cidr).gateways.append(gateway)
    for it in by_menu.get("ip dhcp-server lease", ()):
        name = it.get("comment", "host-name", "name")
        lans.reserve(str(name or ""), it.get("address"), it.get("mac-address"))


def _spans(ranges: Located) -> list[Located]:
    parts = [ranges.part(*found.span()) for found in _RANGES.finditer(ranges)]
    found = []
    for part in parts:
        first, _, last = part.partition("-")
        found += span(part.part(0, len(first)), Located(last, part.place))
    return found


def _bgp(by_menu: dict[str, list[Item]], read: Configuration) -> None:
    """Connections of release 7, with what their template or instance says; peers of release 6 with their instance."""
    shared = [*by_menu.get("routing bgp template", ()), *by_menu.get("routing bgp instance", ())]
    bases = {str(it.get("name") or "default"): it.values for it in shared}
    for menu in ("routing bgp connection", "routing bgp peer"):
        for it in by_menu.get(menu, ()):
            base = bases.get(str(it.get("templates") or ""), {}) | bases.get(str(it.get("instance") or "default"), {})
            _connection(read, Item(menu, base | it.values))


def _connection(read: Configuration, it: Item) -> None:
    peer, own = it.get("remote.address", "remote-address"), it.get("as")
    vrf = str(it.get("vrf") or it.get("routing-table") or "main")
    vrf = "" if vrf == "main" else vrf
    if peer is None:
        return
    one = read.instance((own or peer).place, vrf, own)
    one.known.setdefault("router_id", it.get("router-id"))
    neighbor = one.neighbor(bare(peer) if peer.endswith(("/32", "/128")) else peer)
    remote = it.get("remote.as", "remote-as")
    internal = str(it.get("local.role")).startswith("ibgp")
    local = it.get("local.address", "update-source")
    neighbor.known |= {
        "peer_asn": asn_of(remote, own) if remote else own if internal else None,
        "multihop": None if it.get("multihop") is None else str(it.get("multihop") not in _OFF).lower(),
        "bfd": "true" if str(it.get("use-bfd")) in ("yes", "true") else None,
        "password": "true" if it.get("tcp-md5-key") else None,
        "local_address": local if local and as_address(local) else None,
    }
    families = str(it.get("address-families", "afi") or "").split(",")
    neighbor.families = {_FAMILIES.get(family, family): True for family in families if family}
