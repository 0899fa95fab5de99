"""Lists of one name in two files that differ in one entry, which no other line has: one of them was forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations

from netaddr import IPAddress

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.ip import link_of
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.repository.clues.address_lists import LISTED
from cidrbook.repository.clues.node_lists import NODES
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.assigned_values import squeezed_name
from cidrbook.repository.parts.written_addresses import times_written


@cached_view
def rival_lists(observation: Observation) -> tuple[StaleCopy, ...]:
    """The entry of a list that differs from that of the only other list of its name and length."""
    groups: dict[tuple[str, str], list[Network]] = defaultdict(list)
    for cluster, setting in observation.settings:
        if setting.purpose in (LISTED, NODES) and setting.name != "a list":
            groups[cluster, squeezed_name(setting.name)].append(setting)
    return tuple(copy for lists in groups.values() for copy in _rival_entries(observation, lists))


def _rival_entries(observation: Observation, lists: list[Network]) -> Iterator[StaleCopy]:
    found: dict[object, StaleCopy] = {}
    for one, other in permutations(lists, 2):
        odd, usual = _differing_entries(one, other)
        if odd is not None and usual is not None and _is_forgotten(observation, one, other, odd, usual):
            at, known = one.at("cidr", _index_of(one, odd)), other.at("cidr", _index_of(other, usual))
            message = f"{one.name} names {odd} here, and {usual} in another file, beside the same addresses"
            found.setdefault(at, StaleCopy(None, at, message, known, str(usual)))
    yield from found.values()


def _listed_addresses(setting: Network) -> list[IPAddress]:
    return [IPAddress(cidr.first, cidr.version) for cidr in setting.cidrs]


def _differing_entries(one: Network, other: Network) -> tuple[IPAddress | None, IPAddress | None]:
    """The entries in which two lists of one length differ, if each has one that the other one lacks."""
    first, second = _listed_addresses(one), _listed_addresses(other)
    own, others = set(first) - set(second), set(second) - set(first)
    if len(first) != len(second) or len(own) != 1 or len(others) != 1:
        return None, None
    return own.pop(), others.pop()


def _is_forgotten(observation: Observation, one: Network, other: Network, odd: IPAddress, usual: IPAddress) -> bool:
    """Whether only this line has an address, the other one stands elsewhere, and both files are of one lab."""
    first, second = one.origin.source.file, other.origin.source.file
    return (
        first != second
        and link_of(odd) == link_of(usual)
        and not are_apart(observation.installations, first, second)
        and times_written(observation.sources, odd) == 1
        and times_written(observation.sources, usual) > 1
    )


def _index_of(setting: Network, address: IPAddress) -> int:
    return _listed_addresses(setting).index(address)
