"""Where nodes are attached, for facts of what is announced on a link."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection

from netaddr import IPNetwork

from cidrbook.plan.cluster import Node
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.views.node_links import NodeLinks


@cached_view
def links(plan: Inventory) -> NodeLinks:
    """The networks that the nodes of each cluster are on."""
    return NodeLinks(plan)


class NodeAddresses:
    """The addresses of some nodes, in their order: a prefix is asked of all nodes at once."""

    def __init__(self, nodes: Collection[Node]) -> None:
        self._count = len(nodes)
        self._rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._known: dict[int, set[int]] = defaultdict(set)
        for which, node in enumerate(nodes):
            for address in node.addresses:
                self._rows[address.version].append((int(address), which))
                self._known[address.version].add(which)
        for row in self._rows.values():
            row.sort()

    def outside(self, prefix: IPNetwork) -> bool | None:
        """Whether a node surely has no address in the prefix; None where that is not known of one, or of all."""
        row, known = self._rows.get(prefix.version, []), len(self._known.get(prefix.version, ()))
        low, high = bisect_left(row, (prefix.first, -1)), bisect_left(row, (prefix.last + 1, -1))
        if high - low < known or len({which for _, which in row[low:high]}) < known:
            return True
        return None if known < self._count or not self._count else False


@cached_view
def node_addresses(plan: Inventory) -> dict[int, NodeAddresses]:
    """The addresses of all nodes of each cluster, by its identity."""
    return {id(cluster): NodeAddresses(cluster.nodes) for cluster in plan.clusters}


@cached_view
def control_plane_addresses(plan: Inventory) -> dict[int, NodeAddresses]:
    """The addresses of the control plane of each cluster whose nodes say their roles, by its identity."""
    planes = ((cluster, [node for node in cluster.nodes if "control-plane" in node.roles]) for cluster in plan.clusters)
    return {id(cluster): NodeAddresses(nodes) for cluster, nodes in planes if nodes}
