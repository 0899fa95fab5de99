"""Joins sightings of one machine: a router's files, its leases, and its names in DNS.

What two files say of an address is of one machine, unless it is a service's or a virtual one, which are never a
machine's own. What one file says twice stays two things: that is what rules look for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange, as_prefix
from cidrbook.net.spans import Span, Spans
from cidrbook.plan.bgp import Session, Speaker
from cidrbook.plan.cluster import LoadBalancer, Node
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.model import Router
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.joining.router_addresses import routers_with_called_addresses
from cidrbook.repository.joining.spellings import are_alike, with_one_spelling
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Spot
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Origin, Path, Place

_ANYWHERE = ("", "")
_FEW = 8
"""Machines that list one peer address. Eight show a pattern; more of them tell a reader nothing new."""

_MANY = 256
"""Sessions made of one range of neighbours. No home's cluster has more nodes."""

_LISTS = "machine_lists"
"""The reader of lists of a lab's own making, which say of what series each machine is."""
_SERIES = regex(r"[a-z]+(?:-[a-z]+)*-?[0-9]{1,3}")
_OF_ROUTERS = ("router", "speaker", "session")


def with_one_id_each(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings, each machine under one id. Examples and bare names count only for unknown addresses."""
    found = _without_weak(with_one_spelling(_with_names(list(sightings))))
    nodes = {
        address: sighting.entry
        for sighting in found
        if isinstance(sighting.entry, Node)
        for address in sighting.entry.addresses
    }
    groups = _router_groups(sighting.entry for sighting in found if isinstance(sighting.entry, Router))
    routers = {router.id: joined for group in groups for joined in (_joined_router(group),) for router in group}
    routers |= routers_with_called_addresses(found, routers, nodes)
    names = {name: _known_router_id(router, nodes) for name, router in routers.items()}
    known = _machines_by_address(found, routers, nodes)
    kept = [renamed for sighting in found if (renamed := _with_machine_id(sighting, routers, names, known)) is not None]
    kept.sort(key=lambda sighting: not (isinstance(sighting.entry, Host) and sighting.entry.assigned == "reservation"))
    return _with_single_peers(kept, routers, nodes)


def _with_names(found: list[Sighting]) -> list[Sighting]:
    """The sightings, with each node that has its address for a name renamed as another file names that machine."""
    names: dict[IPAddress, Machine] = {}
    for sighting in found:
        known = isinstance(sighting.entry, Node) or (
            isinstance(sighting.entry, Host) and not sighting.weak and _is_static(sighting.entry)
        )
        if known and isinstance(sighting.entry, Machine) and as_address(sighting.entry.name) is None:
            for address in sighting.entry.addresses:
                names.setdefault(address, sighting.entry)
    return [
        seen._replace(entry=_named_by_address(seen.entry, names)) if isinstance(seen.entry, Node) else seen
        for seen in found
    ]


def _is_static(host: Host) -> bool:
    return host.assigned == "static"


def _named_by_address(node: Node, names: Mapping[IPAddress, Machine]) -> Node:
    elsewhere = (
        (names[address] for address in node.addresses if address in names) if as_address(node.name) is not None else ()
    )
    other = next((machine for machine in elsewhere if machine.origin.source.file != node.origin.source.file), None)
    return node if other is None else node.model_copy(update={"id": other.id, "name": other.name})


class _Certain(NamedTuple):
    """The certain facts: addresses of anything, machines by address, ranges, and whether a router speaks BGP."""

    taken: set[IPAddress]
    machines: Mapping[IPAddress, list[Machine]]
    ranges: Spans[object]
    speaks: bool
    names: set[str]
    """The names of machines."""


def _without_weak(found: list[Sighting]) -> list[Sighting]:
    """The sightings, without weak ones for known addresses: routers of texts, names in DNS, nameless nodes."""
    sure = [sighting.entry for sighting in found if not sighting.weak]
    machines: dict[IPAddress, list[Machine]] = defaultdict(list)
    for machine in [entry for entry in sure if isinstance(entry, Machine)]:
        for address in machine.addresses:
            machines[address].append(machine)
    known = _Certain(
        {address for entry in sure if isinstance(entry, Addressed) for address in entry.addresses},
        machines,
        Spans(_dynamic_ranges(found)),
        any(isinstance(entry, Router) and entry.asn for entry in sure),
        {machine.name.lower() for own in machines.values() for machine in own},
    )
    return [sighting for sighting in found if not sighting.weak or _adds(sighting, known)]


def _adds(sighting: Sighting, known: _Certain) -> bool:
    """Whether a weak sighting says anything new. Of several names for an address, the first does."""
    addresses = sighting.entry.addresses if isinstance(sighting.entry, Machine) else ()
    if isinstance(sighting.entry, Host):
        new = not any(address in known.taken or _any_range_holds(known.ranges, address) for address in addresses)
        known.taken.update(addresses)
        return new and bool(addresses)
    if isinstance(sighting.entry, Node):
        if known.names.intersection(sighting.file.lower().split("/")):
            return False  # a file in the folder of a node that others name: another interface of that
        return not all(
            any(_is_node(machine, sighting.entry) for machine in known.machines.get(at, ())) for at in addresses
        )
    return not (known.speaks and sighting.part in _OF_ROUTERS)


def _is_node(machine: Machine, node: Node) -> bool:
    """Whether a machine is a node: they share a name, or an address in different files.

    One file describes two machines, and so do two MAC addresses.
    """
    one_card = machine.mac is None or node.mac is None or machine.mac == node.mac
    return machine.id == node.id or (one_card and machine.origin.source.file != node.origin.source.file)


def _dynamic_ranges(found: list[Sighting]) -> Iterator[Span[object]]:
    """The ranges of dynamic addresses: of DHCP, pools and clusters. A name for such an address may be anything's."""
    for sighting in found:
        pools = sighting.entry.pools if isinstance(sighting.entry, LoadBalancer) else ()
        if isinstance(sighting.entry, Network):
            pools = sighting.entry.cidrs if sighting.part in ("pods", "services") else sighting.entry.dhcp
        for pool in pools:
            if isinstance(pool, IPNetwork):
                yield Span((_ANYWHERE, int(pool.version)), pool.first, pool.last, pool)
            elif isinstance(pool, AddressRange):
                yield Span((_ANYWHERE, int(pool.first.version)), int(pool.first), int(pool.last), pool)


def _any_range_holds(ranges: Spans[object], address: IPAddress) -> bool:
    number = int(address)
    return ranges.holding((_ANYWHERE, int(address.version)), number, number) is not None


def _router_groups(routers: Iterable[Router]) -> list[list[Router]]:
    """The routers in groups of one router each: they share an id, a name, or an address in different files."""
    groups: list[list[Router]] = []
    by_id: dict[str, list[Router]] = {}
    by_address: dict[IPAddress, list[Router]] = {}
    for router in routers:
        near = [by_address[address] for address in router.addresses if address in by_address]
        elsewhere = (group for group in near if group[0].origin.source.file != router.origin.source.file)
        group = by_id.get(router.id) or by_id.get(slug(router.name)) or next(elsewhere, None)
        if group is None:
            groups.append(group := [])
        group.append(router)
        by_id |= dict.fromkeys((router.id, slug(router.name)), group)
        by_address |= {address: group for address in router.addresses if address not in by_address}
    return groups


def _joined_router(routers: list[Router]) -> Router:
    """One router made of several files. Each value keeps its place."""
    first = routers[0]
    if len(routers) == 1:
        return first
    addresses: dict[IPAddress, Place] = {}
    for router in routers:
        for index, address in enumerate(router.addresses):
            addresses.setdefault(address, router.place_of_address(index))
    speaking = next((known for known in routers if known.asn), first)
    places: dict[Path, Place] = {("addresses", index): place for index, place in enumerate(addresses.values())}
    places |= {("asn",): speaking.at("asn"), ("name",): first.at("name")}
    return first.model_copy(
        update={
            "addresses": tuple(addresses),
            "asn": speaking.asn,
            "product": next((known.product for known in routers if known.product), ""),
            "origin": Origin(Spot(first.origin.source, places, first.at()), ()),
        }
    )


def _known_router_id(router: Router, nodes: Mapping[IPAddress, Node]) -> str:
    """The id of a router: its node's if it is a node."""
    return next((nodes[address].id for address in router.addresses if address in nodes), router.id)


def _machines_by_address(
    found: list[Sighting], routers: Mapping[str, Router], nodes: Mapping[IPAddress, Node]
) -> dict[IPAddress, list[Machine]]:
    """The machines by address. Of leases for one of them, the first with a MAC address counts."""
    known: dict[IPAddress, list[Machine]] = defaultdict(list)
    static = (
        sighting.entry for sighting in found if isinstance(sighting.entry, Host) and sighting.entry.assigned == "static"
    )
    for machine in (*nodes.values(), *routers.values(), *static, *_first_leases(found)):
        for address in machine.addresses:
            known[address].append(machine)
    return known


def _first_leases(found: list[Sighting]) -> list[Host]:
    """The first lease of each address to a MAC address."""
    leased: dict[tuple[object, ...], Host] = {}
    for sighting in found:
        if (
            isinstance(sighting.entry, Host)
            and sighting.entry.assigned == "reservation"
            and sighting.entry.mac is not None
        ):
            leased.setdefault((sighting.entry.mac, sighting.entry.addresses), sighting.entry)
    return list(leased.values())


def _with_machine_id(
    sighting: Sighting,
    routers: Mapping[str, Router],
    names: Mapping[str, str],
    known: Mapping[IPAddress, list[Machine]],
) -> Sighting | None:
    """The sighting with the id of its machine; None if another sighting says more of that machine."""
    entry = sighting.entry
    if isinstance(entry, Router):
        kept = names[entry.id] == entry.id and routers[entry.id]
        return sighting._replace(entry=kept) if kept else None
    if isinstance(entry, Speaker) and entry.runs_on in names:
        return sighting._replace(entry=entry.model_copy(update={"runs_on": names[entry.runs_on]}))
    if isinstance(entry, Session) and entry.local in names:
        return sighting._replace(entry=entry.model_copy(update={"local": names[entry.local]}))
    machine = _machine_of_host(entry, known) if isinstance(entry, Host) else None
    if machine is None or (sighting.reader == _LISTS and _are_numbered_apart(entry.id, machine.id)):  # type: ignore[attr-defined]
        return sighting
    if entry.assigned != "reservation":  # type: ignore[attr-defined] # only hosts have a machine
        return None
    return sighting._replace(entry=entry.model_copy(update={"id": machine.id, "name": machine.name}))


def _are_numbered_apart(one: str, other: str) -> bool:
    """Whether two names are two of a series, as `wk-1` and `cp-9`. A name without a number may be the machine's own."""
    return all(map(_SERIES.fullmatch, (one, other))) and not are_alike(one, other)


def _machine_of_host(host: Host, known: Mapping[IPAddress, list[Machine]]) -> Machine | None:
    """The machine that has all addresses of a host, in another file and of a kind that says more."""
    found = [
        next((machine for machine in known.get(address, ()) if _is_of_host(machine, host)), None)
        for address in host.addresses
    ]
    return None if None in found else next(iter(found), None)


def _is_of_host(machine: Machine, host: Host) -> bool:
    if isinstance(machine, Host) and machine.assigned == "reservation":
        more = host.assigned == "reservation" and machine.mac == host.mac
    else:
        more = host.assigned == "reservation" or not isinstance(machine, Host)
    one_card = machine.mac is None or host.mac is None or machine.mac == host.mac
    return more and one_card and machine.origin.source.file != host.origin.source.file


def _with_single_peers(
    found: list[Sighting], routers: Mapping[str, Router], nodes: Mapping[IPAddress, Node]
) -> list[Sighting]:
    """A session with any peer in a prefix, as single sessions.

    Its peers are the nodes in the prefix, or else machines that claim such a session.
    """
    telling: dict[str, list[str]] = defaultdict(list)
    single = {node.id for node in nodes.values()} | routers.keys()
    for sighting in found:
        if isinstance(sighting.entry, Session):
            cluster = slug(sighting.scope or cluster_of(sighting.entry.origin.source.file)) or "cluster"
            telling[sighting.entry.peer][_FEW:] = []
            telling[sighting.entry.peer].append(sighting.entry.local if sighting.entry.local in single else cluster)
    ordered = sorted(nodes)
    kept = []
    for sighting in found:
        if isinstance(sighting.entry, Session) and "/" in sighting.entry.peer:
            router = routers.get(sighting.entry.local)
            version = 6 if ":" in sighting.entry.peer else 4
            own = (str(address) for address in router.addresses if address.version == version) if router else ()
            peers = _nodes_in_prefix(sighting.entry.peer, ordered) or [
                name for address in own for name in telling.get(address, ())
            ]
            kept += [
                sighting._replace(entry=sighting.entry.model_copy(update={"peer": peer}))
                for peer in dict.fromkeys(peers[:_MANY])
            ]
        else:
            kept.append(sighting)
    return kept


def _nodes_in_prefix(written: str, ordered: list[IPAddress]) -> list[str]:
    """The addresses of nodes in a prefix."""
    prefix = as_prefix(written)
    if prefix is None:
        return []
    first, last = (IPAddress(number, prefix.version) for number in (prefix.first, prefix.last))
    return [str(address) for address in ordered[bisect_left(ordered, first) : bisect_right(ordered, last)]]
