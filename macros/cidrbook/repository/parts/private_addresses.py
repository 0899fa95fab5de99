"""Whether an address is a private one: those that machines of a lab have."""

from __future__ import annotations

from cidrbook.net.address_text import to_int

_PRIVATE = ((10, 24), (0xAC1, 20), (0xC0A8, 16), (0x191, 22))
"""The high bits of private addresses (RFC 1918, RFC 6598), and how many bits are behind them."""


def is_private(text: str) -> bool:
    """Whether it is a private IPv4 address, or one of those that providers and tunnels share."""
    number = to_int(text, 4)
    return number is not None and any(number >> shift == base for base, shift in _PRIVATE)
