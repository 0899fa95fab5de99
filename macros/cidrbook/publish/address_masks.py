"""Masks of addresses, in space that nobody uses: 240.0.0.0/4 (reserved), 2001:db8::/32 and 3fff::/20 (documentation).

So a mask is never the address of anything, in this lab or another. Crypto-PAn flips the bits of a network. The last
octet stays, and a small interface id of IPv6: a gateway is `.1` still, and a range of addresses is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from netaddr import IPAddress, IPNetwork, spanning_cidr

from cidrbook.net.ip import AddressRange
from cidrbook.publish.crypto_pan import WIDTH, flips, scattered
from cidrbook.publish.kinds import address_kind

_PLACES = tuple(
    (IPNetwork(source), IPNetwork(target))
    for source, target in (
        ("10.0.0.0/8", "241.0.0.0/8"),
        ("172.16.0.0/12", "242.0.0.0/12"),
        ("192.168.0.0/16", "243.0.0.0/16"),
        ("100.64.0.0/10", "244.0.0.0/10"),
        ("0.0.0.0/0", "248.0.0.0/5"),
        ("fc00::/7", "2001:db8::/32"),
        ("::/0", "3fff::/20"),
    )
)
"""Where masks of each space are. A target that is smaller loses bits, whose flips are in all bits behind them."""

_OCTET = 24
"""The bits of an IPv4 address that are flipped; in a network with a range over several /24 fewer, but never so few:"""
_FEWEST = 22

_INTERFACE, _SMALL = 64, 16
"""The bits of an interface id, and of one that says no more than a last octet does: that stays."""

_ELSEWHERE = {4: IPNetwork("248.0.0.0/5"), 6: IPNetwork("3fff::/20")}
"""Where all masks are that keep no structure."""


@dataclass(frozen=True, slots=True)
class AddressMasks:
    """The masks of addresses by one key; `wide` are the beginnings of prefixes that ranges need whole."""

    key: bytes
    structure: bool = True
    wide: frozenset[tuple[int, int]] = frozenset()
    shown: frozenset[IPAddress | IPNetwork] = field(default_factory=frozenset)

    def of(self, value: IPAddress | IPNetwork | AddressRange) -> IPAddress | IPNetwork | AddressRange:
        """The mask of an address, a prefix or a range."""
        if isinstance(value, IPNetwork):
            return self.prefix(value)
        return self.range(value) if isinstance(value, AddressRange) else self.address(value)

    def address(self, address: IPAddress) -> IPAddress:
        """The mask of an address."""
        if address in self.shown or not address_kind(address):
            return IPAddress(address)
        return IPAddress(self._number(int(address), address.version), address.version)

    def prefix(self, prefix: IPNetwork) -> IPNetwork:
        """The mask of a prefix, host bits and all. One that holds a whole space becomes that space's place."""
        if prefix in self.shown or not address_kind(prefix):
            return IPNetwork(prefix)
        length = max(int(prefix.prefixlen), _mask_space(prefix.value, prefix.version)[1].prefixlen)
        number = self._number(prefix.value, prefix.version, 128 if self.structure else length)
        if prefix.value == prefix.first:
            number = number >> WIDTH[prefix.version] - length << WIDTH[prefix.version] - length
        return IPNetwork((number, length), version=prefix.version)

    def range(self, part: AddressRange) -> AddressRange:
        """The mask of a range: as long as it is where it lies in one network, else all of the smallest prefix."""
        first, last = self.address(part.first), self.address(part.last)
        if int(last) - int(first) == int(part.last) - int(part.first):
            return AddressRange(first, last)
        around = self.prefix(spanning_cidr((part.first, part.last)))
        return AddressRange(IPAddress(around.first, around.version), IPAddress(around.last, around.version))

    def _number(self, number: int, version: int, length: int = 128) -> int:
        network = min(self._network(number, version), length)
        host = WIDTH[version] - network
        target = _mask_space(number, version)[1] if self.structure else _ELSEWHERE[version]
        if self.structure:
            masked = (number ^ flips(self.key, number, version)) >> host
        else:
            masked = scattered(self.key, number, network, version) >> 128 - network
        whole = masked << host | self._host(number, version) & (1 << host) - 1
        return int(target.first | whole & (1 << WIDTH[version] - target.prefixlen) - 1)

    def _network(self, number: int, version: int) -> int:
        """How many of the first bits are a network's."""
        if version == 6:
            return _INTERFACE
        wide = (bits for bits in range(_FEWEST, _OCTET) if (bits, number >> 32 - bits) in self.wide)
        return next(wide, _OCTET)

    def _host(self, number: int, version: int) -> int:
        """What is said of the host. The zeros that an interface id begins with stay, and the bit that ends them."""
        interface = number & (1 << _INTERFACE) - 1
        if version == 4 or not interface >> _SMALL:
            return number
        return number ^ flips(self.key, number, version) & (1 << interface.bit_length() - 1) - 1


def _mask_space(number: int, version: int) -> tuple[IPNetwork, IPNetwork]:
    """The space that an address is in, and where its masks are."""
    return next(place for place in _PLACES if place[0].version == version and place[0].first <= number <= place[0].last)


def wide_prefixes(ranges: Iterable[AddressRange]) -> frozenset[tuple[int, int]]:
    """The prefixes around ranges that cross the end of a /24 and are not larger than a /22."""
    around = (spanning_cidr((part.first, part.last)) for part in ranges if part.first.version == 4)
    return frozenset(
        (int(prefix.prefixlen), prefix.first >> 32 - prefix.prefixlen)
        for prefix in around
        if _FEWEST <= prefix.prefixlen < _OCTET
    )
