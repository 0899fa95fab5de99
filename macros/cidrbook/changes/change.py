"""One change of a plan, and all changes between two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from cidrbook.plan.model import Nuance
from cidrbook.text.finding import Finding
from cidrbook.text.source import Place

T = TypeVar("T")

ChangeKind = Literal["added", "removed", "renamed", "moved", "resized", "renumbered", "changed", "freed"]
"""What became of something: `moved` is into another network, site or VRF, `renumbered` has other addresses there."""


class Change(NamedTuple):
    """What became of one object. `what` is its kind in words, `key` which of its values it is about."""

    kind: ChangeKind
    what: str
    name: str
    before: str = ""
    after: str = ""
    key: str = ""
    place: Place | None = None
    """Where it is written now; of what is gone, where it was."""

    @property
    def words(self) -> str:
        """What became of it, in words, without its name."""
        if self.kind in ("added", "removed"):
            detail = self.after or self.before
            return f"{self.kind} ({detail})" if detail else self.kind
        if self.kind == "renamed":
            return f"renamed, was {self.before}"
        if self.kind == "freed":
            return f"free again, was {self.before}"
        if self.kind == "changed":
            return f"{self.key} {self.before or 'not said'} → {self.after or 'not said'}"
        return f"{self.kind} from {self.before or 'none'} to {self.after or 'none'}"


class Judged(NamedTuple, Generic[T]):
    """Findings or nuances that are new, and those that are gone."""

    new: tuple[T, ...] = ()
    gone: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes between two plans."""

    changes: tuple[Change, ...]
    findings: Judged[Finding]
    nuances: Judged[Nuance]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any((self.changes, *self.findings, *self.nuances))
