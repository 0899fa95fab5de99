"""Joins what several files say of one thing: machines by name, networks by prefix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from netaddr import IPAddress

from cidrbook.net.ip import mask_of
from cidrbook.plan.entry import Machine
from cidrbook.plan.network import Network
from cidrbook.text.located import Spot
from cidrbook.text.source import Origin, Path, Place

M = TypeVar("M", bound=Machine)


def joined_machines(machines: Iterable[M]) -> tuple[M, ...]:
    """The machines, with those of one name joined."""
    groups: dict[str, list[M]] = defaultdict(list)
    for machine in machines:
        groups[machine.id].append(machine)
    return tuple(map(_joined_machine, groups.values()))


def _without_mask(address: IPAddress) -> str:
    return str(IPAddress(int(address), address.version))


def _joined_machine(group: Sequence[M]) -> M:
    """The first machine with the addresses of all, each at its place. An address with a mask replaces a bare one."""
    first = group[0]
    found: dict[str, tuple[IPAddress, Place]] = {}
    for machine in group:
        for which, address in enumerate(machine.addresses):
            key = _without_mask(address)
            if key not in found or (mask_of(address) is not None and mask_of(found[key][0]) is None):
                found[key] = (address, machine.place_of_address(which))
    keys: tuple[Path, ...] = (("name",), ("hostname",), ("mac",), ("roles",))
    places = {key: first.at(*key) for key in keys}
    places |= {("address", index): place for index, (_, place) in enumerate(found.values())}
    origin = Origin(Spot(first.origin.source, places, first.at()), ())
    update = {"addresses": tuple(address for address, _ in found.values()), "origin": origin}
    return first if len(group) == 1 else first.model_copy(update=update)


def distinct(networks: Iterable[Network]) -> tuple[list[Network], dict[str, str]]:
    """The networks, with those of one prefix joined, and the new ids of the dropped ones.

    Each cluster keeps its own ranges of pods and services. Prefixes with host bits stay apart, each at its place.
    """
    kept: dict[object, Network] = {}
    now: dict[str, str] = {}
    for network in networks:
        identity = _network_identity(network)
        before = kept.setdefault(identity, network)
        if before.vlan and network.vlan and before.vlan != network.vlan:  # two links, though both have one prefix
            identity = identity, network.vlan
            before = kept.setdefault(identity, network)
        if before is not network:
            kept[identity] = _joined_network(before, network)
            now[network.id] = before.id
    return list(kept.values()), now


def _network_identity(network: Network) -> object:
    """What makes two networks one: on one machine their name, else their prefixes."""
    if network.vrf:
        return network.id
    alone = network.role in ("pods", "services") or any(cidr.value != cidr.first for cidr in network.cidrs)
    return id(network) if alone or not network.cidrs else (network.scope, frozenset(network.cidrs))


def _joined_network(first: Network, second: Network) -> Network:
    """The first network, completed from the second, with the gateways and hosts of both."""
    update = {key: value for key, value in second if value and not getattr(first, key)}
    update |= {"name": second.name} if first.name in map(str, first.cidrs) else {}
    gateways = {
        gateway: network.at("gateway", which)
        for network in (second, first)
        for which, gateway in enumerate(network.gateways)
    }
    update["gateways"] = tuple(dict.fromkeys((*first.gateways, *second.gateways)))
    update["hosts"] = joined_machines((*first.hosts, *second.hosts))
    says = first if first.cidrs else second
    places: dict[Path, Place] = {("cidr", which): says.at("cidr", which) for which in range(len(says.cidrs))}
    places |= {("gateway", which): gateways[gateway] for which, gateway in enumerate(update["gateways"])}
    leases = first if first.dhcp else second
    places |= {("dhcp", which): leases.at("dhcp", which) for which in range(len(leases.dhcp))}
    spare = first if first.reserved else second
    places |= {("reserved", which): spare.at("reserved", which) for which in range(len(spare.reserved))}
    places["vlan",] = (first if first.vlan else second).at("vlan")
    update["origin"] = Origin(Spot(first.origin.source, _known_places(first) | places, says.at()), ())
    return first.model_copy(update=update)


def _known_places(network: Network) -> dict[Path, Place]:
    """The places of its values that are known."""
    source = network.origin.source
    return dict(source.places) if isinstance(source, Spot) else {}
