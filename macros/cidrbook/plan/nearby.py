"""What lies around an address: its link, and the next address there that is free."""

from __future__ import annotations

from netaddr import IPAddress

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan


def link_local(address: IPAddress) -> bool:
    """Whether the address counts on one link only (fe80::/10), so that others may have it on theirs."""
    return bool(address.version == 6 and int(address) >> 118 == 0xFE80 >> 6)


def as_free(plan: Plan, network: Network | None, version: int) -> str:
    """The end of a hint, `, as 10.0.0.7`; nothing where no address is free or no interface is on the network."""
    free = None if network is None or network.id in plan.virtual else plan.next_free(network, version)
    return f", as {free}" if free else ""
