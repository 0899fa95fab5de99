"""Blocks of settings that documents show as samples: nothing in them is in the repository."""

from __future__ import annotations

import re
from itertools import takewhile

from cidrbook.drift.documents.written_addresses import written_addresses
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.documents.credibility import is_document
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_NAME = regex(r"^[ \t]*(?:metadata:[ \t]*\{)?[ \t]*name:[ \t]*([\w.\"'-]+)", re.MULTILINE)
_HERE = regex(r"\s*kubectl\b.*<<").match
_FENCE = regex(r"\s*(?:```|~~~|---)")
_BLOCK = 60
"""Lines of a block above a value: objects in documents are short."""


@cached_view
def _names_of_objects(observation: Observation) -> frozenset[str]:
    """The names of all objects in configurations."""
    found: set[str] = set()
    for source in observation.sources:
        if not is_document(source.file):
            found.update(name.strip("\"'") for name in _NAME.findall(source.text))
    return frozenset(found)


def shown_object(observation: Observation, statement: Statement) -> str:
    """The object that a here-document of a command makes, where the repository has none of that name."""
    if statement.kind != "code":
        return ""
    lines = statement.place.source.lines[: statement.place.line - 1]
    block = [*takewhile(lambda line: not _FENCE.match(line), reversed(lines[-_BLOCK:]))]
    name = next((found[1].strip("\"'") for line in block if (found := _NAME.match(line))), "")
    return name if name and any(map(_HERE, block)) and name not in _names_of_objects(observation) else ""


@cached_view
def samples(observation: Observation) -> frozenset[Place]:
    """The places of statements in blocks of several settings of which the repository has no other value."""
    shown = [one for one in observation.statements if one.block and one.version == 4]
    written = written_addresses(observation) if shown else frozenset()
    return frozenset(one.place for one in shown if not any(run.first in written for run in one.block))
