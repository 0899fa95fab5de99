"""The gateways of a plan that are not where gateways are."""

from __future__ import annotations

from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Network


class OutsideGateway(NamedTuple):
    """A gateway that no prefix of its network holds."""

    network: Network
    which: int
    address: IPAddress

    @property
    def foreign(self) -> bool:
        """Whether the network has no prefix of this IP version at all."""
        return self.address.version not in self.network.versions


@cached_view
def outside_gateways(plan: Inventory) -> tuple[OutsideGateway, ...]:
    """Every gateway outside its network, but IPv6's link-local ones, which are right on any link."""
    return tuple(
        OutsideGateway(network, index, gateway)
        for network in plan.networks
        for index, gateway in enumerate(network.gateways)
        if not (network.cidrs and _prefix_holds(network.cidrs[0], gateway)) and _gateway_outside(plan, network, gateway)
    )


def _prefix_holds(cidr: IPNetwork, address: IPAddress) -> bool:
    """Whether the prefix holds the address: in most networks the first one does, and this is quick to say."""
    version = cidr.version
    differ = (cidr.value ^ address.value) >> ((32 if version == 4 else 128) - cidr.prefixlen)
    return bool(version == address.version and not differ)


def _gateway_outside(plan: Inventory, network: Network, gateway: IPAddress) -> bool:
    usual = network.holds(gateway) or (gateway.version == 6 and gateway.is_link_local())
    return bool(network.cidrs) and not usual and not plan.lacks(network, "cidr")
