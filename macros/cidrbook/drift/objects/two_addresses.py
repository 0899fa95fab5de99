"""Machines that have two addresses on one network, in two files: by name, by MAC address, by interface."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from posixpath import dirname
from typing import NamedTuple, TypeAlias

from netaddr import IPAddress

from cidrbook.plan.inventory import cached_view
from cidrbook.repository.named_address import NamedAddress
from cidrbook.repository.observation import Observation

CLASSES = {"machine": "machine", "lease": "machine", "router": "machine"}
"""The kinds of names that are of machines, whatever says so."""

_ENOUGH_LEASES = 2
"""So many machines of one network agree with their leases: then the one that does not was forgotten."""

_COPIED, _MANY_LISTS = 3, 12
"""For each machine that differs, so many of two lists agree: then one is a copy of the other, and not of another lab.
Files of one machine; with more it is an app, or a word."""

_UNNAMED_ROUTER = "router"
"""What a router is called whose configuration does not say its name."""
_Groups: TypeAlias = dict[object, list[NamedAddress]]


class TwoAddresses(NamedTuple):
    """One machine with different addresses on one network in two files."""

    first: NamedAddress
    again: NamedAddress


@cached_view
def two_addresses(plan: Observation) -> tuple[TwoAddresses, ...]:
    """Machines with different addresses on one network in two files: by name, by MAC address, by interface."""
    machines = [named for named in plan.named_addresses if CLASSES.get(named.kind) == "machine"]
    virtual = {named.address for named in plan.named_addresses if named.kind == "virtual"}
    by_name = _grouped(machines, lambda named: named.id)
    copies = _copied_lists(by_name)
    by_mac = _grouped([named for named in machines if named.mac], lambda named: named.mac)
    found: dict[object, TwoAddresses] = {}
    for pair in (
        *_differing_addresses(by_name, virtual, copies),
        *_differing_addresses(by_mac, virtual, copies),
        *_by_interface(machines),
        *_two_reservations(by_mac),
    ):
        found[pair.again.place] = pair
    return tuple(found.values())


def _grouped(machines: list[NamedAddress], key: Callable[[NamedAddress], object]) -> _Groups:
    """The machines with one key on one network."""
    groups: _Groups = defaultdict(list)
    for named in machines:
        groups[key(named), named.link].append(named)
    return groups


def _copied_lists(by_name: _Groups) -> set[frozenset[str]]:
    """The pairs of files that list the same machines, of which nearly all have one address in both."""
    agreeing: dict[frozenset[str], list[bool]] = defaultdict(list)
    for group in by_name.values():
        first = {named.place.file: named.address for named in reversed(group)}
        for one, other in combinations(first, 2) if len(first) < _MANY_LISTS else ():
            agreeing[frozenset((one, other))].append(first[one] == first[other])
    return {files for files, found in agreeing.items() if found.count(True) >= _COPIED * found.count(False) > 0}


def _differing_addresses(
    groups: _Groups, virtual: set[IPAddress], copies: set[frozenset[str]]
) -> Iterator[TwoAddresses]:
    """Groups with two addresses, of which each file has one."""
    for group in groups.values():
        files: dict[str, dict[IPAddress, NamedAddress]] = defaultdict(dict)
        for named in group:
            if named.address not in virtual:
                files[named.place.file].setdefault(named.address, named)
        is_pair = len({address for found in files.values() for address in found}) == len(TwoAddresses._fields)
        if is_pair and all(len(found) == 1 for found in files.values()):
            first, *others = (next(iter(found.values())) for found in files.values())
            differing = (other for other in others if other.address != first.address)
            again = next(
                (
                    other
                    for other in differing
                    if frozenset((first.place.file, other.place.file)) in copies or may_be_one_lab(first, other)
                ),
                None,
            )
            if again:
                yield TwoAddresses(first, again)


def _two_reservations(by_mac: _Groups) -> Iterator[TwoAddresses]:
    """The second address that one server reserves for a machine's card; an entry alone may have several.

    Of a card with two names, another rule says that two machines have its MAC address.
    """
    for group in by_mac.values():
        files: dict[str, list[NamedAddress]] = defaultdict(list)
        for named in group:
            files[named.place.file].append(named)
        for leases in files.values():
            first, *others = leases
            alike = (one for one in others if one.id == first.id and one.said != first.said)
            again = [one for one in alike if one.address != first.address]
            if all(one.kind == "lease" for one in leases) and len(again) == 1:
                yield TwoAddresses(first, again[0])


def _by_interface(machines: list[NamedAddress]) -> Iterator[TwoAddresses]:
    """The one lease `nas-mgmt` that differs from the machine `nas`, where leases of other machines agree."""
    own: dict[tuple[str, tuple[int, int]], dict[IPAddress, NamedAddress]] = defaultdict(dict)
    for named in machines:
        own[named.id, named.link].setdefault(named.address, named)
    suffixes: dict[str, list[TwoAddresses]] = defaultdict(list)
    for named in machines:
        name, _, suffix = named.id.rpartition("-")
        machine = own.get((name, named.link), {}) if named.kind == "lease" and suffix else {}
        if len(machine) == 1:
            suffixes[suffix].append(TwoAddresses(next(iter(machine.values())), named))
    for pairs in suffixes.values():
        differing = [pair for pair in pairs if pair.first.address != pair.again.address]
        if len(pairs) - len(differing) >= _ENOUGH_LEASES and len(differing) == 1 and may_be_one_lab(*differing[0]):
            yield differing[0]


def may_be_one_lab(first: NamedAddress, again: NamedAddress) -> bool:
    """Whether two files may be about one cluster. Two files of one name in different folders are two environments.

    A router without a name is no other one, and no machine of that name, in another folder.
    """
    if "router" in (first.kind, again.kind) and first.id == again.id == _UNNAMED_ROUTER:
        return dirname(first.place.file) == dirname(again.place.file)
    names = {named.place.file.rpartition("/")[2] for named in (first, again) if named.kind == "machine"}
    alike = first.kind == again.kind == "machine" and len(names) == 1 and first.place.file != again.place.file
    return not alike and (not first.cluster or not again.cluster or first.cluster == again.cluster)
