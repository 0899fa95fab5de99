"""What documents declare, put into the networks of a draft: names, networks, VLANs, gateways, DHCP ranges, machines.

A document adds only what no other file says, and nothing that contradicts another value of the draft.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import contains, has_address, overlap
from cidrbook.plan.entry import Addressed
from cidrbook.plan.network import Host, Network
from cidrbook.repository.documents.declared_machines import DeclaredMachine, is_machine, thing_name
from cidrbook.repository.documents.declared_networks import (
    PREFIX,
    DeclaredNetwork,
    declared,
    plain_name,
    prefix_of,
    section_name,
    tells_nothing,
)
from cidrbook.repository.documents.labels import clean, name_before
from cidrbook.repository.documents.roles import role_of, words
from cidrbook.repository.documents.row_details import VLAN
from cidrbook.repository.draft.entries import where
from cidrbook.repository.draft.networks import CLUSTER, WIDEST, Room, Rooms
from cidrbook.repository.observation import Observation
from cidrbook.repository.sighting import make
from cidrbook.repository.statement import Detail, Statement
from cidrbook.text.located import Located
from cidrbook.text.names import slug
from cidrbook.text.source import Place

_KINDS = {"pods": "pods", "services": "services", "load-balancers": "load-balancer", "nodes": "servers"}
"""The role of a network in a plan, by what a document calls it."""
_PURPOSES = {"load-balancer": "load balancers", "pods": "pods", "services": "services"}
"""What a role is for, in words."""
_VARIABLE = re.compile(
    r"(?:(?:define|set|export|let|var|const|local)\s+)?([A-Za-z][A-Za-z0-9_]*?)_(?:network|net|subnet|cidr)"
)
"""The name of a variable, or the line that defines it: `define lan_network`."""
_SENTENCE = re.compile(
    r":|\u2194|\u2192|->|(?<!-)\b(?:uses?|is|are|has|have|includ\w+|allows?|access(?:es)?|via|from|to|with|which|that|if|only|real|literal|routes?"
    r"|example|instead)\b(?!-)|\.arpa\b|(?-i:\b[a-z]+[A-Z])|\w\.\w+\.\w|\w_\w+_\w",
    re.IGNORECASE,
)
"""Words of sentences, and keys of settings as `validSubnets` and `vars.pod_net_range`: they are no part of a name."""
_LABELLED = re.compile(
    r"[\s>]*[*_]{0,3}[A-Za-z][\w ()/-]{0,40}[*_]{0,3}:[\s`*_]{1,5}[0-9a-fA-F.:]+/[0-9]{1,3}[\s`*_.]*"
)
"""A line that is a label and a prefix: `**LAN:** 10.0.10.0/24`."""
_SETTING = re.compile(r"\b[A-Z0-9]+_[A-Z0-9_]+\b|\b[A-Z][a-z]+[A-Z]\w*[a-z]\w*[A-Z]\w*\b|\b\w+_\w+_\w+\b")
"""The keys of settings: what an app is allowed to reach is no network's name."""
_COMMAND = re.compile(r"[\s`$>*-]*(?:export|set|env|alias|add|ip|ping|ssh|curl|sudo|\w+=)\b|[^=]*=\s*[^=]*=")
"""Lines of commands and settings."""
_ARROW = re.compile(r"[\u2194\u2192]|->|=>")
_PATH = re.compile(r"[\s`*-]*[./~]*/\S")
"""A line that begins with a path, as those of NFS exports do."""
_OF_A_NETWORK = re.compile(
    r"\b(?:\w*lan|vlans?|networks?|sub ?nets?|segments?|zones?|links?|dmz|pools?|ranges?|cidrs?|pods?|services?|nodes?"
    r"|vpn|wireguard|tunnels?|iot|guests?|mesh|overlay|management|mgmt)\b"
)
"""Words of headings that name a network."""
_OF_OTHERS = re.compile(
    r"\b(?:isps?|cgnat|provider|carrier|public|internet|rfc ?1918|private|bogons?|allow(?:ed)?|den(?:y|ied)"
    r"|block(?:ed)?|routes?|rules?|from|to|via|any|all|docker|dev ?containers?|trusted ?prox\w+|flannel|tailscale"
    r"|permit|seq|prefix-list|access-list|[lg]e"
    r"|(?:eth|vmbr|br|bond|wlan|tun|tap|veth|cni|ens|enp|eno)[0-9]\w*)\b"
)
"""Words for prefixes that are no network of the lab: what a provider hands out, what a rule or a screen says."""


