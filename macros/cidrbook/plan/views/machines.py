"""The machines of a plan: hosts, routers and nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import Inventory, cached_view


@cached_view
def machines(plan: Inventory) -> tuple[tuple[tuple[str, str], Machine], ...]:
    """Every host, router and node, with the scope it is in."""
    return tuple(_machines(plan))


def _machines(plan: Inventory) -> Iterator[tuple[tuple[str, str], Machine]]:
    for network in plan.networks:
        for host in network.hosts:
            yield network.scope, host
    yield from ((router.scope, router) for router in plan.routers)
    for cluster in plan.clusters:
        yield from ((cluster.scope, node) for node in cluster.nodes)


def and_more(things: Collection[object], one: str, many: str) -> str:
    """How a message goes on that names the first of several: ` lies`, or ` and 2 more lie`."""
    return f" and {len(things) - 1} more{many}" if len(things) > 1 else one
