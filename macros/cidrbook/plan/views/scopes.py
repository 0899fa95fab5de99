"""The scopes that a plan's networks are in, and parents that are in another one."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Network


@cached_view
def scopes(plan: Inventory) -> Counter[tuple[str, str]]:
    """How many networks there are in each scope: in each VRF at each site."""
    if not any(map(attrgetter("vrf"), plan.networks)) and not any(map(attrgetter("site"), plan.networks)):
        return Counter({("", ""): len(plan.networks)})  # most plans: a tuple for each network would cost more
    return Counter(map(attrgetter("vrf", "site"), plan.networks))


def elsewhere(network: Network, parent: Network) -> bool:
    """Whether the parent is in another VRF or at another site. One that only holds others may name neither."""
    pairs = zip(network.scope, parent.scope, strict=True)
    spans_all = parent.role == "container"
    return any(mine != theirs and not (spans_all and not theirs) for mine, theirs in pairs)
