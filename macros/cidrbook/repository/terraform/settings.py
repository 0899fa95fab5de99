"""Settings with names that a lab made up. Their neighbours show what they are.

A prefix beside a VLAN, a gateway or a range of DHCP is a network; an address beside a hardware address is a lease; one
beside what only machines have is a machine's, and a node's where its type is one of Talos; a virtual address of a
cluster beside a gateway is that of its API; two AS numbers beside a peer are a session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.bgp_config import Configuration, bgp_objects
from cidrbook.repository.parts.cluster_parts import addresses, host, node, ranges, virtual
from cidrbook.repository.parts.router_networks import Lan, Lans, bare, masked, network_of, span
from cidrbook.repository.parts.routeros_items import Item
from cidrbook.repository.sighting import Seen, Sighting
from cidrbook.text.lines import machine_of
from cidrbook.text.located import Located
from cidrbook.text.source import Place
from cidrbook.text.yaml import Inner, Value, at, items, mappings, text

_PREFIXES = ("cidr", "subnet", "cidr_block", "subnet_cidr")
_NETWORKS = ("network", "network_address", "network_ip", "subnet")
_VLANS = ("vlan", "vlan_id", "vlan_tag", "vid")
_GATEWAYS = ("gateway", "gateway_ip", "gw", "default_gateway")
_OF_MACHINES = (*_GATEWAYS, "ipv4gw", "ip4gw", "gw4", "gateway4", "ipv4_gateway", "gateway_ipv4", "gateway_address")
_LENGTHS = ("cidr_prefix", "prefix_length", "prefix", "netmask", "cidr_suffix", "cidr_mask", "subnet_mask")
_VIRTUAL = (
    "vip",
    "cluster_vip",
    "api_vip",
    "control_plane_vip",
    "controlplane_vip",
    "kube_vip",
    "vip_ip",
)
_DHCP = ("dhcp_pool", "dhcp_pools", "dhcp_range", "dhcp_ranges", "ranges", "pools", "pool")
_FIRST = ("dhcp_start", "range_start", "start")
_LAST = ("dhcp_end", "dhcp_stop", "range_end", "end", "stop")
_ADDRESSES = ("ip", "ip_address", "address", "ipv4", "ipv4_address", "fixed_ip", "ip_addr")
_NAMES = ("name", "hostname", "host_name")
_HARDWARE = ("mac", "mac_address", "hwaddr", "mac_addr", "macaddr")
_MACHINES = frozenset(
    {"vmid", "vm_id", "cores", "cpu", "cpus", "cpu_cores", "memory", "memory_mb", "ram", "target_node", "host_node"}
    | {"pve_node", "proxmox_node", "machine_type", "install_disk", "disk_size", "node_name", "hypervisor"}
)
"""Keys that only machines have."""

_BEFORE = ("api_lb_vip", "lb_vip", "api_lb_ip", "haproxy_vip", "haproxy_ip")
"""Keys of load balancers in front of an API."""

_CLUSTERS = frozenset(
    {"cluster_name", "cluster_endpoint", "talos_version", "kubernetes_version", "talos", "kubernetes"}
)
"""Keys that stand beside the machines of a cluster."""

_ROLES = {"controlplane": "control-plane", "control-plane": "control-plane", "worker": "worker"}
_LOCAL = ("bgp_local_asn", "local_asn", "local_as")
_REMOTE = ("bgp_remote_asn", "remote_asn", "remote_as", "peer_asn")
_PEERS = ("remote_address", "peer_address", "neighbor_address", "peer_ip", "neighbor")
_MENUS = {
    **dict.fromkeys(("ipv4_addresses", "ipv6_addresses", "ip_addresses"), "ip address"),
    **dict.fromkeys(("vlan_interfaces", "vlans"), "interface vlan"),
    **dict.fromkeys(("ipv4_pools", "ip_pools"), "ip pool"),
    **dict.fromkeys(("ipv4_dhcp_servers", "dhcp_servers"), "ip dhcp-server"),
    **dict.fromkeys(("ipv4_dhcp_server_networks", "dhcp_server_networks"), "ip dhcp-server network"),
}
"""RouterOS menus, by the names that modules for RouterOS give to lists of their entries."""


class Known(NamedTuple):
    """What is already read: the addresses of machines with their MAC addresses, and the places of settings."""

    taken: dict[str, set[str]]
    places: set[Place]

    def take(self, address: str, mac: str = "") -> None:
        """Remembers that a machine has this address."""
        self.taken.setdefault(address, set()).add(mac.lower())

    def is_new(self, address: Located, mac: Located | None) -> bool:
        """Whether no machine has the address yet. Two MAC addresses are two machines."""
        macs = self.taken.get(bare(address))
        another = mac is not None and macs and "" not in macs and mac.lower() not in macs
        return (
            as_address(bare(address)) is not None and address.place not in self.places and (not macs or bool(another))
        )


def machines(tree: dict[str, Value], known: Known) -> Iterator[Seen]:
    """The networks, leases and machines of settings. A thing in two settings is yielded once."""
    lans = Lans()
    leased = _leases_by_address(tree)
    clustered = not _CLUSTERS.isdisjoint(tree)
    for name, value in tree.items():
        own: list[tuple[str, str]] = []
        outer: dict[tuple[str, ...], str] = {}
        found = mappings(value)
        names = _names_by_item([((name, *path), mapping) for path, mapping in found])
        for path, mapping in found:
            _add_network(lans, mapping, (name, *path))
            yield from _cluster_settings(lans, mapping, clustered=clustered or not _CLUSTERS.isdisjoint(mapping))
            address, mac = _first_known_text(mapping, _ADDRESSES), _first_known_text(mapping, _HARDWARE)
            address, within = leased.get(id(mapping), (address, None))
            if address is None or not known.is_new(address, mac) or _is_disabled(mapping):
                continue
            if any(outer.get(path[:depth]) == bare(address) for depth in range(len(path))):
                continue  # an interface of the machine around it
            outer[path] = str(bare(address))
            called = _first_known_text(mapping, _NAMES) or Located(names[id(mapping)], address.place, "")
            seen = [*_machine_settings(lans, mapping, called, address, within)]
            if seen or mac is not None:
                own.append((bare(address), str(mac or "")))
                known.places.add(address.place)
            yield from seen
        for pair in own:
            known.take(*pair)
    yield from lans.sightings()


def _names_by_item(found: Sequence[Inner]) -> dict[int, str]:
    """What leads to each mapping, with the number of the item where several are in one list."""
    times = Counter(path for path, _ in found)
    before: Counter[tuple[str, ...]] = Counter()
    names: dict[int, str] = {}
    for path, mapping in found:
        before[path] += 1
        names[id(mapping)] = path[-1] if times[path] == 1 else f"{path[-1]}-{before[path]}"
    return names


def _leases_by_address(tree: dict[str, Value]) -> dict[int, tuple[Located, Located | None]]:
    """The leases whose addresses are their keys, `{"10.0.0.5" = {mac = …}}`, with the prefix that they are under."""
    found: dict[int, tuple[Located, Located | None]] = {}
    for _, mapping in mappings(tree):
        within = _prefix_of(mapping)
        for key, lease in (pair for inner in mapping.values() if isinstance(inner, dict) for pair in inner.items()):
            mac = _first_known_text(lease, _HARDWARE) if as_address(key) else None
            if mac is not None and _first_known_text(lease, _ADDRESSES) is None:
                found[id(lease)] = Located(key, mac.place, ""), within
    return found


def _prefix_of(mapping: Value) -> Located | None:
    """The prefix of a mapping: written as one, or as an address beside its length."""
    whole = network_of(_first_known_text(mapping, _PREFIXES))
    return whole or network_of(masked(_first_known_text(mapping, _NETWORKS), _first_known_text(mapping, _LENGTHS)))


def _machine_settings(
    lans: Lans, mapping: dict[str, Value], called: Located, address: Located, within: Located | None
) -> Iterator[Sighting]:
    """A machine with an address: a node, a lease, or a host with a static address."""
    mac, role = _first_known_text(mapping, _HARDWARE), _ROLES.get(str(_first_known_text(mapping, ("machine_type",))))
    if role:
        yield from node(called, addresses(address), roles=[role], mac=mac)
    elif mac is not None:
        lans.reserve(str(called), bare(address), mac, within)
    elif not _MACHINES.isdisjoint(mapping):
        yield from host(called, addresses(address))
    if role or mac is not None or not _MACHINES.isdisjoint(mapping):
        _add_gateway_network(lans, network_of(address), _first_known_text(mapping, _OF_MACHINES))


def _add_gateway_network(
    lans: Lans, cidr: Located | None, gateway: Located | None, vlan: Located | None = None
) -> None:
    """Adds the network of an address with a mask, and the gateway beside it, wherever that is."""
    if cidr is not None and gateway is not None and as_address(gateway) and (":" in gateway) == (":" in cidr):
        lan = lans.of(cidr)
        lan.vlan = lan.vlan or vlan
        lan.gateways += [] if gateway in lan.gateways else [gateway]


def _cluster_settings(lans: Lans, mapping: dict[str, Value], *, clustered: bool) -> Iterator[Sighting]:
    """A cluster's API address and node network: `{ vip = …, gateway = …, cidr_prefix = 24 }`."""
    found = [
        address
        for key in _VIRTUAL
        if (address := text(mapping, key)) is not None and not address.open and addresses(address)
    ]
    gateway, length, vlan = (_first_known_text(mapping, keys) for keys in (_GATEWAYS, _LENGTHS, _VLANS))
    if found and (clustered or gateway is not None):
        for address in found:
            yield from virtual(address)
        for key in _BEFORE:
            yield from host(key, addresses(text(mapping, key)))
        cidr = network_of(masked(bare(found[0]), length))
        _add_gateway_network(lans, cidr, gateway, vlan if vlan is not None and vlan.isdecimal() else None)
        if cidr is not None and gateway is not None:
            yield from ranges("nodes", cidr, gateways=[gateway])


