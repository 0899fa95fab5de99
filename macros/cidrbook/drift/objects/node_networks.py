"""Which nodes are on none of the networks that files say nodes are on, and which of those networks hold none."""

from __future__ import annotations

from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.objects.range_copies import nameless
from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation

_NEAR = 3
"""So many lines apart are entries of one list: any of its networks is right."""

_SHARED = IPNetwork("100.64.0.0/10")
"""What VPNs give machines as a second address."""


class Homeless(NamedTuple):
    """A node whose addresses are on none of the networks, one of which holds others."""

    cluster: Cluster
    node: Node
    network: Network


class Hollow(NamedTuple):
    """A network for nodes on which no node is, and a node that is elsewhere."""

    cluster: Cluster
    network: Network
    node: Node


def homeless(plan: Observation) -> list[Homeless]:
    """The nodes that are on no network, though others are."""
    found = []
    for cluster in _known(plan):
        networks = _networks(plan, cluster)
        home = {node.id: _home(node, networks) for node in cluster.nodes}
        common = next(filter(None, home.values()), None)
        if common is not None:
            found += [Homeless(cluster, it, common) for it in cluster.nodes if home[it.id] is None and _own(it)]
    return found


def hollow(plan: Observation) -> list[Hollow]:
    """The networks on which no node is, where all nodes are on others; but for those that are listed beside these.

    A node with addresses elsewhere only may have one of the network by DHCP, unless it is known where it is reached:
    what says a node's host name beside its address says that.
    """
    found = []
    for cluster in _known(plan):
        networks = _networks(plan, cluster)
        nodes = [it for it in cluster.nodes if it.hostname and _own(it)]
        empty = [it for it in networks if not any(_home(node, [it]) for node in nodes)]
        held = [it for it in networks if it not in empty]
        if len(nodes) > 1 and all(_home(node, held) for node in nodes):
            found += [Hollow(cluster, it, nodes[0]) for it in empty if not any(_beside(it, one) for one in held)]
        elif len(nodes) > 1 and not held:
            found += [Hollow(cluster, it, nodes[0]) for it in empty if _moved(cluster, nodes, it)]
    return found


def _moved(cluster: Cluster, nodes: list[Node], empty: Network) -> bool:
    """Whether all nodes, and their API, are together on a network that differs from an empty one by an octet."""
    cidr = empty.family(4)[0]
    reached = [it for vip in cluster.virtual_addresses for it in vip.addresses if it.version == 4]
    known = {IPNetwork((int(it), cidr.prefixlen), version=4).cidr for node in nodes for it in _own(node)[:1]}
    known |= {IPNetwork((int(it), cidr.prefixlen), version=4).cidr for it in reached}
    return bool(reached) and len(known) == 1 and one_octet(cidr, next(iter(known)))


def one_octet(one: IPNetwork, other: IPNetwork) -> bool:
    """Whether two prefixes of one length differ by one octet of their addresses."""
    pairs = zip(str(one.ip).split("."), str(other.ip).split("."), strict=False)
    return one.prefixlen == other.prefixlen and one.version == other.version and sum(a != b for a, b in pairs) == 1


def _known(plan: Observation) -> list[Cluster]:
    return [it for it in plan.clusters if it.nodes and it.node_networks and not nameless(plan, it)]


def _networks(plan: Observation, cluster: Cluster) -> list[Network]:
    """The networks of IPv4: of IPv6, a part of an address is often left to the machine."""
    return [it for it in map(plan.network, cluster.node_networks) if it is not None and it.family(4)]


def _own(node: Node) -> list[IPAddress]:
    return [it for it in node.addresses if it.version == 4 and it.is_ipv4_private_use() and it not in _SHARED]


def _home(node: Node, networks: list[Network]) -> Network | None:
    """The network that one of a node's addresses is on."""
    return next(
        (it for it in networks if any(address in cidr for cidr in it.family(4) for address in _own(node))), None
    )


def _beside(empty: Network, held: Network) -> bool:
    """Whether the one network is written next to where the other one is."""
    at = empty.at("cidr")
    near = "\n".join(at.source.lines[max(at.line - 1 - _NEAR, 0) : at.line + _NEAR])
    return any(str(cidr) in near for cidr in held.family(4))
