"""The conclusion of a check about one statement: it agrees, it differs, or it is dropped; and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from cidrbook.text.finding import Problem, Related
from cidrbook.text.source import Place

Verdict = Literal["agrees", "differs", "dropped"]
"""The verdict. Nothing follows from a dropped statement."""

Property = Literal[
    "address", "prefix", "range", "gateway", "DHCP range", "AS number", "VLAN", "variable", "value", "purpose"
]
"""The property of its subject that a document states."""

_IS_DOCUMENTED: dict[Property, str] = {
    "address": "is documented at",
    "prefix": "is documented as",
    "range": "is documented as",
    "gateway": "is documented as",
    "DHCP range": "is documented as",
    "AS number": "is documented in AS",
    "VLAN": "is documented on VLAN",
    "variable": "is documented as",
    "value": "is documented as",
    "purpose": "is documented for",
}


class Said(Protocol):
    """A statement or a detail of a document."""

    @property
    def text(self) -> str:
        """The text of the statement."""

    @property
    def place(self) -> Place:
        """The place of the statement."""


class KnownValue(NamedTuple):
    """A value that a statement was compared with, and its place."""

    value: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The conclusion of a check about one statement, and its reason."""

    at: Place
    said: str
    verdict: Verdict
    reasons: tuple[str, ...]
    known: tuple[KnownValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement(Conclusion):
    """A statement that contradicts the repository or the plan, or another statement of its own document (`itself`).

    `truth` ends the sentence that `subject`, `about`, `said` and `aside` begin. `correct` is what to write instead.
    `certain` means that nothing else can be meant; otherwise a name or a role was guessed. `declared` means that the
    plan says otherwise, and not the repository.
    """

    verdict: Verdict = "differs"
    subject: str
    about: Property
    aside: str = ""
    truth: str
    correct: str = ""
    certain: bool = False
    itself: bool = False
    declared: bool = False
    remark: bool = False
    parties: tuple[str, ...] = ()

    @property
    def problem(self) -> Problem:
        """The disagreement in the one wording that all rules share."""
        joint = ", and " if self.itself and not self._is_alone else "; "
        return Problem(
            at=self.at,
            message=f"{self.subject} {_IS_DOCUMENTED[self.about]} {self.said}{self.aside}{joint}{self.truth}",
            label=self._label(),
            related=tuple(
                Related(at=value.place, message=f"{value.value} is written here")
                for value in self.known[:1]
                if value.place != self.at
            ),
            hint=self._hint(),
            parties=self.parties,
        )

    @property
    def _is_alone(self) -> bool:
        """Whether it contradicts nothing else: what it says can never be so."""
        return self.itself and all(value.place == self.at for value in self.known)

    def _label(self) -> str:
        if self._is_alone:
            return "cannot be so"
        if self.itself:
            return "contradicts the document"
        return f"differs from the {'plan' if self.declared else 'repository'}"

    def _hint(self) -> str:
        if self._is_alone:
            return "correct it, or put `<!-- cidrbook: ignore -->` on the line if it is meant"
        if self.itself:
            return "correct one of them, or put `<!-- cidrbook: ignore -->` on the line if both are meant"
        other = "put `<!-- cidrbook: ignore -->` on the line if it is about something else"
        return f"write {self.correct or self.known[0].value}, or {'correct the comment' if self.remark else other}"


def agrees(said: Said, reason: str, *known: KnownValue) -> Conclusion:
    """The conclusion about a statement that holds."""
    return Conclusion(at=said.place, said=said.text, verdict="agrees", reasons=(reason,), known=known)


def dropped(said: Said, reason: str, *known: KnownValue) -> Conclusion:
    """The conclusion about a statement from which nothing follows."""
    return Conclusion(at=said.place, said=said.text, verdict="dropped", reasons=(reason,), known=known)


def rivals(said: Said, other: Said, subject: str, about: Property, shown: str = "") -> Disagreement:
    """The disagreement of a statement with what everything else says of the same subject."""
    value = shown or other.text
    return Disagreement(
        at=said.place,
        said=said.text,
        subject=subject,
        about=about,
        truth=f"{other.place.file} says {value}",
        known=(KnownValue(value, other.place),),
        reasons=("everything else says another value of it",),
    )
