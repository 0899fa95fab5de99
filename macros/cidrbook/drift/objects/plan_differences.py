"""What a plan and a repository, or a register in it such as an IPAM's export, say differently of one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from netaddr import IPAddress

from cidrbook.drift.comparison import Comparison
from cidrbook.plan.cluster import Node, Service
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.inventory import Claim, Inventory, Lease, cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.network import Host, Network
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.names import as_address
from cidrbook.repository.observation import Observation
from cidrbook.text.names import slug
from cidrbook.text.source import Place

T = TypeVar("T")


class PlanDifference(NamedTuple):
    """One thing of which a plan and a repository say two things, each at its place."""

    what: str
    planned: str
    seen: str
    at: Place
    there: Place
    parties: tuple[str, ...]
    sure: bool = True
    """Whether both cannot be right: two names may be of one machine."""
    hint: str = "move one of them; if they are one, give them one name"
    """What to do where both may be right."""


def differences(comparison: Comparison) -> Iterator[PlanDifference]:
    """What the plan and its repositories, and the registers in them, say differently."""
    for observation in comparison.observations:
        own = _differences_between(comparison.plan, observation)
        yield from (found for found in own if found.there.file not in observation.register_files)
        for register in observation.registers:
            yield from _differences_between(comparison.plan, register)


def _differences_between(plan: Inventory, other: Inventory) -> Iterator[PlanDifference]:
    yield from _networks(plan, other)
    yield from _renumbered(plan, other)
    yield from _differing_hosts(plan, other)
    yield from _differing_routers(plan, other)
    yield from _cards(plan, other)
    yield from _names(plan, other)
    yield from _handed_out(plan, other)


def missing_prefixes(comparison: Comparison) -> Iterator[list[Network]]:
    """The networks of each register of which the plan has neither prefix nor name, without those that hold others."""
    for observation in comparison.observations:
        for register in observation.registers:
            known = {key for network in comparison.plan.networks for key in _keys_of(network)}
            found = [
                network
                for network in register.networks
                if network.cidrs and network.role != "container" and known.isdisjoint(_keys_of(network))
            ]
            if found and comparison.plan.networks:
                yield found


def _unique_by_key(things: Iterable[T], keys: Callable[[T], Iterable[Hashable]]) -> dict[Hashable, T]:
    """The things by key, without keys that several have: they are not told apart."""
    found: dict[Hashable, list[T]] = defaultdict(list)
    for thing in things:
        for key in dict.fromkeys(keys(thing)):
            found[key].append(thing)
    return {key: group[0] for key, group in found.items() if len(group) == 1}


def _own_networks(inventory: Inventory) -> list[Network]:
    """The networks without the ranges of clusters, which are compared as such."""
    ranges = {
        name
        for cluster in inventory.clusters
        for name in (*cluster.pods, *cluster.services, *(pool for one in cluster.load_balancers for pool in one.pools))
        if isinstance(name, str)
    }
    return [network for network in inventory.networks if network.id not in ranges]


def _prefixes(network: Network) -> Iterator[Hashable]:
    return ((network.vrf.lower(), str(cidr.cidr)) for cidr in network.cidrs)


def _network_name(network: Network) -> Iterator[Hashable]:
    if network.name not in map(str, network.cidrs):
        yield network.vrf.lower(), slug(network.name)


def _keys_of(network: Network) -> Iterator[Hashable]:
    yield from _prefixes(network)
    yield from _network_name(network)


def _names_of(owner: Addressed) -> set[str]:
    """What a machine may be called: its names without a domain."""
    names = (owner.id, owner.name, getattr(owner, "hostname", ""), *owner.aliases)
    return {slug(name.partition(".")[0]) for name in names if name}


def _networks(plan: Inventory, other: Inventory) -> Iterator[PlanDifference]:
    """VLANs, gateways and DHCP ranges of one prefix."""
    planned = _unique_by_key(plan.networks, _prefixes)
    for key, entered in _unique_by_key(_own_networks(other), _prefixes).items():
        network = planned.get(key)
        for attribute, word in (("vlan", "VLAN"), ("gateways", "gateway"), ("dhcp", "DHCP range")) if network else ():
            own, seen = getattr(network, attribute), getattr(entered, attribute)
            if network and own and seen and own != seen and not (attribute == "gateways" and set(own) & set(seen)):
                yield PlanDifference(
                    f"{network.name} ({key[1]})",  # type: ignore[index] # the key of a prefix
                    f"the {word} {_shown(own)}",
                    f"the {word} {_shown(seen)}",
                    network.at(*_KEYS[attribute]),
                    entered.at(*_KEYS[attribute]),
                    (network.id,),
                )


_KEYS: dict[str, tuple[str | int, ...]] = {"vlan": ("vlan",), "gateways": ("gateway", 0), "dhcp": ("dhcp", 0)}
"""Where the attributes are written, the first of several."""


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _renumbered(plan: Inventory, other: Inventory) -> Iterator[PlanDifference]:
    """Networks of one name with two prefixes, of which neither is on the other side."""
    ours, theirs = ({key for network in side.networks for key in _prefixes(network)} for side in (plan, other))
    planned = _unique_by_key(plan.networks, _network_name)
    for key, entered in _unique_by_key(_own_networks(other), _network_name).items():
        network = planned.get(key)
        versions = network.versions & entered.versions if network else frozenset()
        if network and versions and theirs.isdisjoint(_prefixes(network)) and ours.isdisjoint(_prefixes(entered)):
            places = network.at("cidr"), entered.at("cidr")
            yield PlanDifference(
                network.name, f"the prefix {network.cidr}", f"the prefix {entered.cidr}", *places, (network.id,)
            )


def _differing_hosts(plan: Inventory, other: Inventory) -> Iterator[PlanDifference]:
    """Machines of one name with two addresses of a family."""
    planned = _unique_by_key((owner for _, owner in plan.owners if isinstance(owner, Machine)), _names_of)
    addresses: dict[str, set[IPAddress]] = defaultdict(set)
    for host in other.hosts:
        addresses[host.id].update(host.addresses)
    for host in {host.id: host for host in reversed(other.hosts)}.values():
        owner = next((planned[name] for name in sorted(_names_of(host)) if name in planned), None)
        for version in (4, 6) if owner else ():
            own = [address for address in owner.addresses if address.version == version] if owner else []
            seen = sorted(address for address in addresses[host.id] if address.version == version)
            if owner and own and seen and not set(own) & set(seen):
                places = owner.place_of_address(owner.addresses.index(own[0])), host.place_of_address(0)
                yield PlanDifference(f"{owner.kind} {owner.name}", str(own[0]), str(seen[0]), *places, (owner.id,))


def _differing_routers(plan: Inventory, other: Inventory) -> Iterator[PlanDifference]:
    """Routers of one name that have two addresses in a network of the plan, one on each side."""
    planned = _unique_by_key(plan.routers, _names_of)
    for router in other.routers:
        owner = next((planned[name] for name in sorted(_names_of(router)) if name in planned), None)
        for which, address in enumerate(router.addresses if owner else ()):
            network = plan.space.covering(owner.scope, address) if owner else None
            own = [at for at in owner.addresses if network and network.holds(at)] if owner else []
            if owner and network and own and not set(own) & set(router.addresses):
                places = owner.place_of_address(owner.addresses.index(own[0])), router.place_of_address(which)
                what = f"{owner.kind} {owner.name}"
                yield PlanDifference(what, str(own[0]), str(address), *places, (owner.id, network.id))


def _cards(plan: Inventory, other: Inventory) -> Iterator[PlanDifference]:
    """Machines of one name with two MAC addresses; those of several cards are not told apart."""
    planned = _unique_by_key((owner for _, owner in plan.owners if isinstance(owner, Machine) and owner.mac), _names_of)
    for key, host in _unique_by_key((host for host in other.hosts if host.mac), _names_of).items():
        owner = planned.get(key)
        if isinstance(owner, Machine) and owner.mac != host.mac and set(owner.addresses) & set(host.addresses):
            places = owner.at("mac"), host.at("mac")
            yield PlanDifference(
                f"{owner.kind} {owner.name}",
                f"the MAC address {owner.mac}",
                f"the MAC address {host.mac}",
                *places,
                (owner.id,),
            )


def _names(plan: Inventory, other: Inventory) -> Iterator[PlanDifference]:
    """Addresses that a machine or service of one name has in the plan, and one of another name elsewhere."""
    held, machines = _sole_claims(plan), _machines_of(other)
    told: set[tuple[IPAddress, str]] = set()
    for scope, owner in other.owners:
        for which, address in enumerate(owner.addresses):
            claim = held.get((scope[0].lower(), address))
            named = claim is not None and _is_named(owner, claim.owner, is_machine=(owner.id, address) in machines)
            if claim is None or not named or _may_be_one(owner, claim.owner) or (address, owner.id) in told:
                continue
            told.add((address, owner.id))
            places = claim.place, owner.place_of_address(which)
            yield PlanDifference(str(address), claim.owner.name, owner.name, *places, (claim.owner.id,), sure=False)


def _sole_claims(plan: Inventory) -> dict[Hashable, Claim]:
    """The claims of the plan by VRF and address, where only one claims it."""
    return _unique_by_key(plan.claims, lambda claim: [(claim.scope[0].lower(), claim.address)])


_OWN_NAMES = ("machine", "container")
"""What is called by its own name: a record leads anywhere, and a virtual address may be listed as a host."""


def _machines_of(other: Inventory) -> set[tuple[str, IPAddress]]:
    """The machines of a repository's files, such as those of an inventory, by id and address."""
    named = other.named_addresses if isinstance(other, Observation) else ()
    return {(one.id, one.address) for one in named if one.kind in _OWN_NAMES and as_address(one.name) is None}


