"""Every name-address pair in the repository, before machines are joined."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from netaddr import IPAddress

from cidrbook.plan.cluster import Node, Service
from cidrbook.plan.entry import Addressed, Machine, VirtualAddress
from cidrbook.plan.model import Router
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.container_networks import is_bridge
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.named_address import GROUP, LEADS, LIST, MAPPED, RECORD, VIRTUAL, Kind, NamedAddress
from cidrbook.repository.parts.cluster_parts import machine_name, parse_address
from cidrbook.repository.parts.dns_hosts import ANY
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located


def pointer(name: str, address: Located, noun: str) -> Iterator[Sighting]:
    """A name that points to an address: a monitoring target, a line in a hosts file."""
    bare = address.part(0, len(address.partition("/")[0]))
    if not address.open and "${" not in name and "{{" not in name and is_private(bare):
        seen = sighting("pointer", Host, bare.place, name=str(name), address=[bare], description=noun)
        yield seen._replace(problems=())


def named_addresses(sightings: Iterable[Sighting]) -> tuple[NamedAddress, ...]:
    """Every name with an address, in the order in which they were read."""
    found = list(sightings)
    entries = Counter(
        (seen.file, seen.entry.name) for seen in found if isinstance(seen.entry, Network) and seen.part == "listed"
    )
    lists = {key for key, times in entries.items() if times == 1}
    every = [named for number, seen in enumerate(found) for named in _names_in(seen, number, lists)]
    owned = {named.place for named in every if named.kind not in LEADS}
    return tuple(named for named in every if named.noun != MAPPED or named.place not in owned)


def _names_in(seen: Sighting, number: int, lists: AbstractSet[tuple[str, str]]) -> Iterator[NamedAddress]:
    """The names with addresses in one sighting: of the machine, of the containers of a network, of a list of one."""
    entry = seen.entry
    if seen.part == "listed" and isinstance(entry, Network):
        yield from _name_of_list(entry, number, seen) if (seen.file, entry.name) in lists else ()
    elif isinstance(entry, Network):
        for host in entry.hosts if is_bridge(entry) else ():
            yield from _each_address(host, "container", number, seen)
    elif isinstance(entry, Addressed):
        kind = _kind_of(seen)
        yield from _each_address(entry, kind, number, seen) if kind else ()
        wildcard = entry.description.removeprefix(ANY) if entry.description.startswith(ANY) else ""
        address = as_address(wildcard) if wildcard else None
        if address is not None:
            yield NamedAddress("record", "*", "*", address, entry.at(), number)


def _name_of_list(entry: Network, number: int, seen: Sighting) -> Iterator[NamedAddress]:
    """The name of a list of a router's rules with a single address: the machine's, where one is called so."""
    for part in entry.reserved:
        if part.range is not None and part.range.first == part.range.last:
            name, at = machine_name(entry.name), entry.at("reserved", 0)
            yield NamedAddress("target", name, entry.name, part.range.first, at, number, seen.scope, noun=LIST)


def _kind_of(seen: Sighting) -> Kind | None:
    """What kind of file says it; None for guesses and examples."""
    entry = seen.entry
    if seen.part == "occupant":
        return None
    if seen.part == "pointer" and isinstance(entry, Host):
        return {VIRTUAL: "virtual", GROUP: None}.get(entry.description, "target")
    if seen.part == "group":
        return None
    if isinstance(entry, Host):
        leased = entry.assigned == "reservation"
        return ("record" if leased else None) if seen.weak else "lease" if leased else "machine"
    if isinstance(entry, Router):
        return None if seen.weak else "router"
    kinds: tuple[tuple[type, Kind], ...] = ((Node, "machine"), (Service, "service"), (VirtualAddress, "virtual"))
    return next((kind for known, kind in kinds if isinstance(entry, known)), None)


def group_names(sightings: Iterable[Sighting]) -> dict[str, IPAddress]:
    """The groups of inventories with one machine, each with its address; without those that have two."""
    found: dict[str, set[IPAddress]] = defaultdict(set)
    for seen in sightings:
        entry = seen.entry
        if seen.part == "pointer" and isinstance(entry, Host) and entry.description == GROUP:
            found[machine_name(entry.name)].update(entry.addresses)
    return {name: min(addresses) for name, addresses in found.items() if len(addresses) == 1}


def _each_address(entry: Addressed, kind: Kind, number: int, seen: Sighting) -> Iterator[NamedAddress]:
    name = machine_name(entry.name)
    whole = (entry.hostname if isinstance(entry, Machine) else "") or entry.name
    mac = entry.mac if isinstance(entry, Machine) else None
    nouns = {"target": entry.description, "record": RECORD, "container": "container"}
    cluster = seen.scope or cluster_of(entry.origin.source.file)
    for index, address in enumerate(entry.addresses if not parse_address(name) else ()):
        at = entry.place_of_address(index)
        noun = nouns.get(kind, entry.kind)
        yield NamedAddress(kind, name, whole, address, at, number, cluster, int(mac or 0), noun)
