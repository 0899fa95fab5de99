"""What of a source is secret, so that no excerpt shows it: values of keys known to hold secrets, and all of a `Secret`.

A job's log of a public repository is public, and so is a page. Each secret becomes the same number of asterisks, so
that not even its length is told.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cidrbook.report.words import STARS
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_WORDS = ("pass", "pw", "secret", "token", "psk", "md5", "community", "cred", "key", "login", "log-in", "auth", "vault")
_COMMANDS = ("enc[", "mysql", "mariadb", "-user")
_OTHERS = regex(r"://\S{0,401}@|(?<!\S)-\w{0,4}u")
"""A URL with a user, and an option `-u`. A text without them, and without those words, holds no secret."""

_SHORT = 1000
"""Characters of a line that is looked at as a whole."""


class MaskedLine(NamedTuple):
    """A line without its secrets; `secrets` is where these were in the line as it is written."""

    text: str
    secrets: tuple[tuple[int, int], ...]

    def start(self, index: int) -> int:
        """Where a part of the written line that starts at an index starts here; inside a secret, where that starts."""
        inside = next((start for start, end in self.secrets if start <= index < end), index)
        return inside + self._longer(inside)

    def end(self, index: int) -> int:
        """Where a part of the written line that ends before an index ends here; inside a secret, where that ends."""
        inside = next((end for start, end in self.secrets if start < index <= end), index)
        return inside + self._longer(inside)

    def _longer(self, index: int) -> int:
        return sum(len(STARS) - (end - start) for start, end in self.secrets if end <= index)


@lru_cache(maxsize=256)
def masked(source: Source, number: int) -> MaskedLine:
    """A line of a source, by its number, with asterisks for each secret in it."""
    line = source.lines[number - 1]
    if len(line) <= _SHORT and not _may_hold_secrets(source):
        return MaskedLine(line, ())
    from cidrbook.report.secret_spans import secrets as spans  # noqa: PLC0415 (its expressions take a while to compile)

    secrets = spans(source, number, line)
    parts, at = [], 0
    for start, end in secrets:
        parts += [line[at:start], STARS]
        at = end
    return MaskedLine("".join([*parts, line[at:]]), secrets)


@lru_cache(maxsize=64)
def _may_hold_secrets(source: Source) -> bool:
    """Whether there is anything in a text that may be a secret, or tell of one."""
    text = source.text.casefold()
    return any(word in text for word in (*_WORDS, *_COMMANDS)) or bool(_OTHERS.search(text))
