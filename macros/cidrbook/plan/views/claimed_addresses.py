"""The addresses that something has, wherever it is."""

from __future__ import annotations

from netaddr import IPAddress

from cidrbook.plan.inventory import Inventory, cached_view


@cached_view
def claimed_addresses(inventory: Inventory) -> frozenset[IPAddress]:
    """The addresses of all claims, without their scopes."""
    return frozenset(claim.address for claim in inventory.claims)
