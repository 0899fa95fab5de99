"""What is at an address or in a prefix, or has a name, a MAC address or a VLAN id: for a terminal and an editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from netaddr import EUI, AddrFormatError, IPAddress, IPNetwork

from cidrbook.drift.comparison import Comparison
from cidrbook.net.ip import as_prefix, parse_address
from cidrbook.net.spans import PlainRun, Span, overlap
from cidrbook.plan.entry import Addressed, Entry, Machine, Named
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Host, Network, Vlan
from cidrbook.plan.views.availability import available_near, taken_elsewhere
from cidrbook.text.refusal import parse_int
from cidrbook.text.source import Place

_AROUND = 3
"""So many free addresses are named: enough to choose from, and one line."""


class Answer(NamedTuple):
    """One thing that was asked for: what it is, in words, and where it is written."""

    what: str
    name: str
    place: Place
    seen: bool = False
    """Whether a repository shows it, and not the plan."""


def answers(comparison: Comparison, asked: str) -> Iterator[Answer]:
    """Everything that is asked for: in the plan, then in what repositories show."""
    address, prefix, mac, vlan = asked_address(asked), _asked_prefix(asked), _mac(asked), parse_int(asked)
    for inventory in inventories(comparison):
        seen = inventory is not comparison.plan
        found: Iterable[Answer] = ()
        if address is not None:
            found = _answers_at(inventory, address)
        elif prefix is not None:
            found = _answers_inside(inventory, prefix)
        elif mac is not None:
            found = chain(_with_mac(inventory, mac), _called(inventory, asked))
        elif vlan is not None:
            found = chain(_on_vlan(inventory, vlan), _called(inventory, asked))
        else:
            found = _called(inventory, asked)
        yield from (answer._replace(seen=seen) for answer in found)


def inventories(comparison: Comparison) -> tuple[Inventory, ...]:
    """The plan, and what each repository shows."""
    return comparison.plan, *comparison.observations


def _answers_at(inventory: Inventory, address: IPAddress) -> Iterator[Answer]:
    """The networks around an address, narrowest first, and what has it."""
    around = [
        (int(prefix.prefixlen), network, which)
        for network in inventory.networks
        for which, prefix in enumerate(network.cidrs)
        if prefix.version == address.version and address in prefix
    ]
    for _, network, which in sorted(around, key=lambda item: -item[0]):
        yield Answer("network", _network_text(network, which), network.at("cidr", which))
    yield from _spans_meeting(inventory, int(address), int(address), int(address.version))


def _answers_inside(inventory: Inventory, prefix: IPNetwork) -> Iterator[Answer]:
    for network in inventory.networks:
        for which, cidr in enumerate(network.cidrs):
            if cidr.version == prefix.version and (cidr in prefix or prefix in cidr):
                yield Answer("network", _network_text(network, which), network.at("cidr", which))
    yield from _spans_meeting(inventory, int(prefix.first), int(prefix.last), int(prefix.version))


def _network_text(network: Network, which: int) -> str:
    vlan = f", VLAN {network.vlan}" if network.vlan is not None else ""
    return f"{network.name} ({network.cidrs[which]}{vlan})"


def _spans_meeting(inventory: Inventory, first: int, last: int, version: int) -> Iterator[Answer]:
    """What has addresses from `first` to `last`, in every scope."""
    yield from _parts_meeting(inventory, first, last, version)
    for claim in inventory.claims:
        if claim.address.version == version and first <= int(claim.address) <= last:
            yield Answer(claim.owner.kind, claim.shown, claim.place)
    yield from _occupants(
        inventory, lambda one: any(at.version == version and first <= int(at) <= last for at in one.addresses)
    )
    for lease in inventory.leases:
        if _span_meets(lease, first, last, version):
            yield Answer("DHCP range", lease.owner.shown.removeprefix("the DHCP range "), lease.owner.place)
    for pool in inventory.pools:
        if _span_meets(pool, first, last, version):
            yield Answer("pool", pool.owner.shown.removeprefix("the pool "), pool.owner.place)


def _parts_meeting(inventory: Inventory, first: int, last: int, version: int) -> Iterator[Answer]:
    """Gateways and reserved ranges of networks from `first` to `last`."""
    for network in inventory.networks:
        for which, gateway in enumerate(network.gateways):
            if gateway.version == version and first <= int(gateway) <= last:
                yield Answer("gateway", f"of {network.name} ({gateway})", network.at("gateway", which))
        for which, part in enumerate(network.reserved):
            if part.first.version == version and int(part.first) <= last and first <= int(part.last):
                yield Answer("reserved range", f"{part} of {network.name}", network.at("reserved", which))


def _occupants(inventory: Inventory, is_meant: Callable[[Host], bool]) -> Iterator[Answer]:
    """Who has an address now: `lease` or `scan` says how that is known."""
    for occupant in inventory.occupants:
        if is_meant(occupant):
            yield Answer(occupant.description, _with_addresses(occupant), occupant.at("address"))


def _span_meets(span: Span[object], first: int, last: int, version: int) -> bool:
    return overlap(span, PlainRun(version, first, last))


def _owners(inventory: Inventory) -> tuple[Addressed, ...]:
    owners: dict[int, Addressed] = {id(claim.owner): claim.owner for claim in inventory.claims}
    return tuple(owners.values())


def _with_mac(inventory: Inventory, mac: EUI) -> Iterator[Answer]:
    for owner in _owners(inventory):
        if isinstance(owner, Machine) and owner.mac == mac:
            yield Answer(owner.kind, _with_addresses(owner), owner.at("mac"))
    yield from _occupants(inventory, lambda one: one.mac == mac)


def _on_vlan(inventory: Inventory, number: int) -> Iterator[Answer]:
    for vlan in inventory.vlans:
        if vlan.id == number:
            yield Answer("VLAN", _described(vlan), vlan.at("id"))
    for network in inventory.networks:
        if network.vlan == number:
            yield Answer("network", _network_text(network, 0), network.at("vlan"))


def _called(inventory: Inventory, name: str) -> Iterator[Answer]:
    wanted = name.lower()
    for entry in inventory.entries:
        if wanted in _entry_names(entry):
            yield Answer(entry.kind, _described(entry), entry.at())
    yield from _occupants(inventory, lambda one: wanted in _entry_names(one))


def _entry_names(entry: Entry) -> Iterator[str]:
    """What something is called, in lower case: its id, its name, its names in DNS with and without the domain."""
    hostname = str(getattr(entry, "hostname", ""))
    id_ = entry.id if isinstance(entry, Named) else ""
    names = (id_, getattr(entry, "name", ""), hostname, hostname.partition(".")[0], *getattr(entry, "aliases", ()))
    return (name.lower() for name in names if name)


def _described(entry: Entry) -> str:
    """The name of something, with the addresses or the number that it has."""
    if isinstance(entry, Addressed) and entry.addresses:
        return _with_addresses(entry)
    if isinstance(entry, Vlan) and entry.id is not None:
        return f"{entry.id} {entry.name}".strip()
    if isinstance(entry, Network) and entry.cidrs:
        return _network_text(entry, 0)
    return str(getattr(entry, "name", ""))


def _with_addresses(owner: Addressed) -> str:
    addresses = ", ".join(map(str, owner.addresses))
    mac = f", {owner.mac}" if isinstance(owner, Machine) and owner.mac else ""
    return f"{owner.name} ({addresses}{mac})"


def free_around(comparison: Comparison, asked: str) -> list[str]:
    """The free addresses nearest to the one that is asked for, in its network."""
    address = asked_address(asked)
    if address is None:
        return []
    plan = comparison.plan
    scopes = dict.fromkeys(network.scope for network in plan.networks)
    covering = (plan.space.covering(scope, address) for scope in scopes)
    network = next((found for found in covering if found), None)
    if network is None:
        return []
    elsewhere = taken_elsewhere(comparison.observations)
    return [str(item) for item in available_near(plan, network, address, _AROUND, elsewhere)]


def asked_address(text: str) -> IPAddress | None:
    """The address that a text is; None where it is none."""
    try:
        return parse_address(text)
    except ValueError:
        return None


def _asked_prefix(text: str) -> IPNetwork | None:
    found = as_prefix(text) if "/" in text else None
    return None if found is None else found.cidr


def _mac(text: str) -> EUI | None:
    try:
        return EUI(text) if ":" in text or "-" in text else None
    except (AddrFormatError, ValueError):
        return None
