"""XML as a tree of texts that know their places: without entities, of a bounded depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat  # nothing is expanded or fetched: what a document type declares ends the reading

from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

MAX_DEPTH = 64
OFF = ("0", "no", "off", "false")
"""What a switch says that is off."""

_PARTS = regex(r"[^\s,]+")


class _TooMuchError(ValueError):
    """What no file that is read here has: a document type with declarations, a depth without end."""


@dataclass
class Element:
    """An element: its name, its text, what is in it, and its attributes."""

    tag: str
    place: Place
    text: Located | None = None
    inside: list[Element] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def uuid(self) -> str:
        """The `uuid` by which others refer to it."""
        return self.attributes.get("uuid", "")

    def attribute(self, name: str) -> Located | None:
        """The value of an attribute, at its place where it stands on the element's first line."""
        value = self.attributes.get(name)
        if value is None:
            return None
        at = self.place
        line = at.source.lines[at.line - 1] if at.line <= len(at.source.lines) else ""
        columns = [line.find(f"{name}={quote}{value}{quote}", at.column - 1) for quote in "\"'"]
        column = max(columns)
        found = Place(at.source, at.line, column + len(name) + 3, max(len(value), 1)) if column >= 0 else at
        return Located(value, found)

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element on this path."""
        for child in self.inside:
            if child.tag == tags[0]:
                yield from child.all(*tags[1:]) if tags[1:] else (child,)

    def first(self, *tags: str) -> Element | None:
        """The first element on this path."""
        return next(self.all(*tags), None)

    def said(self, *tags: str) -> Located | None:
        """The text of the first element on this path."""
        found = self.first(*tags)
        return found.text if found else None

    def on(self, tag: str = "enable") -> bool:
        """Whether it is switched on: pfSense writes an empty `enable` for that."""
        switch = self.first(tag)
        return switch is not None and str(switch.text or "1").lower() not in OFF

    def sets(self, tag: str) -> bool:
        """Whether a flag in it is set, with a value that says so."""
        return str(self.said(tag) or "0").lower() not in OFF

    def each(self, *tags: str) -> list[Located]:
        """The parts of the first text on this path, which commas, blanks or lines part."""
        text = self.said(*tags)
        return [] if text is None else [text.part(*found.span()) for found in _PARTS.finditer(text)]


def _refuse_declarations(*doctype: object) -> None:
    """Ends the reading at a document type that says where it is, or declares things: that of nmap only has a name."""
    if any(doctype[1:]):
        raise _TooMuchError


def element(source: Source, part: str = "") -> Element | None:
    """The root of a file, or of a part of it, with nothing but blanks around it; nothing where it cannot be read."""
    top = Element("", Place(source, 1, 1))
    stack = [top]
    parser = expat.ParserCreate()

    def at() -> Place:
        return Place(source, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > MAX_DEPTH:
            raise _TooMuchError
        made = Element(tag, at(), attributes=attributes)
        stack[-1].inside.append(made)
        stack.append(made)

    def end(_: str) -> None:
        stack.pop()

    def characters(text: str) -> None:
        here, stripped = at(), text.strip()
        if stripped and stack[-1].text is None:
            column = here.column + len(text) - len(text.lstrip())
            stack[-1].text = Located(stripped, Place(source, here.line, column, len(stripped)))
        elif stripped:
            stack[-1].text = Located(f"{stack[-1].text}\n{stripped}", stack[-1].text.place)  # type: ignore[union-attr]

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = characters, _refuse_declarations
    try:
        parser.Parse((part or source.text).encode("utf-8", errors="replace"), True)  # noqa: FBT003 (it takes no keywords)
    except (expat.ExpatError, _TooMuchError):
        return None
    return top.inside[0] if top.inside else None