class Declarations:
    """The declarations of a repository's documents, and what they are compared with."""

    def __init__(self, rooms: Rooms, plan: Observation) -> None:
        self.rooms, self.plan = rooms, plan
        self._lines: dict[tuple[str, int, str], Room] = {}
        said = [declaration for source in plan.sources for declaration in declared(source)]
        networks = [one for one in said if isinstance(one, DeclaredNetwork)]
        self._networks = sorted([*_by_own_names(networks), *_of_statements(plan)], key=lambda one: not one.sure)
        self._machines = [one for one in said if isinstance(one, DeclaredMachine)] + list(_machines_of_items(plan))
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
                rooms.notes.append(self._otherwise(one, role))
            elif not any(overlap(one.cidr, own) for own in ranges) and self._is_new(one):
                known = self._new_room(one, name, role)
            if known is not None and one.vlan is not None:
                self._tell(known, vlan=one.vlan)

    def _otherwise(self, one: DeclaredNetwork, role: str) -> str:
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
                self._tell(room, vlan=Located(detail.text, detail.place))
            elif room is not None and detail.topic == "gateway":
                self._tell(room, gateway=_located_detail(detail, detail.first, detail.first))
            elif room is not None and detail.topic == "dhcp":
                self._tell(room, dhcp=_located_detail(detail, detail.first, detail.last))
        for machine in self._machines:
            self._add_machine(machine)

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

    def _tell(self, room: Room, **said: Located) -> None:
        """Adds a value that no file says, if it fits: an address in its network, a VLAN that no other network has."""
        network, problems = make(Network, next(iter(said.values())).place, name=room.name, **said)
        vlans = {told.vlan for other in self.rooms.all for told in other.told if told.vlan}
        ends = [*network.gateways, *(end for span in network.dhcp for end in span)]
        doubled = network.vlan in vlans or any(
            (told.vlan and network.vlan) or (told.gateways and network.gateways) or (told.dhcp and network.dhcp)
            for told in room.told
        )
        if not problems and not doubled and all(map(room.holds, ends)) and not self._are_taken(network.gateways):
            room.told.append(network)

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
        if room is None or problems or any(home is not room for home in homes) or not _is_lan(room):
            return
        if said.gateway:
            self._tell(room, gateway=said.addresses[0])
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
        spans = [*pools, *(span for told in room.told for span in told.dhcp)]
        gateways = [gateway for told in room.told for gateway in told.gateways]
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


def _of_statements(plan: Observation) -> Iterator[DeclaredNetwork]:
    """The networks that items name, and sentences that say what a range is for."""
    said = [one for one in plan.statements if one.address is None and PREFIX.fullmatch(one.text)]
    shared = Counter((one.place.file, one.place.line, one.version, one.label) for one in said)
    for one in said:
        line = one.place.source.lines[one.place.line - 1]
        if shared[one.place.file, one.place.line, one.version, one.label] == 1 and not _is_export(one, line):
            yield from _of_statement(one, line)


def _is_export(said: Statement, line: str) -> bool:
    """Whether a line gives a prefix access to a folder: `/tank 10.0.20.0/24(rw)`."""
    return bool(_PATH.match(line)) or line[said.place.column - 1 + said.place.width :].startswith("(")


def _of_statement(said: Statement, line: str) -> Iterator[DeclaredNetwork]:
    before = line[: said.place.column - 1]
    short = said.kind == "prose" and bool(_LABELLED.fullmatch(line))
    if not (said.kind == "item" or short or (said.kind == "prose" and said.role)):
        return
    own = ""
    if (said.kind == "item" or short) and not _SENTENCE.search(before.rstrip(" :`*")):
        own = plain_name(before.rpartition(",")[2])
    label = own or _label_around(said, before)
    if _SETTING.search(label) and not (said.role or _VARIABLE.fullmatch(label)):
        return
    vlan = VLAN.search(before) or VLAN.search(label if label != section_name(said.label) else said.label)
    tag = Located(vlan[1], said.place) if vlan else None
    if label and not _OF_OTHERS.search(words(label)):
        yield DeclaredNetwork(label, prefix_of(said), said.place, tag, sure=False)


def _label_around(said: Statement, before: str) -> str:
    """What the words around a prefix call it; the heading above it where either says that it is a network's."""
    if said.label not in map(clean, said.headings):
        return said.label
    heading = next((heading for heading in reversed(said.headings) if not tells_nothing(heading)), "")
    is_network = clean(before) or _OF_A_NETWORK.search(words(heading))
    return section_name(thing_name(VLAN.sub(" ", heading))) if is_network else ""


def _machines_of_items(plan: Observation) -> Iterator[DeclaredMachine]:
    """The machines of items that say a name and an address, and no more: `- **nas**: 10.0.20.5`."""
    for said in plan.statements:
        line = said.place.source.lines[said.place.line - 1]
        before, behind = line[: said.place.column - 1], line[said.place.column - 1 + said.place.width :]
        is_whole = said.kind == "item" and said.address is not None and not said.role and not behind.strip(" `*.")
        name = (
            plain_name(before)
            if is_whole and not _COMMAND.match(before) and before.rstrip(" `*(").endswith((":", "=", "\u2013", "-"))
            else ""
        )
        if name and is_machine(name, [name]) and name not in map(clean, said.headings):
            short = thing_name(name)
            at = Place(said.place.source, said.place.line, max(line.find(short), 0) + 1, len(short))
            yield DeclaredMachine(Located(short, at), (Located(str(IPAddress(said.address)), said.place),))


def _network_title(label: str, things: Collection[str]) -> str:
    """A document's name for a network; "" if the words name a thing in it, or are a sentence."""
    variable = _VARIABLE.fullmatch(label)
    whole = variable[1].replace("_", " ") if variable else plain_name(label)
    name = plain_name(thing_name(whole)) or whole.strip("()")
    joined = not name_before(name, len(name), 0) and not variable and words(name) != "lan"
    is_sentence = _ARROW.search(whole) or _SENTENCE.search(name) or (joined and len(name.split()) == 1)
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
