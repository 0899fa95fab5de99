"""What takes long shows that it goes on: one line on a terminal, gone when it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TextIO, TypeVar

from cidrbook.report.words import plain

PATIENCE = 1.0
"""Seconds that pass before anything is shown."""

_EVERY = 0.1
_WIDTH = 60
_CLEAR = "\r\033[K"

T = TypeVar("T")


class Progress:
    """A line about what is read at the moment, on a stream that is a terminal; on any other, nothing."""

    def __init__(self, stream: TextIO | None, clock: Callable[[], float] = monotonic) -> None:
        self._stream = stream if stream is not None and stream.isatty() else None
        self._clock = clock
        self._next = clock() + PATIENCE
        self._count = 0
        self._shown = False

    def reading(self, name: str) -> None:
        """A file is read."""
        self._count += 1
        if self._stream is not None and self._clock() >= self._next:
            self._next = self._clock() + _EVERY
            self._shown = True
            self._stream.write(f"{_CLEAR}reading: {self._count:,} files, {plain(name)[-_WIDTH:]}")
            self._stream.flush()

    def of(self, things: Iterable[T], name: Callable[[T], str]) -> Iterator[T]:
        """The things, each of which is read by then."""
        for thing in things:
            self.reading(name(thing))
            yield thing

    def done(self) -> None:
        """All is read: the line goes."""
        if self._shown and self._stream is not None:
            self._stream.write(_CLEAR)
            self._stream.flush()