def _is_disabled(mapping: dict[str, Value]) -> bool:
    return str(text(mapping, "enabled")) == "false" or str(text(mapping, "disabled")) == "true"


def _first_known_text(mapping: Value, keys: tuple[str, ...]) -> Located | None:
    """The first of these keys that has a known text."""
    return next((peer for key in keys if (peer := text(mapping, key)) is not None and not peer.open), None)


def _add_network(lans: Lans, mapping: dict[str, Value], path: tuple[str, ...]) -> None:
    cidr = _prefix_of(mapping)
    vlan, gateway = _first_known_text(mapping, _VLANS), _first_known_text(mapping, _GATEWAYS)
    leased = _dhcp_ranges(mapping)
    if cidr is None or not (vlan or gateway or leased):
        return
    lan: Lan = lans.of(cidr)
    lan.name = lan.name or str(_first_known_text(mapping, ("name",)) or path[-1])
    lan.vlan = lan.vlan or (vlan if vlan is not None and vlan.isdecimal() else None)
    lan.gateways += [gateway] if gateway is not None and is_in(gateway, cidr) else []
    lan.dhcp += [pool for pool in leased if is_in(pool.partition("-")[0].strip(), cidr)]


def is_in(address: str, cidr: str) -> bool:
    """Whether a text is an address in a network."""
    found = as_address(address)
    return found is not None and found in IPNetwork(cidr)


