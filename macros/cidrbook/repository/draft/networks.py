"""The networks of a drafted plan, merged from all files so that they do not contradict each other.

A prefix is one network, however many files mention it. An address outside of all networks gets one: with its own mask,
or with a guessed one, which a comment says. A network has the name that documents give to its prefix.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import mask_of
from cidrbook.net.spans import overlap
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Addressed
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.container_networks import LAN, is_bridge
from cidrbook.repository.draft.entries import is_open, unique, where
from cidrbook.repository.observation import Observation, nameless
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_USUAL = {4: 24, 6: 64}
"""The usual prefix length of a home network, used where no file has a mask."""
WIDEST = {4: 8, 6: 32}
"""A mask that is shorter is a mistake, or a whole address space."""
_OWN = {4: 32, 6: 128}
"""The mask of a single address says nothing of its network."""
_OVERLAYS = {
    IPNetwork("100.64.0.0/10"): "tailnet",
    IPNetwork("fd7a:115c:a1e0::/48"): "tailnet",
    IPNetwork("200::/7"): "yggdrasil",
}
"""The networks of overlays whose prefix every such lab has: Tailscale, Yggdrasil."""
_NO_NAME = regex(r".*\.arpa|network|subnet|cidr|prefix|(?:br-)?(?=[a-f]*[0-9])[0-9a-f]{12}", re.IGNORECASE)
"""A zone of addresses, a key that has a network without naming it, an id of Docker: the prefix says more."""
_LIST = regex(r"(?:[a-z0-9]+_)*[a-z0-9]+s", re.IGNORECASE)
"""A variable with a list, as `lan_subnets`: what stands in it are several, none of which is called so."""
_PrefixAt: TypeAlias = tuple[IPNetwork, Place]

CLUSTER = ("pods", "services")
"""The roles of ranges that only exist inside a cluster."""


@dataclass(eq=False)
class Room:
    """A network of the draft: its prefixes with their places, and what lies in it."""

    name: str
    cidrs: list[_PrefixAt]
    role: str = ""
    vrf: str = ""
    id: str = ""
    entries: list[Network] = field(default_factory=list)
    hosts: list[tuple[Host, tuple[int, ...]]] = field(default_factory=list)
    owner: str = ""
    parent: str = ""
    guessed: str = ""
    documented: bool = False
    titled: Place | None = None

    def holds(self, address: IPAddress) -> bool:
        """Whether one of the prefixes holds the address."""
        return any(cidr.version == address.version and address in cidr for cidr, _ in self.cidrs)

    @property
    def is_named(self) -> bool:
        """Whether a file that is no document names it: its name is neither a prefix nor made here of its role."""
        made = self.guessed or self.name in ("nodes", *(str(cidr) for cidr, _ in self.cidrs))
        return not made and not self.name.startswith(("pods of ", "services of ", "load balancers of "))

    @property
    def length(self) -> int:
        """The length of its longest prefix. The longer it is, the closer the network fits."""
        return max(int(cidr.prefixlen) for cidr, _ in self.cidrs)


def _names_of_lists(networks: Iterable[Network]) -> set[str]:
    """The names of variables that several networks of one file and one version are called by."""
    named = [(network.name, network.at().file, network.cidrs[0].version) for network in networks if network.cidrs]
    return {name for (name, *_), number in Counter(named).items() if number > 1 and _LIST.fullmatch(name)}


def _other_vlan(room: Room, network: Network) -> bool:
    """Whether the files that tell of a network have it on another VLAN."""
    return any(entry.vlan and entry.vlan != network.vlan for entry in room.entries)


class _Index:
    """The networks by prefix: finds those around an address or inside a prefix without asking all of them."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, int, int], Room] = {}
        self._lengths: dict[int, set[int]] = {4: set(), 6: set()}
        self._firsts: list[tuple[str, int, int]] = []

    def get(self, vrf: str, cidr: IPNetwork) -> Room | None:
        """The network of this prefix."""
        return self._found.get((vrf, cidr.version, cidr.prefixlen, int(cidr.first)))

    def put(self, vrf: str, cidr: IPNetwork, room: Room) -> None:
        """Adds a network under a prefix."""
        self._found[vrf, cidr.version, cidr.prefixlen, int(cidr.first)] = room
        self._lengths[cidr.version].add(cidr.prefixlen)
        insort(self._firsts, (vrf, cidr.version, int(cidr.first)))

    def drop(self, vrf: str, cidr: IPNetwork) -> None:
        """Removes the network of a prefix."""
        del self._found[vrf, cidr.version, cidr.prefixlen, int(cidr.first)]
        self._firsts.remove((vrf, cidr.version, int(cidr.first)))

    def around(self, vrf: str, version: int, number: int, shorter: int = 129) -> Iterator[Room]:
        """The networks that hold an address and have a prefix shorter than `shorter`, the smallest first."""
        for length in sorted(self._lengths[version], reverse=True):
            rest = _OWN[version] - length
            room = self._found.get((vrf, version, length, number >> rest << rest)) if length < shorter else None
            if room is not None:
                yield room

    def beginning_in(self, vrf: str, cidr: IPNetwork) -> Iterator[Room]:
        """The networks with a prefix that begins in this one."""
        at = bisect_left(self._firsts, (vrf, cidr.version, int(cidr.first)))
        while at < len(self._firsts) and self._firsts[at] <= (vrf, cidr.version, int(cidr.last)):
            first = self._firsts[at][2]
            for length in self._lengths[cidr.version]:
                room = self._found.get((vrf, cidr.version, length, first))
                if room is not None:
                    yield room
            at += 1


