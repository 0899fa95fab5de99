"""A copy of a value that differs from another place, as the rules on copies say it."""

from __future__ import annotations

import re
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.plan.cluster import Cluster
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Place


class StaleCopy(NamedTuple):
    """A copy that differs from another place: what to say of it, the other place, and the value there."""

    cluster: Cluster | None
    at: Place
    message: str
    known: Place
    shown: str

    @property
    def parties(self) -> tuple[str, ...]:
        """The cluster that it is a value of, if one is."""
        return (self.cluster.id,) if self.cluster is not None else ()


def times_written(observation: Observation, address: IPAddress) -> int:
    """How often the files of a repository write an address: what only the copy itself writes, nothing else knows."""
    written = re.compile(rf"(?<![\d.]){re.escape(str(address))}(?!\.?\d)")
    return sum(len(written.findall(source.text)) for source in observation.sources)
