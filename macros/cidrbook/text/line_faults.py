"""Lines of other notations, and lines with a character missing: what they should be in YAML."""

from __future__ import annotations

import re
from typing import NamedTuple

from cidrbook.text.finding import Problem
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_KEY = r"[\w-]{1,40}"
_VALUE = r"\S.{0,80}"


class _LineFault(NamedTuple):
    """How a line looks, what is wrong with it, and what to write, with the groups of the pattern.

    The first group is what stands before the fault.
    """

    pattern: re.Pattern[str]
    message: str
    hint: str


_FAULTS = (
    _LineFault(
        regex(rf"(\s*)-(?!-)({_KEY}:(?: .{{0,80}})?|[{{\[\"'].{{0,100}})\Z"),
        "a space is missing after the dash",
        r"write `- \2`",
    ),
    _LineFault(
        regex(rf"(\s*(?:- +)?)({_KEY})\s*=\s*({_VALUE})\Z"),
        "a key and its value have a colon between them",
        r"write `\2: \3`",
    ),
    _LineFault(
        regex(rf"(\s*(?:- +)?{_KEY}\s*(?=[\uff1a\ufe55\u2236\ua789]))(.)\s*({_VALUE})\Z"),
        "this is another character than a colon, and only looks like it",
        r"write `: \3` behind the key",
    ),
    _LineFault(
        regex(rf"(\s*)[\u2010-\u2015\u2212\u2022\u00b7\u2023\u25aa\u25e6*](?: +|(?=\w))({_VALUE})\Z"),
        "an item of a list begins with a hyphen and a space",
        r"write `- \2`",
    ),
    _LineFault(regex(rf"(\s*)(?://|;)\s*({_VALUE})\Z"), "a comment begins with `#`", r"write `# \2`"),
    _LineFault(
        regex(r"(\s*)(?:`{3}|~{3}).*\Z"),
        "this line marks code in Markdown, and is no YAML",
        "delete it, and the line that ends the code",
    ),
    _LineFault(
        regex(rf"(\s*)>+ ?({_VALUE})\Z"),
        "the `>` before this line marks a quotation, and is no YAML",
        r"write `\2`",
    ),
    _LineFault(
        regex(rf"(\s*(?:- +)?{_KEY}: +)-( +)({_VALUE})\Z"),
        "a list begins on the line below its key",
        r"write `- \3` on a line of its own below the key",
    ),
)

_NO_COLON = _LineFault(
    regex(rf"(\s*)((?:- +)?{_KEY}) +([^\s:#][^:#]{{0,80}})\Z"),
    "a colon is missing behind the key",
    r"write `\2: \3`",
)
_BARE = _LineFault(regex(rf"(\s*)((?:- +)?{_KEY})\s*\Z"), "a colon is missing behind the key", r"write `\2:`")


def line_fault(source: Source, number: int) -> Problem | None:
    """What is wrong with a line that is of another notation; nothing where it is not."""
    return _first_fault(source, number, _FAULTS)


def missing_colon(source: Source, number: int, *, bare: bool) -> Problem | None:
    """A key without a colon before its value; `bare` asks for a key that stands alone, too."""
    return _first_fault(source, number, (_NO_COLON, _BARE) if bare else (_NO_COLON,))


def _first_fault(source: Source, number: int, faults: tuple[_LineFault, ...]) -> Problem | None:
    line = source.lines[number - 1].rstrip() if 0 < number <= len(source.lines) else ""
    for fault in faults:
        found = fault.pattern.match(line)
        if found:
            place = Place(source, number, len(found[1]) + 1)
            return Problem(at=place, message=fault.message, hint=found.expand(fault.hint))
    return None
