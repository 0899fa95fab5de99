"""The folders of a repository that hold somebody else's work: published roles, collections and charts.

Their documents show examples. The lab's own values are elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_MARKS = (
    (regex(r"(?:^|/)meta/main\.ya?ml$"), (regex(r"^galaxy_info:", re.MULTILINE),)),
    (regex(r"(?:^|/)galaxy\.ya?ml$"), (regex(r"^namespace:", re.MULTILINE),)),
    (
        regex(r"(?:^|/)Chart\.yaml$"),
        (regex(r"^maintainers:", re.MULTILINE), regex(r"^(?:home|sources):", re.MULTILINE)),
    ),
)
"""The files that somebody writes to publish what is in their folder, each with what stands in them all."""
_ENDINGS = ("main.yml", "main.yaml", "galaxy.yml", "galaxy.yaml", "Chart.yaml")
"""How the names of these files end: that rules out nearly every other one at once."""


def vendored_folders(sources: Iterable[Source]) -> tuple[str, ...]:
    """The folders of published roles, collections and charts, each with a slash at its end; the root is never one."""
    found = set()
    for source in sources:
        for file, marks in _MARKS if source.file.endswith(_ENDINGS) else ():
            name = file.search(source.file)
            if name and name.start() and all(mark.search(source.text) for mark in marks):
                found.add(f"{source.file[: name.start()]}/")
    return tuple(sorted(found))


def not_vendored(sources: Iterable[Source]) -> list[Source]:
    """The files that are in none of these folders."""
    sources = list(sources)
    folders = vendored_folders(sources)
    return [source for source in sources if not source.file.startswith(folders)]
