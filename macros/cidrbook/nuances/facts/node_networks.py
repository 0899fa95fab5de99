"""Where nodes are attached, for facts of what is announced on a link."""

from __future__ import annotations

from collections.abc import Iterable

from netaddr import IPNetwork

from cidrbook.plan.cluster import Node
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.views.node_links import NodeLinks


@cached_view
def links(plan: Inventory) -> NodeLinks:
    """The networks that the nodes of each cluster are on."""
    return NodeLinks(plan)


def apart(prefix: IPNetwork, nodes: Iterable[Node]) -> bool | None:
    """Whether one of the nodes surely has no address in the prefix; None where that is not known of one, or of all."""
    answers = [_is_apart(prefix, node) for node in nodes]
    return True if True in answers else None if None in answers or not answers else False


def _is_apart(prefix: IPNetwork, node: Node) -> bool | None:
    addresses = [address for address in node.addresses if address.version == prefix.version]
    return all(address not in prefix for address in addresses) if addresses else None
