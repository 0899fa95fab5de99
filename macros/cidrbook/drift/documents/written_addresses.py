"""The IPv4 addresses that configurations have, whatever for."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from cidrbook.net.address_text import to_int
from cidrbook.net.spans import AddressRun
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.documents.credibility import is_for_people
from cidrbook.repository.observation import Observation
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_ADDRESS = regex(r"[0-9](?<![0-9.][0-9])[0-9]{0,2}\.(?:[0-9]{1,3}\.){2}[0-9]{1,3}(?![0-9.]|\.[0-9])")
"""A pattern that begins with a digit is searched for much faster than one that begins with what is before it."""


def written_addresses(observation: Observation) -> frozenset[int]:
    """The IPv4 addresses that stand in configurations, alone or with a prefix length."""
    return _addresses_in_configurations(observation.sources)


@lru_cache(maxsize=2)
def _addresses_in_configurations(sources: tuple[Source, ...]) -> frozenset[int]:
    found = set()
    for source in sources:
        if not is_for_people(source.file):
            found.update(_ADDRESS.findall(source.text))
    return frozenset(number for text in found if (number := to_int(text, 4)) is not None)


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
