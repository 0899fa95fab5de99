"""Variables of a DHCP server: networks with their gateways, reservations, and ranges.

Read: a prefix, or an address with its mask, beside a gateway or a range whose name goes with it (`iot_cidr`,
`iot_gateway`; `network_cidr`, `dhcp_router`), and its `vlan`, in any YAML that is of no kind. In variables of Ansible
also any mapping with a MAC address and an address, as roles for dnsmasq, Pi-hole or dhcpd and lists of one's own have
them (`{mac: …, ip: …, hostname: …}`); ranges in `*dhcp_range`, `*dhcp_pool` (`a,b,12h`, `a-b`), and in pairs such as
`dhcp_range_start` and `dhcp_range_end`. A mapping without a name is called as what it stands under, and interfaces as
the host of the file. Variables that are called after dnsmasq are its own reader's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.formats.ansible import has_variables, host_of_file
from cidrbook.repository.formats.containers import is_compose
from cidrbook.repository.parts.cluster_parts import addresses
from cidrbook.repository.parts.router_networks import Lan, Lans, bare, span
from cidrbook.repository.parts.variable_groups import gateways, is_near, networks, stem
from cidrbook.repository.parts.variable_purpose import is_placeholder
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Seen
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, text, texts

_MACS = ("mac", "mac_address", "macaddr", "macaddress", "mac_addr", "hwaddr", "hardware_ethernet")
_OWN = ("ip", "ip_address", "ipaddr", "ip_addr", "ipv4", "ipv4_address", "address", "fixed_ip", "static_ip")
_NAMES = ("hostname", "host_name", "name", "host", "fqdn")
_MAC = regex(r"(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}")
_INTERFACES = regex(r"(?:[a-z0-9]+_)?(?:if(?:ace|ce)?s?|interfaces?|nics?|networks?|net[0-9]*)$", re.IGNORECASE)
_RANGE = regex(r"(?:.*_)?dhcp(?:v?4)?_?(?:ip_)?(?:ranges?|pools?)", re.IGNORECASE)
_FIRST = regex(r"((?:.*_)?dhcp(?:_.*)?)_(start|begin|first|from)(_ip|_address)?", re.IGNORECASE)
_LAST = {"start": ("end", "stop"), "begin": ("end",), "first": ("last",), "from": ("to",)}
_VLANS = ("vlan", "vlan_id", "vlanid", "vlan_tag", "vid")
_DNSMASQ = "dnsmasq_"
_SOME = 4
"""Leases of a network. With fewer, a single lease outside of it may be intended."""

_ENDS = regex(r"[^\s,-]+")


@reads_documents(kinds=("",))
def read(document: Document) -> Iterator[Seen]:
    """The networks, reservations and ranges among a file's variables."""
    if is_compose(document):
        return
    variables = has_variables(document)
    lans = Lans()
    within = _only_network(document) if variables else None
    entries = _names_of_entries(document) if variables else {}
    for path, mapping in document.mappings:
        if variables and path[-2:-1] != ("hosts",) and not any(written.startswith(_DNSMASQ) for written in path):
            _reserve_machine(lans, entries.get(id(mapping)) or path, mapping, within)
        _add_connected_networks(lans, path, mapping, leased=variables)
    yield from lans.sightings()


def _add_connected_networks(lans: Lans, path: tuple[str, ...], mapping: dict[str, Value], *, leased: bool) -> None:
    """Adds the networks of a mapping, with the gateways and ranges of matching names."""
    known = networks(path, mapping)
    for name, gateway in gateways(mapping) if known else ():
        if name in known and is_near(gateway, known[name]):
            _lan(lans, path, mapping, known[name]).gateways.append(gateway)
    for key, found in _range_pairs(mapping) if leased or known else ():
        cidr = known.get(stem(key))
        if cidr is not None and is_near(found.partition("-")[0], cidr):
            _lan(lans, path, mapping, cidr).dhcp.append(found)
        elif leased:
            lans.without_prefix(f"DHCP {key}", found.place).dhcp.append(found)


