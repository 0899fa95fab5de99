"""Which nodes are on none of the networks that files say nodes are on, and which of those networks hold none."""

from __future__ import annotations

from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation, nameless

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
            found += [Homeless(cluster, node, common) for node in cluster.nodes if home[node.id] is None and _own(node)]
    return found


def hollow(plan: Observation) -> list[Hollow]:
    """The networks on which no node is, where all nodes are on others; but for those that are listed beside these.

    A node with addresses elsewhere only may have one of the network by DHCP, unless it is known where it is reached:
    what says a node's host name beside its address says that.
    """
    found = []
    for cluster in _known(plan):
        networks = _networks(plan, cluster)
        nodes = [node for node in cluster.nodes if node.hostname and _own(node)]
        empty = [network for network in networks if not any(_home(node, [network]) for node in nodes)]
        held = [network for network in networks if network not in empty]
        if len(nodes) > 1 and all(_home(node, held) for node in nodes):
            found += [
                Hollow(cluster, network, nodes[0])
                for network in empty
                if not any(_beside(network, one) for one in held)
            ]
        elif len(nodes) > 1 and not held:
            found += [Hollow(cluster, network, nodes[0]) for network in empty if _moved(cluster, nodes, network)]
    return found


def _moved(cluster: Cluster, nodes: list[Node], empty: Network) -> bool:
    """Whether all nodes, and their API, are together on a network that differs from an empty one by an octet."""
    cidr = empty.family(4)[0]
    reached = [address for vip in cluster.virtual_addresses for address in vip.addresses if address.version == 4]
    known = {IPNetwork((int(it), cidr.prefixlen), version=4).cidr for node in nodes for it in _own(node)[:1]}
    known |= {IPNetwork((int(it), cidr.prefixlen), version=4).cidr for it in reached}
    return bool(reached) and len(known) == 1 and one_octet(cidr, next(iter(known)))


def one_octet(one: IPNetwork, other: IPNetwork) -> bool:
    """Whether two prefixes of one length differ by one octet of their addresses."""
    pairs = zip(str(one.ip).split("."), str(other.ip).split("."), strict=False)
    return one.prefixlen == other.prefixlen and one.version == other.version and sum(a != b for a, b in pairs) == 1


def _known(plan: Observation) -> list[Cluster]:
    return [
        cluster for cluster in plan.clusters if cluster.nodes and cluster.node_networks and not nameless(plan, cluster)
    ]


def _networks(plan: Observation, cluster: Cluster) -> list[Network]:
    """The networks of IPv4: of IPv6, a part of an address is often left to the machine."""
    return [
        network for network in map(plan.network, cluster.node_networks) if network is not None and network.family(4)
    ]


def _own(node: Node) -> list[IPAddress]:
    return [
        address
        for address in node.addresses
        if address.version == 4 and address.is_ipv4_private_use() and address not in _SHARED
    ]


def _home(node: Node, networks: list[Network]) -> Network | None:
    """The network that one of a node's addresses is on."""
    return next(
        (
            network
            for network in networks
            if any(address in cidr for cidr in network.family(4) for address in _own(node))
        ),
        None,
    )


def _beside(empty: Network, held: Network) -> bool:
    """Whether the one network is written next to where the other one is."""
    at = empty.at("cidr")
    near = "\n".join(at.source.lines[max(at.line - 1 - _NEAR, 0) : at.line + _NEAR])
    return any(str(cidr) in near for cidr in held.family(4))
