"""Files that look like YAML with addresses, and are not: nothing of such a document is read, which is worth knowing.

Templates are no mistakes: a document that holds a mark of one is left out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cidrbook.plan.entry import Entry
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.finding import Problem
from cidrbook.text.yaml import Broken

_ADDRESS = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")
_TEMPLATE = re.compile(r"\{\{|\{%|#\{|<%|%%|@@")


def unread(broken: Sequence[Broken]) -> Iterator[Sighting]:
    """The first document of a file that cannot be read, where there is an address in it."""
    found = [
        each_broken
        for each_broken in broken
        if _ADDRESS.search(each_broken.text) and not _TEMPLATE.search(each_broken.text)
    ]
    for other_broken in found[:1]:
        message = f"this is not valid YAML, so nothing of it is read: {other_broken.problem}"
        problem = Problem(at=other_broken.place, message=message, hint="mend it, or leave it out with `--exclude`")
        yield sighting("problem", Entry, other_broken.place)._replace(problems=(("yaml-syntax", problem),))
