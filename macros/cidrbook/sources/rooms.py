"""The networks of a drafted plan: what files say of ranges, one by one, as networks that do not contradict each other.

A prefix is one network, whatever files say it. What has an address in none gets one: of the mask it is written with,
or else a guessed one, which is said. What documents call a prefix is its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork, IPRange

from cidrbook.plan.entry import Addressed, slug
from cidrbook.plan.ip import mask_of
from cidrbook.plan.network import Host, Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.source import Place
from cidrbook.plan.statement import Statement

_USUAL = {4: 24, 6: 64}
_WIDEST = {4: 8, 6: 32}
_OWN = {4: 32, 6: 128}
_KINDS = {"pods": "pods", "services": "services", "load-balancers": "load-balancer", "nodes": "servers"}
_CLUSTER = ("pods", "services")


@dataclass(eq=False)
class Room:
    """A network of the draft: its prefixes, each with the place it is from, and what lies in it."""

    name: str
    cidrs: list[tuple[IPNetwork, Place]]
    role: str = ""
    vrf: str = ""
    id: str = ""
    told: Network | None = None
    hosts: list[Host] = field(default_factory=list)
    parent: str = ""
    guessed: str = ""
    documented: bool = False
    titled: Place | None = None

    def holds(self, address: IPAddress) -> bool:
        """Whether the address lies in one of the prefixes."""
        return any(cidr.version == address.version and address in cidr for cidr, _ in self.cidrs)

    def around(self, cidr: IPNetwork) -> bool:
        """Whether a prefix lies in one of its own, and is not the same."""
        return any(own.version == cidr.version and cidr in own and cidr != own for own, _ in self.cidrs)

    @property
    def length(self) -> int:
        """How long its longest prefix is: the longer, the nearer it is to what it holds."""
        return max(int(cidr.prefixlen) for cidr, _ in self.cidrs)


class _Key(NamedTuple):
    vrf: str
    cidr: IPNetwork


class Rooms:
    """The networks of a draft, found and made as they are asked for; what could not be told is in `notes`."""

    def __init__(self, plan: Plan) -> None:
        self.all: list[Room] = []
        self.notes: list[str] = []
        self.now: dict[str, Room] = {}
        self._by_cidr: dict[_Key, Room] = {}
        own = plan.cluster_networks
        for network in plan.networks:
            if network.id not in own and network.cidrs:
                self._tell(network)
        self._documents = [it for it in plan.statements if it.address is None and _prefix(it) is not None]

    def _tell(self, network: Network) -> None:
        cidrs = [(self.clean(cidr, network.at("cidr", which)), which) for which, cidr in enumerate(network.cidrs)]
        placed = [(cidr, network.at("cidr", which)) for cidr, which in cidrs]
        room = self.room(placed, network.name, network.role, network.vrf)
        room.told = room.told or network
        room.hosts += network.hosts
        self.now.setdefault(network.id, room)

    def clean(self, cidr: IPNetwork, at: Place) -> IPNetwork:
        """The prefix without host bits; that it was written with some is noted."""
        if cidr.value != cidr.first:
            self.notes.append(f"{at.file}:{at.line} has {cidr}, which is written here as {cidr.cidr}: which is meant?")
        return IPNetwork((int(cidr.first), int(cidr.prefixlen)), version=cidr.version)

    def room(self, cidrs: list[tuple[IPNetwork, Place]], name: str, role: str = "", vrf: str = "") -> Room:
        """The network of these prefixes, made where there is none. A prefix that one has stays there."""
        known = next((self._by_cidr[key] for cidr, _ in cidrs if (key := _Key(vrf, cidr)) in self._by_cidr), None)
        new = [(cidr, place) for cidr, place in cidrs if _Key(vrf, cidr) not in self._by_cidr]
        room = known or Room(name, [], role, vrf)
        if known is None:
            self.all.append(room)
        room.role = room.role or role
        for cidr, place in new:
            if _Key(vrf, cidr) not in self._by_cidr:
                room.cidrs.append((cidr, place))
                self._by_cidr[_Key(vrf, cidr)] = room
        return room

    def ranges(self, names: Iterable[str], plan: Plan, what: str, role: str) -> list[Room]:
        """The one network of a cluster's pods or services: the first prefix of each family; others are noted."""
        first: dict[int, tuple[IPNetwork, Place]] = {}
        for network in filter(None, map(plan.network, names)):
            for which, cidr in enumerate(network.cidrs):
                at = network.at("cidr", which)
                kept, place = first.setdefault(cidr.version, (self.clean(cidr, at), at))
                if kept != IPNetwork(cidr).cidr:
                    self.notes.append(
                        f"two values for the {what}: {kept} ({place.file}:{place.line}) is taken,"
                        f" {cidr} ({at.file}:{at.line}) is not"
                    )
        if not first:
            return []
        room = self.room(list(first.values()), what, role)
        return [room]

    def of(self, cidr: IPNetwork) -> Room | None:
        """The network of a prefix, whatever host bits that has."""
        return self._by_cidr.get(_Key("", cidr.cidr))

    def document(self) -> None:
        """Name networks as documents do, and make those that only documents know of."""
        for it in self._documents:
            cidr = _prefix(it)
            if cidr is None or not it.label:
                continue
            known = self._by_cidr.get(_Key("", cidr))
            if known is not None:
                if known.titled is None:
                    known.name, known.titled = it.label, it.place
            elif it.role and any(room.role == _KINDS.get(it.role) and not room.documented for room in self.all):
                self.notes.append(
                    f"{it.place.file}:{it.place.line} calls {cidr} `{it.label}`, and other files say otherwise"
                )
            elif self._fits(cidr):
                room = self.room([(cidr, it.place)], it.label, _KINDS.get(it.role, ""))
                room.documented, room.titled = True, it.place

    def _fits(self, cidr: IPNetwork) -> bool:
        """Whether a prefix can stand beside the ranges of pods and services, which share with nothing."""
        return not any(
            own.version == cidr.version and (own in cidr or cidr in own)
            for room in self.all
            if room.role in _CLUSTER
            for own, _ in room.cidrs
        )

    def house(self, owner: Addressed, vrf: str = "") -> Room | None:
        """The network that the first address of something lies in; one is made for each address that lies in none."""
        found = [self.at(address, vrf) or self._guess(owner, which, vrf) for which, address in enumerate(owner.addresses)]
        return next(iter(found), None)

    def at(self, address: IPAddress, vrf: str = "") -> Room | None:
        """The smallest network that holds an address; those only documents know of do, too."""
        around = [room for room in self.all if room.vrf == vrf and room.holds(address)]
        return max(around, key=lambda room: room.length, default=None)

    def _guess(self, owner: Addressed, which: int, vrf: str) -> Room:
        address, place = owner.addresses[which], owner.place_of_address(which)
        mask = mask_of(address)
        version = int(address.version)
        told = mask is not None and _WIDEST[version] <= mask < _OWN[version] - 1
        cidr = self._beside(address, mask if told and mask else _USUAL[version], vrf)
        room = self.room([(cidr, place)], str(cidr), vrf=vrf)
        room.guessed = "" if told else "guessed: no file says how long the prefix is"
        return room

    def _beside(self, address: IPAddress, length: int, vrf: str) -> IPNetwork:
        """The prefix of an address of this length, or a longer one that holds no other network."""
        number, version = int(address), int(address.version)
        for longer in range(length, _OWN[version] + 1):
            cidr = IPNetwork((number, longer), version=version).cidr
            if not any(own.version == version and own in cidr for key, own in self._prefixes() if key == vrf):
                return cidr
        return IPNetwork((number, _OWN[version]), version=version)

    def _prefixes(self) -> Iterator[tuple[str, IPNetwork]]:
        return ((room.vrf, cidr) for room in self.all for cidr, _ in room.cidrs)

    def settle(self) -> None:
        """Put the networks in order, give each an id of its own, and say which lies in which."""
        self.all.sort(key=lambda room: (room.vrf, room.cidrs[0][0].version, int(room.cidrs[0][0].first), room.length))
        taken: Counter[str] = Counter()
        for room in self.all:
            base = slug(room.name)
            taken[base] += 1
            room.id = base if taken[base] == 1 else f"{base}-{slug(str(room.cidrs[0][0]))}"
        for room in self.all:
            room.parent = next((it.id for it in self._above(room)), "")

    def _above(self, room: Room) -> list[Room]:
        """The networks around one that it may lie in, the smallest first: none is of pods or services."""
        apart = room.role in _CLUSTER
        found = [
            it
            for it in self.all
            if it.vrf == room.vrf
            and it.role not in _CLUSTER
            and (it.documented or not apart)
            and any(it.around(cidr) for cidr, _ in room.cidrs)
        ]
        return sorted(found, key=lambda it: -it.length)


def _prefix(it: Statement) -> IPNetwork | None:
    """The one prefix that a document says, whatever its spelling."""
    cidrs = IPRange(IPAddress(it.first, it.version), IPAddress(it.last, it.version)).cidrs() if it.last > it.first else []
    return cidrs[0] if len(cidrs) == 1 and _WIDEST[it.version] <= cidrs[0].prefixlen else None
