"""Texts of the plan and of files, as reports may print them."""

from __future__ import annotations

import unicodedata

MAX_MESSAGE = 1000
"""Characters of a message that are shown."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """The text without what could move a terminal's cursor or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\ufffd" if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char
        for char in text.replace("\t", " ")
    )


def cut(text: str) -> str:
    """The beginning of a text that is too long to be read."""
    return text if len(text) <= MAX_MESSAGE else f"{text[:MAX_MESSAGE]}…"
