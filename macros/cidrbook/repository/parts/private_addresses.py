"""Whether an address is a private one: those that machines of a lab have."""

from __future__ import annotations

from functools import lru_cache

from cidrbook.net.address_text import to_int
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

ADDRESSED = regex(r"1(?<![0-9.]1)(?:0|72|92|00)\.[0-9]{1,3}\.[0-9]")
"""What is like the beginning of a private IPv4 address. What begins with a character is found faster."""

_PRIVATE = ((10, 24), (0xAC1, 20), (0xC0A8, 16), (0x191, 22))
"""The high bits of private addresses (RFC 1918, RFC 6598), and how many bits are behind them."""


def is_private(text: str) -> bool:
    """Whether it is a private IPv4 address, or one of those that providers and tunnels share."""
    number = to_int(text, 4)
    return number is not None and any(number >> shift == base for base, shift in _PRIVATE)


@lru_cache(maxsize=4)
def addressed_lines(source: Source) -> tuple[int, ...]:
    """The numbers of the lines that may hold a private IPv4 address; asked by one reader of a file after another."""
    return tuple(dict.fromkeys(source.at(found.start()).line for found in ADDRESSED.finditer(source.text)))
