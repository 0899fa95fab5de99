"""What has addresses by its names in DNS: its host name, or its name as one, and its aliases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.exports.domain_names import as_name, label, qualified
from cidrbook.exports.extract import Extract
from cidrbook.pages.rows import Holder


class HostName(NamedTuple):
    """The names of something, and its addresses of one network; the first name is that of its addresses."""

    name: str
    aliases: tuple[str, ...]
    addresses: tuple[IPAddress, ...]
    holder: Holder

    @property
    def names(self) -> tuple[str, ...]:
        """All of its names."""
        return (self.name, *self.aliases)


def host_names(extract: Extract) -> Iterator[HostName]:
    """Everything that has addresses and a name, in the order of the plan; with the domain, where there is one."""
    for holder in extract.holders:
        owner = holder.owner
        written = (as_name(str(getattr(owner, "hostname", ""))), as_name(owner.name))
        own = next((name for name in written if name and name[0] != "*"), "") or label(owner.name) or label(owner.id)
        addresses = reachable(holder)
        if own and addresses:
            aliases = (as_name(alias) for alias in owner.aliases)
            names = dict.fromkeys(qualified(name, extract.domain) for name in (own, *aliases) if name)
            first, *others = names
            yield HostName(first, tuple(others), addresses, holder)


def reachable(holder: Holder) -> tuple[IPAddress, ...]:
    """The addresses that others can use: one of a link alone means nothing elsewhere."""
    return tuple(address for address in holder.addresses if not address.is_link_local())


def by_address(address: IPAddress) -> tuple[int, int]:
    """The key that puts addresses into numeric order, those of IPv4 first."""
    return int(address.version), int(address)
