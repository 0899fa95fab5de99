"""What pods and services get addresses from: the ranges of each cluster, and which of them clusters share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.net.spans import Span, overlap
from cidrbook.plan.cluster import Cluster, Cni
from cidrbook.plan.entry import Entry
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.space import NetworkBlock
from cidrbook.text.finding import Related
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

PURPOSES = ("pods", "services")
"""The keys under which a cluster names its ranges."""

LARGEST = {4: 12, 6: 108}
"""The shortest prefixes for services with no more addresses, 2^20, than the API server keeps book of."""

_GATES = ("MultiCIDRServiceAllocator", "DisableAllocatorDualWrite")
_REFUSE = ("kubeadm", "talos")

_WIDTH = {4: 32, 6: 128}
_MINOR = regex(r"v?1\.([0-9]{1,4})(?![0-9])", re.IGNORECASE)
_USUAL_MASKS = {4: 24, 6: 64}


class Use(NamedTuple):
    """A network that a cluster's pods, or its services, get addresses from: named by the cluster, or by its plugin."""

    cluster: Cluster
    purpose: str
    which: int
    network: Network

    @property
    def by_plugin(self) -> bool:
        """Whether only the network plugin says so."""
        return not getattr(self.cluster, self.purpose)

    @property
    def place(self) -> Place:
        """Where the cluster names the network, or its plugin the ranges."""
        return self.network.at("cidr") if self.by_plugin else self.cluster.at(self.purpose, self.which)

    @property
    def related(self) -> Related:
        """Its place, for a problem that it is a party to."""
        who = f"the network plugin of {self.cluster.name}" if self.by_plugin else self.cluster.name
        return Related(at=self.place, message=f"{who} names it for its {self.purpose}")


def uses(plan: Inventory, cluster: Cluster, *purposes: str) -> Iterator[Use]:
    """The networks of a cluster's pods or services, as far as the plan holds them."""
    for purpose in purposes:
        for which, name in enumerate(getattr(cluster, purpose)):
            network = plan.network(name)
            if network:
                yield Use(cluster, purpose, which, network)
        by_plugin = plan.plugin_networks.get(id(cluster)) if purpose == "pods" else None
        if by_plugin:
            yield Use(cluster, purpose, 0, by_plugin)


def own_spans(plan: Inventory) -> Iterator[Span[object]]:
    """The networks that clusters give their own pods and services addresses from: nobody else may."""
    for cluster in plan.clusters:
        for use in uses(plan, cluster, *PURPOSES):
            for cidr in use.network.cidrs:
                yield Span((use.network.scope, cidr.version), cidr.first, cidr.last, use)


def prefixes(plan: Inventory, cluster: Cluster, purpose: str) -> tuple[IPNetwork, ...]:
    """The prefixes for pods, or for services, in the order written; none where one of them is not known."""
    found = tuple(uses(plan, cluster, purpose))
    named = tuple(use.network for use in found)
    all_there = len(named) == len(getattr(cluster, purpose)) or any(use.by_plugin for use in found)
    lost = plan.lacks(cluster, purpose) or (cluster.cni is not None and plan.lacks(cluster.cni, purpose))
    if not all_there or lost or any(not network.cidrs or plan.lacks(network, "cidr") for network in named):
        return ()
    return tuple(cidr for network in named for cidr in network.cidrs)


def pods_place(cluster: Cluster) -> Place:
    """Where the pods' ranges are written: at the cluster, or where that names none, at its plugin."""
    return _pods_entry(cluster).at("pods")


def _pods_entry(cluster: Cluster) -> Cluster | Cni:
    return cluster.cni if cluster.cni and cluster.cni.pods and not cluster.pods else cluster


def families(cidrs: Iterable[IPNetwork]) -> tuple[int, ...]:
    """The IP versions of prefixes, each once, in their order."""
    return tuple(dict.fromkeys(int(cidr.version) for cidr in cidrs))


def node_masks(masks: tuple[int, ...], versions: Collection[int]) -> dict[int, int]:
    """How long a node's share of the pods is in each family, as far as the masks say.

    One mask alone belongs to the only family there is, or to the one that it fits.
    """
    if len(masks) == 1 and len(versions) == 1:
        return dict(zip(versions, masks, strict=True))
    named = {6: masks[0]} if len(masks) == 1 and masks[0] > 32 else dict(zip((4, 6), masks, strict=False))
    return {version: named[version] for version in versions if version in named}


class Share(NamedTuple):
    """How long the prefix of one node's pods is, and what says so: the cluster, its plugin, or a default."""

    length: int
    entry: Entry
    path: tuple[str | int, ...]

    @property
    def place(self) -> Place:
        """Where it is written; where it is a default, where the pods are."""
        return self.entry.at(*self.path)


