"""Characters that look like others: blanks and quotes of web pages and word processors, and a `#` that cuts a text off.

No-break spaces and curly quotes are read as what they look like, so that one finding says all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.regex import regex
from cidrbook.text.source import ODD_BLANKS, SEPARATING, Path, Place, Source, mark, walk

_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
_SINGLE = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032"
CURLY = _DOUBLE + _SINGLE
"""What word processors and web pages make of quotes: YAML takes them for a part of the text."""

_ANY_CURLY = regex(f"[{CURLY}]")
_CURLED = regex(f'(?:[{_DOUBLE}]([^{_DOUBLE}"]*)[{_DOUBLE}"]|[{_SINGLE}]([^{_DOUBLE}"]*)[{_SINGLE}\'])\\Z')
_ODD = regex(f"[{ODD_BLANKS}]+")
_NUMBERED = regex(r"(?<![ \t])[ \t]+(#[0-9][^\r\n]{0,60})")  # a run of blanks is gone through once
_ANY_NUMBERED = regex(r"#(?<=[ \t]#)[0-9]")  # one that begins with a character is searched for much faster
_WORD = regex("[g-z]", re.IGNORECASE)
"""A letter that stands in no address: what has one is a text."""
_SHOWN = 5
"""Further places of one habit that a finding lists."""


def has_curly(text: str) -> bool:
    """Whether there is a curly quote anywhere."""
    return not text.isascii() and _ANY_CURLY.search(text) is not None


def uncurled(text: str) -> str:
    """What stands between curly quotes; the text as it is where they do not enclose all of it."""
    found = _CURLED.match(text)
    return (found[1] if found[1] is not None else found[2]) if found else text


def misread(source: Source) -> Iterator[Problem]:
    """What a person reads in another way than YAML does, each habit once."""
    yield from _blanks(source)
    if has_curly(source.text) or _ANY_NUMBERED.search(source.text):
        yield from _lookalike_problems(source)


def _blanks(source: Source) -> Iterator[Problem]:
    """Odd blanks where YAML wants spaces."""
    if source.yaml is source.text:
        return
    lines = (found for found in SEPARATING.finditer(source.text) if source.text[found.end() : found.end() + 1].strip())
    odd = [run for line in lines if (run := _ODD.search(source.text, line.start(), line.end()))]
    if odd:
        yield _habit(
            [source.at(run.start(), run.end() - run.start()) for run in odd],
            "this is a no-break space, which only looks like a space",
            "replace it with ordinary spaces; such characters come with text that is copied from web pages and chats",
        )


def _lookalike_problems(source: Source) -> Iterator[Problem]:
    """Texts in curly quotes, and texts that a comment cuts off."""
    curly: list[tuple[Place, str]] = []
    for path, event, is_key in walk(source.yaml):
        written = "" if is_key or getattr(event, "style", None) else str(getattr(event, "value", ""))
        if not written:
            continue
        if written[0] in CURLY and (inner := uncurled(written)) != written:
            curly.append((mark(source, event), inner))
        rest = _NUMBERED.match(source.text, getattr(event.end_mark, "index", 0))
        if rest and _WORD.search(written):
            yield _cut(source.at(rest.start(1), len(rest[1])), path, written, rest[0].rstrip())
    if curly:
        inner = curly[0][1]
        hint = f'write straight quotes or none: `"{inner}"`' if "\\" not in inner else "write straight quotes or none"
        yield _habit([place for place, _ in curly], "this text is in curly quotes, which YAML takes for letters", hint)


def _cut(place: Place, path: Path, written: str, rest: str) -> Problem:
    """A text that ends where a `#` with a number begins."""
    key = next((f"{part}: " for part in reversed(path) if isinstance(part, str)), "")
    whole = f' `{key}"{written}{rest}"`' if '"' not in written + rest and "\\" not in written + rest else ""
    return Problem(
        at=place,
        message=f"`{rest.strip()}` is a comment to YAML, and the text is only `{written}`",
        hint=f"put the whole text into quotes:{whole}; if it is a comment, write a space behind the `#`",
        severity=Severity.WARNING,
    )


def _habit(places: Sequence[Place], message: str, hint: str) -> Problem:
    """One finding for all places of a file where the same happened."""
    more = len(places) - 1 - _SHOWN
    related = [Related(at=place, message="and here") for place in places[1 : 1 + _SHOWN]]
    if more > 0:
        related[-1] = Related(at=related[-1].at, message=f"and here, and {more} times more below")
    return Problem(at=places[0], message=message, hint=hint, related=tuple(related))
