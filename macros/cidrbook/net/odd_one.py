"""The one of several things that differs from all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class OddOne(NamedTuple, Generic[T]):
    """The thing that differs, the first of those that agree, and how many they are."""

    odd: T
    example: T
    agreeing: int


def odd_one(things: Iterable[T], value: Callable[[T], Hashable]) -> OddOne[T] | None:
    """The one thing with another value than all others; None where all agree, or several differ.

    Of two things, the second one differs.
    """
    every = [(value(thing), thing) for thing in things]
    (usual, agreeing), *_ = Counter(own for own, _ in every).most_common(1) or [(None, 0)]
    odd = [thing for own, thing in every if own != usual]
    if len(odd) != 1:
        return None
    return OddOne(odd[0], next(thing for own, thing in every if own == usual), agreeing)
