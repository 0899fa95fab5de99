"""The conventions of a plan, and what does not follow them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.plan.convention import Convention
from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import machines
from cidrbook.plan.views.vlans import Seats
from cidrbook.text.refusal import parse_int
from cidrbook.text.source import Place

_LARGEST = 255
"""The largest number that an octet holds: larger VLAN ids and VM ids are not compared."""


class Unconventional(NamedTuple):
    """A prefix, an address or a host name that does not follow a convention; `wanted` is what it would say.

    `octet` is the one that was compared; None for a host name.
    """

    convention: Convention
    owner: Network | Machine
    place: Place
    octet: int | None
    found: str
    wanted: str


@cached_view
def conventions(plan: Plan) -> tuple[Convention, ...]:
    """All conventions, in the order of the plan."""
    return tuple(convention for settings in plan.settings for convention in settings.conventions)


def unconventional_prefixes(plan: Plan) -> Iterator[Unconventional]:
    """IPv4 prefixes with another octet than their network's VLAN, site, role or own field asks for."""
    of_prefixes = [convention for convention in conventions(plan) if not convention.is_of_hosts and convention.octet]
    seats = Seats(plan) if of_prefixes else None
    for network in plan.networks if seats else ():
        for convention in of_prefixes:
            if seats and _holds_for(convention, network) and network.id not in plan.virtual:
                yield from _other_octets(convention, network, _of_network(convention, network, seats))


def unconventional_machines(plan: Plan) -> Iterator[Unconventional]:
    """IPv4 addresses with another last octet than a field of the machine asks for, and names of another pattern."""
    of_hosts = [convention for convention in conventions(plan) if convention.is_of_hosts]
    homes = {id(host): network for network in plan.networks for host in network.hosts} if of_hosts else {}
    for scope, machine in machines(plan) if of_hosts else ():
        networks = [plan.space.covering(scope, address) or homes.get(id(machine)) for address in machine.addresses]
        for convention in of_hosts:
            fitting = [which for which, network in enumerate(networks) if _holds_for(convention, network)]
            yield from _other_name(convention, machine) if fitting else ()
            yield from _other_last_octets(convention, machine, fitting)


def _holds_for(convention: Convention, network: Network | None) -> bool:
    return not convention.networks or (network is not None and network.id in convention.networks)


def _of_network(convention: Convention, network: Network, seats: Seats) -> str:
    """What the octet of a network follows from; nothing where that is not said."""
    if convention.from_ == "vlan":
        vlans = {seat.id for seat in seats.of(network)}
        return str(*vlans) if len(vlans) == 1 else ""
    known = {"site": network.site, "role": network.role}
    return known.get(convention.from_, _own(convention, network.custom))


def _own(convention: Convention, custom: Mapping[str, str]) -> str:
    return custom.get(convention.from_.removeprefix("custom."), "")


def wanted_octet(convention: Convention, word: str) -> int | None:
    """The octet that a word asks for: by the convention's values, or as a number; None where neither tells."""
    number = convention.values.get(word, parse_int(word) if word.isascii() else None)
    return number if number is not None and 0 <= number <= _LARGEST else None


def _other_octets(convention: Convention, network: Network, word: str) -> Iterator[Unconventional]:
    wanted, octet = wanted_octet(convention, word), convention.octet or 0
    compared = [(which, cidr) for which, cidr in enumerate(network.cidrs) if cidr.version == 4]
    long_enough = [(which, cidr) for which, cidr in compared if cidr.prefixlen >= 8 * octet]
    if wanted is not None and long_enough and all(_octet(cidr.ip, octet) != wanted for _, cidr in long_enough):
        which, cidr = long_enough[0]
        place = network.at("cidr", which)
        yield Unconventional(convention, network, place, octet, str(_octet(cidr.ip, octet)), str(wanted))


def _other_name(convention: Convention, machine: Machine) -> Iterator[Unconventional]:
    if convention.hostname and machine.hostname:
        name = machine.hostname.partition(".")[0] if "." not in convention.hostname else machine.hostname
        if not _pattern(convention.hostname).fullmatch(name):
            yield Unconventional(convention, machine, machine.at("hostname"), None, name, convention.hostname)


def _other_last_octets(convention: Convention, machine: Machine, fitting: list[int]) -> Iterator[Unconventional]:
    """The IPv4 addresses, among those that the convention is for, with another octet than a field asks for."""
    wanted = wanted_octet(convention, _own(convention, machine.custom)) if convention.octet else None
    for which in fitting if wanted is not None else ():
        address, octet = machine.addresses[which], convention.octet or 4
        if address.version == 4 and _octet(address, octet) != wanted:
            place = machine.place_of_address(which)
            yield Unconventional(convention, machine, place, octet, str(_octet(address, octet)), str(wanted))


def _octet(address: IPAddress, octet: int) -> int:
    return int(address) >> 8 * (4 - octet) & _LARGEST


@lru_cache(maxsize=64)
def _pattern(written: str) -> re.Pattern[str]:
    """Host names of a pattern.

    A star takes as little of a label as what follows it allows, and never more again: so no name takes long, and none
    is refused for it. The last one takes what is left.
    """
    parts = re.split(r"\*+", written[:_LARGEST])
    first, *others = ("".join("[0-9]" if char == "#" else re.escape(char) for char in part) for part in parts)
    between = "".join(f"(?>[^.]*?{part})" for part in others[:-1])
    return re.compile(f"{first}{between}{''.join(f'[^.]*{part}' for part in others[-1:])}", re.IGNORECASE)
