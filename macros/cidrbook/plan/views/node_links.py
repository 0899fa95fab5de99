"""Where a cluster's nodes are attached, and which networks lie inside of pools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import mask_of
from cidrbook.net.spans import Span, Spans
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.pools import Pool
from cidrbook.plan.space import NetworkBlock

ANYWHERE = ("", "")
"""The scope of spans that are compared inside one cluster."""


class NodeLinks:
    """The networks that the nodes of each cluster are on. Each is looked for once, however many pools ask."""

    def __init__(self, plan: Inventory) -> None:
        self._plan = plan
        self._found: dict[tuple[int, int], tuple[IPNetwork, ...]] = {}
        self._spans: dict[tuple[int, int], Spans[IPNetwork]] = {}
        self._edges: dict[int, Spans[IPNetwork]] = {}

    def of(self, cluster: Cluster, version: int) -> tuple[IPNetwork, ...]:
        """The prefixes of one family that the nodes are on; none where that is not known."""
        key = id(cluster), version
        if key not in self._found:
            networks = self._networks(cluster, version)
            self._found[key] = tuple(cidr for network in networks for cidr in network.family(version))
        return self._found[key]

    def holds(self, cluster: Cluster, version: int, first: int, last: int) -> IPNetwork | None:
        """The prefix that the nodes are on and that has all these addresses; of several, the widest."""
        key = id(cluster), version
        if key not in self._spans:
            prefixes = self.of(cluster, version)
            self._spans[key] = Spans(Span((ANYWHERE, version), cidr.first, cidr.last, cidr) for cidr in prefixes)
        found = self._spans[key].holding((ANYWHERE, version), first, last)
        return found.owner if found else None

    def off(self, span: Span[Pool]) -> bool:
        """Whether a pool that is announced on the link reaches beyond what is on the link."""
        (_, version), first, last, pool = span
        known = pool.balancer.mode == "l2" and bool(self.of(pool.cluster, version))
        return known and self.holds(pool.cluster, version, first, last) is None

    def beside(self, cluster: Cluster, address: IPAddress) -> bool:
        """Whether an address is known to be on none of the networks that the nodes are on."""
        number = int(address)
        known = bool(self.of(cluster, address.version))
        return known and self.holds(cluster, address.version, number, number) is None

    def edges(self, cluster: Cluster) -> Spans[IPNetwork]:
        """The IPv4 addresses that mean a whole network that the nodes are on: its first one, and its last one."""
        if id(cluster) not in self._edges:
            wide = (cidr for cidr in self.of(cluster, 4) if cidr.prefixlen < 31 and self._is_widest(cluster, cidr))
            self._edges[id(cluster)] = Spans(
                Span((ANYWHERE, 4), number, number, cidr) for cidr in wide for number in (cidr.first, cidr.last)
            )
        return self._edges[id(cluster)]

    def _is_widest(self, cluster: Cluster, cidr: IPNetwork) -> bool:
        around = self.holds(cluster, cidr.version, cidr.first, cidr.last)
        return around is not None and (around.first, around.last) == (cidr.first, cidr.last)

    def _networks(self, cluster: Cluster, version: int) -> tuple[Network, ...]:
        """What the cluster says, or what its nodes' addresses show, with the wider networks that these are part of."""
        named = [self._plan.network(name) for name in cluster.node_networks]
        if not named:
            named = self._around_nodes(cluster, version)
        known = _unique_networks(filter(None, named))
        if self._plan.lacks(cluster, "node_network") or any(
            network is None or self._plan.lacks(network, "cidr") for network in named
        ):
            return ()
        return _unique_networks(chain(known, *(self._above(network) for network in known)))

    def _around_nodes(self, cluster: Cluster, version: int) -> list[Network | None]:
        if self._plan.lacks(cluster, "nodes") or any(self._plan.lacks(node, "address") for node in cluster.nodes):
            return [None]
        addresses = (
            address
            for node in cluster.nodes
            for address in node.addresses
            if address.version == version and on_link(address)
        )
        around = [self._plan.space.covering(cluster.scope, address) for address in addresses]
        hollow = self._plan.cluster_networks
        return [
            None if network is None or network.role == "container" or network.id in hollow else network
            for network in around
        ]

    def _above(self, network: Network) -> Iterator[Network]:
        """The networks that it says it is part of, as far as those are more than a frame."""
        seen = {id(network)}
        above = self._plan.network(network.parent) if network.parent else None
        while above and above.role != "container" and id(above) not in seen:
            seen.add(id(above))
            yield above
            above = self._plan.network(above.parent) if above.parent else None


def on_link(address: IPAddress) -> bool:
    """Whether an address is one of a link, not one written with `/32` or `/128`, which a machine keeps to itself."""
    return mask_of(address) != (32 if address.version == 4 else 128)


def swallowed(plan: Inventory) -> Iterator[tuple[Span[Pool], NetworkBlock]]:
    """Every prefix of a network that lies inside a pool and is smaller, with the pool.

    A part of a pool that has a name of its own, and what only holds others, is left alone.
    """
    parts = {pool.network.id for _, _, _, pool in plan.pools if pool.network}
    for network in plan.networks if plan.pools else ():
        if network.role not in ("load-balancer", "container") and network.id not in parts:
            for which, cidr in enumerate(network.cidrs):
                block = NetworkBlock((network.scope, cidr.version), cidr.first, cidr.last, network, which)
                pool = plan.pools.holding(block.domain, block.first, block.last)
                if pool and (pool.first, pool.last) != (block.first, block.last):
                    yield pool, block


def undeclared(plan: Inventory) -> frozenset[frozenset[str]]:
    """The pairs of networks that overlap without a word that they are meant to."""
    return frozenset(frozenset((outer.network.id, inner.network.id)) for outer, inner in plan.clashes)


def _unique_networks(networks: Iterable[Network]) -> tuple[Network, ...]:
    return tuple({id(network): network for network in networks}.values())


def one_pool(first: Span[Pool], second: Span[Pool]) -> bool:
    """Whether two pools are one that a cluster's balancers share.

    Those are of one product, or one of them says no mode: it hands out addresses that the other one announces. Of one
    product, two objects of different names are two pools.
    """
    one, other = first.owner, second.owner
    if one.cluster is not other.cluster or one.balancer is other.balancer or first[:3] != second[:3]:
        return False
    if len({one.balancer.name, other.balancer.name} - {""}) > 1 and one.balancer.product == other.balancer.product:
        return False
    alike = one.balancer.product.lower() == other.balancer.product.lower()
    return alike or bool(one.balancer.mode) != bool(other.balancer.mode)
