"""Where on a page an expression stands that asked for something wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import currentframe
from types import FrameType

from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_EXPRESSION = regex(r"\{[{%].*?(?:[%}]\}|$)")


def word_place(source: Source, line: int, wanted: str) -> Place:
    """The place of a word in the expressions of a line, or of the first expression."""
    text = source.lines[line - 1] if 0 < line <= len(source.lines) else ""
    for expression in _EXPRESSION.finditer(text):
        found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", expression[0]) if wanted else None
        if found:
            return Place(source, line, expression.start() + found.start() + 1, len(wanted))
    first = _EXPRESSION.search(text)
    return Place(source, max(line, 1), first.start() + 1 if first else 1)


def rendered_line(preprocessor: type) -> tuple[int, str]:
    """The line that is being rendered, of the outermost template; and under Zensical, the text that is."""
    line = 1
    for frame in frames():
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            line = template.get_corresponding_lineno(frame.f_lineno)
        if isinstance(frame.f_locals.get("self"), preprocessor):
            return line, str(frame.f_locals.get("source", ""))
    return line, ""


def frames() -> Iterator[FrameType]:
    """The calls that led here, the last one first."""
    frame = currentframe()
    while frame:
        yield frame
        frame = frame.f_back
