"""Comments that allow a finding on their line: `# cidrbook: allow RULE reason`.

A comment behind a value counts for its own line, one that stands alone for the
next line. What only looks like a comment, inside of a text, is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

import yaml
from yaml.error import Mark
from yaml.events import ScalarEvent

from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source, events

_COMMENT = regex(r"(?:^|(?<=\s))#[ \t]*cidrbook:[ \t]*allow\b[ \t]*(\S*)[ \t]*(.*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Allowance:
    """One such comment: the rule by code or name, the reason, where it stands, and the line it counts for."""

    rule: str
    reason: str
    at: Place
    line: int


def allowances(sources: Iterable[Source]) -> Iterator[Allowance]:
    """The comments of all files, in their order."""
    for source in sources:
        if "cidrbook:" in source.text:
            yield from _allowances_in(source)


def _allowances_in(source: Source) -> Iterator[Allowance]:
    texts = list(_texts(source.text))
    starts = [start for start, _ in texts]
    for found in _COMMENT.finditer(source.text):
        index = bisect_right(starts, found.start()) - 1
        if index >= 0 and texts[index][1] > found.start():
            continue
        place = source.at(found.start(), found.end() - found.start())
        alone = not source.lines[place.line - 1][: place.column - 1].strip()
        yield Allowance(found[1], found[2], place, place.line + alone)


def _texts(text: str) -> Iterator[tuple[int, int]]:
    """Where each scalar begins and ends, as far as the text can be read."""
    with suppress(yaml.YAMLError):
        for event in events(text):
            if isinstance(event, ScalarEvent):
                start, end = cast("Mark", event.start_mark), cast("Mark", event.end_mark)
                yield start.index, end.index
