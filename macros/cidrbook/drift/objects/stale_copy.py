"""A copy of a value that differs from another place, as the rules on copies say it."""

from __future__ import annotations

from typing import NamedTuple

from cidrbook.plan.cluster import Cluster
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
