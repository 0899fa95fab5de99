"""What is wrong, and where: the words that rules speak and reports print."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from cidrbook.text.source import Path, Place, Source

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """The place of another party to a problem, and what stands there."""

    at: Place
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a rule yields. The engine adds the code, the severity and the waiver.

    `parties` are the ids of the objects involved: a waiver names them.
    `label` stands behind the caret in the text report. `severity` is that of the
    rule, unless this problem is graver or lighter than others of its kind.
    """

    at: Place
    message: str
    hint: str = ""
    label: str = ""
    related: tuple[Related, ...] = ()
    parties: tuple[str, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """What reading leaves behind beside the objects.

    `problems` each come with the slug of the rule that reports them. `lost` are
    the places (a source and a path of keys) of values that did not fit and were
    left out, so that rules do not report their absence as well.
    """

    problems: list[tuple[str, Problem]] = field(default_factory=list)
    lost: set[tuple[Source, Path]] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem with the rule's code, slug, severity and page, and the reason it was waived, if it was."""

    code: str
    rule: str
    severity: Severity
    problem: Problem
    url: str = ""
    waived: str | None = None

    @property
    def fails(self) -> bool:
        """Whether this finding alone makes the plan inconsistent."""
        return self.severity == "error" and self.waived is None
