"""A copy of a value that differs from another place, as the rules on copies say it."""

from __future__ import annotations

from typing import NamedTuple

from cidrbook.plan.cluster import Cluster
from cidrbook.text.finding import Problem, Related
from cidrbook.text.source import Place


class StaleCopy(NamedTuple):
    """A copy that differs from another place: what to say of it, the other place, and the value there."""

    cluster: Cluster | None
    at: Place
    message: str
    known: Place
    shown: str

    def problem(self, hint: str, label: str = "differs elsewhere") -> Problem:
        """The problem of it, which says what to write instead."""
        return Problem(
            at=self.at,
            message=self.message,
            label=label,
            related=(Related(at=self.known, message=f"{self.shown} is written here"),),
            hint=hint,
            parties=(self.cluster.id,) if self.cluster is not None else (),
        )
