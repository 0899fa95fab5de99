"""Why a disagreement is no mistake: a sample, an old value, what is right where it stands.

Each check compares one statement with one value. These reasons come of what stands around it, whatever the check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from posixpath import dirname

from cidrbook.drift.documents.conclusion import Disagreement
from cidrbook.drift.documents.known_ranges import ROLES
from cidrbook.drift.documents.samples import samples
from cidrbook.net.spans import contains
from cidrbook.repository.documents.credibility import is_document
from cidrbook.repository.documents.literals import literals
from cidrbook.repository.observation import Observation
from cidrbook.repository.vocabulary import PAST
from cidrbook.text.regex import regex

_BETWEEN_ENDS = regex(r"[\u2194\u21c4\u2192\u21d4]|<[-=]+>|[-=]+>")
_VARIABLE = regex(r"(?<![\w.-])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?![\w.-])")
_LONGEST_LINE, _MOST_NAMES = 500, 4
"""Characters of a line that names a variable, and so many names in it: more are of no row of a table of variables."""
_BELOW_COMMENT = 8
"""Lines below a comment that it may be about."""
_OLD = regex(
    rf"\b(?:{PAST}|used to|stale|outdated|superseded|moved (?:from|to|away)|renumbered)\b",
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


def exemption(observation: Observation, one: Disagreement) -> str:
    """Why what contradicts the repository is no mistake; empty, if nothing says so."""
    if one.about != "value" and one.at in samples(observation):
        return "no other value of its block is in the repository: it is a sample"
    if one.remark and _is_right_below(one):
        return "what stands below the comment lies in the prefix that it says"
    if one.truth.startswith(ROLES["nodes"]) and _is_a_setting(one):
        return "it is a value of a configuration, and nodes of another cluster may be meant by the comment above it"
    if one.about == "AS number" and _says_both_ends(one):
        return "the line says the known number as well, so each of them is of another end"
    is_of_document = not one.itself and is_document(one.at.file, one.at.source.text)
    return _exemption_of_document(observation, one) if is_of_document else ""


def _exemption_of_document(observation: Observation, one: Disagreement) -> str:
    """The same, by what the document says around it."""
    if _is_set_beside(observation, one):
        return "a file beside it sets the variable that the line names to that"
    if _is_called_old(one):
        return "the document itself calls the value old"
    if _paragraph_says(one):
        return "the same paragraph says the known value as well"
    return "the block that it is in is to be filled in by its readers" if _is_to_fill_in(one) else ""


def _line(one: Disagreement) -> str:
    return one.at.source.lines[one.at.line - 1]


def _says_both_ends(one: Disagreement) -> bool:
    """Whether its line has an arrow between two numbers, one of which is the known one."""
    line = _line(one)
    known = (value.value.removeprefix("AS ") for value in one.known)
    return bool(_BETWEEN_ENDS.search(line)) and any(
        re.search(rf"(?<![\w.]){number}(?![\w.])", line) for number in known
    )


def _is_a_setting(one: Disagreement) -> bool:
    """Whether it stands in a configuration."""
    return not is_document(one.at.file, one.at.source.text)


def _is_set_beside(observation: Observation, one: Disagreement) -> bool:
    """Whether the line names a variable that a file of its folder, or below, sets to what the line says."""
    folder = dirname(one.at.file)
    names = _VARIABLE.findall(_line(one)[:_LONGEST_LINE])[:_MOST_NAMES]
    beside = [
        source.text
        for source in (observation.sources if names else ())
        if source.file.startswith(f"{folder}/" if folder else "") and not is_document(source.file)
    ]
    said = re.escape(one.said)
    return any(
        re.search(rf"\b{name}\b[\"'\s]{{0,4}}[:={{][^{{}}]{{0,400}}?(?<![\d.]){said}(?![\d./])", text)
        for name in names
        for text in beside
        if name in text
    )


def _is_right_below(remark: Disagreement) -> bool:
    """Whether a comment says a prefix that holds the first address below it, in the same paragraph."""
    cidr = next((one for one in literals(remark.said) if one.address is None), None)
    lines = remark.at.source.lines[remark.at.line : remark.at.line + _BELOW_COMMENT]
    below = takewhile(str.strip, lines)
    first = next((one for line in below if not line.lstrip().startswith("#") for one in literals(line)), None)
    return cidr is not None and first is not None and contains(cidr, first)


def _is_called_old(one: Disagreement) -> bool:
    """Whether a line of the document has the value beside a word for what is over."""
    address = one.said.partition("/")[0]
    value = re.compile(rf"(?<![\d.]){re.escape(address)}(?![\d.]*\d)")
    lines = one.at.source.lines if address in one.at.source.text else ()
    return any(
        _OLD.search(line, max(0, found.start() - _NEAR), found.end() + _NEAR)
        for line in lines
        for found in value.finditer(line)
    )


def _paragraph_says(one: Disagreement) -> bool:
    """Whether the sentences around a sentence also say a known value."""
    if _MARKED.match(_line(one)):
        return False
    text = " ".join(_lines_around(one, _PARAGRAPH, lambda line: not line.strip() or _MARKED.match(line)))
    values = (value.value.rpartition(" ")[2].partition("/")[0] for value in one.known)
    return any(re.search(rf"(?<![\d.]){re.escape(value)}(?![\d.]*\d)", text) for value in values if "." in value)


def _is_to_fill_in(one: Disagreement) -> bool:
    """Whether the block of code that a value is in has a word that stands for a value."""
    fences = sum(1 for line in one.at.source.lines[: one.at.line - 1] if _FENCE.match(line))
    block = (*_lines_around(one, _BLOCK, _FENCE.match), _line(one)) if fences % 2 else ()
    return any(map(_TO_FILL_IN.search, block))


def _lines_around(one: Disagreement, most: int, is_end: Callable[[str], object]) -> Iterator[str]:
    """The lines before and after its own, on either side up to one that is the end."""
    lines, number = one.at.source.lines, one.at.line - 1
    yield from takewhile(lambda line: not is_end(line), reversed(lines[max(0, number - most) : number]))
    yield from takewhile(lambda line: not is_end(line), lines[number + 1 : number + 1 + most])
