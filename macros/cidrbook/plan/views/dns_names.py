"""The names in DNS that a plan gives to what has addresses: host names, and aliases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.text.source import Place


class DnsName(NamedTuple):
    """A name in DNS, the site it counts at, and what has it. `keys` lead to where it is written."""

    site: str
    owner: Addressed
    keys: tuple[str | int, ...]
    written: str

    @property
    def place(self) -> Place:
        """Where it was written."""
        return self.owner.at(*self.keys)

    @property
    def is_alias(self) -> bool:
        """Whether it is a further name."""
        return self.keys[0] == "aliases"


@cached_view
def dns_names(plan: Inventory) -> tuple[DnsName, ...]:
    """Every host name and alias, in the order of the plan."""
    return tuple(_all_dns_names(plan))


def _all_dns_names(plan: Inventory) -> Iterator[DnsName]:
    for (_, site), owner in plan.owners:
        hostname = owner.hostname if isinstance(owner, Machine | Service) else ""
        if hostname:
            yield DnsName(site, owner, ("hostname",), hostname)
        for which, alias in enumerate(owner.aliases):
            yield DnsName(site, owner, ("aliases", which), alias)
