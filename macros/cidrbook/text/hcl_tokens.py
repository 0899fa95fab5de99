"""The words of HCL: names, numbers, texts with the expressions in them, heredocs, marks and the ends of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from cidrbook.text.regex import regex

_NAME = r"[^\W\d][\w-]*"
_TOKEN = regex(
    r"(?P<skip>[ \t\r]+|#[^\n]*|//[^\n]*|/\*(?:.*?\*/|.*\Z))"
    r'|(?P<string>")'
    rf"|(?P<heredoc><<[~-]?(?P<delimiter>{_NAME})[ \t]*\r?\n"
    r"(?:(?:[^\n]*\n)*?[ \t]*(?P=delimiter)[ \t]*(?=\r?(?:\n|\Z))|.*\Z))"
    r"|(?P<number>(?<=\.)\d+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    rf"|(?P<name>{_NAME})"
    r"|(?P<mark>=>|==|!=|<=|>=|&&|\|\||\.\.\.|[^\s])|(?P<line>\n)",
    re.DOTALL,
)
_IN_TEXT = regex(r'\\.|"|\$\$\{|%%\{|[$%]\{')
_IN_EXPRESSION = regex(r'["{}]')
_REFERENCE = regex(r"(?<!\$)\$\{([^\n\"${}]{1,200})\}")
"""An expression in a heredoc, as far as no text is in it."""
_MOST_REFERENCES = 256
"""Expressions of one heredoc that are read."""
_MAX_NESTED = 8  # texts in expressions in texts; each level is read again


class Token(NamedTuple):
    """A word, and where it begins; of a text, where the expressions in it begin and end, between their braces."""

    kind: str
    text: str
    start: int
    expressions: tuple[tuple[int, int], ...] = ()

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The words between two places of a text. A text in quotes ends on its line."""
    at, line_end = start, -1
    while at < end and (found := _TOKEN.match(text, at, end)):
        at = found.end()
        kind = "heredoc" if found["heredoc"] else found.lastgroup or ""
        if kind == "string":
            if line_end < at:  # found once for each line, however many texts it has
                next_line = text.find("\n", at, end)
                line_end = next_line if next_line >= 0 else end
            at, expressions = _string(text, found.start(), line_end)
            yield Token(kind, text[found.start() : at], found.start(), expressions)
        elif kind == "heredoc":
            plain = (inside.span(1) for inside in _REFERENCE.finditer(text, found.start(), at))
            yield Token(kind, found[0], found.start(), tuple(islice(plain, _MOST_REFERENCES)))
        elif kind != "skip":
            yield Token(kind, found[0], found.start())


def _string(text: str, start: int, line_end: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Where a text in quotes ends, and the expressions `${…}` in it.

    One that cannot be read has no expressions and takes the rest of its line, so that each line is read once.
    """
    found: list[tuple[int, int]] = []
    open_ = ['"']
    begins = 0
    at = start + 1
    while open_:
        inside_text = open_[-1] == '"'
        mark = (_IN_TEXT if inside_text else _IN_EXPRESSION).search(text, at, line_end)
        if not mark or len(open_) > 2 * _MAX_NESTED:
            return line_end, ()
        at = mark.end()
        if mark[0] == '"' and inside_text:
            open_.pop()
        elif mark[0] in ('"', "{"):
            open_.append(mark[0])
        elif mark[0] in ("${", "%{"):
            open_.append(mark[0])
            begins = at if len(open_) == 2 else begins
        elif mark[0] == "}" and open_.pop() == "${" and len(open_) == 1:
            found.append((begins, mark.start()))
    return at, tuple(found)
