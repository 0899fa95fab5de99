"""Terraform, OpenTofu and Terragrunt for routers, machines and DNS, as far as values come from literals of the module.

Read: of UniFi `unifi_network` (`vlan_id`, `subnet`, which may be written as the gateway with its mask,
`dhcp_start`, `dhcp_stop`, `dhcp_enabled`, `dhcp_server`) and `unifi_user` or `unifi_client` (`fixed_ip`, `mac`); of
RouterOS the resources of `terraform-routeros/routeros`, which are named as its menus; of OPNsense and pfSense Kea's
subnets, leases and FRR's neighbours; virtual machines of Proxmox (`ipconfig0`, `initialization.ip_config`); Talos'
machines and API; A records of Cloudflare, UniFi, Pi-hole, AdGuard Home, OPNsense and the provider `dns`; and settings
of locals, variables, modules and Terragrunt's `inputs` that say by their names what they are.
([UniFi](https://registry.terraform.io/providers/ubiquiti-community/unifi/latest/docs/resources/network),
[RouterOS](https://registry.terraform.io/providers/terraform-routeros/routeros/latest/docs),
[OPNsense](https://registry.terraform.io/providers/browningluke/opnsense/latest/docs),
[Proxmox](https://registry.terraform.io/providers/bpg/proxmox/latest/docs/resources/virtual_environment_vm))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from posixpath import dirname

from cidrbook.plan.entry import Addressed
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.formats import talos
from cidrbook.repository.parts.bgp_config import Configuration, bgp_objects
from cidrbook.repository.parts.cluster_parts import addresses, endpoint, host, node, unreached
from cidrbook.repository.parts.default_routes import DefaultRoute, rival_routes
from cidrbook.repository.parts.dns_hosts import record
from cidrbook.repository.parts.router_conflicts import ConnectedNetwork, one_prefix, one_range, one_vlan
from cidrbook.repository.parts.router_networks import Lans, network_of, span
from cidrbook.repository.parts.routeros_items import Item, router_objects
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.parts.zone_records import ZoneRecord, terraform_record, wrong_pointers
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Reported, Seen, Sighting
from cidrbook.repository.terraform.modules import LANGUAGES, Module, Resource, modules
from cidrbook.repository.terraform.settings import Known, entries, is_in, machines, sessions
from cidrbook.repository.terraform.virtual_machines import ADDRESSES, machine_gateways
from cidrbook.text.lines import machine_of
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_ROUTEROS = regex(r"routeros|mikrotik|(?:^|[/_-])ros(?:[/_.-]|$)", re.IGNORECASE)
_MENUS = {
    "routeros_ip_address": "ip address",
    "routeros_ipv6_address": "ipv6 address",
    "routeros_interface_vlan": "interface vlan",
    "routeros_vlan": "interface vlan",
    "routeros_interface_wireguard_peer": "interface wireguard peers",
    "routeros_wireguard_peer": "interface wireguard peers",
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
    "pfsense_dnsresolver_hostoverride": ("host", ("ip_addresses",)),
    "mikrotik_dns_record": ("name", ("address",)),
    "dns_a_record_set": ("name", ("addresses",)),
    "dns_aaaa_record_set": ("name", ("addresses",)),
    "powerdns_record": ("name", ("records",)),
}
"""The keys of a record's name and address, by resource."""

_ZONE_RECORDS = {
    "dns_a_record_set": ("addresses", "A"),
    "dns_aaaa_record_set": ("addresses", "AAAA"),
    "dns_ptr_record": ("ptr", "PTR"),
    "powerdns_record": ("records", ""),
}
"""The keys of the values of records in zones, by resource, and their type where the resource says it."""

_LEASES = {
    "unifi_user": (("name",), "fixed_ip", ("mac",)),
    "unifi_client": (("name",), "fixed_ip", ("mac",)),
    "opnsense_kea_reservation": (("hostname",), "ip_address", ("mac_address", "hw_address")),
    "opnsense_dhcp_static_map": (("hostname",), "ipaddr", ("mac",)),
    "pfsense_dhcpv4_staticmapping": (("hostname",), "ip_address", ("mac_address",)),
    "mikrotik_dhcp_lease": (("hostname", "comment"), "address", ("macaddress",)),
}
"""The keys of a lease's name, address and MAC address, by resource."""

_FRR = ("opnsense_quagga_bgp", "opnsense_quagga_bgp_global")
_LANS = ("", "corporate", "guest", "vlan-only")


@reads_repository(globs=tuple(f"*{ending}" for ending in LANGUAGES))
def read(files: Files) -> Iterator[Seen]:
    """The networks, machines and names of all modules."""
    known = Known({}, set())
    sources = (source for source in files.sources if source.file.endswith(LANGUAGES) and not is_example(source.file))
    for module in modules(tuple(sources)):
        for source, found in module.resources.items():
            yield from _noted(_resources(source, found), known)
        yield from _noted(_routeros(module), known)
        everything = [resource for found in module.resources.values() for resource in found]
        yield from _opnsense_bgp(everything)
        yield from (seen for resource in everything for seen in machine_gateways(resource))
        yield from wrong_pointers([record for resource in everything for record in _zone_records(resource)])
        yield from _conflicts(everything)
        yield from _settings_of_module(module, known)
        known.taken.clear()


