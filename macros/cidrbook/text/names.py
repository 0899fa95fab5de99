"""Names as ids, and the known name that somebody may have meant."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from itertools import islice

_NO_WORD = re.compile(r"[\W_]+")
_SHOWN = 12
_COMPARED = 1000


def did_you_mean(wanted: str, known: Collection[str]) -> str:
    """The closest of the known names; where none is close, the first dozen of them; nothing where none is known.

    Among thousands nothing is guessed: a plan with as many mistakes would take hours.
    """
    names = list(dict.fromkeys(islice(filter(None, known), _SHOWN + 1 if len(known) > _COMPARED else None)))
    folded = {name.lower(): name for name in reversed(names)}
    close = get_close_matches(wanted.lower(), folded, n=1)
    if close:
        return f"did you mean `{folded[close[0]]}`?"
    return f"known here: {', '.join(names[:_SHOWN])}{' …' if len(names) > _SHOWN else ''}" if names else ""


def slug(text: str) -> str:
    """A name as an id: lower case, with one dash for each run of anything but letters and digits.

    A name without any of those stands for itself.
    """
    return _NO_WORD.sub("-", text.lower()).strip("-") or text