def shares(plan: Inventory, cluster: Cluster, versions: Collection[int]) -> dict[int, Share]:
    """A node's share of the pods in each family, where it is known."""
    cni = None if own_ipam(cluster) else cluster.cni
    if plan.lacks(cluster, "node_mask") or (cni and plan.lacks(cni, "node_mask")):
        return {}
    usual, pods = _usual_masks(cluster, versions), _pods_entry(cluster)
    found = {version: Share(length, pods, ("pods",)) for version, length in usual.items()}
    says: tuple[Cluster | Cni, ...] = (cni, cluster) if cni else (cluster,)
    for entry in says:
        which = {4: 0, 6: len(entry.node_masks) - 1}
        for version, length in node_masks(entry.node_masks, versions).items():
            found[version] = Share(length, entry, ("node_mask", which[version]))
    return found


def _usual_masks(cluster: Cluster, versions: Collection[int]) -> dict[int, int]:
    """The lengths that are taken where nobody says one. Plugins that share out addresses themselves take others."""
    usual = {} if own_ipam(cluster) else _USUAL_MASKS | ({6: 117} if cluster.distribution.lower() == "k0s" else {})
    return {version: usual[version] for version in versions if version in usual}


def room(share: Share, cidrs: list[IPNetwork]) -> int | None:
    """How many shares there are in the prefixes of a family; None where they do not fit."""
    fits = all(cidr.prefixlen <= share.length <= _WIDTH[cidr.version] for cidr in cidrs)
    return sum(1 << (share.length - cidr.prefixlen) for cidr in cidrs) if fits else None


def own_ipam(cluster: Cluster) -> bool:
    """Whether nodes borrow addresses from each other, so that none of them has one share of a fixed size."""
    product = cluster.cni.product.lower() if cluster.cni else ""
    return product.startswith("calico") or ("cilium" in product and "multi" in product)


def minor(cluster: Cluster) -> int:
    """The minor version of its Kubernetes: 22 of v1.22.4+k3s1; 0 where none is written."""
    found = _MINOR.match(cluster.version)
    return int(found[1]) if found else 0


def too_large(cluster: Cluster, cidr: IPNetwork) -> bool:
    """Whether the cluster's API server refuses a range for services, because it keeps book of every address."""
    return cidr.prefixlen < LARGEST[cidr.version] and not _has_no_book(cluster)


def _has_no_book(cluster: Cluster) -> bool:
    newer = minor(cluster) >= 34 and cluster.distribution.lower() not in _REFUSE
    return newer or all(cluster.feature_gates.get(gate, False) for gate in _GATES)


class Shared:
    """Which ranges several clusters use, and which of those are routed outside of their nodes."""

    def __init__(self, plan: Inventory) -> None:
        self._users: dict[str, list[Use]] = defaultdict(list)
        for cluster in plan.clusters:
            for use in uses(plan, cluster, *PURPOSES):
                self._users[use.network.id].append(use)
        self._announced = {name for session in plan.sessions for name in (*session.announces, *session.peer_announces)}

    def between(self, first: NetworkBlock, second: NetworkBlock) -> tuple[Use, ...]:
        """Who uses two networks, where different clusters do and all for one purpose."""
        mine, others = self._users.get(first.network.id, []), self._users.get(second.network.id, [])
        alike = len({use.purpose for use in (*mine, *others)}) == 1
        common = {id(use.cluster) for use in mine} & {id(use.cluster) for use in others}
        return (*mine, *others) if mine and others and alike and not common else ()

    def apart(self, outer: NetworkBlock, inner: NetworkBlock) -> bool:
        """Whether two networks belong to different clusters, and each stays inside its own."""
        users = self.between(outer, inner)
        return bool(users) and not self.routed(*users)

    def again(self) -> Iterator[tuple[Use, Use]]:
        """The first use of each network for each purpose, and every use of it by a later cluster."""
        for users in self._users.values():
            for purpose in PURPOSES:
                alike = [use for use in users if use.purpose == purpose]
                yield from ((alike[0], use) for use in alike[1:] if use.cluster is not alike[0].cluster)

    def mixed(self) -> Iterator[tuple[Use, Use]]:
        """A use of one network for pods and one for services."""
        for users in self._users.values():
            first = users[0]
            yield from islice(((first, use) for use in users if use.purpose != first.purpose), 1)

    def routed(self, *users: Use) -> bool:
        """Whether something beside the cluster's own nodes learns the way to one of the networks."""
        return any(use.network.id in self._announced or _goes_out(use) for use in users)


def _goes_out(use: Use) -> bool:
    """Whether a cluster's network plugin sends pods' packets out as they are."""
    cni = use.cluster.cni
    if cni is None or use.purpose != "pods":
        return False
    return bool(cni.bgp) or any(overlap(one, other) for one in cni.native_routing for other in use.network.cidrs)
