"""Which VLANs a network is on: by its own `vlan`, and by the VLANs that list it."""

from __future__ import annotations

from typing import NamedTuple

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network, Vlan
from cidrbook.text.source import Place


class Seat(NamedTuple):
    """One reason why a network is on a VLAN: its own `vlan`, or an entry in the `networks` of a listed VLAN."""

    id: int
    entry: Network | Vlan
    keys: tuple[str | int, ...]

    @property
    def place(self) -> Place:
        """Where it was written."""
        return self.entry.at(*self.keys)


class Seats:
    """Every network's VLANs, ready to be asked."""

    def __init__(self, plan: Inventory) -> None:
        self._plan = plan
        self._listed: dict[str, list[tuple[str, Seat]]] = {}
        for vlan, number in ((other_vlan, other_vlan.id) for other_vlan in plan.vlans if other_vlan.id is not None):
            for index, name in enumerate(vlan.networks):
                self._listed.setdefault(name, []).append((vlan.site, Seat(number, vlan, ("networks", index))))

    def of(self, network: Network) -> tuple[Seat, ...]:
        """Its own VLAN first, then those of its site, or of every site, that list it."""
        own = () if network.vlan is None else (Seat(network.vlan, network, ("vlan",)),)
        listed = self._listed.get(network.id) if self._listed else None
        if not listed:
            return own
        return (*own, *(seat for site, seat in listed if site in ("", network.site)))

    def lists(self, network: Network) -> bool:
        """Whether any VLAN lists it, even one of another site."""
        return network.id in self._listed

    def known(self, network: Network) -> tuple[Seat, ...]:
        """The VLANs it is on; none where its own could not be read."""
        found = self.of(network)
        return () if found and self._plan.lacks(network, "vlan") else found
