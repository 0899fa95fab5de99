"""Puts together what each register holds, so that it can be checked as a plan is: complete, every row as it is entered.

Exports have one file for each kind of object, so an address, and a range, finds its prefix here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.net.ip import AddressRange
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Host, Network, Vlan
from cidrbook.plan.space import Space
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Spot
from cidrbook.text.source import Origin, Path, Place

_Scope = tuple[str, str]


class _Loose(NamedTuple):
    """What is entered without its network: a range or a gateway, in a network without a prefix."""

    scope: _Scope
    network: Network


@dataclass
class _Inside:
    """What lies in one network."""

    hosts: list[Host] = field(default_factory=list)
    parts: list[_Loose] = field(default_factory=list)


_SEVERAL = 2
"""Prefixes in one that only holds others. A single one in it takes its addresses."""


def registers(sightings: Iterable[Sighting]) -> tuple[Inventory, ...]:
    """What each register holds."""
    found: dict[str, list[Sighting]] = defaultdict(list)
    for seen in sightings:
        if seen.register:
            found[seen.register].append(seen)
    return tuple(_register(seen) for _, seen in sorted(found.items()))


def _register(seen: Sequence[Sighting]) -> Inventory:
    entries = [one.entry for one in seen]
    whole = [entry for entry in entries if isinstance(entry, Network)]
    networks = [network for network in whole if network.cidrs]
    loose = [_Loose(network.scope, network) for network in whole if not network.cidrs]
    hosts = [(("", ""), entry) for entry in entries if isinstance(entry, Host)]
    hosts += [(one.scope, host) for one in loose for host in one.network.hosts]
    inside, homeless = _by_network(networks, hosts, [one for one in loose if not one.network.hosts])
    filled = [_filled(network, inside[id(network)]) for network in networks]
    holding = _holding(networks, inside)
    joined = [
        network.model_copy(update={"role": "container"}) if id(old) in holding else network
        for old, network in zip(networks, filled, strict=True)
    ]
    vlans = tuple(entry for entry in entries if isinstance(entry, Vlan))
    return Inventory(networks=(*joined, *homeless), vlans=vlans)


def _by_network(
    networks: Sequence[Network], hosts: Sequence[tuple[_Scope, Host]], parts: Sequence[_Loose]
) -> tuple[dict[int, _Inside], list[Network]]:
    """What lies in each network, by its identity; and networks of their own for what lies in none."""
    space = Space(networks)
    inside: dict[int, _Inside] = defaultdict(_Inside)
    homeless: list[Network] = []
    for scope, host in _told_apart(hosts):
        home = next((space.covering(scope, address) for address in host.addresses), None)
        if home is not None:
            inside[id(home)].hosts.append(host)
        elif host.addresses:
            homeless.append(Network.model_construct(id=host.id, vrf=scope[0], hosts=(host,), origin=host.origin))
    for one in parts:
        for first, last in _spans(one.network):
            around = space.holding((one.scope, first.version), int(first), int(last))
            home = around if around and around.role != "container" else space.covering(one.scope, first)
            if home is not None:
                inside[id(home)].parts.append(one)
    return inside, homeless


def _spans(network: Network) -> Iterator[AddressRange]:
    """The range of what is entered without a prefix; a gateway as one."""
    yield from network.dhcp
    yield from (part.whole for part in network.reserved)
    yield from (AddressRange(gateway, gateway) for gateway in network.gateways)


def _told_apart(hosts: Iterable[tuple[_Scope, Host]]) -> Iterator[tuple[_Scope, Host]]:
    """The hosts, with another id for one that has an address again: a register lists each address once."""
    seen: set[tuple[_Scope, str, IPAddress]] = set()
    for count, (scope, host) in enumerate(hosts):
        keys = {(scope, host.id, address) for address in host.addresses}
        yield scope, host.model_copy(update={"id": f"{host.id}-{count}"}) if keys & seen else host
        seen |= keys


_PARTS = {"gateway": "gateways", "dhcp": "dhcp", "reserved": "reserved_ranges"}
"""The attributes that parts without a prefix bring, by the keys under which they are written."""


def _filled(network: Network, inside: _Inside) -> Network:
    """The network, with the hosts, ranges and gateways that lie in it, each at its place."""
    source = network.origin.source
    places: dict[Path, Place] = dict(source.places) if isinstance(source, Spot) else {}
    update: dict[str, object] = {"hosts": tuple(inside.hosts)}
    for key, attribute in _PARTS.items():
        values = [*getattr(network, attribute)]
        for one in inside.parts:
            for which, value in enumerate(getattr(one.network, attribute)):
                places[key, len(values)] = one.network.at(key, which)
                values.append(value)
        update[attribute] = tuple(values)
    return network.model_copy(update=update | {"origin": Origin(Spot(source, places, network.at()), ())})


def _holding(networks: Sequence[Network], inside: dict[int, _Inside]) -> set[int]:
    """The networks that hold others and nothing else, by their identity: prefixes of a register nest.

    Where a register has no addresses, nobody sees which prefixes have some: there, what holds others holds several.
    """
    outer = Counter(id(block.network) for block, _ in Space(networks).nested())
    addressed = any(one.hosts or one.parts for one in inside.values())
    return {
        name
        for name, number in outer.items()
        if not inside[name].hosts and not inside[name].parts and (addressed or number >= _SEVERAL)
    }