def _noted(found: Iterable[Seen], known: Known) -> Iterator[Seen]:
    """The sightings. Their addresses become those of known machines."""
    for seen in found:
        entry = seen.entry if isinstance(seen, Sighting) else None
        for address in entry.addresses if isinstance(entry, Addressed) else ():
            known.take(str(address).partition("/")[0])
        yield seen


def _settings_of_module(module: Module, known: Known) -> Iterator[Seen]:
    for source, tree in module.settings:
        inputs = at(tree, "inputs") if source.file.endswith(".hcl") else None
        product = "routeros" if _ROUTEROS.search(f"{source.file} {text(tree, 'source') or ''}") else ""
        if isinstance(inputs, dict) and product:
            found = list(entries(inputs))
            name = str(text(inputs, "hostname") or machine_of(dirname(source.file) or source.file))
            yield from (
                router_objects(found, Configuration(name, source.at(0), "routeros", by_file=True)) if found else ()
            )
        yield from sessions(inputs if inputs is not None else tree, source.at(0), product)
        yield from machines(tree, known)


def _resources(source: Source, found: Sequence[Resource]) -> Iterator[Seen]:
    yield from _networks_and_leases(source, found)
    for resource in found:
        yield from _virtual_machine(resource)
        yield from _talos(source, resource)
        yield from _record(resource)


def _routeros(module: Module) -> Iterator[Seen]:
    """The router that the files of a module configure together."""
    entered = {
        source: [_menu_item(resource) for resource in found if resource.type in _MENUS]
        for source, found in module.resources.items()
    }
    source = next((source for source, found in entered.items() if found), None)
    if source is not None:
        read = Configuration(machine_of(dirname(source.file) or source.file), source.at(0), "routeros", by_file=True)
        yield from router_objects([item for found in entered.values() for item in found], read)


def _menu_item(resource: Resource) -> Item:
    """A resource as the entry of a RouterOS menu: keys with dashes, lists joined by commas."""
    values = {}
    for key, written in resource.values.items():
        name = key.replace("_", "-")
        if written:
            joined = ",".join(written)
            values[name] = written[0] if len(written) == 1 else Located(joined, written[0].place, "")
    values.setdefault("name", resource.name)
    return Item(_MENUS[resource.type], values)


def _networks_and_leases(source: Source, found: Sequence[Resource]) -> Iterator[Seen]:
    lans = Lans()
    read = Configuration("unifi", source.at(0), "unifi-gateway", by_file=True)
    for resource in found:
        if resource.type == "unifi_network" and str(resource.one("purpose") or "") in _LANS:
            _unifi_network(read, lans, resource)
        elif resource.type == "opnsense_kea_subnet":
            _kea_subnet_of(lans, resource)
        elif resource.type in _LEASES:
            names, address, hardware = _LEASES[resource.type]
            lans.reserve(_resource_name(resource, *names), resource.one(address), resource.one(*hardware))
        elif resource.type in ADDRESSES:
            _attached_networks(lans, resource)
    yield from bgp_objects(read)
    yield from lans.sightings()


def _conflicts(found: Sequence[Resource]) -> Iterator[Reported]:
    """Problems of UniFi networks that share a VLAN or a range at one site."""
    links = []
    for resource in found:
        if (
            resource.type == "unifi_network"
            and str(resource.one("purpose") or "") in _LANS
            and str(resource.one("enabled")) != "false"
        ):
            site = [*texts([resource.tree.get("site"), resource.tree.get("provider")])]
            cidr = network_of(resource.one("subnet"))
            name = str(resource.one("name") or resource.name)
            links.append(ConnectedNetwork(name, cidr, resource.one("vlan_id", "vlan"), " ".join(map(str, site))))
    yield from one_vlan(links)
    yield from one_prefix(links)
    yield from one_range(links)


def _resource_name(resource: Resource, *keys: str) -> str:
    name = resource.one(*keys)
    return str(resource.name if name is None or name.open else name)


def _unifi_network(read: Configuration, lans: Lans, resource: Resource) -> None:
    """Adds a network. An address with a mask in it is the gateway."""
    subnet, vlan = resource.one("subnet"), resource.one("vlan_id", "vlan")
    cidr = network_of(subnet)
    if cidr is None or subnet is None:
        return
    lan = lans.of(cidr)
    lan.name, lan.vlan = str(resource.one("name") or resource.name), vlan
    if cidr != subnet and str(resource.one("purpose") or "") != "vlan-only":
        lan.gateways.append(subnet.part(0, len(subnet.partition("/")[0])))
        read.addresses.append(subnet)
    if str(resource.one("dhcp_enabled", "dhcp_server.enabled", "dhcp_server.dhcp_enabled") or "true") == "true":
        first = resource.one("dhcp_start", "dhcp_server.start", "dhcp_server.dhcp_start")
        lan.dhcp += span(first, resource.one("dhcp_stop", "dhcp_server.stop", "dhcp_server.dhcp_stop"))


