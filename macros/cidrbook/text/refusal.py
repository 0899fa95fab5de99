"""How a value is refused: the errors that the typed scalars raise, and the first looks at a text."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from cidrbook.text.regex import regex

_SHOWN = 60
"""Characters of a value that a hint repeats."""
_DIGITS = regex(r"[0-9]{1,10}\Z")  # no signs, blanks, underscores or other alphabets' digits


def wrong_type(message: str, hint: str) -> PydanticCustomError:
    """The error for a value that is not of its field's type."""
    return refuse("wrong-type", message, hint)


def refuse(slug: str, message: str, hint: str) -> PydanticCustomError:
    """The error for a value that breaks the rule with this slug."""
    return PydanticCustomError(slug, "{text}", {"text": message, "hint": hint})


def scalar(value: object, expected: str, example: str) -> str:
    """The text of a scalar; anything else is not `expected`."""
    if isinstance(value, str):
        return value
    what = "nothing" if value is None else "a list" if isinstance(value, list) else "a mapping"
    first = value[0] if isinstance(value, list) and value else None
    alone = isinstance(first, str) and first.isprintable() and len(first) <= _SHOWN
    hint = f"one value belongs here: write `{first}` without a list" if alone else f"write it as in `{example}`"
    raise wrong_type(f"expected {expected}, found {what}", hint)


def parse_int(text: str) -> int | None:
    """A decimal number as written: leading zeros count for nothing, `1_000` and `0x10` are not numbers."""
    return int(text) if _DIGITS.match(text) else None
