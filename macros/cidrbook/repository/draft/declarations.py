"""What documents declare, put into the networks of a draft: names, networks, VLANs, gateways, DHCP ranges, machines.

A document adds only what no other file says, and nothing that contradicts another value of the draft.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import contains, has_address, overlap
from cidrbook.plan.entry import Addressed
from cidrbook.plan.network import Host, Network
from cidrbook.repository.documents.declared_machines import DeclaredMachine, thing_name
from cidrbook.repository.documents.declared_networks import (
    DeclaredNetwork,
    declared,
    plain_name,
    prefix_of,
)
from cidrbook.repository.documents.labels import name_before
from cidrbook.repository.documents.roles import role_of, words
from cidrbook.repository.draft.declared_statements import (
    SENTENCE,
    VARIABLE,
    machines_of_items,
    networks_of_statements,
)
from cidrbook.repository.draft.entries import where
from cidrbook.repository.draft.networks import CLUSTER, WIDEST, Room, Rooms
from cidrbook.repository.observation import Observation
from cidrbook.repository.sighting import make
from cidrbook.repository.statement import Detail
from cidrbook.text.located import Located
from cidrbook.text.names import slug
from cidrbook.text.regex import regex

_KINDS = {"pods": "pods", "services": "services", "load-balancers": "load-balancer", "nodes": "servers"}
"""The role of a network in a plan, by what a document calls it."""
_PURPOSES = {"load-balancer": "load balancers", "pods": "pods", "services": "services"}
"""What a role is for, in words."""
_ENOUGH = 3
"""Machines of one /24 that show a network: fewer may be anyone's."""
_ARROW = regex(r"[\u2194\u2192]|->|=>")


