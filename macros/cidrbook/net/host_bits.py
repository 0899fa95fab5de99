"""What a finding says of a network that is written with an address inside it."""

from __future__ import annotations

from netaddr import IPNetwork


def host_bits(cidr: IPNetwork) -> str:
    """What is wrong with it."""
    return f"{cidr} is an address in a network, and a network is written with its first address"


def without_host_bits(cidr: IPNetwork) -> str:
    """What to write for the network that it is."""
    return f"write `{cidr.cidr}` ({cidr[0]} to {cidr[-1]})"
