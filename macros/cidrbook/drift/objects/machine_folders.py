"""Lines with one address in the folders of several machines, which differ by a digit in the folder of another one.

In `ash/bird.conf`, `elm/bird.conf` and `fir/bird.conf`, the router id is the address that `own.conf` beside it defines.
Where it is one digit off in `oak`, one of the two lines was mistyped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from netaddr import IPNetwork

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.address_text import to_int
from cidrbook.net.typos import one_digit_apart
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_ADDRESS = regex(r"([0-9](?<![\w.:/-][0-9])[0-9]{0,2}(?:\.[0-9]{1,3}){3})(?![\w.-])")
"""An address that stands alone. It begins with the digit to search for, which is several times faster."""
_DOCUMENT = regex(r"\.(?:md|mdx|rst|txt|adoc|html|json|svg)$", re.IGNORECASE)
_AGREEING = 3
"""In so many folders two lines have one address: then it is no accident that they do."""
_MOST_LINES = 200
"""Lines with an address of one folder. A folder with more is no machine's, and pairs of its lines would take long."""
_MOST_ALIKE = 12
"""Lines of one folder with one address. More are a table, of which each pair would be compared."""

_Lines = dict[str, Place]
"""What the files of a machine say: each line without its address, with the place of that."""


@cached_view
def differing_lines(observation: Observation) -> tuple[StaleCopy, ...]:
    """The one folder of several in which two lines differ by a digit that are equal in all others."""
    groups: dict[str, dict[str, _Lines]] = defaultdict(lambda: defaultdict(dict))
    for source in observation.sources:
        if not is_example(source.file) and not _DOCUMENT.search(source.file):
            for place in _address_places(source):
                for before, name, behind in _splits(source.file):
                    line = source.lines[place.line - 1]
                    shape = f"{behind}: {line[: place.column - 1]}@{line[place.column - 1 + place.width :]}"
                    groups[before][name].setdefault(shape.replace(name, "*"), place)
    found: dict[Place, StaleCopy] = {}
    for group in groups.values():
        folders = [lines for lines in group.values() if len(lines) <= _MOST_LINES]
        if len(folders) > _AGREEING:
            found |= {copy.at: copy for copy in _differing_lines(folders)}
    return tuple(found.values())


def _address_places(source: Source) -> Iterator[Place]:
    """The address of each line that has exactly one."""
    numbers = {source.at(found.start()).line for found in _ADDRESS.finditer(source.text)}
    for number in numbers if len(numbers) <= _MOST_LINES else ():
        found = _ADDRESS.findall(source.lines[number - 1])
        if len(found) == 1 and to_int(found[0], 4) is not None:
            yield Place(source, number, source.lines[number - 1].index(found[0]) + 1, len(found[0]))


def _splits(file: str) -> Iterator[tuple[str, str, str]]:
    """Each folder of a path, with what is before and behind it."""
    parts = file.split("/")
    for index in range(len(parts) - 1):
        yield "/".join(parts[:index]), parts[index], "/".join(parts[index + 1 :])


def _differing_lines(folders: list[_Lines]) -> Iterator[StaleCopy]:
    equal: dict[tuple[str, str], int] = defaultdict(int)
    for lines in folders:
        for shapes in _shapes_by_address(lines).values():
            for pair in combinations(sorted(shapes), 2) if len(shapes) <= _MOST_ALIKE else ():
                equal[pair] += 1
    for (one, other), number in equal.items():
        both = [lines for lines in folders if one in lines and other in lines]
        if number >= _AGREEING and len(both) == number + 1:
            odd = next(lines for lines in both if _text(lines[one]) != _text(lines[other]))
            yield from _slip(odd, one, other, folders)


def _shapes_by_address(lines: Mapping[str, Place]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for shape, place in lines.items():
        found[_text(place)].append(shape)
    return found


def _text(place: Place) -> str:
    return place.source.lines[place.line - 1][place.column - 1 : place.column - 1 + place.width]


def _slip(lines: _Lines, one: str, other: str, folders: list[_Lines]) -> Iterator[StaleCopy]:
    """The line whose address no other line of the folder has, and fewer of other folders, if it is one digit off."""
    texts = [_text(place) for place in lines.values()]
    everywhere = [_text(place) for folder in folders for place in folder.values()]
    both = [(_text(lines[shape]), shape) for shape in (one, other)]
    (here, rare), (there, usual) = sorted(both, key=lambda said: (texts.count(said[0]), everywhere.count(said[0])))
    if texts.count(here) == 1 and one_digit_apart(IPNetwork(here), IPNetwork(there)):
        message = f"{here} is {there} in {lines[usual].file.rpartition('/')[2]}; both lines have one address elsewhere"
        yield StaleCopy(None, lines[rare], message, lines[usual], there)
