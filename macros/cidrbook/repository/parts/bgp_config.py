"""BGP in the configuration of a router, whatever its language: what was read, and the objects of the plan in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from netaddr import IPAddress

from cidrbook.plan.bgp import Accepted, Session, Speaker
from cidrbook.plan.model import Router
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.sighting import Sighting, make, sighting
from cidrbook.repository.vocabulary import UNIFI_GATEWAYS
from cidrbook.text.located import Located
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_UNIFI = regex(rf"unifi|ubiquiti|(^|[/_.-])(?:{UNIFI_GATEWAYS})([/_.-]|$)", re.IGNORECASE)
_OWN = ("bird", "routeros")
"""Products with a BGP daemon of their own; all others run FRR."""

_MAX_GROUPS = 4
"""Groups that are in groups; products allow two levels, and a circle has to end."""

_NAME = regex(r"[A-Za-z][A-Za-z0-9.-]{1,62}\Z")

_ALL = {"ipv4": ("0.0.0.0/0", "32"), "ipv6": ("::/0", "128")}
"""The prefix that a family without a filter accepts, and its longest length."""


@dataclass
class Neighbor:
    """A neighbour, or a group of them. A value that the neighbour does not set is its group's.

    `known` are values of a session, by the keys of the data, and `called` is how the router describes it. `several`
    says that it is a group or a template, and `held_back` that not all that the router announces goes there.
    """

    name: Located
    group: Located | None = None
    known: dict[str, Any] = field(default_factory=dict)
    off: bool = False
    several: bool = False
    held_back: bool = False
    called: Located | None = None
    families: dict[str, bool] = field(default_factory=dict)
    filters: dict[str, list[Located]] = field(default_factory=dict)


@dataclass
class Instance:
    """A BGP process of a router, in one VRF; `known` are values of a speaker, by the keys of the data."""

    place: Place
    asn: Located | None = None
    vrf: str = ""
    known: dict[str, Any] = field(default_factory=dict)
    timers: dict[str, Any] = field(default_factory=dict)
    neighbors: dict[str, Neighbor] = field(default_factory=dict)
    ranges: list[tuple[Located, Located]] = field(default_factory=list)
    announced: dict[str, list[Located]] = field(default_factory=dict)
    default_families: tuple[str, ...] = ()

    def neighbor(self, name: Located) -> Neighbor:
        """The neighbour, or the group, of this name."""
        return self.neighbors.setdefault(str(name), Neighbor(name))


@dataclass
class Configuration:
    """A router in one file: its addresses and its BGP processes."""

    name: str
    place: Place
    product: str = ""
    host: Located | None = None
    addresses: list[Located] = field(default_factory=list)
    by_key: dict[tuple[str, str], Instance] = field(default_factory=dict)
    accepted: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    by_file: bool = False
    weak: bool = False
    made: dict[tuple[str, ...], list[Accepted]] = field(default_factory=dict)

    @property
    def instances(self) -> list[Instance]:
        """Its BGP processes."""
        return list(self.by_key.values())

    def instance(self, place: Place, vrf: str = "", asn: Located | None = None) -> Instance:
        """The BGP process of a VRF, and of an AS number where a product has one for each."""
        return self.by_key.setdefault((vrf, str(asn)), Instance(place, asn, vrf))


def bgp_objects(read: Configuration) -> Iterator[Sighting]:
    """The router, its speakers and its sessions, and the names that it has for its neighbours.

    Its id is its router id, so that two files of one router are of one; `by_file` where the files of one
    router are told by their path. A router id that is no private address is only a number.
    """
    if not read.instances and not read.addresses:
        return
    router_id = _router_id(read)
    router = slug(read.name) if read.by_file or router_id is None else str(router_id)
    yield _router(read, router, router_id)._replace(weak=read.weak)
    main = next((instance for instance in read.instances if not instance.vrf), None)
    for instance in read.instances:
        for seen in _instance(read, router, instance, first=instance is main):
            yield seen._replace(weak=read.weak)
    if not read.weak:
        yield from _neighbor_names(read)


def _router_id(read: Configuration) -> Located | None:
    """The first router id that its instances say."""
    known = (instance.known.get("router_id") for instance in read.instances)
    return next((written for written in known if isinstance(written, Located) and _is_plain(written)), None)


def _router(read: Configuration, router: str, router_id: Located | None) -> Sighting:
    """The router itself, with each of its addresses once, but for those that each machine has."""
    own = [router_id] if router_id is not None and is_private(str(router_id)) else []
    addresses = {written.partition("/")[0]: written for written in (*own, *read.addresses)}
    return sighting(
        "router",
        Router,
        read.place,
        name=read.host or (read.name if read.by_file or router_id is None else router_id),
        id=router,
        product=read.product,
        asn=read.instances[0].asn if read.instances else None,
        addresses=[written for bare, written in addresses.items() if not _is_of_every_machine(bare)],
    )


def _is_of_every_machine(written: str) -> bool:
    """Whether it is a loopback address (RFC 1122, RFC 4291)."""
    found = as_address(written)
    return found is not None and found.is_loopback()


def _neighbor_names(read: Configuration) -> Iterator[Sighting]:
    """What the router calls its neighbours: a description of one word may be the name of the machine there."""
    for instance in read.instances:
        for neighbor in instance.neighbors.values():
            name = None if neighbor.off else neighbor.called
            if name is not None and address(neighbor.name) and _NAME.match(name):
                yield from pointer(name, neighbor.name, "BGP neighbour")


def product_of(file: str) -> str:
    """The product that a file of FRR is for, where its path says it."""
    return "unifi-gateway" if _UNIFI.search(file) else "frr"


def _is_plain(written: Located) -> bool:
    return not written.open and as_address(written) is not None


def _instance(read: Configuration, router: str, one: Instance, *, first: bool) -> Iterator[Sighting]:
    name = f"{router}-bgp" if first else f"{router}-{slug(one.vrf) or one.asn}"
    known = {"product": read.product if read.product in _OWN else "frr", **one.known}
    yield sighting("speaker", Speaker, one.place, name=name, id=name, runs_on=router, asn=one.asn, **known)
    local = router if first else name
    for neighbor in one.neighbors.values():
        if as_address(neighbor.name) and not neighbor.off:
            yield _session_with(read, one, local, neighbor)
    for prefix, group in one.ranges:
        yield _session_with(read, one, local, Neighbor(prefix, group))
    for place, asn in {str(asn): (place, asn) for place, asn in _unknown_neighbors(one)}.values():
        yield sighting("session", Session, place, local=local, peer_asn=asn)


def _unknown_neighbors(one: Instance) -> Iterator[tuple[Place, Located | None]]:
    """The places of neighbours without a known address: variables, interfaces, and those that are shut down.

    Each has the AS number that is expected there; one that is shut down has none.
    """
    groups = {str(neighbor.group) for neighbor in one.neighbors.values()} | {str(group) for _, group in one.ranges}
    for name, found in one.neighbors.items():
        if found.off if as_address(found.name) else not found.several and name not in groups:
            yield found.name.place, None if found.off else _peer_asn(one, found)
    for prefix, group in one.ranges:
        if prefix.open:
            yield prefix.place, _peer_asn(one, Neighbor(prefix, group))


def _peer_asn(one: Instance, neighbor: Neighbor) -> Located | None:
    """The AS number of a neighbour, or of its group."""
    known = (group.known.get("peer_asn") for group in (neighbor, *_neighbor_groups(one, neighbor)))
    return next((text for text in known if isinstance(text, Located) and not text.open), None)


def _session_with(read: Configuration, one: Instance, local: str, neighbor: Neighbor) -> Sighting:
    said = [*reversed(_neighbor_groups(one, neighbor)), neighbor]
    carried = dict.fromkeys(one.default_families, True)
    known = dict(one.timers)
    filters: dict[str, list[Located]] = {}
    for found in said:
        carried |= found.families
        known |= found.known
        filters |= found.filters
    families = [family for family, on in carried.items() if on]
    known["local_asn"] = known.get("local_asn", one.asn)
    announced = (
        []
        if any(neighbor.held_back for neighbor in said)
        else [text for name in families for text in one.announced.get(name, ())]
    )
    return sighting(
        "session",
        Session,
        neighbor.name.place,
        local=local,
        peer=neighbor.name,
        families=families,
        announces=announced,
        accepts=_accepts(read, families, filters),
        **known,
    )


def _neighbor_groups(one: Instance, neighbor: Neighbor) -> list[Neighbor]:
    """The group that a neighbour is in, and those that this one is in, the nearest first."""
    found: list[Neighbor] = []
    while len(found) < _MAX_GROUPS and (group := one.neighbors.get(str(neighbor.group))) is not None:
        found.append(group)
        neighbor = group
    return found


def _accepts(read: Configuration, families: list[str], filters: dict[str, list[Located]]) -> list[Accepted]:
    """What the filters of the families accept; empty where there is no filter, or one that is not known."""
    names = [name for family in filters for name in filters[family]]
    key = *map(str, names), *families, *filters
    if not names or not all(_is_closed(read.accepted.get(str(name), ())) for name in names):
        return []
    if key not in read.made:
        read.made[key] = _accepted(read, families, filters, names)
    return read.made[key]


def _is_closed(lines: Sequence[tuple[str, str | None]]) -> bool:
    """Whether a filter accepts something, and has no variable."""
    written = (text for line in lines for text in line if isinstance(text, Located))
    return bool(lines) and not any(text.open for text in written)


def _accepted(
    read: Configuration, families: list[str], filters: dict[str, list[Located]], names: list[Located]
) -> list[Accepted]:
    lines = [(line, name.place) for name in names for line in read.accepted[str(name)]]
    lines += [(_ALL[family], read.place) for family in families if family in _ALL and family not in filters]
    made = [
        make(Accepted, prefix.place if isinstance(prefix, Located) else at, prefix=prefix, max_length=length)[0]
        for (prefix, length), at in lines
    ]
    return [accepted for accepted in made if accepted.prefix is not None]


def asn_of(word: Located, own: Located | None) -> Located | None:
    """The AS number that is expected of a peer. `internal` is the router's own; `external` is any other, so none."""
    if word == "internal":
        return own
    return word if word.open or word.replace(".", "", 1).isdigit() else None


def longest(prefix: str, said: Mapping[str, str]) -> str | None:
    """The longest prefix that a line of a prefix list accepts: `le`; the length of an address with `ge` alone."""
    return said.get("le") or (("128" if ":" in prefix else "32") if "ge" in said else None)


def address(text: str) -> IPAddress | None:
    """The address that a text is, without a mask."""
    return as_address(text.partition("/")[0])
