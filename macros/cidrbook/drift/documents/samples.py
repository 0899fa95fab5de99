"""Blocks of settings that documents show as samples: nothing in them is in the repository."""

from __future__ import annotations

import re

from cidrbook.net.address_text import to_int
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.documents.credibility import is_document
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Place

_ADDRESS = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.]|\.[0-9])")
_DOCUMENT = re.compile(r"\.(?:mdx?|markdown|rst|adoc|txt|html?)$|(?:^|/)readme[^/]*$", re.IGNORECASE)


@cached_view
def written_addresses(observation: Observation) -> frozenset[int]:
    """The IPv4 addresses that stand in configurations, alone or with a prefix length."""
    found = set()
    for source in observation.sources:
        if not _DOCUMENT.search(source.file) and not is_document(source.file):
            found.update(_ADDRESS.findall(source.text))
    return frozenset(number for text in found if (number := to_int(text, 4)) is not None)


@cached_view
def samples(observation: Observation) -> frozenset[Place]:
    """The places of statements in blocks of several settings of which the repository has no other value."""
    shown = [one for one in observation.statements if one.block and one.version == 4]
    written = written_addresses(observation) if shown else frozenset()
    return frozenset(one.place for one in shown if not any(run.first in written for run in one.block))
