"""Who has an address, by a lease or in a scan, beside who should have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.net.ip import AddressRange
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.inventory import Claim, Inventory
from cidrbook.plan.network import Host, Network
from cidrbook.repository.parts.occupants import LEASE, SCAN
from cidrbook.text.names import slug
from cidrbook.text.source import Place


class Occupied(NamedTuple):
    """An address that somebody has."""

    occupant: Host
    address: IPAddress

    @property
    def place(self) -> Place:
        """Where the lease or the scan says so."""
        return self.occupant.place_of_address(0)

    @property
    def shown(self) -> str:
        """What somebody has, as messages say it."""
        if self.occupant.description == LEASE:
            return f"{self.occupant.name} has a lease of {self.address}"
        return f"{self.occupant.name} is seen at {self.address}"


def leases_outside(
    inventory: Inventory, occupants: Iterable[Host], site: str
) -> Iterator[tuple[Occupied, Network, AddressRange]]:
    """Leases outside of the DHCP ranges of their network, each with one of those, that nothing claims."""
    if not inventory.leases:
        return
    for found in _occupied(occupants):
        home = _served_network(inventory, found.address, site) if found.occupant.description == LEASE else None
        domain, number = (("", site), found.address.version), int(found.address)
        if home is not None and not inventory.taken.meeting(domain, number, number):
            yield found, *home


def _served_network(inventory: Inventory, address: IPAddress, site: str) -> tuple[Network, AddressRange] | None:
    """The network of an address, with a DHCP range of it. A range without a prefix is that of its last octet's."""
    around = inventory.space.covering(("", site), address)
    networks = [around] if around else [network for network in inventory.networks if not network.cidrs]
    ranges = [(network, pool) for network in networks for pool in network.dhcp if pool.first.version == address.version]
    if around is None:
        ranges = [(network, pool) for network, pool in ranges if {int(end) >> 8 for end in pool} == {int(address) >> 8}]
    return next(iter(ranges), None)


def used_by_others(inventory: Inventory, occupants: Iterable[Host], site: str) -> Iterator[tuple[Occupied, Claim]]:
    """Addresses that somebody has and another machine claims, with that claim."""
    for found in _occupied(occupants):
        number = int(found.address)
        claims = inventory.held.within((("", site), found.address.version), number, number)
        owners = [span.owner for span in claims]
        if owners and not any(_may_be_one(found.occupant, claim.owner) for claim in owners):
            yield found, owners[0]


def unknown_machines(inventory: Inventory, occupants: Iterable[Host], site: str) -> Iterator[tuple[Occupied, Network]]:
    """Addresses that answer in a network with hosts, and that nothing claims or hands out."""
    for found in _occupied(occupants):
        home = inventory.space.covering(("", site), found.address) if found.occupant.description == SCAN else None
        number = int(found.address)
        taken = home and inventory.taken.meeting((("", site), found.address.version), number, number)
        if home is not None and home.hosts and not taken:
            yield found, home


def _occupied(occupants: Iterable[Host]) -> Iterator[Occupied]:
    return (Occupied(occupant, address) for occupant in occupants for address in occupant.addresses)


def _may_be_one(occupant: Host, owner: Addressed) -> bool:
    """Whether an occupant may be the owner: they have one MAC address, one name, or too little is known."""
    card = owner.mac if isinstance(owner, Machine) else None
    if card is not None and occupant.mac is not None:
        return int(card) == int(occupant.mac)
    reserved = isinstance(owner, Machine) and owner.assigned == "reservation"
    return reserved or not occupant.hostname or bool(_names(occupant) & _names(owner))


def _names(owner: Addressed) -> set[str]:
    """What it may be called: its names without a domain."""
    names = (owner.id, owner.name, getattr(owner, "hostname", ""), *owner.aliases)
    return {slug(name.partition(".")[0]) for name in names if name}
