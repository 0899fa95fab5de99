"""What stands at a place of a text: a word, an address, and the key whose value is written there."""

from __future__ import annotations

import re

from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_WORD = regex(r"[\w.:/-]+")
_KEY = regex(r"(?:^|[\s{,\[-])([a-z_]+):\s+(?:\[[^\]]*|[^,{}]*)$")
_BLOCK = regex(r"^(\s*)(?:-\s+)?([a-z_]+):\s*(?:#.*)?$")

_BEFORE = 400
"""Characters before the cursor that are looked at: a plan's line has less, and a generated one is not completed."""


def word_at(source: Source, line: int, column: int) -> str:
    """The word at a line and column, both from 1; "" where a blank stands."""
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    found = next((word for word in _WORD.finditer(text) if word.start() < column <= word.end() + 1), None)
    return found[0].strip(".,:") if found else ""


def key_at(source: Source, line: int, column: int) -> str:
    """The key whose value begins before a place: on its line, or above a list; "" where there is none."""
    text = source.lines[line - 1][max(column - 1 - _BEFORE, 0) : column - 1] if line <= len(source.lines) else ""
    if found := _KEY.search(text):
        return found[1]
    item = re.match(r"(\s*)-\s+[^:]*$", text)
    if not item:
        return ""
    for above in reversed(source.lines[: line - 1]):
        if (block := _BLOCK.match(above)) and len(block[1]) <= len(item[1]):
            return block[2]
        if above.strip() and len(above) - len(above.lstrip()) < len(item[1]):
            return ""
    return ""
