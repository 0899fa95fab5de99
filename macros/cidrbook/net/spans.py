"""Runs of addresses and how they meet: pools, DHCP ranges, prefixes, single addresses.

Every question is answered for one scope and family at a time, because only
inside one can addresses meet, and in n log n for n runs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from netaddr import IPAddress

Domain: TypeAlias = tuple[tuple[str, str], int]
"""A scope (VRF and site) and an address family: only inside one can addresses meet."""

T_co = TypeVar("T_co", covariant=True)


class AddressRun(Protocol):
    """A run of addresses of one family as numbers, both ends included: a prefix, a span, a statement's value."""

    @property
    def version(self) -> int: ...  # noqa: D102

    @property
    def first(self) -> int: ...  # noqa: D102

    @property
    def last(self) -> int: ...  # noqa: D102


class PlainRun(NamedTuple):
    """The addresses from `first` to `last`, both included, of one family, and nothing more."""

    version: int
    first: int
    last: int


def overlap(one: AddressRun, other: AddressRun) -> bool:
    """Whether two runs of addresses have one in common, in whatever scopes."""
    return one.version == other.version and one.first <= other.last and other.first <= one.last


def contains(outer: AddressRun, inner: AddressRun) -> bool:
    """Whether one run has all addresses of another, in whatever scopes."""
    return outer.version == inner.version and outer.first <= inner.first and inner.last <= outer.last


def has_address(run: AddressRun, address: IPAddress) -> bool:
    """Whether a run has an address, in whatever scope."""
    return bool(run.version == address.version and run.first <= int(address) <= run.last)


class Span(NamedTuple, Generic[T_co]):
    """The addresses from `first` to `last`, both included, as numbers, and what has them."""

    domain: Domain
    first: int
    last: int
    owner: T_co

    @property
    def version(self) -> int:
        """The address family."""
        return self.domain[1]

    @property
    def size(self) -> int:
        """How many addresses there are."""
        return self.last - self.first + 1

    @property
    def ends(self) -> tuple[IPAddress, IPAddress]:
        """The first and the last address."""
        return IPAddress(self.first, self.domain[1]), IPAddress(self.last, self.domain[1])

    def holds(self, address: IPAddress) -> bool:
        """Whether it has the address, in whatever scope."""
        return has_address(self, address)


class _Row(NamedTuple, Generic[T_co]):
    """The spans of one domain by their first address, and which one of those up to each reaches furthest."""

    spans: list[Span[T_co]]
    firsts: list[int]
    furthest: list[Span[T_co]]


class Spans(Generic[T_co]):
    """Spans, ready to be asked."""

    def __init__(self, spans: Iterable[Span[T_co]]) -> None:
        rows: dict[Domain, list[Span[T_co]]] = defaultdict(list)
        for span in spans:
            rows[span.domain].append(span)
        self._rows = {domain: _sorted_row(row) for domain, row in rows.items()}

    def __bool__(self) -> bool:
        return bool(self._rows)

    def __iter__(self) -> Iterator[Span[T_co]]:
        for row in self._rows.values():
            yield from row.spans

    def meeting(self, domain: Domain, first: int, last: int) -> Span[T_co] | None:
        """A span that has an address from `first` to `last`; of several, the one that reaches furthest."""
        row = self._rows.get(domain)
        if row is None:
            return None
        index = bisect_right(row.firsts, last) - 1
        return row.furthest[index] if index >= 0 and row.furthest[index].last >= first else None

    def holding(self, domain: Domain, first: int, last: int) -> Span[T_co] | None:
        """A span that has all addresses from `first` to `last`; of several, the one that reaches furthest."""
        row = self._rows.get(domain)
        if row is None:
            return None
        index = bisect_right(row.firsts, first) - 1
        return row.furthest[index] if index >= 0 and row.furthest[index].last >= last else None

    def overlaps(self) -> Iterator[tuple[Span[T_co], Span[T_co]]]:
        """Every span that has an address of one before it, after the one of those that reaches furthest."""
        for row in self._rows.values():
            for before, span in zip(row.furthest, row.spans[1:], strict=False):
                if before.last >= span.first:
                    yield before, span

    def within(self, domain: Domain, first: int, last: int) -> list[Span[T_co]]:
        """The spans that begin from `first` to `last`, in the order of their addresses."""
        return list(self._beginning(domain, first, last))

    def gaps(self, domain: Domain, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The runs from `first` to `last` of which no span has an address, lowest first."""
        before = self.meeting(domain, first, first)
        free = before.last + 1 if before else first
        for span in self._beginning(domain, first + 1, last):
            if span.first > free:
                yield free, span.first - 1
            free = max(free, span.last + 1)
        if free <= last:
            yield free, last

    def _beginning(self, domain: Domain, first: int, last: int) -> Iterator[Span[T_co]]:
        row = self._rows.get(domain)
        if row:
            indexes = range(bisect_left(row.firsts, first), bisect_right(row.firsts, last))
            yield from map(row.spans.__getitem__, indexes)


def _sorted_row(spans: list[Span[T_co]]) -> _Row[T_co]:
    spans.sort(key=lambda span: (span.first, -span.last))
    furthest: list[Span[T_co]] = []
    for span in spans:
        furthest.append(furthest[-1] if furthest and furthest[-1].last >= span.last else span)
    return _Row(spans, [span.first for span in spans], furthest)
