"""Names as ids, and the known name that somebody may have meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

from cidrbook.text.regex import regex

_NO_WORD = regex(r"[\W_]+")
_IS_SLUG = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*+\Z")
_SHOWN = 12
_COMPARED = 1000
_LONGEST = 64
"""Characters of a name beyond which nobody mistypes one name for another: longer ones are not compared."""
_CLOSE = 0.85
"""How alike names are of which one has a letter too many, from seven letters on; shorter ones may both be meant."""

_DIGITS = str.maketrans("", "", "0123456789")


def did_you_mean(wanted: str, known: Collection[str], shown: int = _SHOWN) -> str:
    """The closest of the known names; where none is close, the first of them; nothing where none is known."""
    close = closest(wanted, known)
    if close:
        return f"did you mean `{close}`?"
    names = list(dict.fromkeys(islice(filter(None, known), shown + 1)))
    return f"known here: {', '.join(names[:shown])}{' …' if len(names) > shown else ''}" if names else ""


def closest(wanted: str, known: Collection[str]) -> str:
    """The known name that a mistyped one was meant for; the empty text where none is near enough.

    A slip changes, drops, adds or swaps one character, in a longer name two or three. Among thousands of names
    nothing is guessed: a plan with as many mistakes would take hours.
    """
    limit = _slips(wanted)
    if not limit or len(known) > _COMPARED:
        return ""
    folded = wanted.lower()
    near = [(_distance(folded, name.lower(), limit), order, name) for order, name in enumerate(known) if name]
    distance, _, name = min(near, default=(limit + 1, 0, ""))
    return name if distance <= limit else ""


def is_one_slip(one: str, two: str) -> bool:
    """Whether one character is changed, dropped, added or swapped with the next one: so are addresses mistyped."""
    return _distance(one, two, 1) == 1


def _slips(name: str) -> int:
    """How many slips a name of this length may hold, and still be meant; `ip` is not a mistyped `id`."""
    size = len(name)
    return 0 if size < 3 or size > _LONGEST else 1 if size < 6 else 2 if size < 10 else 3


def _distance(one: str, two: str, limit: int) -> int:
    """The slips between two texts (optimal string alignment); more than the limit once it is certain to be more."""
    if abs(len(one) - len(two)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(two) + 1))
    for index, char in enumerate(one, 1):
        before, last, row = row, before, [index]
        for column, other in enumerate(two, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (char != other))
            if last and column > 1 and char == two[column - 2] and one[index - 2] == other:
                cost = min(cost, last[column - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def is_misspelt(name: str, other: str) -> bool:
    """Whether one name is the other with a letter too many, or two swapped; another letter or digit is meant."""
    replaced = len(name) == len(other) and sorted(name) != sorted(other)
    if replaced or name.translate(_DIGITS) == other.translate(_DIGITS):
        return False
    from difflib import SequenceMatcher  # noqa: PLC0415 (few plans have a name that needs it)

    return SequenceMatcher(None, name, other, autojunk=False).ratio() >= _CLOSE


_FEW = 6
"""How many names a message lists."""


def listed_names(found: Iterable[str], one: str = "", many: str = "") -> str:
    """Names as messages list them: a few, each once, and how many more; then the verb, for one or for many."""
    names = tuple(dict.fromkeys(found))
    if len(names) == 1:
        return f"{names[0]}{one}"
    shown = names if len(names) <= _FEW else (*names[: _FEW - 1], f"{len(names) - _FEW + 1} more")
    return f"{', '.join(shown[:-1])} and {shown[-1]}{many}"


def slug(text: str) -> str:
    """A name as an id: lower case, with one dash for each run of anything but letters and digits.

    A name without any of those stands for itself.
    """
    if _IS_SLUG.match(text):
        return text
    return _NO_WORD.sub("-", text.lower()).strip("-") or text
