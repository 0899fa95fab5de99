"""Blocks of Markdown inside one another: quotes, items, and the fences in them (CommonMark 0.31, 4.5 and 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*?)\s*#*\s*$")
FENCE = re.compile(r" {0,3}(?:(?P<ticks>```+)(?=[^`]*$)|(?P<waves>~~~+))[ \t]*(?:\{?\.?)(?P<language>[\w-]*)")
_QUOTE = re.compile(r" {0,3}> ?")
_MARKER = re.compile(r" {0,3}(?:[-*+]|[0-9]{1,9}[.)])(?: {1,4}(?=\S)| (?= {4})|(?=$))")


class Line(NamedTuple):
    """A line, and where it begins in its document."""

    text: str
    start: int


class Container(NamedTuple):
    """The quotes and list items around a line (CommonMark 0.31, 5.1 and 5.2), outermost first.

    A quote is None, a list item the width of its indentation.
    """

    steps: tuple[int | None, ...] = ()

    def content(self, text: str) -> str | None:
        """What a line has inside of the container; None where the line is not in it."""
        for width in self.steps:
            if width is None:
                quote = _QUOTE.match(text)
                if not quote:
                    return None
                text = text[quote.end() :]
            elif text.strip():
                if len(text) - len(text.lstrip(" ")) < width:
                    return None
                text = text[width:]
        return text

    def after(self, text: str, *, paragraph: bool) -> tuple[Container, str]:
        """The container of the next line, and what the line has inside of it.

        A line of text that goes on with a `paragraph` stays in its container, wherever it begins (CommonMark 0.31,
        5.1: laziness).
        """
        if paragraph and self.content(text) is None and _is_text(text):
            return self, text
        return self.outer(text).opened(text)

    def outer(self, text: str) -> Container:
        """As much of the container as a line is still in."""
        kept = self
        while kept.steps and kept.content(text) is None:
            kept = Container(kept.steps[:-1])
        return kept

    def opened(self, text: str) -> tuple[Container, str]:
        """The container with those quotes and items that a line opens, and what the line has inside of it."""
        steps, rest = list(self.steps), self.content(text) or ""
        while len(steps) < _DEEPEST:
            quote, marker = _QUOTE.match(rest), _MARKER.match(rest)
            if quote:
                steps.append(None)
                rest = rest[quote.end() :]
            elif marker:
                steps.append(max(marker.end(), len(marker[0].rstrip()) + 1))
                rest = rest[marker.end() :]
            else:
                break
        return Container(tuple(steps)), rest


def _is_text(line: str) -> bool:
    """Whether a line begins no block of its own, so that it may go on with a paragraph."""
    blocks = (_QUOTE, _MARKER, FENCE, HEADING)
    return bool(line.strip()) and not any(block.match(line) for block in blocks)


def goes_on(content: str) -> bool:
    """Whether the next line may go on with the paragraph that this line is of."""
    return bool(content.strip()) and not content.startswith("    ") and not HEADING.match(content)


_DEEPEST = 16
"""Quotes and items inside of each other: people nest four or five, and each is looked at for every line."""


def fences(lines: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """The fences of a document: of each line of code its number, from 0, and how much its container puts before it."""
    found = [Line(line, 0) for line in lines]
    number, container, paragraph = 0, Container(), False
    while number < len(found):
        container, content = container.after(found[number].text, paragraph=paragraph)
        fence = FENCE.match(content)
        paragraph = not fence and goes_on(content)
        if not fence:
            number += 1
            continue
        code, end = code_lines(found, number + 1, fence["ticks"] or fence["waves"], container)
        yield [(number + 1 + at, line.start) for at, line in enumerate(code)]
        number = end


def code_lines(lines: list[Line], number: int, mark: str, container: Container) -> tuple[list[Line], int]:
    """The lines of code from a line on, without what their container puts before them, and the line after them."""
    closing = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
    code: list[Line] = []
    for at in range(number, len(lines)):
        text, start = lines[at]
        content = container.content(text)
        if content is None:
            return code, at
        if closing.match(content):
            return code, at + 1
        code.append(Line(content, start + len(text) - len(content)))
    return code, len(lines)
