"""The plan as JSON, for programs. The fields are a contract: those of a version stay, and new ones may come."""

from __future__ import annotations

import json
from typing import Any

from netaddr import IPAddress

from cidrbook.exports.extract import Extract
from cidrbook.exports.ranges import NamedRange, ranges
from cidrbook.pages.rows import Holder, NetworkRow, VlanRow
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.entry import Machine
from cidrbook.plan.vpn import Vpn

VERSION = 1
"""Raised when a field goes, or means something else."""


def as_json(extract: Extract) -> str:
    """One object: `version`, and lists of networks, VLANs, ranges and addresses, each in the order of the plan.

    Every field is always there: what the plan does not say is null, or an empty list.
    """
    document = {
        "version": VERSION,
        "networks": [_network_object(row) for row in extract.networks],
        "vlans": [_vlan_object(row) for row in extract.vlans],
        "ranges": [_range_object(found) for found in ranges(extract)],
        "addresses": [_address_object(holder, address) for holder in extract.holders for address in holder.addresses],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _network_object(row: NetworkRow) -> dict[str, Any]:
    network = row.network
    return {
        "id": network.id,
        "name": network.name,
        "prefixes": [str(cidr) for cidr in network.cidrs],
        "vlans": list(row.vlans),
        "gateways": [str(gateway) for gateway in network.gateways],
        "role": network.role or None,
        "purpose": network.purpose or None,
        "parent": network.parent or None,
        "site": network.site or None,
        "vrf": network.vrf or None,
        "ssids": list(network.ssids),
        "status": network.status or None,
        "description": network.description or None,
        "tags": list(network.tags),
        "custom": dict(network.custom),
    }


def _vlan_object(row: VlanRow) -> dict[str, Any]:
    vlan = row.vlan
    return {
        "id": row.number,
        "name": (vlan.name or None) if vlan else None,
        "site": row.site or None,
        "networks": [network.id for network in row.networks],
        "status": (vlan.status or None) if vlan else None,
        "description": (vlan.description or None) if vlan else None,
        "custom": dict(row.custom),
    }


def _range_object(found: NamedRange) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "first": str(found.first),
        "last": str(found.last),
        "network": found.network.id if found.network else None,
        "cluster": found.cluster or None,
        "name": found.name or None,
        "purpose": found.purpose or None,
        "for": list(found.belongs),
        "custom": dict(found.custom),
    }


def _address_object(holder: Holder, address: IPAddress) -> dict[str, Any]:
    owner, network = holder.owner, holder.network
    machine = owner if isinstance(owner, Machine) else None
    around = network.prefix_around(address) if network else None
    return {
        "address": str(IPAddress(address)),
        "prefix_length": int(around.prefixlen) if around else None,
        "network": network.id if network else None,
        "kind": owner.kind,
        "id": owner.id,
        "name": owner.name,
        "hostname": getattr(owner, "hostname", "") or None,
        "aliases": list(owner.aliases),
        "mac": str(machine.mac) if machine and machine.mac else None,
        "assigned": machine.assigned if machine else None,
        "cluster": holder.of.id if isinstance(holder.of, Cluster) else None,
        "vpn": holder.of.id if isinstance(holder.of, Vpn) else None,
        "namespace": (owner.namespace or None) if isinstance(owner, Service) else None,
        "site": holder.scope[1] or None,
        "vrf": holder.scope[0] or None,
        "status": owner.status or None,
        "description": owner.description or None,
        "tags": list(owner.tags),
        "custom": dict(owner.custom),
    }
