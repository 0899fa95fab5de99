"""What is exported: the rows of a plan, or those that somebody chooses, and the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cidrbook.drift.comparison import Comparison
from cidrbook.exports.domain_names import as_domain
from cidrbook.pages.book import WrongCallError
from cidrbook.pages.choices import CHOICES, R, chosen_rows
from cidrbook.pages.rows import Holder, LeaseRow, NetworkRow, VlanRow, holders, lease_rows, network_rows, vlan_rows
from cidrbook.plan.plan import Plan
from cidrbook.publish.masks import Masks
from cidrbook.publish.profile import PublishError, profile
from cidrbook.publish.shown_plan import publication


class ExportError(Exception):
    """Nothing can be exported; the text says why in one line."""


@dataclass(frozen=True, eq=False)
class Extract:
    """What of a plan is exported. `domain` and `port` are what a format may ask for beside it."""

    declared: Comparison
    """The plan as it is, to be checked."""
    masks: Masks | None
    comparison: Comparison
    """The plan as it is shown."""
    today: date
    networks: tuple[NetworkRow, ...]
    holders: tuple[Holder, ...]
    vlans: tuple[VlanRow, ...]
    leases: tuple[LeaseRow, ...]
    is_whole: bool = True
    domain: str = ""
    port: int | None = None

    @property
    def plan(self) -> Plan:
        """The plan that it is of."""
        return self.comparison.plan


def published(declared: Comparison, profile_name: str = "", key: str = "") -> tuple[Comparison, Masks | None]:
    """What a profile shows of a plan, and its masks, where it does not show everything.

    Raises `ExportError` where values of the plan could not be read, and where there is no such profile or no key.
    """
    plan = declared.plan
    if plan.unread or plan.lost:
        raise ExportError("values of the plan cannot be read, and would be missing; `cidrbook check` lists them")
    try:
        found = publication(plan, declared.observations, profile(plan, profile_name), key)
    except PublishError as error:
        raise ExportError(f"{error}; `--profile full` shows everything") from error
    return Comparison(found.plan, found.observations), found.masks


def extract(  # noqa: PLR0913, PLR0917 (what was asked for, word by word)
    declared: Comparison,
    today: date,
    choices: Mapping[str, Iterable[str]] = {},
    domain: str = "",
    port: int | None = None,
    profile_name: str = "",
    key: str = "",
) -> Extract:
    """What is chosen of a plan: the rows of its tables, by the arguments that tables have, as a profile shows them.

    Raises `ExportError` for a word that nothing of the plan has, and as `published` does.
    """
    comparison, masks = published(declared, profile_name, key)
    plan = comparison.plan
    words = {name: [masks.argument(word) if masks else word for word in asked] for name, asked in choices.items()}

    def chosen(rows: Iterable[R]) -> tuple[R, ...]:
        return tuple(_asked_rows(comparison, rows, words))

    return Extract(
        declared,
        masks,
        comparison,
        today,
        chosen(network_rows(plan)),
        chosen(holders(plan)),
        chosen(vlan_rows(plan)),
        chosen(lease_rows(plan)),
        is_whole=not any(choices.values()),
        domain=_valid_domain(domain),
        port=port,
    )


def _valid_domain(text: str) -> str:
    """The name of a domain. Raises `ExportError` where it is none."""
    name = as_domain(text)
    if text and not name:
        raise ExportError(f"`{text}` is not the name of a domain; write it as in `home.arpa`")
    return name


def _asked_rows(comparison: Comparison, rows: Iterable[R], choices: Mapping[str, Iterable[str]]) -> Iterator[R]:
    asked = {name: list(words) or None for name, words in choices.items()}
    try:
        yield from chosen_rows(comparison, rows, CHOICES, asked)
    except WrongCallError as wrong:
        raise ExportError(f"{wrong.message}{f'; {wrong.hint}' if wrong.hint else ''}") from wrong