def _kea_subnet_of(lans: Lans, resource: Resource) -> None:
    cidr = network_of(resource.one("subnet"))
    if cidr is not None:
        lan = lans.of(cidr)
        lan.name = lan.name or _resource_name(resource, "description")
        lan.gateways += [router for router in resource.values.get("routers", ())[:1] if as_address(router)]
        for pool in resource.values.get("pools", ()):
            first, _, last = pool.partition("-")
            lan.dhcp += span(Located(first.strip(), pool.place), Located(last.strip(), pool.place))


def _attached_networks(lans: Lans, resource: Resource) -> None:
    """Adds the networks of a machine's interfaces that have their gateway."""
    for address, gateway in ADDRESSES[resource.type][0](resource):
        cidr = network_of(address)
        if cidr is not None and gateway is not None and is_in(gateway, cidr):
            lan = lans.of(cidr)
            lan.gateways += [] if gateway in lan.gateways else [gateway]


def _virtual_machine(resource: Resource) -> Iterator[Seen]:
    if resource.type in ADDRESSES:
        of, names = ADDRESSES[resource.type]
        links = list(of(resource))
        yield from host(
            _resource_name(resource, *names), [written for address, _ in links for written in addresses(address)]
        )
        ways = [(own, gateway) for own, gateway in links if gateway is not None and not gateway.open and gateway]
        yield from rival_routes(DefaultRoute(gateway) for _, gateway in ways)
        for own, gateway in ways:
            yield from unreached(addresses(own), [gateway])


def _talos(source: Source, resource: Resource) -> Iterator[Seen]:
    """The API, the machines, and the parts of their configuration in the resource."""
    if resource.type == "data.talos_machine_configuration":
        yield from endpoint(resource.one("cluster_endpoint"))
    elif resource.type == "talos_machine_configuration_apply":
        yield from node(resource.name, addresses(resource.one("node")), weak=True)
    else:
        return
    for patch in items(resource.tree, "config_patches"):
        tree = _patch_without_links(patch)
        if tree:
            yield from talos.read(Document(tree, source, 0))


def _patch_without_links(patch: Value) -> dict[str, Value]:
    """The patch. Without a name in it, its interfaces are dropped: they may be any machine's."""
    if not isinstance(patch, dict) or text(patch, "machine", "network", "hostname"):
        return patch if isinstance(patch, dict) else {}
    machine = at(patch, "machine")
    if not isinstance(machine, dict):
        return patch
    return {**patch, "machine": {key: entry for key, entry in machine.items() if key != "network"}}


def _opnsense_bgp(found: Sequence[Resource]) -> Iterator[Sighting]:
    """FRR on OPNsense: its AS number, and its neighbours, also from other files of the module."""
    own = next((resource for resource in found if resource.type in _FRR and resource.one("as_number", "as")), None)
    peers = [
        resource
        for resource in found
        if resource.type == "opnsense_quagga_bgp_neighbor" and str(resource.one("enabled")) != "false"
    ]
    if own is None or not peers:
        return
    read = Configuration("opnsense", own.name.place, "opnsense", by_file=True)
    asn = own.one("as_number", "as")
    instance = read.instance(own.name.place, "", asn)
    instance.known["router_id"] = own.one("router_id", "routerid")
    for peer in peers:
        address, local = peer.one("peer_ip", "address"), peer.one("local_ip")
        if address is not None:
            neighbor = instance.neighbor(address)
            neighbor.known["peer_asn"] = peer.one("remote_as")
            neighbor.known["local_address"] = local if local is not None and as_address(local) else None
    yield from bgp_objects(read)


def _record(resource: Resource) -> Iterator[Sighting]:
    if resource.type not in _RECORDS or str(resource.one("type", "record_type") or "A") not in ("A", "AAAA"):
        return
    name_key, keys = _RECORDS[resource.type]
    name = resource.one(name_key) or resource.name
    for address in (address for key in keys for address in resource.values.get(key, ())):
        if as_address(address):
            yield record(resource.name if name.open or name == "@" else name, address)


def _zone_records(resource: Resource) -> Iterator[ZoneRecord]:
    """The records of a zone, forward and reverse."""
    keys = _ZONE_RECORDS.get(resource.type)
    zone, owner = resource.one("zone"), resource.one("name")
    if keys is None or zone is None or owner is None or zone.open or owner.open:
        return
    kind = keys[1] or str(resource.one("type") or "")
    for value in resource.values.get(keys[0], ()) if kind in ("A", "AAAA", "PTR") else ():
        yield from terraform_record(str(zone), str(owner), kind, value)
