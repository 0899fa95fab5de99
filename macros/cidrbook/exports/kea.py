"""The DHCP ranges, options and reservations as configuration of Kea: a file for each IP version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from cidrbook.exports.dhcp import Reservation, Subnet, lease_seconds, options, subnets
from cidrbook.exports.extract import ExportError, Extract

_OPTIONS = {
    4: {"router": "routers", "dns": "domain-name-servers", "ntp": "ntp-servers", "tftp": "tftp-server-name"},
    6: {"dns": "dns-servers", "ntp": "sntp-servers"},
}
_IDS = 0xFFFF_FFFE
"""The largest id of a subnet."""


def as_kea(extract: Extract) -> Mapping[str, str]:
    """A configuration for each IP version that has something to hand out: `kea-dhcp4.conf`, `kea-dhcp6.conf`.

    Raises `ExportError` where there is nothing.
    """
    found = subnets(extract)
    if not found:
        raise ExportError("there is no DHCP range and no reservation to export")
    versions = {version: [one for one in found if one.prefix.version == version] for version in (4, 6)}
    return {
        f"kea-dhcp{version}.conf": _kea_config(extract, version, here) for version, here in versions.items() if here
    }


def _kea_config(extract: Extract, version: int, found: list[Subnet]) -> str:
    ids: set[int] = set()
    subnets_ = [_kea_subnet(extract, subnet, ids) for subnet in found]
    return json.dumps({f"Dhcp{version}": {f"subnet{version}": subnets_}}, indent=2, ensure_ascii=False)


def _kea_subnet(extract: Extract, subnet: Subnet, ids: set[int]) -> dict[str, Any]:
    network, prefix, ranges, reservations = subnet
    version = int(prefix.version)
    told = options(extract.plan, network, version)
    known = ((name, told[key]) for key, name in _OPTIONS[version].items() if key in told)
    seconds = lease_seconds(network)
    return {
        "id": _subnet_id(str(prefix), ids),
        "subnet": str(prefix),
        "user-context": {"name": network.name},
        **({} if seconds is None else {"valid-lifetime": seconds}),
        "pools": [{"pool": f"{part.first} - {part.last}"} for part in ranges],
        "option-data": [{"name": name, "data": ", ".join(map(str, addresses))} for name, addresses in known],
        "reservations": [_kea_reservation(reservation) for reservation in reservations],
    }


def _subnet_id(prefix: str, ids: set[int]) -> int:
    """A subnet's id, which leases hold: it follows from the prefix, so that no other network's end changes it."""
    number = crc32(prefix.encode()) % _IDS + 1
    while number in ids:
        number = number % _IDS + 1
    ids.add(number)
    return number


def _kea_reservation(reservation: Reservation) -> dict[str, Any]:
    mac, address, name = reservation
    written = {"ip-addresses": [str(address)]} if address.version == 6 else {"ip-address": str(address)}
    return {"hw-address": str(mac), **written, "hostname": name}
