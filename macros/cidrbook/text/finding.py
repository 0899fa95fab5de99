"""What is wrong, and where: the words that rules speak and reports print."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from cidrbook.text.source import Path, Place, Source


class Severity(StrEnum):
    """How grave a finding is, the gravest first.

    A line here is all that checks and reports need of a new severity; `pages/style.css` gives it a colour.

    Beside its name: whether it fails a check; whether it fails one with `--strict`; its style in a terminal, its level
    in SARIF, and its command for GitHub; and the heading of nuances that have it.
    """

    fails: bool
    fails_strictly: bool
    style: str
    sarif: str
    github: str
    heading: str

    ERROR = "error", True, True, "1;31", "error", "error", "Will not work"
    WARNING = "warning", False, True, "1;33", "warning", "warning", "Works badly, or until something changes"
    INFO = "info", False, False, "1;36", "note", "notice", "Worth knowing"

    def __new__(  # noqa: PLR0913, PLR0917 (the columns of the table)
        cls,
        name: str,
        fails: bool,  # noqa: FBT001
        fails_strictly: bool,  # noqa: FBT001
        style: str,
        sarif: str,
        github: str,
        heading: str,
    ) -> Self:
        """A member with the columns of its line."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.fails, member.fails_strictly = fails, fails_strictly
        member.style, member.sarif, member.github = style, sarif, github
        member.heading = heading
        return member

    @classmethod
    def named(cls, name: str) -> Severity:
        """The severity of a name that a plan may write."""
        return cls[name.upper()]

    @property
    def plural(self) -> str:
        """The word for several findings."""
        return f"{self}s"

    @property
    def rank(self) -> int:
        """Its line in the table: 0 is the gravest."""
        return list(Severity).index(self)


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
    rule, unless this problem is graver or lighter than others of its kind. `across` says
    that it holds whatever environments its places are of: they are not two values that disagree.
    """

    at: Place
    message: str
    hint: str = ""
    label: str = ""
    related: tuple[Related, ...] = ()
    parties: tuple[str, ...] = ()
    severity: Severity | None = None
    across: bool = False


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
        return self.severity.fails and self.waived is None

    @property
    def fails_strictly(self) -> bool:
        """Whether this finding makes it inconsistent with `--strict`."""
        return self.severity.fails_strictly and self.waived is None