class Declarations:
    """The declarations of a repository's documents, and what they are compared with."""

    def __init__(self, rooms: Rooms, plan: Observation) -> None:
        self.rooms, self.plan = rooms, plan
        self._lines: dict[tuple[str, int, str], Room] = {}
        self._homes: set[int] = set()
        said = [declaration for source in plan.sources for declaration in declared(source)]
        networks = [one for one in said if isinstance(one, DeclaredNetwork)]
        self._networks = sorted([*_by_own_names(networks), *networks_of_statements(plan)], key=lambda one: not one.sure)
        self._machines = [one for one in said if isinstance(one, DeclaredMachine)] + list(machines_of_items(plan))
        owners = [entry for entry in plan.entries if isinstance(entry, Addressed)]
        self._taken = {(at.version, int(at)) for owner in owners for at in owner.addresses}
        self._names = {entry.id for entry in owners}
        self._nodes = [at for cluster in plan.clusters for node in cluster.nodes for at in node.addresses]

    def add_networks(self) -> None:
        """Names networks as documents do, and adds those that only documents declare."""
        rooms = self.rooms
        used_for = {room.role for room in rooms.all}
        ranges = [cidr for room in rooms.all if room.role in CLUSTER for cidr, _ in room.cidrs]
        for one in self._networks:
            known, name, role = rooms.of(one.cidr), _network_title(one.name, self._names), self._role(one)
            if known is not None:
                if known.titled is None and name and (one.sure or not known.is_named):
                    known.name, known.titled = name, one.place
            elif role in used_for and role in (*CLUSTER, "load-balancer"):
                rooms.notes.append(self._range_conflict(one, role))
            elif not any(overlap(one.cidr, own) for own in ranges) and self._is_new(one):
                known = self._new_room(one, name, role)
            if known is not None and one.vlan is not None:
                self._add_value(known, vlan=one.vlan)

    def _range_conflict(self, one: DeclaredNetwork, role: str) -> str:
        """The note about a document that gives a role to another range than other files do."""
        rooms = (room for room in self.rooms.all if room.role == role)
        pairs = (pair for room in rooms for pair in room.cidrs)
        taken = next(((cidr, at) for cidr, at in pairs if cidr.version == one.cidr.version), None)
        said = f"{where(one.place)} says {one.cidr} for {_PURPOSES[role]}"
        if taken is None:
            return f"{said}, and no other file says a range of that family"
        return f"{said}, and {where(taken[1])} says {taken[0]}, which is taken"

    def _new_room(self, one: DeclaredNetwork, name: str, role: str) -> Room:
        """The network that only documents declare: that of its line, if it has this name and no such IP version."""
        line = (one.place.file, one.place.line, name)
        same = self._lines[line].cidrs if line in self._lines else []
        other = [pair for pair in same if pair[0].version != one.cidr.version]
        room = self.rooms.room([*other, (one.cidr, one.place)], name or str(one.cidr), role)
        room.documented, room.titled = True, one.place if name else None
        room.guessed = "guessed: a letter stands for the rest" if one.guessed else ""
        self._lines[line] = room
        return room

    def _role(self, one: DeclaredNetwork) -> str:
        """What a network is for. A range that holds nodes, or a gateway, is not that of pods or services."""
        role = _KINDS.get(role_of(one.name).role, "")
        if role not in CLUSTER:
            return role
        if any(at in one.cidr for at in self._nodes):
            return "servers"
        return "" if any(has_address(one.cidr, at) for at in self._gateways()) else role

    def _gateways(self) -> Iterator[IPAddress]:
        details = (detail for detail in self.plan.details if detail.topic == "gateway")
        return (IPAddress(detail.first, detail.version) for detail in details if detail.version)

    def _is_new(self, one: DeclaredNetwork) -> bool:
        """Whether nothing else is known of its addresses, where it is a guess or the whole of a private space."""
        if WIDEST[one.cidr.version] > one.cidr.prefixlen or one.cidr.size == 1:
            return False
        doubtful = one.guessed or _is_space(one.cidr) or not one.sure
        inside = (cidr for room in self.rooms.all for cidr, _ in room.cidrs)
        others = (other.cidr for other in self._networks if other.cidr != one.cidr)
        if one.guessed:
            return not any(overlap(one.cidr, cidr) for cidr in (*inside, *others))
        return not (doubtful and any(contains(one.cidr, cidr) for cidr in (*inside, *others)))

    def add_facts(self) -> None:
        """Adds VLANs, gateways, DHCP ranges and machines to the networks that they are said of."""
        for detail in self.plan.details:
            room = self._room_of(detail) if detail.plain else None
            if room is not None and detail.topic == "vlan":
                self._add_value(room, vlan=Located(detail.text, detail.place))
            elif room is not None and detail.topic == "gateway":
                self._add_value(room, gateway=_located_detail(detail, detail.first, detail.first))
            elif room is not None and detail.topic == "dhcp":
                self._add_value(room, dhcp=_located_detail(detail, detail.first, detail.last))
        self._add_homes()
        for machine in self._machines:
            self._add_machine(machine)

    def _add_homes(self) -> None:
        """Adds a network of the usual length where tables say enough machines, and no file says the prefix."""
        names: dict[IPNetwork, dict[str, DeclaredMachine]] = defaultdict(dict)
        for machine in self._machines:
            address = IPAddress(machine.addresses[0])
            if address.version == 4 and not machine.gateway and self.rooms.at(address) is None:
                names[IPNetwork((int(address), 24)).cidr][machine.name] = machine
        for cidr, found in names.items():
            if len(found) >= _ENOUGH and not any(
                overlap(cidr, own) for room in self.rooms.all for own, _ in room.cidrs
            ):
                first = next(iter(found.values())).addresses[0]
                self._homes.add(id(self.rooms.guess(IPAddress(first), first.place, "")))

    def _room_of(self, detail: Detail) -> Room | None:
        """The network that a detail is of: that of the prefixes beside it; for an address alone, that around it."""
        beside = {prefix_of(said) for said in detail.beside if said.last > said.first and "-" not in said.text}
        found = [room for cidr in beside if (room := self.rooms.of(cidr))]
        if found and len(found) == len(beside) and all(room is found[0] for room in found):
            return found[0]
        if beside or not detail.version:
            return None
        room = self.rooms.at(IPAddress(detail.first, detail.version))
        return None if room is None or room.guessed or room.role in CLUSTER else room

    def _add_value(self, room: Room, **said: Located) -> None:
        """Adds a value that no file says, if it fits: an address in its network, a VLAN that no other network has."""
        network, problems = make(Network, next(iter(said.values())).place, name=room.name, **said)
        vlans = {entry.vlan for other in self.rooms.all for entry in other.entries if entry.vlan}
        ends = [*network.gateways, *(end for span in network.dhcp for end in span)]
        doubled = network.vlan in vlans or any(
            (entry.vlan and network.vlan) or (entry.gateways and network.gateways) or (entry.dhcp and network.dhcp)
            for entry in room.entries
        )
        if not problems and not doubled and all(map(room.holds, ends)) and not self._are_taken(network.gateways):
            room.entries.append(network)

    def _are_taken(self, gateways: Iterable[IPAddress]) -> bool:
        """Whether a gateway is the address of a node or a service."""
        own = {at for cluster in self.plan.clusters for one in cluster.pinned_services for at in one.addresses}
        return any(at in own or at in self._nodes for at in gateways)

    def _add_machine(self, said: DeclaredMachine) -> None:
        """Adds a machine that no file has, to a network that is known."""
        mac = {"mac": said.mac} if said.mac else {}
        host, problems = make(Host, said.name.place, name=said.name, address=list(said.addresses), **mac)
        homes = [self.rooms.at(address) for address in host.addresses]
        room = homes[0] if homes else None
        is_home = room is not None and (_is_lan(room) or id(room) in self._homes)
        if room is None or problems or any(home is not room for home in homes) or not is_home:
            return
        if said.gateway:
            self._add_value(room, gateway=said.addresses[0])
            return
        keys = {(at.version, int(at)) for at in host.addresses}
        elsewhere = host.id in self._names or any(host.id == other.id for other, _ in room.hosts)
        if keys & self._taken or elsewhere or self._is_handed_out(room, host.addresses):
            return
        self._taken |= keys
        room.hosts.append((host, tuple(range(len(host.addresses)))))

    def _is_handed_out(self, room: Room, addresses: Collection[IPAddress]) -> bool:
        """Whether an address is the gateway, of a pool, or of a DHCP range: what a machine has there is not said."""
        pools = [
            pool for cluster in self.plan.clusters for balancer in cluster.load_balancers for pool in balancer.pools
        ]
        spans = [*pools, *(span for entry in room.entries for span in entry.dhcp)]
        gateways = [gateway for entry in room.entries for gateway in entry.gateways]
        return any(at in gateways or any(_span_holds(span, at) for span in spans) for at in addresses)


