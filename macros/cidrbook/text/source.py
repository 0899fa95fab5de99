"""Texts that objects are read from, and the place of any value in them, on demand.

Places are not kept while a text is read: when the first finding asks, its YAML
events are read a second time. So a plan without findings pays nothing for them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from cidrbook.text.regex import regex

MAX_DEPTH = 64
"""Levels of nesting that are read; a network plan needs about eight."""

ORIGIN = "\0origin"
"""The key under which every mapping of the tree carries its `Origin`."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = regex(r"\r\n|\n|\r")
ODD_BLANKS = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Blanks that YAML does not take for spaces, and nobody can tell from them; for a class of a regular expression."""
_ODD_BLANK = regex(f"[{ODD_BLANKS}]")
SEPARATING = regex(
    rf"^[ {ODD_BLANKS}]*+(?:-[ {ODD_BLANKS}]++)*+(?:[\w-]{{1,40}}:[ {ODD_BLANKS}]++)?"
    rf"|(?<![ {ODD_BLANKS}])[ {ODD_BLANKS}]++(?=\r?$)",
    re.MULTILINE,
)
"""Blanks of a line that are no part of its text: before it, behind a dash or the key's colon, and at its end."""

Path: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead from the top of a document to a value."""

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | Origin | None"
"""What a document holds: text, lists, mappings; and the `Origin` of each mapping."""


class Place(NamedTuple):
    """A line and column (both from 1) of a source, and how many characters the caret marks."""

    source: Source
    line: int
    column: int
    width: int = 1

    @property
    def file(self) -> str:
        """The name of the file, as reports print it."""
        return self.source.file


class Origin(NamedTuple):
    """Where an object was written: a source and the path of keys to it.

    `merged` names the keys that `<<` brought, with the mappings they were written
    in. A reader of another format gives its objects an origin in a source of its own.
    """

    source: Source
    path: Path
    merged: tuple[tuple[str, Origin], ...] = ()

    def at(self, *keys: str | int, key: bool = False) -> Place:
        """The place of the value below `keys`, or of its key; or of the nearest thing around it."""
        for name, origin in self.merged:
            if keys[:1] == (name,):
                return origin.at(*keys, key=key)
        return self.source.place(self.path + keys, key=key)


@dataclass(frozen=True, eq=False)
class Source:
    """A text that objects were read from. `file` is its name as reports print it."""

    file: str
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends, as editors count them."""
        return _LINE_END.split(self.text) if "\r" in self.text else self.text.split("\n")

    @cached_property
    def yaml(self) -> str:
        """The text as a plan is read from it: odd blanks between keys and values are spaces; no place changes."""
        if self.text.isascii() or not _ODD_BLANK.search(self.text):
            return self.text
        return SEPARATING.sub(lambda found: _ODD_BLANK.sub(" ", found[0]), self.text)

    @cached_property
    def _starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    def at(self, index: int, width: int = 1) -> Place:
        """The place of the character at an index of the text; of the last one, where the text is shorter."""
        index = min(index, len(self.text))
        line = bisect_right(self._starts, index)
        return Place(self, line, index - self._starts[line - 1] + 1, max(width, 1))

    def index(self, place: Place) -> int:
        """The index in the text of the character at a place of it."""
        return self._starts[place.line - 1] + place.column - 1

    def place(self, path: Path, *, key: bool = False) -> Place:
        """The place of the value at `path`, or of its key; of the nearest ancestor where there is none."""
        keys, values = self._places
        for end in range(len(path), -1, -1):
            found = (keys if key else values).get(path[:end]) or values.get(path[:end])
            if found:
                return found
        return Place(self, 1, 1)

    def values_on(self, line: int) -> tuple[tuple[Path, Place], ...]:
        """The texts that are written on a line as values, by the keys that lead to them."""
        _, values = self._places
        holders = {path[:-1] for path in values}
        return tuple((path, at) for path, at in values.items() if at.line == line and path not in holders)

    @cached_property
    def _places(self) -> tuple[dict[Path, Place], dict[Path, Place]]:
        keys: dict[Path, Place] = {}
        values: dict[Path, Place] = {}
        for path, event, is_key in walk(self.yaml):
            (keys if is_key else values).setdefault(path, mark(self, event))
        return keys, values


def events(text: str) -> Iterator[Any]:
    """The events of a text: what `yaml.parse` yields, with one Python call less for each."""
    return iter(_LOADER(text).get_event, None)


def walk(text: str) -> Iterator[tuple[Path, NodeEvent, bool]]:
    """Every key and value with its path, its event and whether it is a key, as far as the text can be read."""
    stack: list[Any] = []  # a key, an index, or None where the next event is a key
    with suppress(yaml.YAMLError):
        for event in events(text):
            if isinstance(event, CollectionEndEvent):
                stack.pop()
            elif isinstance(event, NodeEvent):
                is_key = bool(stack) and stack[-1] is None
                if is_key:
                    stack[-1] = getattr(event, "value", "")
                yield tuple(stack), event, is_key
                if len(stack) > MAX_DEPTH:
                    return
                if isinstance(event, CollectionStartEvent):
                    stack.append(None if isinstance(event, MappingStartEvent) else 0)
                if is_key or isinstance(event, CollectionStartEvent):
                    continue
            else:
                continue
            if stack:
                stack[-1] = stack[-1] + 1 if isinstance(stack[-1], int) else None


def mark(source: Source, event: Any) -> Place:
    """The place of an event. Only the index is asked for: YAML counts lines that editors do not."""
    start, end = event.start_mark.index, event.end_mark.index
    one_line = isinstance(event, ScalarEvent | AliasEvent) and not _LINE_END.search(source.text, start, end)
    return source.at(start, end - start if one_line else 1)
