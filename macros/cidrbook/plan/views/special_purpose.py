"""The prefixes of a plan that lie in special-purpose address space."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.net.spans import contains
from cidrbook.net.special import SPECIAL, Kind, Special, is_private, special
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.space import NetworkBlock


class Found(NamedTuple):
    """A prefix of a network that is not plainly private or global, and the entry for it, if there is one."""

    block: NetworkBlock
    entry: Special | None

    @property
    def network(self) -> Network:
        """The network."""
        return self.block.network

    @property
    def shown(self) -> str:
        """How the prefix and the entry stand to each other, as messages say it."""
        if self.entry is None:
            return self.block.shown
        name, rfc = self.entry.name, self.entry.rfc
        if self.entry.prefix == self.block.prefix:
            return f"{self.block.shown} is set apart: {name}, {rfc}"
        verb = "is in" if contains(self.entry.prefix, self.block) else "holds"
        return f"{self.block.shown} {verb} {self.entry.prefix} ({name}, {rfc})"

    def claimed(self, plan: Inventory) -> bool:
        """Whether the plan says whose the addresses are: its own, by the network or its parent, or a provider's."""
        network = self.block.network
        parent = plan.network(network.parent) if network.parent else None
        return bool(network.public or network.role == "wan" or (parent and parent.public))


@cached_view
def classified(plan: Inventory) -> tuple[Found, ...]:
    """The prefixes that are worth a look: all but private ones, global IPv6, and global IPv4 that is said to be so."""
    return tuple(
        Found(NetworkBlock((network.scope, cidr.version), cidr.first, cidr.last, network, which), special(cidr))
        for network in plan.networks
        for which, cidr in enumerate(network.cidrs)
        if (cidr.value >> 24 != 10 or cidr.prefixlen < 8 or cidr.version == 6)  # most are in 10.0.0.0/8
        and not (_plainly_global(cidr, network) or is_private(cidr))
    )


def of_kind(plan: Inventory, *kinds: Kind) -> Iterator[Found]:
    """The prefixes that meet an entry of one of the kinds."""
    return (found for found in classified(plan) if found.entry and found.entry.kind in kinds)


def inhabited(network: Network) -> bool:
    """Whether machines are on the network, by anything that it says."""
    return bool(network.vlan is not None or network.gateways or network.dhcp or network.hosts or network.slaac)


def _plainly_global(cidr: IPNetwork, network: Network) -> bool:
    if cidr.version == 4:
        octet = cidr.value >> 24
        return bool(network.public and cidr.prefixlen >= 8 and octet not in _special_octets())
    return bool(cidr.value >> 125 == 1 and special(cidr) is None)


@cache
def _special_octets() -> frozenset[int]:
    """The first octets of IPv4 addresses that an entry has."""
    ends = ((entry.prefix.first >> 24, entry.prefix.last >> 24) for entry in SPECIAL if entry.prefix.version == 4)
    return frozenset(octet for first, last in ends for octet in range(first, last + 1))
