"""Networks that are each other's parents."""

from __future__ import annotations

from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Network


@cached_view
def circles(plan: Inventory) -> tuple[tuple[Network, ...], ...]:
    """Every circle of two or more networks that are each other's parents, each before the one it names."""
    walked: dict[int, int] = {}  # by identity, which walk came by: two networks may have one id
    found = []
    children = (network for network in plan.networks if network.parent)
    for number, start in enumerate(children):
        above: Network | None = start
        trail: list[Network] = []
        while above is not None and id(above) not in walked:
            walked[id(above)] = number
            trail.append(above)
            above = plan.network(above.parent) if above.parent else None
        if above is not None and walked[id(above)] == number and above is not trail[-1]:
            found.append(tuple(trail[_index(trail, above) :]))
    return tuple(found)


def _index(trail: list[Network], network: Network) -> int:
    return next(index for index, other_network in enumerate(trail) if other_network is network)