def _by_own_names(networks: list[DeclaredNetwork]) -> Iterator[DeclaredNetwork]:
    """The networks, each by a name that its document gives to no other prefix of its family."""
    bearers: dict[tuple[str, str, int], set[IPNetwork]] = defaultdict(set)
    for one in networks:
        for name in one.names:
            bearers[one.place.file, name, one.cidr.version].add(one.cidr)
    for one in networks:
        own = (name for name in one.names if len(bearers[one.place.file, name, one.cidr.version]) == 1)
        yield one._replace(name=next(own, "")) if one.names else one


def _network_title(label: str, things: Collection[str]) -> str:
    """A document's name for a network; "" if the words name a thing in it, or are a sentence."""
    variable = VARIABLE.fullmatch(label)
    whole = variable[1].replace("_", " ") if variable else plain_name(label)
    name = plain_name(thing_name(whole)) or whole.strip("()")
    joined = not name_before(name, len(name), 0) and not variable and words(name) != "lan"
    is_sentence = _ARROW.search(whole) or SENTENCE.search(name) or (joined and len(name.split()) == 1)
    return "" if slug(name) in things or is_sentence else name


def _located_detail(detail: Detail, first: int, last: int) -> Located:
    """An address or a range, at the place of the detail."""
    ends = [str(IPAddress(number, detail.version)) for number in dict.fromkeys((first, last))]
    return Located("-".join(ends), detail.place)


def _is_space(cidr: IPNetwork) -> bool:
    """Whether it is all of a private space."""
    return str(cidr) in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")


def _is_lan(room: Room) -> bool:
    """Whether machines have addresses of their own there: its prefix is known, and it is no range of a cluster."""
    return not room.guessed and room.role not in (*CLUSTER, "load-balancer")


def _span_holds(span: object, address: IPAddress) -> bool:
    if isinstance(span, IPNetwork):
        return address in span
    return (
        isinstance(span, AddressRange)
        and span.first.version == address.version
        and int(span.first) <= int(address) <= int(span.last)
    )
