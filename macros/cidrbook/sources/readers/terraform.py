"""Terraform and OpenTofu for routers and DNS, as far as values are literals, or locals of the same file that are.

Read: of UniFi `unifi_network` (`vlan_id`, `subnet`, which may be written as the gateway with its mask,
`dhcp_start`, `dhcp_stop`, `dhcp_enabled`, `dhcp_server`) and `unifi_user` or `unifi_client` (`fixed_ip`, `mac`); of
RouterOS the resources of `terraform-routeros/routeros`, which are named as its menus; A records of Cloudflare, UniFi,
Pi-hole, AdGuard Home, OPNsense and the provider `dns`.
([UniFi](https://registry.terraform.io/providers/ubiquiti-community/unifi/latest/docs/resources/network),
[RouterOS](https://registry.terraform.io/providers/terraform-routeros/routeros/latest/docs))
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.ends import as_address
from cidrbook.plan.source import Source
from cidrbook.sources.blocks import machine_of
from cidrbook.sources.hcl import Resource, resources
from cidrbook.sources.lans import Lans, network_of, span
from cidrbook.sources.located import Located, Sighting
from cidrbook.sources.mikrotik import Item, configured
from cidrbook.sources.names import record
from cidrbook.sources.speaking import Configuration, spoken

_RESOURCE = re.compile(r"^[ \t]*resource[ \t]+\"", re.MULTILINE)
_MENUS = {
    "routeros_ip_address": "ip address",
    "routeros_ipv6_address": "ipv6 address",
    "routeros_interface_vlan": "interface vlan",
    "routeros_vlan": "interface vlan",
    "routeros_ip_pool": "ip pool",
    "routeros_ip_dhcp_server": "ip dhcp-server",
    "routeros_dhcp_server": "ip dhcp-server",
    "routeros_ip_dhcp_server_network": "ip dhcp-server network",
    "routeros_dhcp_server_network": "ip dhcp-server network",
    "routeros_ip_dhcp_server_lease": "ip dhcp-server lease",
    "routeros_dhcp_server_lease": "ip dhcp-server lease",
    "routeros_routing_bgp_connection": "routing bgp connection",
    "routeros_bgp_connection": "routing bgp connection",
    "routeros_routing_bgp_template": "routing bgp template",
    "routeros_ip_dns_record": "ip dns static",
    "routeros_dns_record": "ip dns static",
    "routeros_system_identity": "system identity",
}
_RECORDS = {
    "cloudflare_record": ("name", ("content", "value")),
    "cloudflare_dns_record": ("name", ("content",)),
    "unifi_dns_record": ("name", ("record", "value")),
    "unifi_static_dns": ("name", ("record", "value")),
    "pihole_dns_record": ("domain", ("ip",)),
    "adguard_rewrite": ("domain", ("answer",)),
    "opnsense_unbound_host_override": ("hostname", ("server",)),
    "dns_a_record_set": ("name", ("addresses",)),
}
"""What a record is called in a resource, and where its address stands."""

_LANS = ("", "corporate", "guest", "vlan-only")


def read_text(source: Source) -> Iterator[Sighting]:
    """The networks, machines and names of a file."""
    if not source.file.endswith((".tf", ".tofu")) or not _RESOURCE.search(source.text):
        return
    found = resources(source)
    yield from _unifi(source, found)
    items = [_item(it) for it in found if it.type in _MENUS]
    if items:
        name = machine_of(source.file.rpartition("/")[0] or source.file)
        read = Configuration(name, source.at(0), "routeros", by_file=True)
        yield from configured(items, read)
    for it in found:
        yield from _record(it)


def _item(it: Resource) -> Item:
    """A resource as the entry of a menu: names with dashes, lists with commas."""
    values = {}
    for key, them in it.values.items():
        name = key.replace("_", "-")
        if them:
            joined = ",".join(them)
            values[name] = them[0] if len(them) == 1 else Located(joined, them[0].place, "")
    values.setdefault("name", it.name)
    return Item(_MENUS[it.type], values)


def _unifi(source: Source, found: list[Resource]) -> Iterator[Sighting]:
    lans = Lans()
    read = Configuration("unifi", source.at(0), "unifi-gateway", by_file=True)
    for it in found:
        if it.type == "unifi_network" and str(it.one("purpose") or "") in _LANS:
            _network(read, lans, it)
        elif it.type in ("unifi_user", "unifi_client"):
            lans.reserve(str(it.one("name") or it.name), it.one("fixed_ip"), it.one("mac"))
    yield from spoken(read)
    yield from lans.sightings()


def _network(read: Configuration, lans: Lans, it: Resource) -> None:
    """A network; the mask behind an address of it says that this is the gateway's."""
    subnet, vlan = it.one("subnet"), it.one("vlan_id", "vlan")
    cidr = network_of(subnet)
    if cidr is None or subnet is None:
        return
    lan = lans.of(cidr)
    lan.name, lan.vlan = str(it.one("name") or it.name), vlan
    if cidr != subnet and str(it.one("purpose") or "") != "vlan-only":
        lan.gateways.append(subnet.part(0, len(subnet.partition("/")[0])))
        read.addresses.append(subnet)
    if str(it.one("dhcp_enabled", "dhcp_server.enabled", "dhcp_server.dhcp_enabled") or "true") == "true":
        first = it.one("dhcp_start", "dhcp_server.start", "dhcp_server.dhcp_start")
        lan.dhcp += span(first, it.one("dhcp_stop", "dhcp_server.stop", "dhcp_server.dhcp_stop"))


def _record(it: Resource) -> Iterator[Sighting]:
    if it.type not in _RECORDS or str(it.one("type", "record_type") or "A") not in ("A", "AAAA"):
        return
    name_key, keys = _RECORDS[it.type]
    name = it.one(name_key) or it.name
    for address in (address for key in keys for address in it.values.get(key, ())):
        if as_address(address):
            yield record(it.name if name.open or name == "@" else name, address)
