"""Text that knows where it was written, and objects of the plan made of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Self

from cidrbook.text.regex import regex
from cidrbook.text.source import Path, Place, Source

_VARIABLE = regex(r"(?<![\w$])\$[A-Za-z_]\w*")
"""A variable of a shell, as it stands in a here-document."""
_VAULT = regex(r"<[A-Za-z][^<>\s]{0,200}>")
"""What Argo CD's Vault plugin fills in: `<path:lab/data/bgp#ASN>`."""


class Located(str):
    """A text of a file, and its place there. What is cut out of it with `part` knows its own."""

    __slots__ = ("_exact", "place", "raw")

    place: Place
    _exact: int | None
    raw: str
    """The text as written, before variables were filled in."""

    def __new__(cls, text: str, place: Place, raw: str | None = None) -> Self:
        """The text, at its place."""
        made = super().__new__(cls, text)
        made.place = place
        made.raw = text if raw is None else raw
        made._exact = None
        return made

    def part(self, start: int, end: int) -> Located:
        """A piece of it; its place is exact where the text stands as written, on one line."""
        at = self.place
        if self._exact is None:  # once: of a text of a megabyte, every word may be asked for
            self._exact = self._exact_until()
        if start > self._exact:
            return Located(self[start:end], at)
        quote = (at.width - len(self)) // 2
        return Located(self[start:end], Place(at.source, at.line, at.column + quote + start, max(end - start, 1)))

    def _exact_until(self) -> int:
        """Up to where the text is as written: the end of its first line, or nowhere."""
        if self.place.width - len(self) not in (0, 2) or self.raw != self:  # plain, or in quotes
            return -1
        end = self.find("\n")
        return len(self) if end < 0 else end

    @property
    def open(self) -> bool:
        """Whether something in it has yet to be filled in: a variable, a template."""
        marked = any(mark in self for mark in ("${", "{{", "#{", "{%", "ENC["))
        return marked or ("$" in self and bool(_VARIABLE.search(self))) or ("<" in self and bool(_VAULT.search(self)))


class Spot(Source):
    """The source of objects that are made of located texts: it knows the place of each of their values."""

    def __init__(self, source: Source, places: Mapping[Path, Place], at: Place) -> None:
        super().__init__(source.file, source.text)
        object.__setattr__(self, "_values", {(): at, **places})

    @property
    def places(self) -> Mapping[Path, Place]:
        """The places of its values, but for the object's own."""
        known: dict[Path, Place] = self.__dict__["_values"]
        return {path: place for path, place in known.items() if path}

    def place(self, path: Path, *, key: bool = False) -> Place:  # noqa: ARG002 (a key stands where its value does)
        """The place of the value at `path`, or of the nearest thing around it."""
        values: dict[Path, Place] = self.__dict__["_values"]
        return next(values[path[:end]] for end in range(len(path), -1, -1) if path[:end] in values)

    def values_on(self, line: int) -> tuple[tuple[Path, Place], ...]:
        """The values that are written on a line of the file, by the keys that lead to them."""
        return tuple((path, at) for path, at in self.places.items() if at.file == self.file and at.line == line)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.text.splitlines()
