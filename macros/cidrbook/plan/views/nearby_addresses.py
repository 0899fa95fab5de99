"""What lies around an address: its link, and the next address there that is free."""

from __future__ import annotations

from collections.abc import Iterable

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import around
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network


def link_local(address: IPAddress) -> bool:
    """Whether the address counts on one link only (fe80::/10), so that others may have it on theirs."""
    return bool(address.version == 6 and int(address) >> 118 == 0xFE80 >> 6)


def as_free(plan: Inventory, network: Network | None, version: int) -> str:
    """The end of a hint, `, such as 10.0.0.7`.

    Nothing where no address is free or no interface is on the network; nor the first address of a network
    without a gateway, which most routers have.
    """
    free = None if network is None or network.id in plan.virtual else plan.next_free(network, version)
    return f", such as {free}" if network and free and not _may_be_router(network, free) else ""


def _may_be_router(network: Network, address: IPAddress) -> bool:
    """Whether nobody says who the router is, and the address is the first one of the network."""
    return not network.gateways and any(int(address) == cidr.first + 1 for cidr in network.family(address.version))


def is_strange(
    address: IPAddress, own: Iterable[IPAddress], homes: Iterable[IPNetwork], links: Iterable[IPNetwork]
) -> bool:
    """Whether a router with these addresses has most likely not this one as well.

    It has another one in its network, among `links`; or the address is on none of the networks that the nodes are on.
    """
    of_family = (candidate for candidate in own if candidate.version == address.version)
    known = [candidate for candidate in of_family if not candidate.is_loopback()]
    near = [around(address), *(link for link in links if address in link)]
    near_home = [home for home in homes if home.version == address.version]
    beside = any(candidate in cidr for candidate in known for cidr in near)
    return bool(known) and (beside or (bool(near_home) and not any(address in home for home in near_home)))
