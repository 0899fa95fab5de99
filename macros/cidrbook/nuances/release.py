"""Releases of products, and constraints on them."""

from __future__ import annotations

import operator
import re
from functools import lru_cache

from packaging.version import InvalidVersion, Version

from cidrbook.text.regex import regex

_NUMBERS = regex(r"v?\d+(\.\d+)*", re.ASCII)
_REVISION = regex(r"_(\d+)\Z", re.ASCII)
_LONGEST = 64  # numbers of thousands of digits take forever to read
_PART = regex(r"\s*(<=|>=|==|!=|<|>)\s*([^\s<>=!,]{1,64})\s*\Z")

_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def is_constraint(text: str) -> bool:
    """Whether a condition is a constraint, and not a word: whether it begins with `<`, `>`, `=` or `!`."""
    return text.lstrip()[:1] in ("<", ">", "=", "!")


def fits(written: str, constraint: str) -> bool | None:
    """Whether a release or a number meets a constraint such as `>=22.1,<23`; None where either cannot be read."""
    parts = parts_of(constraint)
    number = release(written)
    return None if not parts or number is None else all(_COMPARE[sign](number, limit) for sign, limit in parts)


@lru_cache(maxsize=512)
def parts_of(constraint: str) -> tuple[tuple[str, Version], ...]:
    """The comparisons of a constraint, all of which must hold; none where it cannot be read."""
    found = [_PART.match(part) for part in constraint.split(",")]
    parts = [(match[1], limit) for match in found if match and (limit := release(match[2]))]
    return tuple(parts) if len(parts) == len(found) else ()


@lru_cache(maxsize=512)
def release(written: str) -> Version | None:
    """A release in the scheme of its product; None where it does not begin with a number.

    Numbers count from the left, release candidates come before the release, a package
    revision (`21.7.3_1`) after it; a build (`1.22.4+k3s1`) and words behind the numbers
    (`2.7.2-RELEASE`, `15.2(4)M3`) do not count.
    """
    text = _REVISION.sub(r".post\1", written.strip())
    if len(text) > _LONGEST:
        return None
    try:
        return Version(Version(text).public)
    except InvalidVersion:
        numbers = _NUMBERS.match(text)
        return Version(numbers[0]) if numbers else None
