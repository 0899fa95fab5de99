"""JSON as mappings and lists of located texts."""

from __future__ import annotations

import json

from cidrbook.text.source import Source
from cidrbook.text.yaml import Value, parsed


def json_tree(source: Source) -> Value:
    """What a file of JSON holds; nothing where it is none.

    JSON is YAML, of which the places are known; but what is no JSON, or nested without end, takes YAML long to refuse.
    """
    try:
        json.loads(source.text)
    except (ValueError, RecursionError):
        return None
    return parsed(source, source.text.replace("\t", " "))