class Rooms:
    """The networks of a draft, made on demand. Open questions are in `notes`."""

    def __init__(self, plan: Observation) -> None:
        self.all: list[Room] = []
        self.notes: list[str] = []
        self.now: dict[str, Room] = {}
        self._index = _Index()
        own = plan.cluster_networks
        self._lists = _names_of_lists(plan.networks)
        for network in plan.networks:
            if network.id not in own and network.cidrs:
                self._add_declared(network)
        for name in (name for cluster in plan.clusters for name in cluster.node_networks if name in self.now):
            self.now[name].role = self.now[name].role or "servers"

    def _add_declared(self, declared: Network) -> None:
        network = _as_lan(declared) if LAN in declared.tags else declared
        cidrs = [(self.clean(cidr, network.at("cidr", which)), which) for which, cidr in enumerate(network.cidrs)]
        placed = [(cidr, network.at("cidr", which)) for cidr, which in cidrs]
        before = [self._index.get(network.vrf, cidr) for cidr, _ in placed]
        if any(room and network.vlan and _other_vlan(room, network) for room in before):
            room = Room(network.name, placed, network.role, network.vrf)  # a link of its own, in a prefix that has one
            self.all.append(room)
        else:
            room = self.room(placed, network.name, network.role, network.vrf)
        room.entries.append(network)
        self.now.setdefault(declared.id, room)
        if _NO_NAME.fullmatch(network.name) or is_open(network.name) or network.name in self._lists:
            room.name = str(placed[0][0]) if room.name == network.name else room.name

    def clean(self, cidr: IPNetwork, at: Place) -> IPNetwork:
        """The prefix without host bits. Host bits are noted."""
        if cidr.value != cidr.first:
            self.notes.append(f"{where(at)} has {cidr}, which is written here as {cidr.cidr}: which is meant?")
        return IPNetwork((int(cidr.first), int(cidr.prefixlen)), version=cidr.version)

    def room(self, cidrs: list[_PrefixAt], name: str, role: str = "", vrf: str = "") -> Room:
        """The network of these prefixes, made if there is none. A prefix stays with the network that already has it."""
        known = next((room for cidr, _ in cidrs if (room := self._index.get(vrf, cidr))), None)
        room = known or Room(name, [], role, vrf)
        room.role = room.role or role
        for cidr, place in cidrs:
            if self._index.get(vrf, cidr) is None:
                room.cidrs.append((cidr, place))
                self._index.put(vrf, cidr, room)
        if known is None:
            self.all.append(room)
        return room

    def ranges(self, cluster: Cluster, plan: Observation, part: str) -> Room | None:
        """The network of a cluster's pods or services: one prefix of each family, preferably the network plugin's."""
        found: dict[int, list[_PrefixAt]] = {4: [], 6: []}
        for network in filter(None, map(plan.network, getattr(cluster, part))):
            for which, cidr in enumerate(network.cidrs):
                at = network.at("cidr", which)
                found[cidr.version].append((self.clean(cidr, at), at))
        if nameless(plan, cluster):
            self.notes += [
                f"{_with_place(pair)} is for {part}, and nothing says of which cluster"
                for pair in _of_all_families(found)
            ]
            return None
        routed = (*cluster.cni.native_routing, *cluster.cni.pods) if cluster.cni and part == "pods" else ()
        shared = _cluster_families(plan, cluster)
        self.notes += [
            f"{_with_place(pair)} is for {part}, of a family that nothing else there has"
            for pair in _of_all_families(found)
            if pair[0].version not in shared
        ]
        chosen = [
            self._first_routed(own, routed, f"{part} of {cluster.name}")
            for version, own in found.items()
            if own and version in shared
        ]
        return self.room(chosen, f"{part} of {cluster.name}", part) if chosen else None

    def _first_routed(self, found: list[_PrefixAt], routed: Sequence[IPNetwork], what: str) -> _PrefixAt:
        taken = next((pair for pair in found if any(pair[0] in cidr for cidr in routed)), found[0])
        others = {pair[0]: pair for pair in found if pair[0] != taken[0]}.values()
        self.notes += [
            f"two values for the {what}: {_with_place(taken)} is taken, {_with_place(pair)} is not" for pair in others
        ]
        return taken

    def part(self, rooms: Iterable[Room]) -> None:
        """Drops ranges that overlap another cluster's range of another role: no file shows which is right."""
        ranges = list({id(room): room for room in rooms}.values())
        for room in ranges:
            others = [
                own
                for other in ranges
                if (other.owner != room.owner and other.role != room.role)
                for own, _ in other.cidrs
            ]
            for cidr, place in list(room.cidrs):
                if any(overlap(cidr, own) and cidr.prefixlen <= own.prefixlen for own in others):
                    self.notes.append(
                        f"{_with_place((cidr, place))} is left out: the ranges of another cluster lie in it"
                    )
                    room.cidrs.remove((cidr, place))
                    self._index.drop(room.vrf, cidr)
        self.all = [room for room in self.all if room.cidrs]

    def of(self, cidr: IPNetwork) -> Room | None:
        """The network of a prefix, which may have host bits."""
        return self._index.get("", cidr.cidr)

    def house(self, owner: Addressed, vrf: str = "") -> list[Room | None]:
        """The networks of an owner's addresses, made if there are none; None for one of the internet."""
        places = map(owner.place_of_address, range(len(owner.addresses)))
        return [
            self.at(address, vrf) or self._of_containers(owner, address) or self._made(owner, address, place, vrf)
            for address, place in zip(owner.addresses, places, strict=True)
        ]

    def _made(self, owner: Addressed, address: IPAddress, place: Place, vrf: str) -> Room | None:
        """A network for an address; none for a host's public address, which a provider has the network of."""
        public = isinstance(owner, Host) and address.is_global() and _overlay_prefix(address) is None
        return None if public else self.guess(address, place, vrf)

    def at(self, address: IPAddress, vrf: str = "") -> Room | None:
        """The smallest network that holds an address, including networks known only from documents."""
        return next(self._index.around(vrf, address.version, int(address)), None)

    def _of_containers(self, owner: Addressed, address: IPAddress) -> Room | None:
        """The only network of containers that holds a host's address. Its machine leads others there, too."""
        found = [room for room in self.all if room.vrf and room.holds(address)] if isinstance(owner, Host) else []
        return found[0] if len(found) == 1 else None

    def guess(self, address: IPAddress, place: Place, vrf: str) -> Room:
        """A new network for an address that lies in none: with its mask, or of the usual length.

        The first or the last address of such a network is one of a router's own, and no network is around it.
        """
        mask = mask_of(address)
        version = int(address.version)
        known = mask is not None and WIDEST[version] <= mask < _OWN[version]
        overlay = _overlay_prefix(address)
        if overlay is not None and not vrf:
            return self.room([(overlay, place)], _OVERLAYS[overlay])
        usual = _OWN[version] if address.version == 4 and int(address) & 0xFF in (0, 0xFF) else _USUAL[version]
        cidr = self._free_prefix(address, mask if known and mask else usual, vrf)
        room = self.room([(cidr, place)], str(cidr), vrf=vrf)
        room.guessed = "" if known else "guessed: no file says how long the prefix is"
        return room

    def _free_prefix(self, address: IPAddress, length: int, vrf: str) -> IPNetwork:
        """The prefix of this length around an address, or a longer one that holds no other network but pools."""
        number, version = int(address), int(address.version)
        for longer in range(length, _OWN[version] + 1):
            cidr = IPNetwork((number, longer), version=version).cidr
            if all(room.role == "load-balancer" for room in self._index.beginning_in(vrf, cidr)):
                return cidr
        return IPNetwork((number, _OWN[version]), version=version)

    def settle(self) -> None:
        """Sorts the networks, gives each a unique id, and sets their parents; containers are in a VRF of that id."""
        self.all.sort(key=lambda room: (room.vrf, room.cidrs[0][0].version, int(room.cidrs[0][0].first), room.length))
        taken: set[str] = set()
        for room in self.all:
            room.id = unique(slug(room.name), taken.__contains__)
            taken.add(room.id)
        for room in self.all:
            room.parent = next((outer.id for outer in self._rooms_around(room)), "")
        bridges = {room.vrf: room.id for room in reversed(self.all) if any(map(is_bridge, room.entries))}
        for room in self.all:
            room.vrf = bridges.get(room.vrf, room.vrf)

    def _rooms_around(self, room: Room) -> Iterator[Room]:
        """The networks that a network may lie in, the smallest first. Pods' and services' networks hold none."""
        for cidr, _ in room.cidrs:
            for outer in self._index.around(room.vrf, cidr.version, int(cidr.first), cidr.prefixlen):
                if outer is not room and outer.role not in CLUSTER and (outer.documented or room.role not in CLUSTER):
                    yield outer


def _overlay_prefix(address: IPAddress) -> IPNetwork | None:
    return next((cidr for cidr in _OVERLAYS if cidr.version == address.version and address in cidr), None)


def _as_lan(network: Network) -> Network:
    """A network of containers that is a part of the LAN, as the LAN. It has no name but its prefix."""
    return network.model_copy(update={"vrf": "", "name": str(network.cidr), "id": "", "tags": ()})


def _cluster_families(plan: Observation, cluster: Cluster) -> frozenset[int]:
    """The IP versions that both pods and services have. A missing counterpart was probably not seen."""
    networks = [
        [network for name in names if (network := plan.network(name))] for names in (cluster.pods, cluster.services)
    ]
    pods, services = (frozenset(version for network in own for version in network.versions) for own in networks)
    return (pods & services) or (pods | services)


def _of_all_families(found: dict[int, list[_PrefixAt]]) -> list[_PrefixAt]:
    return [pair for own in found.values() for pair in own]


def _with_place(prefix_at: _PrefixAt) -> str:
    return f"{prefix_at[0]} ({where(prefix_at[1])})"
