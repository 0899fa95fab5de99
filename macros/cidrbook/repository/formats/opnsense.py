"""OPNsense and pfSense: the `config.xml` that they back up.

Read: `system/hostname`; `interfaces` with their addresses, and further ones (`virtualip/vip` of the mode `ipalias`);
`vlans/vlan` (`tag`, `vlanif`); CARP addresses, which are the gateways where there are some; gateways; `dhcpd` and
`dhcpdv6` (ranges, `staticmap`), Kea (`OPNsense/Kea/dhcp4`) and dnsmasq (`dhcp_ranges`, `dhcp_options`, `hosts`) as far
as each is enabled; the names of Unbound; the networks of OpenVPN and WireGuard; and BGP: of OPNsense's plugin os-frr
(`OPNsense/quagga/bgp`), and of pfSense's package (`installedpackages/frrbgp`, `frrbgpneighbors`, `frrglobalraw`);
where the servers of HAProxy are
([OPNsense](https://docs.opnsense.org/manual/backups.html), [pfSense](https://docs.netgate.com/pfsense/en/latest/backup/)).
Disabled settings claim nothing. Nothing outside of the file is ever read, and no entity is expanded.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.formats.frr import configuration
from cidrbook.repository.parts import firewall_bgp
from cidrbook.repository.parts.address_groups import listed, routed
from cidrbook.repository.parts.bgp_config import Configuration, bgp_objects
from cidrbook.repository.parts.dns_hosts import record
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.router_networks import Lan, Lans, masked, network_of, pooled, span
from cidrbook.repository.parts.tunnel_peers import TunnelPeer, tunnel
from cidrbook.repository.parts.vrrp_groups import group
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen, Sighting
from cidrbook.text.lines import machine_of
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.xml import Element, element

_LOOKS = regex(r"<(opnsense|pfsense)[\s>]")
_HEAD = 2000
"""Characters of a file that hold its root element, behind a declaration and comments."""

_PRODUCTS = {"opnsense": "opnsense", "pfsense": "pfsense-ce"}
_ADDRESSES = (("ipaddr", "subnet"), ("ipaddrv6", "subnetv6"))
_LINES = regex(r"[^\n,]+")
_ROUTER = "3"
"""The number of the DHCP option for the gateway."""


@reads_files(globs=("*.xml",), words=("<opnsense", "<pfsense"), examples=True)
def read(source: Source) -> Iterator[Seen]:
    """The firewall of a backup."""
    root = element(source) if _LOOKS.search(source.text[:_HEAD]) else None
    if root is None or root.tag not in _PRODUCTS:
        return
    router = Configuration(machine_of(source.file), root.place, _PRODUCTS[root.tag], root.said("system", "hostname"))
    router.name, router.by_file = str(router.host or router.name), True
    lans = Lans()
    by_interface = _networks_by_interface(root, router, lans)
    _dhcpd(root, by_interface, lans)
    _kea(root, lans)
    _dnsmasq(root, by_interface, lans)
    _own_gateways(root, by_interface, router)
    _add_wireguard(root, router, lans)
    _openvpn(root, lans)
    _firewall_bgp(root, router)
    yield from bgp_objects(router)
    yield from lans.sightings()
    yield from _tunnels(root)
    yield from _aliases_and_routes(root)
    for vip in root.all("virtualip", "vip"):
        own = masked(vip.said("subnet"), vip.said("subnet_bits"))
        if vip.said("mode") == "carp" and own is not None:
            yield from group(str(vip.said("descr") or "CARP"), vip.said("vhid"), [own], _PRODUCTS[root.tag])
    yield from _dns_names(root)
    for part in root.all("OPNsense", "HAProxy", "servers", "server"):
        name, address = part.said("name"), part.said("address")
        if name is not None and address is not None and as_address(address) and part.on("enabled"):
            yield from pointer(name, address, "HAProxy server")


def _networks_by_interface(root: Element, read: Configuration, lans: Lans) -> dict[str, Lan]:
    """The network of each interface, by the interface's key."""
    tags = {str(element.said("vlanif")): element.said("tag") for element in root.all("vlans", "vlan")}
    found: dict[str, Lan] = {}
    for part in (inner for parts in root.all("interfaces") for inner in parts.inside if inner.on()):
        name = str(part.said("descr") or part.tag)
        for address, mask in _ADDRESSES:
            interface = masked(part.said(address), part.said(mask))
            if interface is not None:
                read.addresses.append(interface)
                lans.interface(interface, name, tags.get(str(part.said("if"))), link=part.tag)
            cidr = network_of(interface)
            if cidr is not None:
                found.setdefault(part.tag if address == "ipaddr" else f"{part.tag} 6", lans.of(cidr))
    return found


