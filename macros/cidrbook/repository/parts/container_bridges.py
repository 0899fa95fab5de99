"""Networks of containers: each is one machine's own, or a part of the LAN."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.container_networks import DYNAMIC, LAN
from cidrbook.repository.parts.cluster_parts import host
from cidrbook.repository.parts.router_networks import pooled
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.names import slug

ON_LAN = ("macvlan", "ipvlan")
"""Drivers that put containers on the machine's own network."""


@dataclass
class Bridge:
    """One network of containers in a file.

    `where` tells it from others of its name, `machine` names what runs its containers, as far as paths show that.
    `ranges` are those that containers without a static address get theirs from; `dynamic` says that there are some.
    """

    where: str
    name: str
    machine: str = ""
    on_lan: bool = False
    subnets: list[Located] = field(default_factory=list)
    gateways: list[Located] = field(default_factory=list)
    ranges: list[Located] = field(default_factory=list)
    members: list[tuple[str, Located]] = field(default_factory=list)
    dynamic: bool = False

    def sightings(self) -> Iterator[Sighting]:
        """The network, in a scope of its own, with its containers; those on the LAN are also hosts there."""
        first = next(iter([*self.subnets, *(text for _, text in self.members)]), None)
        if first is None:
            return
        key = slug(f"containers {self.where}")
        seen = sighting(
            "network",
            Network,
            first.place,
            name=self.name if self.name.startswith("container") else f"containers {self.name}",
            id=key,
            vrf=key,
            tags=[
                slug(f"machine {self.machine}") if self.machine else "",
                LAN if self.on_lan else "",
                DYNAMIC if self.dynamic else "",
            ],
            cidr=self.subnets,
            gateway=self.gateways,
            reserved=[text for written in self.ranges for text in pooled(written)],
        )
        hosts = tuple(
            seen.entry for who, at in self.members for seen in host(who, [at]) if isinstance(seen.entry, Host)
        )
        yield seen._replace(entry=seen.entry.model_copy(update={"hosts": hosts}))
        if self.on_lan:  # what is there twice is said once, of the network
            for who, at in {str(member[1]): member for member in reversed(self.members)}.values():
                yield from host(who, [at])
