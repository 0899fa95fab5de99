"""The IPv4 addresses that configurations have, whatever for."""

from __future__ import annotations

from bisect import bisect_left

from cidrbook.net.address_text import to_int
from cidrbook.net.spans import AddressRun
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.documents.credibility import is_for_people
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.written_addresses import files_of_addresses


@cached_view
def written_addresses(observation: Observation) -> frozenset[int]:
    """The IPv4 addresses that stand in configurations, alone or with a prefix length."""
    configurations = {source.file for source in observation.sources if not is_for_people(source.file)}
    written = files_of_addresses(observation.sources)
    found = (to_int(text, 4) for text, files in written.items() if not configurations.isdisjoint(files))
    return frozenset(number for number in found if number is not None)


@cached_view
def _in_order(observation: Observation) -> tuple[int, ...]:
    return tuple(sorted(written_addresses(observation)))


def is_in_use(observation: Observation, first: int, last: int) -> bool:
    """Whether configurations have an IPv4 address from one to another."""
    addresses = _in_order(observation)
    at = bisect_left(addresses, first)
    return at < len(addresses) and addresses[at] <= last


def is_used_apart(observation: Observation, one: AddressRun, other: AddressRun) -> bool:
    """Whether configurations have an IPv4 address of one run that is none of another."""
    before, behind = (one.first, min(one.last, other.first - 1)), (max(one.first, other.last + 1), one.last)
    return any(first <= last and is_in_use(observation, first, last) for first, last in (before, behind))
