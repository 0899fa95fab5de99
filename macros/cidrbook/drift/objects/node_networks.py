"""Nodes outside the networks that files give for nodes, and such networks in which no node is."""

from __future__ import annotations

from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.typos import one_octet_apart
from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation, nameless

_NEAR_LINES = 3
"""Networks at most this many lines apart are entries of one list: nodes may be on any of them."""

_SHARED = IPNetwork("100.64.0.0/10")
"""VPNs give machines a second address of this block."""


class NodeOutside(NamedTuple):
    """A node that is on no network for nodes, and one of those networks with another node on it."""

    cluster: Cluster
    node: Node
    network: Network


class EmptyNodeNetwork(NamedTuple):
    """A network for nodes without a node, and one node that is on another network."""

    cluster: Cluster
    network: Network
    node: Node


def nodes_outside(plan: Observation) -> list[NodeOutside]:
    """The nodes that are on no network for nodes, in clusters of which another node is on one."""
    found = []
    for cluster in _clusters_with_node_networks(plan):
        networks = _ipv4_node_networks(plan, cluster)
        home = {node.id: _network_of(node, networks) for node in cluster.nodes}
        common = next(filter(None, home.values()), None)
        if common is not None:
            outside = [node for node in cluster.nodes if home[node.id] is None and _private_addresses(node)]
            found += [NodeOutside(cluster, node, common) for node in outside]
    return found


def empty_node_networks(plan: Observation) -> list[EmptyNodeNetwork]:
    """The networks for nodes without a node, where all nodes are elsewhere; not those listed beside a right one.

    A node may have a second address by DHCP. So only nodes with a host name count: what writes the host name beside
    the address tells where the node is reached.
    """
    found = []
    for cluster in _clusters_with_node_networks(plan):
        networks = _ipv4_node_networks(plan, cluster)
        nodes = [node for node in cluster.nodes if node.hostname and _private_addresses(node)]
        stale = _stale_networks(cluster, nodes, networks) if len(nodes) > 1 else []
        found += [EmptyNodeNetwork(cluster, network, nodes[0]) for network in stale]
    return found


def _stale_networks(cluster: Cluster, nodes: list[Node], networks: list[Network]) -> list[Network]:
    """The networks without one of the nodes that were surely meant for them."""
    empty = [network for network in networks if not any(_network_of(node, [network]) for node in nodes)]
    held = [network for network in networks if network not in empty]
    if not held:
        return [network for network in empty if _cluster_has_moved(cluster, nodes, network)]
    if all(_network_of(node, held) for node in nodes):
        return [network for network in empty if not any(_is_listed_near(network, one) for one in held)]
    return []


def _cluster_has_moved(cluster: Cluster, nodes: list[Node], empty: Network) -> bool:
    """Whether all nodes and their API are on one other network, one octet away from the empty one."""
    cidr = empty.family(4)[0]
    vips = [address for vip in cluster.virtual_addresses for address in vip.addresses if address.version == 4]
    addresses = [*vips, *(_private_addresses(node)[0] for node in nodes)]
    links = {IPNetwork((int(address), cidr.prefixlen), version=4).cidr for address in addresses}
    return bool(vips) and len(links) == 1 and one_octet_apart(cidr, next(iter(links)))


def _clusters_with_node_networks(plan: Observation) -> list[Cluster]:
    """The clusters of which nodes and their networks are known, and which a path names."""
    return [
        cluster for cluster in plan.clusters if cluster.nodes and cluster.node_networks and not nameless(plan, cluster)
    ]


def _ipv4_node_networks(plan: Observation, cluster: Cluster) -> list[Network]:
    """The IPv4 networks for nodes. Of IPv6, machines often choose a part of their address themselves."""
    networks = map(plan.network, cluster.node_networks)
    return [network for network in networks if network is not None and network.family(4)]


def _private_addresses(node: Node) -> list[IPAddress]:
    """A node's private IPv4 addresses, without those of a VPN."""
    own = (address for address in node.addresses if address.version == 4)
    return [address for address in own if address.is_ipv4_private_use() and address not in _SHARED]


def _network_of(node: Node, networks: list[Network]) -> Network | None:
    """The network that one of a node's addresses is in."""
    addresses = _private_addresses(node)
    return next(
        (network for network in networks if any(own in cidr for cidr in network.family(4) for own in addresses)), None
    )


def _is_listed_near(empty: Network, held: Network) -> bool:
    """Whether an empty network is written next to one with nodes."""
    at = empty.at("cidr")
    near = "\n".join(at.source.lines[max(at.line - 1 - _NEAR_LINES, 0) : at.line + _NEAR_LINES])
    return any(str(cidr) in near for cidr in held.family(4))
