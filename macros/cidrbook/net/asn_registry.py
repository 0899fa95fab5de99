"""Where AS numbers are written, and what the registry says of them."""

from __future__ import annotations

from typing import NamedTuple

WIDEST_16 = 0xFFFF
"""The largest AS number of 16 bits."""

_LONG = 8


class AsnBlock(NamedTuple):
    """AS numbers from `first` to `last`, and what they are set aside for."""

    first: int
    last: int
    purpose: str


RESERVED = (
    AsnBlock(0, 0, "that no AS can have (RFC 7607)"),
    AsnBlock(23456, 23456, "that stands for any AS of 32 bits (AS_TRANS, RFC 6793)"),
    AsnBlock(65535, 65535, "that is the last of 16 bits, and reserved (RFC 7300)"),
    AsnBlock(65552, 131071, "that IANA keeps back"),
    AsnBlock(4294967295, 4294967295, "that is the last of 32 bits, and reserved (RFC 7300)"),
)
"""Numbers that no AS may have, by IANA's registry of AS numbers."""

DOCUMENTATION = (
    AsnBlock(64496, 64511, "for documentation (RFC 5398)"),
    AsnBlock(65536, 65551, "for documentation (RFC 5398)"),
)
"""Numbers that are for texts and examples."""

PRIVATE = (
    AsnBlock(64512, 65534, "for private use (RFC 6996)"),
    AsnBlock(4200000000, 4294967294, "for private use (RFC 6996)"),
)
"""Numbers that anybody may use inside of a network of their own."""


UNASSIGNED = AsnBlock(1_000_000, 4199999999, "that no registry has given out")
"""Public numbers that IANA has handed to no registry; those that are given out end near 402,000."""


def block_of(number: int, blocks: tuple[AsnBlock, ...]) -> AsnBlock | None:
    """The block that a number is in."""
    return next((block for block in blocks if block.first <= number <= block.last), None)


def series(number: str) -> str:
    """What numbers have in common that are counted on from node to node, as 4200000011 and 4200000012: half of them."""
    return f"{number[: len(number) // 2 + 1]} of {len(number)}" if len(number) >= _LONG else number
