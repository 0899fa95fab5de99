"""What comments in configurations say of addresses: claims of lower weight, and only where they name something plainly.

Read: `# LB pool: 10.0.20.0/24`, and a value with what it is beside or above it: `- 10.42.0.0/16 # pods`. A key that is
commented out is no claim; nor is what tells of other times, of defaults or examples, or of what may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.repository.documents.labels import clean, labelled
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import role_of, words
from cidrbook.repository.documents.statements import ASIDE, HISTORY, NOT_SO, OTHER_TIMES
from cidrbook.repository.statement import Statement
from cidrbook.text.source import Source

_FILES = re.compile(r"\.(?:ya?ml|j2|conf|cfg|sh|tf|tfvars|hcl|toml|ini|env|boot|rsc)$|(?:^|/)(?:\.env|Corefile)[^/]*$")
_COMMENT = re.compile(r"(?:^|(?<=\s))#(?!\s*cidrbook)")
_KEY = re.compile(
    r"\s*(?:[-#!]|set |delete |[\"'\[{]|[a-z][\w.\"'-]*\s*[:=]|[A-Z0-9_]*_[A-Z0-9_]*\s*[:=]|[A-Z][A-Z0-9]+\s*=)"
)
_NEVER = re.compile(
    r"\b(?:default\w*|next|free|fixme|xxx|todo|maybe|may|might|should|usually|if|when|once|until|or|like|similar|sample|same"
    r"|see|https?|change|replace|your|my|need\w*|want|tbd|new|originally|upstream|temporar\w+|uncomment|note)\b|\?|->|=>|→",
    re.IGNORECASE,
)
_WORDS = 5


class _Line(NamedTuple):
    """A line of a configuration: what it sets, and its comment, which begins at `start` of the text."""

    code: str
    comment: str
    begin: int
    start: int


def remarks(source: Source) -> Iterator[Statement]:
    """The addresses that comments of a configuration name, and those that they stand beside."""
    if "#" not in source.text or not _FILES.search(source.file) or HISTORY.search(source.file):
        return
    alone = -2
    for begin, end in _marked(source.text):
        line = _line(source.text[begin:end], begin)
        follows = alone + 1 == begin
        alone = alone if line.code.strip() or not line.comment else end
        if line.comment and _is_believed(line.comment):
            yield from _inside(source, line)
            named = line if line.code.strip() else _next(source.text, end) if not follows else None
            yield from _beside(source, named, line.comment) if named else ()


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Where lines begin and end that may have a comment."""
    at = text.find("#")
    while at >= 0:
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        yield text.rfind("\n", 0, at) + 1, end
        at = text.find("#", end)


def _line(text: str, begin: int) -> _Line:
    """A line, and where its comment is: not in quotes."""
    found = next((match for match in _COMMENT.finditer(text) if text.count('"', 0, match.start()) % 2 == 0), None)
    at, end = found.span() if found else (len(text), len(text))
    return _Line(text[:at], text[end:], begin, begin + end)


def _next(text: str, end: int) -> _Line | None:
    """The line below one that ends there, where it has no comment of its own."""
    after = text.find("\n", end + 1)
    line = _line(text[end + 1 : after if after >= 0 else len(text)], end + 1)
    return None if line.comment else line


def _is_believed(comment: str) -> bool:
    """Whether a comment tells of how things are: it is no key that is commented out, and has no words of doubt."""
    if len(comment) > 160 or _KEY.match(comment) or " # " in comment:
        return False
    return not (NOT_SO.search(comment) or OTHER_TIMES.search(comment) or _NEVER.search(comment))


def _inside(source: Source, line: _Line) -> Iterator[Statement]:
    """The addresses in a comment that has a word for each."""
    found = list(literals(line.comment))
    for literal, label, aside in labelled(line.comment, found):
        yield from _said(source, line.start, line.comment, literal, next(filter(None, (label, aside)), ""))


def _beside(source: Source, line: _Line, comment: str) -> Iterator[Statement]:
    """The one value of a line that a comment names."""
    found = list(literals(line.code)) if comment else []
    if len(found) == 1 and not any(literals(comment)) and not ASIDE.search(words(line.code[: found[0].start])):
        yield from _said(source, line.begin, line.code, found[0], clean(comment))


def _said(source: Source, begin: int, text: str, literal: Literal, label: str) -> Iterator[Statement]:
    """The statement of an address that a short label names; at most likely, as comments are forgotten more easily."""
    plain = words(label)
    if not plain or plain.count(" ") >= _WORDS or ASIDE.search(plain):
        return
    role, certainty = role_of(label)
    place = source.at(begin + literal.start, literal.end - literal.start)
    shown = text[literal.start : literal.end]
    said = Statement(shown, place, literal.version, literal.first, literal.last, literal.address, (label,), remark=True)
    yield said._replace(role=role, certainty="likely") if certainty == "exact" else said
