"""JSON with the places of its texts."""

from __future__ import annotations

import pytest

from cidrbook.text.json_tree import json_tree
from cidrbook.text.source import Source
from cidrbook.text.yaml import text


def test_texts_know_their_places() -> None:
    value = text(json_tree(Source("a.json", '{"a": {\n\t"b": "c", "n": 7}}')), "a", "b")
    assert value == "c"
    assert (value.place.line, value.place.column) == (2, 7)


@pytest.mark.parametrize(
    "written",
    ["", "{", "a: b", "[" * 100_000, '[{"a":' * 50_000, "[" * 100_000 + "]" * 100_000],
    ids=["nothing", "open", "yaml", "nested-and-open", "mappings-nested", "nested-without-end"],
)
def test_what_is_no_json_says_nothing(written: str) -> None:
    assert json_tree(Source("a.json", written)) is None
