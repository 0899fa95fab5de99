"""The plan as JSON, for programs. The fields are a contract: those of a version stay, and new ones may come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from netaddr import IPAddress

from cidrbook.exports.extract import Extract
from cidrbook.exports.ranges import NamedRange, ranges
from cidrbook.pages.rows import Holder, NetworkRow, VlanRow
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.entry import Machine
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.plan.vpn import Vpn
from cidrbook.report.graph import announced

VERSION = 1
"""Raised when a field goes, or means something else."""


def as_json(extract: Extract) -> str:
    """One object: `version`, and lists of what the plan has, each in the order of the plan.

    Every field is always there: what the plan does not say is null, or an empty list.
    """
    document = {
        "version": VERSION,
        "networks": [_network_object(row) for row in extract.networks],
        "vlans": [_vlan_object(row) for row in extract.vlans],
        "ranges": [_range_object(found) for found in ranges(extract)],
        "addresses": [_address_object(holder, address) for holder in extract.holders for address in holder.addresses],
        "clusters": [_cluster_object(cluster) for cluster in _clusters(extract)],
        "sessions": [_session_object(extract.plan, peering) for peering in _peerings(extract)],
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


def _clusters(extract: Extract) -> Iterator[Cluster]:
    """The clusters of the plan; if not all of it was asked for, those with a network, a range or an address of it."""
    used = {cluster.id for row in extract.networks for cluster in row.clusters}
    used.update(holder.of.id for holder in extract.holders if holder.of)
    used.update(found.cluster for found in ranges(extract))
    return (cluster for cluster in extract.plan.clusters if extract.is_whole or cluster.id in used)


def _peerings(extract: Extract) -> Iterator[Peering]:
    """The sessions of the plan; if not all of it was asked for, those of which an end is asked for."""
    ends = {holder.owner.id for holder in extract.holders}
    return (peering for peering in peerings(extract.plan) if extract.is_whole or not ends.isdisjoint(peering.parties))


def _cluster_object(cluster: Cluster) -> dict[str, Any]:
    return {
        "id": cluster.id,
        "name": cluster.name,
        "distribution": cluster.distribution or None,
        "release": cluster.version or None,
        "node_networks": list(cluster.node_networks),
        "pods": list(cluster.pods),
        "services": list(cluster.services),
        "nodes": [node.id for node in cluster.nodes],
        "load_balancers": [balancer.product for balancer in cluster.load_balancers],
        "site": cluster.site or None,
        "vrf": cluster.vrf or None,
        "description": cluster.description or None,
        "tags": list(cluster.tags),
        "custom": dict(cluster.custom),
    }


def _session_object(plan: Plan, peering: Peering) -> dict[str, Any]:
    written = peering.sessions[0]
    families = next((session.families for session in peering.sessions if session.families), ())
    return {
        "ends": [_session_end_object(plan, end) for end in (peering.first, peering.second)],
        "families": list(families),
        "interface": written.interface or None,
        "description": written.description or None,
        "custom": dict(written.custom),
    }


def _session_end_object(plan: Plan, end: SessionEnd) -> dict[str, Any]:
    return {
        "name": end.name,
        "asn": end.asn,
        "address": str(end.address) if end.address else None,
        "announces": list(announced(plan, end)),
    }
