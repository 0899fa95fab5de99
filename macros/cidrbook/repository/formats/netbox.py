"""NetBox: what it exports of prefixes, ranges, addresses, VLANs and devices.

Read, from CSV by its columns ("Current view" and "All data" of any table, and the columns of an import), and from YAML
and JSON by the same names, as an import and the REST API have them: of prefixes and aggregates `prefix`, `status`,
`vrf`, `vlan`, `role`, `description`; of ranges `start_address`, `end_address`; of addresses `address`, `status`,
`role`, `dns_name` and the device; of VLANs `vid`, `name`, and the group or site; of devices their primary addresses
([prefixes](https://netboxlabs.com/docs/netbox/models/ipam/prefix/),
[addresses](https://netboxlabs.com/docs/netbox/models/ipam/ipaddress/),
[ranges](https://netboxlabs.com/docs/netbox/models/ipam/iprange/), [VLANs](https://netboxlabs.com/docs/netbox/models/ipam/vlan/)).
A range is one of DHCP if its role, status or description says so. Prefixes nest; one that has addresses of its own
and holds others overlaps them. Addresses of the roles anycast, VIP, VRRP, HSRP, GLBP and CARP are shared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from cidrbook.repository.parts.registers import address_range, entered, host, network, vlan
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.csv_table import Record, header, records
from cidrbook.text.json_tree import json_tree
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value, parsed

_REGISTER = "NetBox"
_ADDRESS = regex(r"[0-9a-fA-F]{0,4}[.:][0-9a-fA-F.:]+(?:/[0-9]{1,3})?")
_DHCP = regex(r"\bdhcp", re.IGNORECASE)
_LIST = regex(
    r"-(?<=^-) (?:[a-z_]+: .*\n(?:  .*\n)*?  )?(?:prefix|start_address|address|vid|dns_name):|"
    r'"(?:prefix|start_address|dns_name|vid)"\s*:',
    re.MULTILINE,
)
_STATUSES = {"reserved": "planned", "deprecated": "retiring"}
"""What a plan calls NetBox's statuses; the others are as good as active."""

_SHARED = frozenset({"anycast", "vip", "vrrp", "hsrp", "glbp", "carp"})
_VALUES = ("value", "vid", "address", "prefix", "name", "display")
"""The keys of the REST API by which an object inside of another is known."""

_OF_PREFIXES = frozenset(
    {"status", "vrf", "is_pool", "pool", "tenant", "role", "utilization", "children", "rir", "vlan", "scope_type"}
)
_OF_ADDRESSES = frozenset(
    {"vrf", "tenant", "dns_name", "nat_inside", "nat_outside", "assigned", "assigned_object", "is_primary"}
)
_OF_DEVICES = frozenset({"manufacturer", "device_type", "device_role", "cluster", "rack", "vcpus"})
_PRIMARY = ("primary_ip4", "primary_ip6", "primary_ip", "ipv4_address", "ipv6_address", "ip_address")


@reads_files(
    globs=("*.csv", "*.tsv", "*.txt"),
    looks=regex(r"\A(?=[^\n]*(?:prefix|address|vid\b))[^\n]*[,;\t|]", re.IGNORECASE),
)
def read(source: Source) -> Iterator[Seen]:
    """What a table holds."""
    kind = _reader_of_columns(header(source))
    if kind is not None:
        yield from kind(records(source))


