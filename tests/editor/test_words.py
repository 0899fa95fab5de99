"""Which key a cursor is behind, and which word it is in."""

from __future__ import annotations

import pytest

from cidrbook.editor.words import key_at, word_at
from cidrbook.text.source import Source

KEYS = {
    "a value": ("    parent: se", "parent"),
    "in braces": ("- {name: nas, on: p", "on"),
    "in brackets": ("    pools: [a, b", "pools"),
    "an item below its key": ("    dhcp_server:\n      - n", "dhcp_server"),
    "an item of another indentation": ("name: a\n      - n", ""),
    "a key alone": ("    par", ""),
    "behind a comma": ("- {name: nas, ", ""),
    "a generated line": ("a: " * 50_000 + ",", ""),
}


@pytest.mark.parametrize(("text", "key"), KEYS.values(), ids=KEYS)
def test_the_key_is_that_before_the_cursor(text: str, key: str) -> None:
    source = Source("data/plan.yaml", text)
    assert key_at(source, len(source.lines), len(source.lines[-1]) + 1) == key


@pytest.mark.parametrize(("column", "word"), [(1, ""), (3, "10.0.0.1"), (10, "10.0.0.1"), (12, "fd00::1/64"), (99, "")])
def test_the_word_is_that_around_the_cursor(column: int, word: str) -> None:
    assert word_at(Source("a.md", "  10.0.0.1 fd00::1/64."), 1, column) == word


def test_behind_the_end_there_is_nothing() -> None:
    assert (word_at(Source("a.md", "a"), 9, 1), key_at(Source("a.md", "a"), 9, 1)) == ("", "")
