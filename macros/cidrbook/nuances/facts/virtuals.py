"""Facts of a virtual address."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import NamedTuple

from cidrbook.nuances.facts.node_networks import control_plane_addresses, links
from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, Setting, one, option, truth
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.views.names import as_address
from cidrbook.plan.views.vlans import Seats

_NO_VRRP = ("kube-vip", "talos", "cilium", "calico", "metallb")


def _virtual_fact(read: Callable[[Setting, VirtualAddress], Fact]) -> Callable[[Setting], Fact]:
    """A fact of the setting's virtual address, where it has one."""
    return lambda setting: read(setting, setting.virtual) if setting.virtual else NOTHING


def _any_holds(answers: list[bool | None]) -> Fact:
    """Whether any is so; not known where none surely is and one may be."""
    return truth(True if True in answers else None if None in answers or not answers else False)


def _virtual_outside(setting: Setting, virtual: VirtualAddress) -> Fact:
    cluster, near = setting.cluster, links(setting.plan)
    if cluster is None:
        return NOTHING
    return _any_holds(
        [near.beside(cluster, address) if near.of(cluster, address.version) else None for address in virtual.addresses]
    )


def _control_planes(setting: Setting, virtual: VirtualAddress) -> Fact:
    """Whether one of them is surely not on the network of the address; roles must be said."""
    cluster, near = setting.cluster, links(setting.plan)
    nodes = control_plane_addresses(setting.plan).get(id(cluster))
    if cluster is None or nodes is None:
        return None
    prefixes = [near.holds(cluster, address.version, int(address), int(address)) for address in virtual.addresses]
    return _any_holds([nodes.outside(prefix) if prefix else None for prefix in prefixes])


class _Group(NamedTuple):
    """A VRRP or CARP group on a segment. What one cluster has of one product is one group, whatever its addresses."""

    cluster: int
    virtual: VirtualAddress

    def clashes(self, other: _Group) -> bool:
        """Whether both are surely groups of their own."""
        products = {group.virtual.product.lower() for group in (self, other)}
        strangers = self.cluster != other.cluster or (len(products) > 1 and "" not in products)
        return strangers and not set(self.virtual.addresses) & set(other.virtual.addresses)


@cached_view
def _virtual_groups(plan: Inventory) -> dict[Hashable, list[_Group]]:
    """The groups by segment, family and id."""
    found: dict[Hashable, list[_Group]] = {}
    for cluster in plan.clusters:
        for virtual in cluster.virtual_addresses:
            for key in _virtual_id_keys(plan, cluster, virtual):
                found.setdefault(key, []).append(_Group(id(cluster), virtual))
    return found


def _virtual_id_keys(plan: Inventory, cluster: Cluster, virtual: VirtualAddress) -> set[Hashable]:
    """Where it has its id: by segment and family, as each family has virtual MAC addresses of its own (RFC 9568)."""
    placed = (
        (address.version, plan.space.covering(cluster.scope, address)) for address in virtual.addresses if virtual.vrid
    )
    return {(_segment(plan, network), version, virtual.vrid) for version, network in placed if network}


def _segment(plan: Inventory, network: Network) -> Hashable:
    """The VLAN that a network is on, or else the network."""
    seats = _seats(plan).known(network)
    return (network.site, seats[0].id) if seats else id(network)


@cached_view
def _seats(plan: Inventory) -> Seats:
    return Seats(plan)


def _vrid_taken(setting: Setting, virtual: VirtualAddress) -> Fact:
    if virtual.mode in ("bgp", "arp") or virtual.product.lower() in _NO_VRRP:
        return NOTHING
    cluster = setting.cluster
    keys = _virtual_id_keys(setting.plan, cluster, virtual) if cluster else set()
    own = _Group(id(cluster), virtual)
    return (
        truth(any(own.clashes(group) for key in keys for group in _virtual_groups(setting.plan)[key])) if keys else None
    )


def _among_endpoints(setting: Setting, virtual: VirtualAddress) -> Fact:
    """Whether `endpoints` of the cluster's settings, as in a talosconfig, has the address."""
    written = option(setting.cluster.options, "endpoints") if setting.cluster else NOTHING
    if not written or "unset" in written or not virtual.addresses:
        return None
    named = {address for text in re.split(r"[\s,]+", written[0]) if (address := as_address(text)) is not None}
    return truth(bool(named & set(virtual.addresses)))


FACTS = {
    "vip.product": FactReader("What holds the virtual address.", _virtual_fact(lambda _, vip: one(vip.product))),
    "vip.version": FactReader("Its release.", _virtual_fact(lambda _, vip: one(vip.version)), measured=True),
    "vip.mode": FactReader(
        "`bgp`, `arp` or `vrrp`.", _virtual_fact(lambda _, vip: one(vip.mode)), ("bgp", "arp", "vrrp")
    ),
    "vip.outside_node_networks": FactReader(
        "Whether the virtual address is on no network that the nodes are on.", _virtual_fact(_virtual_outside), TRUTH
    ),
    "vip.control_planes_apart": FactReader(
        "Whether a node with the role `control-plane` is not on the network that the virtual address is on.",
        _virtual_fact(_control_planes),
        TRUTH,
    ),
    "vip.vrid_taken": FactReader(
        "Whether another VRRP or CARP group on its segment has its `vrid`.", _virtual_fact(_vrid_taken), TRUTH
    ),
    "vip.among_endpoints": FactReader(
        "Whether it is one of the `endpoints` of a talosconfig, an option of the cluster.",
        _virtual_fact(_among_endpoints),
        TRUTH,
    ),
}
