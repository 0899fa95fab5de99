"""Addresses in comments of configurations. They count less, and only with a plain name.

Read: `# LB pool: 10.0.20.0/24`, and a value with what it is beside or above it: `- 10.42.0.0/16 # pods`. A key that is
commented out is no claim; nor is what tells of other times, of defaults or examples, or of what may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.repository.documents.credibility import denial, is_history, other_times
from cidrbook.repository.documents.labels import clean, labelled
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import role_of, words
from cidrbook.repository.parts.variable_purpose import is_of_product_in_use
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import ASIDE
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_FILES = regex(r"\.(?:ya?ml|j2|conf|cfg|sh|tf|tfvars|hcl|toml|ini|env|boot|rsc)$|(?:^|/)(?:\.env|Corefile)[^/]*$")
_COMMENT = regex(r"(?:^|(?<=\s))(?:#|//(?=[ \t]))(?!\s*cidrbook)")
_MARK = regex(r"#|(?<=\s)//(?=[ \t])")
_KEY = regex(
    r"\s*(?:[-#!]|set |delete |[\"'\[{]|[a-z][\w.\"'-]*\s*[:=]|[A-Z0-9_]*_[A-Z0-9_]*\s*[:=]|[A-Z][A-Z0-9]+\s*=)"
)
_NEVER = regex(
    r"\b(?:default\w*|next|free|fixme|xxx|todo|maybe|may|might|should|usually|if|when|once|until|or|like|similar|sample|same"
    r"|see|https?|change|replace|your|my|need\w*|want|tbd|new|originally|upstream|temporar\w+|uncomment|note)\b|\?|->|=>|→",
    re.IGNORECASE,
)
_LONGEST_LABEL = 5
"""Spaces in a label. A longer comment is a sentence, which may be about anything."""
_LONGEST_COMMENT = 160
"""Characters of a comment. A longer one explains, and does not name a value."""


class _CommentedLine(NamedTuple):
    """A line that begins at `begin`: the value that it sets, and its comment, which begins at `start`."""

    code: str
    comment: str
    begin: int
    start: int


def remarks(source: Source) -> Iterator[Statement]:
    """The addresses that comments name, in the comment or beside it."""
    if not _FILES.search(source.file) or is_history(source.file):
        return
    end_of_comment = -2
    for begin, end in _lines_with_a_comment(source.text):
        line = _commented_line(source.text[begin:end], begin)
        goes_on = end_of_comment + 1 == begin
        if line.comment and not line.code.strip():
            end_of_comment = end
        if not line.comment or comment_doubt(line.comment):
            continue
        yield from _in_comment(source, line)
        if line.code.strip():
            yield from _beside_comment(source, line, line.comment)
        elif not goes_on:
            yield from _beside_comment(source, _line_below(source.text, end), line.comment)


def _lines_with_a_comment(text: str) -> Iterator[tuple[int, int]]:
    """The begin and end of each line that may have a comment."""
    slashes = " // " in text or "\n// " in text
    at = _next_mark(text, 0, slashes=slashes)
    while at >= 0:
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        yield text.rfind("\n", 0, at) + 1, end
        at = _next_mark(text, end, slashes=slashes)


def _next_mark(text: str, start: int, *, slashes: bool) -> int:
    """Where the next mark of a comment is; -1 where there is none. To find a hash alone is faster."""
    found = _MARK.search(text, start) if slashes else None
    return text.find("#", start) if not slashes else found.start() if found else -1


def _commented_line(text: str, begin: int) -> _CommentedLine:
    """A line, and the start of its comment outside of quotes."""
    quotes, counted = 0, 0
    for found in _COMMENT.finditer(text):
        quotes += text.count('"', counted, found.start())
        counted = found.start()
        if quotes % 2 == 0:
            return _CommentedLine(text[: found.start()], text[found.end() :], begin, begin + found.end())
    return _CommentedLine(text, "", begin, begin + len(text))


def _line_below(text: str, end: int) -> _CommentedLine:
    """The next line; "" if it has a comment of its own."""
    after = text.find("\n", end + 1)
    line = _commented_line(text[end + 1 : after if after >= 0 else len(text)], end + 1)
    return line._replace(code="") if line.comment else line


def comment_doubt(comment: str) -> str:
    """Why a comment is not believed; "" if it is."""
    if len(comment) > _LONGEST_COMMENT:
        return "the comment is long: it explains, and does not name a value"
    if _KEY.match(comment) or " # " in comment:
        return "the comment is a setting that is commented out"
    found = _NEVER.search(comment)
    word = denial(comment) or other_times(comment) or (found[0] if found else "")
    return f"the comment tells of something else than what is so: `{word}`" if word else ""


def comment_doubts(source: Source) -> Iterator[tuple[Place, str]]:
    """The comments that nothing is read from, each with the reason."""
    for begin, end in _lines_with_a_comment(source.text) if _FILES.search(source.file) else ():
        line = _commented_line(source.text[begin:end], begin)
        reason = comment_doubt(line.comment) if line.comment and any(literals(line.comment)) else ""
        if reason:
            yield source.at(line.start), reason


def _in_comment(source: Source, line: _CommentedLine) -> Iterator[Statement]:
    """The addresses in a comment that has a word for each."""
    found = list(literals(line.comment))
    for literal, label, aside in labelled(line.comment, found):
        yield from _comment_statements(source, line.start, line.comment, literal, label or aside)


def _beside_comment(source: Source, line: _CommentedLine, comment: str) -> Iterator[Statement]:
    """The only value of a line, named by its comment; none of a variable that is not in use."""
    found, key = list(literals(line.code)), line.code.partition(":")[0].strip()
    if len(found) != 1 or not is_of_product_in_use(key, source.text):
        return
    if not any(literals(comment)) and not ASIDE.search(words(line.code[: found[0].start])):
        yield from _comment_statements(source, line.begin, line.code, found[0], clean(comment))


def _comment_statements(source: Source, begin: int, text: str, literal: Literal, label: str) -> Iterator[Statement]:
    """The statement of an address with a short label. It is at most likely, as people forget to update comments."""
    plain = words(label)
    if not plain or plain.count(" ") >= _LONGEST_LABEL or ASIDE.search(plain):
        return
    meaning = role_of(label, "comment")
    plainly = meaning.certainty == "exact"
    yield Statement(
        text=text[literal.start : literal.end],
        place=source.at(begin + literal.start, literal.end - literal.start),
        version=literal.version,
        first=literal.first,
        last=literal.last,
        address=literal.address,
        labels=(label,),
        role=meaning.role if plainly else "",
        certainty="likely" if plainly else "none",
        remark=True,
        reasons=("a comment", *((meaning.reason,) if plainly else ())),
    )