def _dhcp_ranges(mapping: dict[str, Value]) -> list[Located]:
    """The DHCP ranges: `a-b`, or two ends."""
    found = span(_first_known_text(mapping, _FIRST[:2]), _first_known_text(mapping, _LAST[:4]))
    for key in _DHCP:
        value = mapping.get(key)
        inner = items(value, "ranges") if isinstance(value, dict) else value if isinstance(value, list) else [value]
        for written in inner:
            if isinstance(written, Located) and not written.open and written.count("-") == 1:
                first, last = (part.strip() for part in written.split("-"))
                found += span(Located(first, written.place), Located(last, written.place))
        found += span(_first_known_text(value, _FIRST), _first_known_text(value, _LAST))
    return found


def sessions(tree: Value, place: Place, product: str) -> Iterator[Sighting]:
    """The BGP sessions of settings that have both AS numbers.

    If one of the settings has a reference for the own number, that is the router's, and others are of one session.
    """
    referring = any(_is_open(mapping, key) for _, mapping in mappings(tree) for key in _LOCAL)
    for _, mapping in mappings(tree):
        own, other = _first_known_text(mapping, _LOCAL), _first_known_text(mapping, _REMOTE)
        peers = [
            written
            for key in _PEERS
            for written in items(mapping, key)
            if isinstance(written, Located) and as_address(written)
        ]
        nodes = at(mapping, "nodes")
        inner = list(nodes.values()) if isinstance(nodes, dict) else items(mapping, "nodes")
        peers += [
            address
            for node in inner
            if (address := _first_known_text(node, _ADDRESSES)) is not None and as_address(address)
        ]
        if own is not None and other is not None and peers:
            read = Configuration(machine_of(place.file.rpartition("/")[0] or place.file), place, product, by_file=True)
            read.host = _first_known_text(mapping, ("hostname",))
            instance = read.instance(own.place, "", None if referring else own)
            instance.known["router_id"] = _first_known_text(mapping, ("bgp_router_id", "router_id"))
            for peer in peers:
                instance.neighbor(peer).known |= {"peer_asn": other} | ({"local_asn": own} if referring else {})
            yield from bgp_objects(read)


def _is_open(mapping: Value, key: str) -> bool:
    """Whether a key has a reference for its value."""
    value = text(mapping, key)
    return value is not None and value.open


def entries(tree: Value) -> Iterator[Item]:
    """Lists of RouterOS entries: keys with dashes, lists joined by commas, addresses also by interface."""
    by_interface = at(tree, "ip_addresses")
    for interface, address in by_interface.items() if isinstance(by_interface, dict) else ():
        if isinstance(address, Located) and not address.open:
            yield Item("ip address", {"address": address, "interface": Located(interface, address.place, "")})
    for key, menu in _MENUS.items():
        for entry in items(tree, key):
            values: dict[str, Located] = {}
            for name, value in entry.items() if isinstance(entry, dict) else ():
                texts = [item for item in items(value) if isinstance(item, Located)]
                if texts:
                    joined = texts[0] if len(texts) == 1 else Located(",".join(texts), texts[0].place, "")
                    values[name.replace("_", "-")] = joined
            if values and not any(written.open for written in values.values()):
                yield Item(menu, values)
