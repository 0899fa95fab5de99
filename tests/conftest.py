"""What holds for all tests."""

import json
from collections.abc import Collection

from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no mistake
settings.load_profile("untimed")

_ID_LENGTH = 70
"""Characters of a case's id: what a line of a terminal has room for behind the test's name."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """The id of a case that has none of its own: its text on one line, as far as a line goes."""
    if isinstance(val, str):
        text = val
    elif isinstance(val, Collection) and not isinstance(val, bytes):
        try:
            text = json.dumps(val)
        except (TypeError, ValueError):
            return None  # objects are called by their argument
    else:
        return None
    words = " ".join(text.split()).encode("unicode_escape").decode()
    return words if len(words) <= _ID_LENGTH else f"{words[: _ID_LENGTH - 3]}..."
