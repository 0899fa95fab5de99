"""What files say of names and addresses, before what is the same machine becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cidrbook.plan.cluster import Node, Service, VirtualAddress
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.model import Router
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.container_networks import is_bridge
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.layout.which_cluster import cluster_of
from cidrbook.repository.named_address import Kind, NamedAddress
from cidrbook.repository.parts.bgp_config import is_private
from cidrbook.repository.parts.cluster_parts import named, numbers
from cidrbook.repository.parts.dns_names import ANY
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located

POINTER = "pointer"
"""The part that sightings are which only lead to an address by a name."""

VIRTUAL = "virtual address"
"""What leads to an address that machines take turns to have."""


def pointer(name: str, address: Located, noun: str) -> Iterator[Sighting]:
    """A name that something leads to an address by: a target of monitoring, a line in a file of hosts."""
    bare = address.part(0, len(address.partition("/")[0]))
    if not address.open and "${" not in name and "{{" not in name and is_private(bare):
        seen = sighting(POINTER, Host, bare.place, name=str(name), address=[bare], description=noun)
        yield seen._replace(problems=())


def told(sightings: Iterable[Sighting]) -> tuple[NamedAddress, ...]:
    """Every name with an address that is said anywhere, in the order of what is read."""
    return tuple(one for number, other_sighting in enumerate(sightings) for one in _of(other_sighting, number))


def _of(other_sighting: Sighting, number: int) -> Iterator[NamedAddress]:
    if isinstance(other_sighting.entry, Network):
        for host in other_sighting.entry.hosts if is_bridge(other_sighting.entry) else ():
            yield from _said(host, "container", number, other_sighting)
    elif isinstance(other_sighting.entry, Addressed):
        kind = _kind(other_sighting)
        yield from _said(other_sighting.entry, kind, number, other_sighting) if kind else ()
        address = (
            as_address(other_sighting.entry.description.removeprefix(ANY))
            if other_sighting.entry.description.startswith(ANY)
            else None
        )
        if address is not None:
            yield NamedAddress("record", "*", "*", address, other_sighting.entry.at(), number)


def _kind(other_sighting: Sighting) -> Kind | None:
    """What says so; nothing where it is a guess, or an example."""
    entry = other_sighting.entry
    if other_sighting.part == POINTER:
        return "virtual" if isinstance(entry, Host) and entry.description == VIRTUAL else "target"
    if isinstance(entry, Host):
        leased = entry.assigned == "reservation"
        return ("record" if leased else None) if other_sighting.weak else "lease" if leased else "machine"
    if isinstance(entry, Router):
        return None if other_sighting.weak else "router"
    kinds: tuple[tuple[type, Kind], ...] = ((Node, "machine"), (Service, "service"), (VirtualAddress, "virtual"))
    return next((kind for known, kind in kinds if isinstance(entry, known)), None)


def _said(entry: Addressed, kind: Kind, number: int, other_sighting: Sighting) -> Iterator[NamedAddress]:
    called = named(entry.name)
    mac = entry.mac if isinstance(entry, Machine) else None
    nouns = {"target": entry.description, "record": "DNS record", "container": "container"}
    cluster = other_sighting.scope or cluster_of(entry.origin.source.file)
    for which, address in enumerate(entry.addresses if not numbers(called) else ()):
        at = entry.place_of_address(which)
        yield NamedAddress(
            kind, called, entry.name, address, at, number, cluster, int(mac or 0), nouns.get(kind, entry.kind)
        )
