"""The lines of which only a name or a copy tells what their values are: nothing that rests on one is proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Spot

Line = tuple[str, int]


def guessed_lines(sightings: Iterable[Sighting]) -> frozenset[Line]:
    """The lines of guessed sightings, each with its file; none of one with a line that a format gives a meaning."""
    every = [*sightings]
    guessed = [{*_lines(seen)} for seen in every if seen.guessed]
    known = {line for seen in every if not seen.guessed for line in _lines(seen)} if guessed else set()
    return frozenset(line for lines in guessed if known.isdisjoint(lines) for line in lines)


def _lines(seen: Sighting) -> Iterator[Line]:
    source = seen.entry.origin.source
    places = source.places.values() if isinstance(source, Spot) else ()
    for place in (seen.entry.at(), *places):
        yield place.file, place.line
