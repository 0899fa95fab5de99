"""How wide text is, where no browser can be asked: always a little too wide, whatever the font."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

from cidrbook.report.words import plain

SIZE, LINE = 12, 16
"""The heights of letters and of a line of text, in pixels."""

_EM = 0.66
"""The width of a common letter in its height, that of DejaVu Sans; most fonts are narrower."""

_BROAD = frozenset("mwMW%@&Q…—→←↔↑↓")


def width(text: str) -> int:
    """The pixels that a line of text takes at most."""
    return ceil(sum(map(_units, text)) * _EM * SIZE)


def _units(char: str) -> float:
    """The width of a character in that of a common letter; beyond the alphabets of Europe all count as wide."""
    if char < "\u0590" or char in _BROAD:
        return 1.6 if char in _BROAD else 1.2 if char.isupper() else 1
    return (2 if char <= "\uffff" else 3) * len(unicodedata.normalize("NFKC", char))


def shortened(text: str, most: int) -> str:
    """The text as one line of at most so many pixels, with an ellipsis where some of it is left out."""
    line = plain(" ".join(text[: 2 * most].split()))
    if width(line) <= most:
        return line
    while line and width(line) > most - width("…"):
        line = line[:-1]
    return f"{line.rstrip()}…"


def few(words: Sequence[str], most: int) -> str:
    """As many of the words as so many pixels hold, at least one, and how many more there are: `10.0.0.0/24 +2 more`."""
    for shown in range(min(len(words), most // SIZE), 1, -1):
        rest = f" +{len(words) - shown} more" if shown < len(words) else ""
        line = f"{', '.join(words[:shown])}{rest}"
        if width(line) <= most:
            return plain(line)
    rest = f" +{len(words) - 1} more" if len(words) > 1 else ""
    return f"{shortened(words[0], most - width(rest))}{rest}" if words else ""
