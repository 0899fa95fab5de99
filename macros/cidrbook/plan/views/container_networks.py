"""Networks of containers, as a repository shows them: each is in a scope of its own, as machines do not share them."""

from __future__ import annotations

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.plan.network import Network
from cidrbook.plan.space import usable

LAN = "lan"
"""The tag of networks that are a part of the machine's own."""


DYNAMIC = "dynamic"
"""The tag of networks in which a container gets its address when it starts."""


def is_bridge(network: Network) -> bool:
    """Whether a network is one of containers, which says in its tags which machine it is on."""
    return bool(network.vrf) and network.vrf == network.id


def gateways(network: Network) -> Iterator[tuple[IPAddress, int | None]]:
    """The addresses that a machine has in such a network, each with its number where it is written, or the first ones.

    Where none is written, Docker and Podman take the first one of each prefix, but on the LAN.
    """
    yield from ((gateway, which) for which, gateway in enumerate(network.gateways))
    for cidr in network.cidrs if LAN not in network.tags else ():
        if not any(gateway.version == cidr.version for gateway in network.gateways):
            yield IPAddress(usable(cidr)[0], cidr.version), None