def _lan(lans: Lans, path: tuple[str, ...], mapping: dict[str, Value], cidr: Located) -> Lan:
    lan = lans.of(cidr)
    name = text(mapping, "name")
    lan.name = lan.name or str(name if name is not None and not name.open else path[-1] if path else "")
    vlan = next((found for key in _VLANS if (found := text(mapping, key))), None)
    lan.vlan = lan.vlan or (vlan if vlan is not None and vlan.isdecimal() else None)
    return lan


def _only_network(document: Document) -> Located | None:
    """The only network of a file with leases, if all reservations but one are in it."""
    found = [written for path, mapping in document.mappings for written in networks(path, mapping).values()]
    own = [
        written for _, mapping in document.mappings for written in _machine_addresses(mapping) if _mac_setting(mapping)
    ]
    if len({str(value) for value in found}) != 1 or not any(_range_pairs(mapping) for _, mapping in document.mappings):
        return None
    outside = [written for written in own if as_address(bare(written)) not in IPNetwork(found[0])]
    return found[0] if len(outside) == 1 and len(own) > _SOME else None


def _mac_setting(mapping: dict[str, Value]) -> Located | None:
    return next((value for key in _MACS if (value := text(mapping, key)) and _MAC.fullmatch(value)), None)


def _machine_addresses(mapping: dict[str, Value]) -> list[Located]:
    """The addresses of a machine, without placeholders."""
    return [address for key in _OWN for address in addresses(text(mapping, key)) if not is_placeholder(address)]


def _names_of_entries(document: Document) -> dict[int, tuple[str, ...]]:
    """The names of entries of lists, by what stands in them: `{name: nas, lan: {mac: …, ip: …}}`."""
    named = [(name, mapping) for _, mapping in document.mappings if (name := _name_of(mapping))]
    return {id(inner): (str(name),) for name, mapping in named for inner in mapping.values() if isinstance(inner, dict)}


def _name_of(mapping: dict[str, Value]) -> Located | None:
    return next((value for key in _NAMES if (value := text(mapping, key)) and not value.open), None)


def _reserve_machine(lans: Lans, path: tuple[str, ...], mapping: dict[str, Value], within: Located | None) -> None:
    """Adds the addresses of one machine."""
    mac, own = _mac_setting(mapping), _machine_addresses(mapping)
    name = _name_of(mapping)
    if mac is not None and own:
        for address in own:
            lans.reserve(
                str(name or _machine_name_of_keys(path) or host_of_file(address.place.file)), bare(address), mac, within
            )


def _machine_name_of_keys(path: tuple[str, ...]) -> str:
    """The key of a machine. For one of several interfaces, it is the key above."""
    if len(path) > 2 and _INTERFACES.fullmatch(path[-2]):
        return path[-3]
    own = path[:-1] if path and _INTERFACES.fullmatch(path[-1]) else path
    return own[-1] if own else ""


def _range_pairs(mapping: dict[str, Value]) -> Iterator[tuple[str, Located]]:
    for key, value in mapping.items():
        first = _FIRST.fullmatch(key)
        if first:
            keys = (f"{first[1]}_{word}{first[3] or ''}" for word in _LAST[first[2].lower()])
            last = next((key for key in keys if key in mapping), "")
            yield from (
                (first[1], written) for written in span(_known_address(mapping, key), _known_address(mapping, last))
            )
        elif _RANGE.fullmatch(key) and not key.startswith(_DNSMASQ):
            yield from ((key, literal) for written in texts(value) for literal in _range_in_text(written))


def _known_address(mapping: dict[str, Value], key: str) -> Located | None:
    found = text(mapping, key) if key else None
    return None if found is None or found.open or is_placeholder(found) else found


def _range_in_text(written: Located) -> list[Located]:
    """A range in dnsmasq's form, with a lease time behind it, or with a dash."""
    if written.open or len(written) > 200 or is_placeholder(written):
        return []
    ends = [value for found in _ENDS.finditer(written) if as_address(value := written.part(*found.span()))]
    return span(*ends[:2]) if len(ends) > 1 else []
