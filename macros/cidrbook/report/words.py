"""Texts of the plan and of files, as reports may print them."""

from __future__ import annotations

import re
import unicodedata

from cidrbook.text.regex import regex

MAX_MESSAGE = 1000
"""Characters of a message that are shown."""

STARS = "*" * 8
"""What stands for a secret, however long it is."""

LOGIN = regex(r"://[^\s:/@]{0,200}:(?P<value>[^\s\"'`]{1,200})@")
"""A URL's user and password; the password may have an `@` of its own."""

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
    """The beginning of a text that is too long to be read, without the passwords of URLs."""
    if "://" in text:
        text = LOGIN.sub(_without_password, text[: 2 * MAX_MESSAGE])  # a password that is cut in two is none to LOGIN
    return text if len(text) <= MAX_MESSAGE else f"{text[:MAX_MESSAGE]}…"


def _without_password(login: re.Match[str]) -> str:
    return f"{login[0][: login.start('value') - login.start()]}{STARS}@"
