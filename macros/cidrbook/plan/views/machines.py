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


_PLACEHOLDERS = frozenset(
    {0, *(int(digit * 12, 16) for digit in "123456789abcde"), 0x1234_5678_9ABC, 0x0123_4567_89AB, 0xAABB_CCDD_EEFF}
    | {0x0011_2233_4455, 0xDEAD_BEEF_CAFE, 0xDEAD_BEEF_0000, 0x0000_DEAD_BEEF}
)
"""MAC addresses that people write until they know the right one. All ones is the broadcast address."""


def is_placeholder(mac: int) -> bool:
    """Whether a MAC address stands for one that is not known yet."""
    return mac in _PLACEHOLDERS


def and_more(things: Collection[object], one: str, many: str) -> str:
    """How a message goes on that names the first of several: ` lies`, or ` and 2 more lie`."""
    return f" and {len(things) - 1} more{many}" if len(things) > 1 else one
