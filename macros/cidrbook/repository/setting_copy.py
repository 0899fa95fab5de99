"""A setting: a name with the addresses, prefixes or ranges that one place gives it, which other places may copy."""

from __future__ import annotations

from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange
from cidrbook.plan.network import Network
from cidrbook.text.source import Place


class SettingCopy(NamedTuple):
    """What a file writes under a name, and the id of the cluster whose file it is. It is compared, and no network."""

    cluster: str
    written: Network

    @property
    def name(self) -> str:
        """The name, as the file spells it."""
        return self.written.name

    @property
    def purpose(self) -> str:
        """What it is compared with."""
        return self.written.purpose

    @property
    def role(self) -> str:
        """What its name says that the prefixes are for: pods or services."""
        return self.written.role

    @property
    def prefixes(self) -> tuple[IPNetwork, ...]:
        """The prefixes; an address is one of its own."""
        return self.written.cidrs

    @property
    def addresses(self) -> tuple[IPAddress, ...]:
        """The addresses; of a prefix, the first one."""
        return tuple(IPAddress(prefix.first, prefix.version) for prefix in self.prefixes)

    @property
    def file(self) -> str:
        """The file that it is in."""
        return self.written.origin.source.file

    @property
    def ranges(self) -> tuple[AddressRange, ...]:
        """The ranges from one address to another."""
        return tuple(part.whole for part in self.written.reserved)

    @property
    def shown(self) -> str:
        """Its values, as messages say them."""
        return self.written.cidr or ", ".join(map(str, self.ranges))

    def place(self, which: int = 0) -> Place:
        """Where one of its prefixes is written; the range, where it has none."""
        return self.written.at("cidr" if self.prefixes else "reserved", which)