@reads_files(globs=("*.yaml", "*.yml", "*.json"), words=("prefix", "address", "vid", "dns_name"), looks=_LIST)
def read_list(source: Source) -> Iterator[Seen]:
    """What a list of objects holds: of YAML, of JSON, or the results of the REST API."""
    tree = json_tree(source) if source.file.endswith(".json") else parsed(source, source.text.replace("\t", " "))
    found = tree.get("results") if isinstance(tree, dict) else tree
    rows = [_flat(row) for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    for row in rows:
        kind = _reader_of_columns(row.keys())
        if kind is not None:
            yield from kind([row])


def _flat(row: Mapping[str, Value]) -> Record:
    """The texts of an object, and of each object in it the text by which that is known."""
    found: Record = {}
    for key, value in row.items():
        inner = (value.get(name) for name in _VALUES) if isinstance(value, dict) else (value,)
        text = next((text for text in inner if isinstance(text, Located) and text), None)
        if text is not None:
            found[key] = text
    return found


def _reader_of_columns(columns: Iterable[str]) -> Callable[[Iterable[Record]], Iterator[Seen]] | None:
    """What reads rows of these columns; nothing, if they are none of NetBox's."""
    known = frozenset(columns)
    if "start_address" in known and "end_address" in known:
        return _range_sightings
    if {"aggregate", "rir"} <= known or ("prefix" in known and known & _OF_PREFIXES):
        return _prefixes
    if "vid" in known and "name" in known:
        return _vlan_sightings
    if "name" in known and known & _OF_DEVICES and not known.isdisjoint(_PRIMARY):
        return _devices
    addresses = known & {"address", "ip_address"} and "status" in known
    return _addresses if addresses and known & _OF_ADDRESSES else None


def _first_filled(row: Record, *names: str) -> Located | None:
    return next((row[name] for name in names if name in row), None)


def _says(row: Record, *names: str) -> str:
    return str(_first_filled(row, *names) or "").lower()


def _cell_address(text: Located | None) -> Located | None:
    """The address or prefix in a cell, without the marks of its depth."""
    found = None if text is None else _ADDRESS.search(text)
    return text.part(*found.span()) if text is not None and found else None


def _prefixes(rows: Iterable[Record]) -> Iterator[Seen]:
    for row in rows:
        cidr = _cell_address(_first_filled(row, "prefix", "prefix_flat", "aggregate"))
        if cidr is not None:
            status, holds = _says(row, "status"), "rir" in row
            yield network(
                entered(_REGISTER, row.get("vrf")),
                cidr,
                name=_first_filled(row, "description"),
                vlan=_first_filled(row, "vlan", "vlan_vid", "vlan_id"),
                role="container" if holds or status == "container" else _says(row, "role"),
                status=_STATUSES.get(status, ""),
            )


def _range_sightings(rows: Iterable[Record]) -> Iterator[Seen]:
    for row in rows:
        first, last = _cell_address(row.get("start_address")), _cell_address(row.get("end_address"))
        if first is not None and last is not None:
            dhcp = any(_DHCP.search(row.get(name, "")) for name in ("role", "status", "description", "tags"))
            into = entered(_REGISTER, row.get("vrf"))
            seen = address_range(into, first, last, _first_filled(row, "description", "role"), dhcp=dhcp)
            yield from [seen] if seen else []


def _addresses(rows: Iterable[Record]) -> Iterator[Seen]:
    for row in rows:
        address, status = _cell_address(_first_filled(row, "address", "ip_address")), _says(row, "status")
        if address is not None and status != "slaac":
            device = _first_filled(row, "device_vm", "parent", "assigned_object_parent", "device", "virtual_machine")
            yield host(
                entered(_REGISTER, row.get("vrf")),
                address,
                device,
                row.get("dns_name"),
                row.get("description"),
                hostname=row.get("dns_name") or device,
                status=_STATUSES.get(status, ""),
                reserved=status == "dhcp",
                shared=_says(row, "role") in _SHARED,
            )


def _vlan_sightings(rows: Iterable[Record]) -> Iterator[Seen]:
    for row in rows:
        if row.get("vid", "").isdecimal():
            yield vlan(
                _REGISTER, row["vid"], row.get("name"), str(_first_filled(row, "group", "vlan_group", "site") or "")
            )


def _devices(rows: Iterable[Record]) -> Iterator[Seen]:
    """The primary addresses of devices, as names of addresses that are entered elsewhere."""
    for row in rows:
        addresses = {str(address): address for name in _PRIMARY if (address := _cell_address(row.get(name)))}
        for address in addresses.values():
            yield host(entered(""), address, row.get("name"))._replace(register="", weak=True)