def _own_gateways(root: Element, by_interface: dict[str, Lan], read: Configuration) -> None:
    """Adds the gateways: addresses shared by two firewalls, further addresses, and the gateways in use.

    Where the firewall hands out addresses, it is the gateway itself. Other gateways there lead elsewhere.
    """
    for vip in root.all("virtualip", "vip"):
        address = masked(vip.said("subnet"), vip.said("subnet_bits"))
        if vip.said("mode") == "carp":
            _is_gateway(by_interface.get(str(vip.said("interface"))), vip.said("subnet"))
        elif vip.said("mode") == "ipalias" and address is not None:
            read.addresses.append(address)
    items = [*root.all("gateways", "gateway_item"), *root.all("OPNsense", "Gateways", "gateway_item")]
    for item in items:
        lan = by_interface.get(str(item.said("interface")))
        if lan is not None and not lan.dhcp and not lan.gateways and not item.on("disabled"):
            _is_gateway(lan, item.said("gateway"))


def _is_gateway(lan: Lan | None, address: Located | None) -> None:
    if lan is not None and address is not None and as_address(address):
        lan.gateways.append(address)


def _dhcpd(root: Element, by_interface: dict[str, Lan], lans: Lans) -> None:
    for six, service in (("", "dhcpd"), (" 6", "dhcpdv6")):
        for part in (inner for parts in root.all(service) for inner in parts.inside if inner.on()):
            lan = by_interface.get(f"{part.tag}{six}")
            for within in (*part.all("range"), *part.all("pool", "range")):
                if lan is not None:
                    lan.dhcp += span(within.said("from"), within.said("to"))
            _is_gateway(lan, part.said("gateway"))
            for host in part.all("staticmap"):
                name = host.said("hostname") or host.said("descr")
                address = host.said("ipaddr") or host.said("ipaddrv6")
                lans.reserve(str(name or ""), address, host.said("mac"), lan.cidr if lan else None)


def _kea(root: Element, lans: Lans) -> None:
    for kea in root.all("OPNsense", "Kea"):
        for server, subnets in (("dhcp4", "subnet4"), ("dhcp6", "subnet6")):
            part = kea.first(server)
            general = part.first("general") if part else None
            if part is None or general is None or not general.on("enabled") or general.sets("manual_config"):
                continue
            for subnet in part.all("subnets", subnets):
                _kea_subnet(lans, subnet)
            known = {element.uuid: element.said("subnet") for element in part.all("subnets", subnets) if element.uuid}
            for host in part.all("reservations", "reservation"):
                name = host.said("hostname") or host.said("description")
                within = known.get(str(host.said("subnet")))
                lans.reserve(str(name or ""), host.said("ip_address"), host.said("hw_address"), within)


def _kea_subnet(lans: Lans, subnet: Element) -> None:
    cidr, pools = subnet.said("subnet"), subnet.said("pools")
    if cidr is None:
        return
    lan = lans.of(cidr)
    for line in _LINES.finditer(pools or ""):
        lan.dhcp += pooled(Located(line[0].strip(), pools.place)) if pools else []
    for router in subnet.each("option_data", "routers"):
        _is_gateway(lan, router)


def _dnsmasq(root: Element, by_interface: dict[str, Lan], lans: Lans) -> None:
    for part in (server for server in root.all("dnsmasq") if server.on()):
        for within in part.all("dhcp_ranges"):
            start, fixed = within.said("start_addr"), "static" in within.each("mode")
            lan = by_interface.get(f"{within.said('interface')}{' 6' if ':' in str(start) else ''}")
            if lan is not None and not fixed:
                lan.dhcp += span(start, within.said("end_addr"))
        for option in part.all("dhcp_options"):
            if option.said("option") == _ROUTER and str(option.said("type") or "set") == "set":
                _is_gateway(by_interface.get(str(option.said("interface"))), option.said("value"))
        for host in (entry for entry in part.all("hosts") if not entry.sets("ignore")):
            macs = host.each("hwaddr")
            for address in host.each("ip") if macs else ():
                lans.reserve(str(host.said("host") or ""), address, macs[0])


