"""TOML as mappings and lists of located texts, as YAML is read.

`tomllib` says what a file holds, and not where. A value is found again by its key and its text, in the order in which
equal ones stand; that holds for tables, inline tables and dotted keys alike.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict, deque
from typing import Any

from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value

_TOKEN = regex(
    r"(?P<key>[A-Za-z0-9_-]{1,80})[\"']?[ \t]*=[ \t]*"
    r"(?P<value>\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|[A-Za-z0-9_.:+-]{1,80})"
    r"|(?P<item>\"[^\"\n]{0,500}\"|'[^'\n]{0,500}')|#[^\n]*"
)
"""A key with its value; or a text, as in a list, or a comment, in which nothing is a key."""

_Places = dict[tuple[str, str], "deque[int]"]


def toml(source: Source) -> Value:
    """What a file holds; nothing where it is no TOML. Values other than texts, numbers and switches are left out."""
    try:
        tree = tomllib.loads(source.text)
    except (ValueError, RecursionError):  # what is no TOML is a ValueError
        return None
    places: _Places = defaultdict(deque)
    for found in _TOKEN.finditer(source.text):
        if found["key"]:
            value = found["value"]
            quoted = value[0] in "\"'"
            places[found["key"], value.strip("\"'")].append(found.start("value") + quoted)
        elif found["item"]:
            places["", found["item"][1:-1]].append(found.start("item") + 1)
    return _located_value(source, tree, places)


def _located_value(source: Source, value: Any, places: _Places, key: str = "") -> Value:
    if isinstance(value, dict):
        return {name: _located_value(source, inner, places, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_located_value(source, inner, places) for inner in value]
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    found = places.get((key, shown))
    if not found:
        return None
    start = found.popleft() if len(found) > 1 else found[0]
    return Located(shown, source.at(start, max(len(shown), 1)))
