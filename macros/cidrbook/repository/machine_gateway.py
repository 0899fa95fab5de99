"""The gateway that one machine, or one line of a configuration, gives a network."""

from __future__ import annotations

from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.text.source import Place


class MachineGateway(NamedTuple):
    """A gateway, the network that it is in, and where it is written."""

    cluster: str
    network: IPNetwork
    address: IPAddress
    place: Place
    guessed: bool = False
    """Whether the file says no network, so that it is taken for the usual one around the address."""
