"""Values that a document itself calls old, and values of blocks that readers are to fill in: they state nothing."""

from __future__ import annotations

import re
from itertools import takewhile

from cidrbook.drift.documents.conclusion import Disagreement
from cidrbook.text.regex import regex

_OLD = regex(
    r"\b(?:old|stale|previous(?:ly)?|former(?:ly)?|no longer|outdated|retired|obsolete|superseded|decommissioned"
    r"|moved (?:from|to|away)|renumbered|used to)\b",
    re.IGNORECASE,
)
"""Words for what is over."""
_NEAR = 80
"""Characters between such a word and the value that it is about."""
_PARAGRAPH, _BLOCK = 6, 40
"""Lines of a paragraph, and of a block of code, before and after a value."""
_MARKED = regex(r"\s*(?:[-*+|#>]|[0-9]{1,3}[.)]\s|```|~~~)")
"""The beginning of a line that is no running text."""
_FENCE = regex(r"\s*(?:```|~~~)")
_TO_FILL_IN = regex(
    r"\byour[-_ ][a-z]|<your\b|\bchange[-_ ]?me\b|\bplaceholder\b|\badjust (?:this|these|to|for|as)\b|\bx{3,}\b"
    r"|\(adjust\b|<[a-z]+(?:[-_ ][a-z]+)+>",
    re.IGNORECASE,
)
"""What a block that readers are to fill in says."""


def story(one: Disagreement) -> str:
    """Why what differs is no statement about today; "" if nothing says so."""
    if _is_called_old(one):
        return "the document itself calls the value old"
    if _paragraph_says(one):
        return "the same paragraph says the known value as well"
    return "the block that it is in is to be filled in by its readers" if _is_to_fill_in(one) else ""


def _is_called_old(one: Disagreement) -> bool:
    """Whether a line of the document has the value beside a word for what is over."""
    value = re.compile(rf"(?<![\d.]){re.escape(one.said.partition('/')[0])}(?![\d.]*\d)")
    for line in one.at.source.lines if one.said.partition("/")[0] in one.at.source.text else ():
        for found in value.finditer(line):
            if _OLD.search(line, max(0, found.start() - _NEAR), found.end() + _NEAR):
                return True
    return False


def _paragraph_says(one: Disagreement) -> bool:
    """Whether the sentences around a sentence also say a known value."""
    lines, number = one.at.source.lines, one.at.line - 1
    if _MARKED.match(lines[number]):
        return False
    before = takewhile(_is_text, reversed(lines[max(0, number - _PARAGRAPH) : number]))
    after = takewhile(_is_text, lines[number + 1 : number + 1 + _PARAGRAPH])
    text = " ".join((*before, *after))
    values = (value.value.rpartition(" ")[2].partition("/")[0] for value in one.known)
    return any(re.search(rf"(?<![\d.]){re.escape(value)}(?![\d.]*\d)", text) for value in values if "." in value)


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not _MARKED.match(line)


def _is_to_fill_in(one: Disagreement) -> bool:
    """Whether the block of code that a value is in has a word that stands for a value."""
    lines, number = one.at.source.lines, one.at.line - 1
    fences = sum(1 for line in lines[:number] if _FENCE.match(line))
    if fences % 2 == 0:
        return False
    before = takewhile(lambda line: not _FENCE.match(line), reversed(lines[max(0, number - _BLOCK) : number]))
    after = takewhile(lambda line: not _FENCE.match(line), lines[number : number + _BLOCK])
    return any(map(_TO_FILL_IN.search, (*before, *after)))
