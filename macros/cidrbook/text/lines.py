"""Configuration in lines, wherever it stands: a file of its own, a fence of a page, a text in a YAML document.

A block is told by its looks, so that it does not matter in which of these it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from cidrbook.text.located import Located
from cidrbook.text.markdown_blocks import fences
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source
from cidrbook.text.yaml import Document

_WORD = regex(r"'[^'\n]{0,400}'|\"[^\"\n]{0,400}\"|(?:\{\{[^{}\n]{0,200}\}\}|\$\{[^{}\n]{0,200}\}|[^\s])+")
_TOKEN = regex(r'"[^"\n]{0,400}"|#.*|//.*|(?:\$\{[^{}\n]{0,200}\}|\{\{[^{}\n]{0,200}\}\}|[^\s;={}])+|[;={}]')
_DEPTHS = {";": 0, "{": 1, "}": -1}
_PLAIN = frozenset(
    {"config", "configs", "conf", "config-parts", "files", "templates", "roles", "etc", "frr", "bird", "static", "app"}
    | {"tasks", "scripts", "resources", "router", "routing", "bgp", "dnsmasq", "dnsmasq-d", "main", "default", ""}
    | {"network", "networks", "stacks", "modules", "terraform", "tofu", "ansible", "infrastructure", "infra", "manual"}
)
_STEPS = regex(r"(?:^|-)(?:install(?:ation)?|script|setup|bootstrap)(?=-|$)")
"""Words of a file's name that say what it does to its machine."""
_WHOLE_NAME = 4
"""Labels in a file's name that are a machine's name with its domain; `frr.conf.j2` has three."""
_MARKDOWN = (".md", ".markdown", ".mdx")


class Line(NamedTuple):
    """A line of a block: its text from the block's own margin, and where that begins in the file."""

    text: str
    source: Source
    number: int
    margin: int = 0

    def part(self, start: int, end: int) -> Located:
        """A piece of it."""
        place = Place(self.source, self.number, self.margin + start + 1, max(end - start, 1))
        return Located(self.text[start:end], place)

    def words(self) -> list[Located]:
        """What blanks part; quotes around a word are left out, and a template's expression is one word."""
        return [self.unquoted(found) for found in _WORD.finditer(self.text)]

    def unquoted(self, found: re.Match[str], group: int = 0) -> Located:
        """What was found in the line, without quotes around it."""
        text = found[group]
        quoted = text[:1] in ("'", '"') and len(text) > 1 and text[-1] == text[0]
        return self.part(found.start(group) + quoted, found.end(group) - quoted)


class Block(NamedTuple):
    """Lines that belong together, the name of what they are written in, and whether they are an example in a text."""

    lines: tuple[Line, ...]
    name: str
    example: bool = False

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(line.text for line in self.lines)

    @property
    def layout(self) -> str:
        """The lines as one text in which each word has its column of the file."""
        return "\n".join(" " * line.margin + line.text for line in self.lines)

    @property
    def source(self) -> Source:
        """The file that it is in."""
        return self.lines[0].source


def blocks(source: Source) -> Iterator[Block]:
    """The whole file; of a Markdown page, each of its fences."""
    name = machine_of(source.file)
    if source.file.lower().endswith(_MARKDOWN):
        for fence in fences(source.lines):
            yield Block(tuple(_fence_line(source, number, offset) for number, offset in fence), name, example=True)
    elif source.lines:
        yield Block(tuple(Line(text, source, number) for number, text in enumerate(source.lines, 1)), name)


def scalars(document: Document) -> Iterator[Block]:
    """The texts of several lines in a YAML document; each is named by its document, or by its file."""
    name = str(document.name) if document.name else machine_of(document.source.file)
    for _, mapping in document.mappings:
        for value in mapping.values():
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, Located) and "\n" in text.strip():
                    yield Block(tuple(_scalar_lines(text)), name)


def statements(lines: Iterable[Line]) -> Iterator[tuple[list[Located], int]]:
    """The words up to each `;`, `{` or `}`, and what that does to the depth of braces; without `=` and comments."""
    words: list[Located] = []
    for line in lines:
        for found in _TOKEN.finditer(line.text):
            mark = found[0]
            if mark.startswith(("#", "//")):
                break
            if mark in _DEPTHS:
                yield words, _DEPTHS[mark]
                words = []
            elif mark != "=":
                words.append(line.unquoted(found))


def machine_of(file: str) -> str:
    """What a file's path calls the machine that the file is of: its stem, or the folder where that says nothing.

    Of a machine's whole name, as `gate.attic.example.org`, it has two labels, as there may be a `gate.barn`.
    """
    path = PurePosixPath(file)
    labels = path.name.split(".")
    stem = "-".join(labels[:2]) if len(labels) >= _WHOLE_NAME and all(labels) else labels[0]
    stems = [stem or path.name.lstrip("."), *reversed(path.parent.parts)]
    if "config-parts" in path.parts:  # the files of one router, one for each part of its configuration
        stems = list(reversed(path.parts[: path.parts.index("config-parts")]))
    return next((name for stem in stems if (name := _STEPS.sub("", slug(stem))) not in _PLAIN), "router")


def _fence_line(source: Source, number: int, offset: int) -> Line:
    """A line of a fence, without the marks of quotes around it."""
    return Line(source.lines[number][offset:], source, number + 1, offset)


def _scalar_lines(value: Located) -> Iterator[Line]:
    """The lines of a block scalar, at their places: below its indicator, behind the margin that YAML takes away."""
    at = value.place
    written = at.source.lines
    texts = value.split("\n")
    first = next((index for index, text in enumerate(texts) if text.strip()), 0)
    above = at.line + first
    margin = max(written[above].find(texts[first]), 0) if above < len(written) else 0
    for index, text in enumerate(texts):
        yield Line(text, at.source, min(at.line + index + 1, len(written)), margin)