def _add_wireguard(root: Element, read: Configuration, lans: Lans) -> None:
    """Adds the networks of WireGuard, each with an address of the firewall."""
    tunnels = [
        (server, server.each("tunneladdress"))
        for server in root.all("OPNsense", "wireguard", "server", "servers", "server")
    ]
    packages = root.all("installedpackages", "wireguard", "tunnels", "item")
    tunnels.extend((part, _package_rows(part, "addresses")) for part in packages)
    for part, addresses in tunnels:
        for address in addresses if part.on("enabled") else ():
            read.addresses.append(address)
            lans.interface(address, str(part.said("name") or part.said("descr") or "WireGuard"))


def _package_rows(part: Element, key: str) -> list[Located]:
    """The addresses with a mask in the rows of pfSense's packages."""
    rows = (masked(row.said("address"), row.said("mask")) for row in part.all(key, "row"))
    return [address for address in rows if address is not None]


def _tunnels(root: Element) -> Iterator[Seen]:
    """The peers of each WireGuard interface: OPNsense lists them at the interface, pfSense names it at the peer."""
    peers = {
        part.uuid: TunnelPeer(str(part.said("name") or ""), str(part.said("pubkey") or ""), part.each("tunneladdress"))
        for part in root.all("OPNsense", "wireguard", "client", "clients", "client")
        if part.on("enabled")
    }
    for server in root.all("OPNsense", "wireguard", "server", "servers", "server"):
        own = (peers[str(uuid)] for uuid in server.each("peers") if str(uuid) in peers)
        yield from tunnel(str(server.said("name") or "WireGuard"), own)
    found: dict[str, list[TunnelPeer]] = {}
    for part in root.all("installedpackages", "wireguard", "peers", "item"):
        if part.on("enabled"):
            peer = TunnelPeer(
                str(part.said("descr") or ""), str(part.said("publickey") or ""), _package_rows(part, "allowedips")
            )
            found.setdefault(str(part.said("tun") or "WireGuard"), []).append(peer)
    for name, own_peers in found.items():
        yield from tunnel(name, own_peers)


def _aliases_and_routes(root: Element) -> Iterator[Sighting]:
    """The aliases of addresses and networks that are in use, and static routes."""
    for alias in root.all("OPNsense", "Firewall", "Alias", "aliases", "alias"):
        if alias.on("enabled") and str(alias.said("type")) in ("host", "network"):
            yield from listed(str(alias.said("name") or ""), alias.each("content"))
    for alias in root.all("aliases", "alias"):
        if str(alias.said("type")) in ("host", "network"):
            yield from listed(str(alias.said("name") or ""), alias.each("address"))
    for route in (*root.all("staticroutes", "route"), *root.all("OPNsense", "staticroutes", "route")):
        if not route.sets("disabled"):
            yield from routed(route.said("network"))


def _openvpn(root: Element, lans: Lans) -> None:
    """Adds the networks of OpenVPN, in both kinds of its settings."""
    servers = [server for server in root.all("openvpn", "openvpn-server") if server.first("disable") is None]
    networks = [(server, server.each("tunnel_network")) for server in servers]
    networks += [
        (instance, instance.each("server"))
        for instance in root.all("OPNsense", "OpenVPN", "Instances", "Instance")
        if instance.on("enabled") and instance.said("role") == "server"
    ]
    for server, written in networks:
        for cidr in filter(None, map(network_of, written)):
            lan = lans.of(cidr)
            lan.name = lan.name or str(server.said("description") or "OpenVPN")


def _dns_names(root: Element) -> Iterator[Sighting]:
    """The DNS names of hosts: of dnsmasq, and of Unbound in its old and new settings."""
    hosts = [
        host
        for element in (*root.all("dnsmasq"), *root.all("unbound"))
        if element.on()
        for host in element.all("hosts")
    ]
    for part in root.all("OPNsense", "unboundplus"):
        general = part.first("general")
        hosts += part.all("hosts", "host") if general is None or general.on("enabled") else ()
    for host in (host for host in hosts if host.first("enabled") is None or host.on("enabled")):
        name = host.said("host") or host.said("hostname")
        for address in (*host.each("ip"), *host.each("server")):
            if name and as_address(address):
                yield record(name, address)


def _firewall_bgp(root: Element, read: Configuration) -> None:
    """The settings of FRR. A whole configuration counts instead of them."""
    whole = firewall_bgp.raw(root) if root.tag == "pfsense" else None
    if whole is not None:
        frr = configuration(whole)
        read.by_key, read.accepted = frr.by_key, frr.accepted
    elif root.tag == "pfsense":
        firewall_bgp.pfsense(root, read)
    else:
        firewall_bgp.opnsense(root, read)
