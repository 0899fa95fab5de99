"""OPNsense and pfSense: the `config.xml` that they back up.

Read: `system/hostname`; `interfaces` with their addresses; `vlans/vlan` (`tag`, `vlanif`); CARP addresses
(`virtualip/vip`), which are the gateways where there are some; gateways; `dhcpd` and `dhcpdv6` (ranges, `staticmap`),
Kea (`OPNsense/Kea/dhcp4`) and dnsmasq (`dhcp_ranges`, `hosts`) as far as each is enabled; the names of Unbound; and the
BGP of the plugin os-frr (`OPNsense/quagga/bgp`)
([OPNsense](https://docs.opnsense.org/manual/backups.html), [pfSense](https://docs.netgate.com/pfsense/en/latest/backup/)).
What is switched off claims nothing. Nothing outside of the file is ever read, and no entity is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.ends import as_address
from cidrbook.plan.source import Source
from cidrbook.sources.blocks import machine_of
from cidrbook.sources.lans import Lan, Lans, masked, network_of, span
from cidrbook.sources.located import Located, Sighting
from cidrbook.sources.markup import Element, element
from cidrbook.sources.names import record
from cidrbook.sources.speaking import Configuration, asn_of, spoken

_LOOKS = re.compile(r"<(opnsense|pfsense)[\s>]")
_PRODUCTS = {"opnsense": "opnsense", "pfsense": "pfsense-ce"}
_ADDRESSES = (("ipaddr", "subnet"), ("ipaddrv6", "subnetv6"))
_ENDS = re.compile(r"[^\s-]+")
_LINES = re.compile(r"[^\n,]+")
_OFF = ("0", "no", "off", "false")


def read_text(source: Source) -> Iterator[Sighting]:
    """The firewall that a backup is of."""
    root = element(source) if source.file.endswith(".xml") and _LOOKS.search(source.text[:2000]) else None
    if root is None or root.tag not in _PRODUCTS:
        return
    read = Configuration(machine_of(source.file), root.place, _PRODUCTS[root.tag], root.said("system", "hostname"))
    read.name, read.by_file = str(read.host or read.name), True
    lans = Lans()
    by_interface = _interfaces(root, read, lans)
    _gateways(root, by_interface)
    _dhcpd(root, by_interface, lans)
    _kea(root, lans)
    _dnsmasq(root, by_interface, lans)
    _bgp(root, read)
    yield from spoken(read)
    yield from lans.sightings()
    yield from _names(root)


def _on(part: Element | None, tag: str = "enable") -> bool:
    """Whether a part is switched on: pfSense writes an empty `enable` for that."""
    switch = part.first(tag) if part else None
    return switch is not None and str(switch.text or "1").lower() not in _OFF


def _interfaces(root: Element, read: Configuration, lans: Lans) -> dict[str, Lan]:
    """The network of each interface, by the name that other parts call it."""
    tags = {str(it.said("vlanif")): it.said("tag") for it in root.all("vlans", "vlan")}
    found: dict[str, Lan] = {}
    for part in (it for parts in root.all("interfaces") for it in parts.inside if _on(it)):
        name = str(part.said("descr") or part.tag)
        for address, mask in _ADDRESSES:
            interface = masked(part.said(address), part.said(mask))
            if interface is not None:
                read.addresses.append(interface)
                lans.interface(interface, name, tags.get(str(part.said("if"))))
            cidr = network_of(interface)
            if cidr is not None:
                found.setdefault(part.tag if address == "ipaddr" else f"{part.tag} 6", lans.of(cidr))
    return found


def _gateways(root: Element, by_interface: dict[str, Lan]) -> None:
    """The gateways that the firewall itself uses, and the addresses that two firewalls share."""
    items = [*root.all("gateways", "gateway_item"), *root.all("OPNsense", "Gateways", "gateway_item")]
    for item in items:
        _is_gateway(by_interface.get(str(item.said("interface"))), item.said("gateway"))
    for vip in root.all("virtualip", "vip"):
        if vip.said("mode") == "carp":
            _is_gateway(by_interface.get(str(vip.said("interface"))), vip.said("subnet"))


def _is_gateway(lan: Lan | None, address: Located | None) -> None:
    if lan is not None and address is not None and as_address(address):
        lan.gateways.append(address)


def _dhcpd(root: Element, by_interface: dict[str, Lan], lans: Lans) -> None:
    for six, service in (("", "dhcpd"), (" 6", "dhcpdv6")):
        for part in (it for parts in root.all(service) for it in parts.inside if _on(it)):
            lan = by_interface.get(f"{part.tag}{six}")
            for within in (*part.all("range"), *part.all("pool", "range")):
                if lan is not None:
                    lan.dhcp += span(within.said("from"), within.said("to"))
            _is_gateway(lan, part.said("gateway"))
            for host in part.all("staticmap"):
                name = host.said("hostname") or host.said("descr")
                lans.reserve(str(name or ""), host.said("ipaddr") or host.said("ipaddrv6"), host.said("mac"))


def _kea(root: Element, lans: Lans) -> None:
    for kea in root.all("OPNsense", "Kea"):
        for server, subnets in (("dhcp4", "subnet4"), ("dhcp6", "subnet6")):
            part = kea.first(server)
            if part is not None and _on(part.first("general"), "enabled"):
                for subnet in part.all("subnets", subnets):
                    _kea_subnet(lans, subnet)
                for host in part.all("reservations", "reservation"):
                    lans.reserve(str(host.said("hostname") or ""), host.said("ip_address"), host.said("hw_address"))


def _kea_subnet(lans: Lans, subnet: Element) -> None:
    cidr, pools = subnet.said("subnet"), subnet.said("pools")
    if cidr is None:
        return
    lan = lans.of(cidr)
    for line in _LINES.finditer(pools or ""):
        ends = [Located(it[0], pools.place) for it in _ENDS.finditer(line[0])] if pools else []
        lan.dhcp += span(*ends) if len(ends) == 2 else []
    _is_gateway(lan, subnet.said("option_data", "routers"))


def _dnsmasq(root: Element, by_interface: dict[str, Lan], lans: Lans) -> None:
    for part in root.all("dnsmasq"):
        if not _on(part):
            continue
        for within in part.all("dhcp_ranges"):
            start = within.said("start_addr")
            lan = by_interface.get(f"{within.said('interface')}{' 6' if ':' in str(start) else ''}")
            if lan is not None:
                lan.dhcp += span(start, within.said("end_addr"))
        for host in part.all("hosts"):
            if host.said("hwaddr"):
                lans.reserve(str(host.said("host") or ""), host.said("ip"), host.said("hwaddr"))


def _names(root: Element) -> Iterator[Sighting]:
    """The names of hosts in DNS: of dnsmasq and Unbound, and of Unbound as OPNsense writes it today."""
    hosts = [*root.all("dnsmasq", "hosts"), *root.all("unbound", "hosts")]
    hosts += root.all("OPNsense", "unboundplus", "hosts", "host")
    for host in hosts:
        name, address = host.said("host") or host.said("hostname"), host.said("ip") or host.said("server")
        if name and address and as_address(address) and str(host.said("enabled") or "1") not in _OFF:
            yield record(name, address)


def _bgp(root: Element, read: Configuration) -> None:
    quagga = root.first("OPNsense", "quagga")
    bgp = quagga.first("bgp") if quagga else None
    asn = bgp.said("asnumber") if bgp else None
    if bgp is None or asn is None or not (_on(bgp, "enabled") and _on(quagga and quagga.first("general"), "enabled")):
        return
    one = read.instance(asn.place, asn=asn)
    one.known |= {"router_id": bgp.said("routerid"), "maximum_paths": bgp.said("maximumpaths")}
    for part in bgp.all("neighbors", "neighbor"):
        address = part.said("address")
        if address is not None and _on(part, "enabled"):
            known = one.neighbor(address).known
            remote = part.said("remoteas")
            known["peer_asn"] = asn_of(remote, asn) if remote else None
            known |= {"hold_time": part.said("holddown"), "keepalive": part.said("keepalive")}
            known |= {flag: "true" for flag in ("bfd", "multihop") if _is_set(part, flag)}
            known |= {"password": "true"} if part.said("password") else {}


def _is_set(part: Element, flag: str) -> bool:
    return str(part.said(flag) or "0").lower() not in _OFF
