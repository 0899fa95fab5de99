"""Lists of one name in two files that differ in one entry, which no other line has: one of them was forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import TypeAlias

from netaddr import IPAddress

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.ip import link_of
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.clues.address_lists import LISTED, NAMELESS
from cidrbook.repository.clues.node_lists import NODES
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.assigned_values import squeezed_name
from cidrbook.repository.parts.written_addresses import times_written
from cidrbook.repository.setting_copy import SettingCopy

_TWO = 2
_MOST = 64
"""Entries of a list. No lab lists more machines of one kind; longer lists are of what is blocked."""

_ByEntry: TypeAlias = dict[IPAddress, list[SettingCopy]]


@cached_view
def differing_lists(observation: Observation) -> tuple[StaleCopy, ...]:
    """The entry of a list that differs from that of the other lists of its name and length, which are equal."""
    groups: dict[tuple[str, str], list[SettingCopy]] = defaultdict(list)
    for setting in observation.settings_for(LISTED, NODES):
        if setting.name != NAMELESS:
            groups[setting.cluster, squeezed_name(setting.name)].append(setting)
    return tuple(copy for lists in groups.values() for copy in _rival_entries(observation, lists))


def _rival_entries(observation: Observation, lists: list[SettingCopy]) -> Iterator[StaleCopy]:
    """The copies of lists that are equal but for one entry. Of three such entries, each may be a machine's own."""
    found: dict[object, StaleCopy] = {}
    for entries in _by_the_rest(lists):
        for odd, usual in permutations(entries) if len(entries) == _TWO else ():
            (one, *more), known = entries[odd], entries[usual]
            other = next((other for other in known if not _are_of_two_labs(observation, one, other)), None)
            if not more and other is not None and _is_forgotten(observation, odd, usual):
                at, there = one.place(one.addresses.index(odd)), other.place(other.addresses.index(usual))
                message = f"{one.name} names {odd} here, and {usual} in another file, beside the same addresses"
                found.setdefault(at, StaleCopy(None, at, message, there, str(usual)))
    yield from found.values()


def _by_the_rest(lists: list[SettingCopy]) -> Iterable[_ByEntry]:
    """For each part that lists share, all but one entry: the lists by the entry that is left."""
    beside: dict[tuple[int, frozenset[IPAddress]], _ByEntry] = defaultdict(lambda: defaultdict(list))
    for setting in lists:
        entries = setting.addresses
        whole = frozenset(entries)
        for entry in whole if len(entries) <= _MOST else ():
            beside[len(entries), whole - {entry}][entry].append(setting)
    return beside.values()


def _are_of_two_labs(observation: Observation, one: SettingCopy, other: SettingCopy) -> bool:
    """Whether two lists are of one file, or of files that are not of one lab."""
    return one.file == other.file or are_apart(observation.installations, one.file, other.file)


def _is_forgotten(observation: Observation, odd: IPAddress, usual: IPAddress) -> bool:
    """Whether only this line has an address, and the other one, of the same network, stands elsewhere, too."""
    times = [times_written(observation.sources, address) for address in (odd, usual)]
    return link_of(odd) == link_of(usual) and times[0] == 1 < times[1]