def _is_named(seen: Addressed, declared: Addressed, *, is_machine: bool) -> bool:
    """Whether both have names that tell them apart: a host without a host name or a card is only an address."""
    if isinstance(seen, Host):
        named = is_machine or seen.hostname or (seen.mac and as_address(seen.name) is None)
        return bool(named) and isinstance(declared, Machine)
    return isinstance(seen, Node | Service) and isinstance(declared, Machine | Service)


def _handed_out(plan: Inventory, other: Inventory) -> Iterator[PlanDifference]:
    """Addresses of the plan's machines that a DHCP range or a pool elsewhere gives to anybody."""
    if not isinstance(other, Observation) or not (other.leases or other.pools):
        return
    for claim in _sole_claims(plan).values():
        if isinstance(claim.owner, Machine) and not _is_reservation(claim.owner):
            for giver in _givers(plan, other, claim):
                yield PlanDifference(
                    str(claim.address),
                    claim.owner.name,
                    f"in {giver.shown}",
                    claim.place,
                    giver.place,
                    (claim.owner.id,),
                    sure=False,
                    hint="move it, or take it out of what is given to others",
                )


def _givers(plan: Inventory, other: Observation, claim: Claim) -> Iterator[Lease | Pool]:
    """The DHCP range and the pool elsewhere with a claimed address, where the plan has none that holds it."""
    number = int(claim.address)
    there = ((claim.scope[0], other.site), claim.address.version), number, number
    lease, pool = other.leases.meeting(*there), other.pools.meeting(*there)
    if lease and not plan.leases.meeting(*claim.span[:3]) and claim.address not in _reserved(other):
        yield lease.owner
    if pool and not plan.pools.meeting(*claim.span[:3]):
        yield pool.owner


@cached_view
def _reserved(other: Observation) -> frozenset[IPAddress]:
    """The addresses that DHCP servers reserve."""
    return frozenset(address for _, owner in other.owners if _is_reservation(owner) for address in owner.addresses)


def _is_reservation(owner: Addressed) -> bool:
    return isinstance(owner, Machine) and owner.assigned == "reservation"


_OF_ROUTERS = frozenset({"router", "gateway", "gw", "firewall", "fw", "edge", "modem", "switch"})
"""What a router may be called in one place, and by its own name in another."""


def _may_be_one(seen: Addressed, owner: Addressed) -> bool:
    words = set(slug(seen.name).split("-")) if isinstance(owner, Router) else set()
    if isinstance(owner, Router) and (words & _OF_ROUTERS or slug(owner.product) in words):
        return True
    cards = {machine.mac for machine in (seen, owner) if isinstance(machine, Machine)}
    same_card = len(cards) == 1 and None not in cards and isinstance(seen, Machine) and isinstance(owner, Machine)
    return same_card or bool(seen.shared or owner.shared) or bool(_names_of(seen) & _names_of(owner))
