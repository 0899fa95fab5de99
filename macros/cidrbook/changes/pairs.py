"""The objects of two plans that are the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

Key = Callable[[T], Hashable | None]
"""What tells an object from others; None where it says nothing of the kind."""


def pairs(before: Sequence[T], after: Sequence[T], *keys: Key[T]) -> Iterator[tuple[T | None, T | None]]:
    """Each object of `after` with the one of `before` that it was, if any; then those that are gone.

    The first key decides; what it leaves alone is compared by the next one. Objects with one key are paired in order.
    """
    found: dict[int, T] = {}
    for key in keys:
        taken = set(map(id, found.values()))
        there = _by_key((one for one in before if id(one) not in taken), key)
        here = _by_key((one for one in after if id(one) not in found), key)
        for value, ones in here.items():
            found.update((id(one), other) for one, other in zip(ones, there.get(value, ()), strict=False))
    yield from ((found.get(id(one)), one) for one in after)
    taken = set(map(id, found.values()))
    yield from ((one, None) for one in before if id(one) not in taken)


def _by_key(ones: Iterable[T], key: Key[T]) -> dict[Hashable, list[T]]:
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for one in ones:
        value = key(one)
        if value is not None:
            groups[value].append(one)
    return groups
