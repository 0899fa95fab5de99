"""Profiles: what becomes of each kind of value, by the plan's settings or by who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from cidrbook.plan.plan import Plan
from cidrbook.plan.publication import FULL, REDACTED, Profile
from cidrbook.publish.kinds import Kind

VARIABLE = "CIDRBOOK_PROFILE"
"""The environment variable that names the profile of a build."""

_KINDS: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind)
_REDACTED: Mapping[str, str] = MappingProxyType(
    {
        "private_addresses": "masked",
        "public_addresses": "masked",
        "macs": "dropped",
        "names": "masked",
        "asns": "masked",
        "vlans": "masked",
        "versions": "dropped",
        "descriptions": "dropped",
        "paths": "dropped",
        "reasons": "dropped",
        "links": "dropped",
    }
)


class PublishError(Exception):
    """Nothing can be shown; the message says in one line what to do."""


class UnknownProfileError(PublishError):
    """There is no profile of this name; the message says in one line which there are."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A profile by its name, with the treatment of each kind: shown, masked or dropped."""

    name: str
    treatments: Mapping[str, str]
    structure: bool = True
    """Whether masked addresses keep which networks share a prefix."""

    @property
    def is_full(self) -> bool:
        """Whether everything is shown."""
        return self.name == FULL

    def of(self, kind: Kind) -> str:
        """What becomes of a kind; what is of no kind is shown."""
        return self.treatments[kind] if kind else "shown"


def profile(plan: Plan, name: str = "") -> Choice:
    """The profile of this name, or else that of the plan's settings; `full` where these say nothing.

    Raises `UnknownProfileError`: a mistyped name must not show everything.
    """
    chosen = name or next((settings.publish for settings in plan.settings if settings.publish), FULL)
    if chosen == FULL:
        return Choice(FULL, dict.fromkeys(_KINDS, "shown"))
    own = next((settings.profiles[chosen] for settings in plan.settings if chosen in settings.profiles), None)
    if own is None and chosen != REDACTED:
        known = ", ".join(plan.profile_names)
        raise UnknownProfileError(f"there is no profile `{chosen}`; known here: {known}")
    said = own or Profile()
    treatments: dict[str, str] = {kind: getattr(said, kind) or _REDACTED[kind] for kind in _KINDS}
    return Choice(chosen, treatments, structure=said.structure != "dropped")
