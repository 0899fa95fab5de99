"""IPv6: the prefixes of a plan's networks, and those that a provider delegates."""

from __future__ import annotations

from collections.abc import Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.plan.inventory import Inventory, cached_view, first_by_id
from cidrbook.plan.network import Delegation, Network
from cidrbook.plan.space import NetworkBlock

SITE_BITS = 128 - 48
"""What lies behind the /48 of a site."""


@cached_view
def ipv6_blocks(plan: Inventory) -> tuple[NetworkBlock, ...]:
    """The IPv6 prefixes of all networks, in the order of the plan."""
    return tuple(_ipv6_blocks(plan))


def _ipv6_blocks(plan: Inventory) -> Iterator[NetworkBlock]:
    for network in plan.networks:
        for which, cidr in enumerate(network.cidrs):
            if cidr.version == 6:
                yield NetworkBlock((network.scope, 6), cidr.first, cidr.last, network, which)


def locally_assigned(block: NetworkBlock) -> bool:
    """Whether it is a unique local prefix (fd00::/8) of one site: a /48, or part of one."""
    return block.first >> 120 == 0xFD and block.last - block.first < 1 << SITE_BITS


def of_site(block: NetworkBlock) -> IPNetwork:
    """The /48 that the prefix lies in."""
    return IPNetwork((block.first >> SITE_BITS << SITE_BITS, 48), version=6)


def is_global(number: int) -> bool:
    """Whether a number is an address of 2000::/3, from which all global unicast addresses are so far."""
    return number >> 125 == 1


def taken_subnets(plan: Inventory) -> Iterator[tuple[Network, Delegation, int]]:
    """Every network that takes a subnet of a delegated prefix, with the delegation and the subnet's number."""
    known = first_by_id(plan.delegations)
    for network in plan.networks if known else ():
        taken = network.delegated
        delegation = known.get(taken.by) if taken else None
        if taken and delegation and taken.subnet_id is not None:
            yield network, delegation, taken.subnet_id


def room(delegation: Delegation) -> int | None:
    """How many /64s the delegated prefix holds, if its length is known."""
    return None if delegation.length is None else 1 << (64 - delegation.length)


def subnet(delegation: Delegation, number: int) -> IPNetwork | None:
    """The /64 of this number, as far as the plan says enough to know it."""
    if delegation.prefix is None or delegation.prefix.version != 6:
        return None
    fits = delegation.prefix.prefixlen <= 64 and number < 1 << (64 - delegation.prefix.prefixlen)
    return IPNetwork((delegation.prefix.first + (number << 64), 64), version=6) if fits else None


def from_delegation(plan: Inventory, network: Network, address: IPAddress) -> bool:
    """Whether the address may well be in the network by way of the prefix that is delegated to it."""
    taken = network.delegated
    if taken is None or address.version != 6 or not is_global(int(address)):
        return False
    delegation = next(
        (other_delegation for other_delegation in plan.delegations if other_delegation.id == taken.by), None
    )
    prefix = subnet(delegation, taken.subnet_id) if delegation and taken.subnet_id is not None else None
    return prefix is None or address in prefix
