"""What is exported: the rows of a plan, or those that somebody chooses, and the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cidrbook.drift.comparison import Comparison
from cidrbook.exports.domain_names import as_name
from cidrbook.pages.book import WrongCallError
from cidrbook.pages.choices import CHOICES, R, chosen_rows
from cidrbook.pages.rows import Holder, LeaseRow, NetworkRow, VlanRow, holders, lease_rows, network_rows, vlan_rows
from cidrbook.plan.plan import Plan


class ExportError(Exception):
    """Nothing can be exported; the text says why in one line."""


@dataclass(frozen=True, eq=False)
class Extract:
    """What of a plan is exported. `domain` and `port` are what a format may ask for beside it."""

    comparison: Comparison
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


def extract(
    comparison: Comparison,
    today: date,
    choices: Mapping[str, Iterable[str]] = {},
    domain: str = "",
    port: int | None = None,
) -> Extract:
    """What is chosen of a plan: the rows of its tables, by the arguments that tables have.

    Raises `ExportError` for a word that nothing of the plan has, and where values of the plan could not be read.
    """
    plan = comparison.plan
    if plan.unread or plan.lost:
        raise ExportError("values of the plan cannot be read, and would be missing; `cidrbook check` lists them")

    def chosen(rows: Iterable[R]) -> tuple[R, ...]:
        return tuple(_asked_rows(comparison, rows, choices))

    return Extract(
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
    name = as_name(text)
    if name.startswith("*") or (text and not name):
        raise ExportError(f"`{text}` is not the name of a domain; write it as in `home.arpa`")
    return name


def _asked_rows(comparison: Comparison, rows: Iterable[R], choices: Mapping[str, Iterable[str]]) -> Iterator[R]:
    asked = {name: list(words) or None for name, words in choices.items()}
    try:
        yield from chosen_rows(comparison, rows, CHOICES, asked)
    except WrongCallError as wrong:
        raise ExportError(f"{wrong.message}{f'; {wrong.hint}' if wrong.hint else ''}") from wrong
