"""The conventions of a plan, and what does not follow them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

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

_ULA = 0x7E
"""The first seven bits of a unique local prefix (fc00::/7). In public ones the provider sets part of the group."""


class Unconventional(NamedTuple):
    """A machine's address or host name that does not follow a convention; `wanted` is what it would say.

    `octet` is the one that was compared; None for a host name.
    """

    convention: Convention
    owner: Machine
    place: Place
    octet: int | None
    found: str
    wanted: str


class OtherPrefix(NamedTuple):
    """A prefix that does not follow a convention: `field` names the part of it, `right` is the prefix that would."""

    convention: Convention
    network: Network
    which: int
    field: str
    found: str
    word: str
    right: IPNetwork


class _Field(NamedTuple):
    """A part of a prefix: its name, its distance from the right and its width in bits, and how it is written."""

    name: str
    version: int
    shift: int
    bits: int
    base: str
    wanted: int | None

    def value(self, cidr: IPNetwork) -> int:
        """The value of the part in a prefix."""
        return int(cidr.first) >> self.shift & (1 << self.bits) - 1

    def is_in(self, cidr: IPNetwork) -> bool:
        """Whether a prefix has this part: it is long enough, and nobody else chose it."""
        chosen = cidr.version == 4 or cidr.first >> 121 == _ULA
        return bool(
            chosen
            and cidr.version == self.version
            and self.shift >= (32 if cidr.version == 4 else 128) - cidr.prefixlen
        )

    def right(self, cidr: IPNetwork) -> IPNetwork:
        """The prefix with the wanted value in the part."""
        number = int(cidr.first) ^ (self.value(cidr) ^ (self.wanted or 0)) << self.shift
        return IPNetwork((number, cidr.prefixlen), version=cidr.version)


@cached_view
def conventions(plan: Plan) -> tuple[Convention, ...]:
    """All conventions, in the order of the plan; how VLANs are numbered is the first of its settings."""
    numbered = ((*((one.vlan_numbering,) if one.vlan_numbering else ()), *one.conventions) for one in plan.settings)
    return tuple(chain.from_iterable(numbered))


def unconventional_prefixes(plan: Plan) -> Iterator[OtherPrefix]:
    """Prefixes with another part than their network's VLAN, site, role or own field asks for.

    One of each IP version that is right is enough for a network.
    """
    of_prefixes = [one for one in conventions(plan) if not one.is_of_hosts and (one.octet or one.subnet_id)]
    seats = Seats(plan) if of_prefixes else None
    for network in plan.networks if seats else ():
        for convention in of_prefixes:
            if seats and _holds_for(convention, network) and network.id not in plan.virtual:
                yield from islice(_other_parts(convention, network, _octet_reason(convention, network, seats)), 1)


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


def _octet_reason(convention: Convention, network: Network, seats: Seats) -> str:
    """What the octet of a network follows from; nothing where that is not said."""
    if convention.from_ == "vlan":
        vlans = {seat.id for seat in seats.of(network)}
        return str(*vlans) if len(vlans) == 1 else ""
    known = {"site": network.site, "role": network.role}
    return known.get(convention.from_, _own_field(convention, network.custom))


def _own_field(convention: Convention, custom: Mapping[str, str]) -> str:
    return custom.get(convention.from_.removeprefix("custom."), "")


def _wanted_number(convention: Convention, word: str) -> int | None:
    """The number that a word asks for: by the convention's values, or as it is; None where neither tells."""
    return convention.values.get(word, parse_int(word) if word.isascii() else None)


def _wanted_octet(convention: Convention, word: str) -> int | None:
    number = _wanted_number(convention, word)
    return number if number is not None and 0 <= number <= _LARGEST else None


def _wanted_group(convention: Convention, word: str) -> int | None:
    """The fourth group that a word asks for: its number, or the digits of that; None where it does not fit."""
    number = _wanted_number(convention, word)
    most = 9999 if convention.subnet_id == "digits" else 0xFFFF
    if number is None or not 0 <= number <= most:
        return None
    return int(str(number), 16) if convention.subnet_id == "digits" else number


def _fields(convention: Convention, word: str) -> Iterator[_Field]:
    """The parts of prefixes that a convention is about, with what a word asks of them."""
    if convention.octet:
        wanted = _wanted_octet(convention, word)
        yield _Field(f"octet {convention.octet}", 4, 32 - 8 * convention.octet, 8, "d", wanted)
    if convention.subnet_id:
        yield _Field("the fourth group", 6, 64, 16, "x", _wanted_group(convention, word))


def _other_parts(convention: Convention, network: Network, word: str) -> Iterator[OtherPrefix]:
    for field in _fields(convention, word):
        compared = [(which, cidr) for which, cidr in enumerate(network.cidrs) if field.is_in(cidr)]
        if field.wanted is not None and compared and all(field.value(cidr) != field.wanted for _, cidr in compared):
            which, cidr = compared[0]
            found = f"{field.value(cidr):{field.base}}"
            yield OtherPrefix(convention, network, which, field.name, found, word, field.right(cidr))


def _other_name(convention: Convention, machine: Machine) -> Iterator[Unconventional]:
    if convention.hostname and machine.hostname:
        name = machine.hostname.partition(".")[0] if "." not in convention.hostname else machine.hostname
        if not _pattern(convention.hostname).fullmatch(name):
            yield Unconventional(convention, machine, machine.at("hostname"), None, name, convention.hostname)


def _other_last_octets(convention: Convention, machine: Machine, fitting: list[int]) -> Iterator[Unconventional]:
    """The IPv4 addresses, among those that the convention is for, with another octet than a field asks for."""
    wanted = _wanted_octet(convention, _own_field(convention, machine.custom)) if convention.octet else None
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
