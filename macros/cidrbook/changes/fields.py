"""The values of an object that changed, by the keys that its owner writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from cidrbook.changes.change import Change
from cidrbook.plan.entry import Entry

_PARTS = frozenset(
    {"hosts", "nodes", "pinned_services", "load_balancers", "virtual_addresses", "ends", "origin", "name"}
)
"""What is an object by itself, and is compared as one."""


def field_changes(what: str, name: str, before: Entry, after: Entry, but: Collection[str] = ()) -> Iterator[Change]:
    """What changed of an object beside its name, its parts and the fields `but`."""
    for field, info in type(after).model_fields.items():
        if field in _PARTS or field in but:
            continue
        was, now = as_text(getattr(before, field, None)), as_text(getattr(after, field))
        if was != now:
            key = info.alias or field
            yield Change("changed", what, name, was, now, key, after.at(key))


def as_text(value: Any) -> str:
    """A value as one line; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, BaseModel):
        said = ((info.alias or name, getattr(value, name)) for name, info in type(value).model_fields.items())
        return as_text({name: part for name, part in said if name != "\0origin"})
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {text}" for name, part in value.items() if (text := as_text(part)))
    if isinstance(value, tuple | list):
        return ", ".join(map(as_text, value))
    return str(value)
