"""VRRP and CARP groups: the id of each, and the addresses that move between its machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cidrbook.plan.entry import VirtualAddress
from cidrbook.repository.parts.cluster_parts import addresses
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located


def group(name: str, number: Located | None, found: Iterable[Located], product: str = "") -> Iterator[Sighting]:
    """A group of this id; nothing where the id or all addresses are still open."""
    own = [address for written in found for address in addresses(written)]
    if number is not None and number.isdecimal() and own:
        yield sighting(
            "group", VirtualAddress, number.place, name=name, vrid=number, address=own, product=product, mode="vrrp"
        )
