"""Policies, cell by cell: who reaches whom by which port, and which policy decides it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.plan import Plan
from cidrbook.plan.policy import ANYBODY, Policy
from cidrbook.text.names import slug

ANY = "any"
"""Everybody, as policies call it after their words are brought into one form."""

_EVERYBODY = frozenset(ANYBODY) - {"internet", "wan"}

Cell = tuple[str, str, str]
"""Who, whom, and the port; nothing for all ports."""


class Decision(NamedTuple):
    """A policy, and for each of its cells the earlier policy that decides it already, if one does.

    An earlier policy that ends sooner decides nothing: it is an exception for a time.
    """

    policy: Policy
    before: dict[Cell, Policy | None]
    same: Policy | None
    """The earlier policy that has one of its cells word for word, and says the opposite."""

    @property
    def is_hidden(self) -> bool:
        """Whether earlier policies decide everything that it is about."""
        return bool(self.before) and None not in self.before.values()


@cached_view
def decisions(plan: Plan) -> tuple[Decision, ...]:
    """Every policy that says from, to and what it does, with what earlier ones say of the same."""
    return tuple(_decisions(plan))


def _decisions(plan: Plan) -> Iterator[Decision]:
    first: dict[Cell, Policy] = {}
    for policy in plan.policies:
        cells = list(_policy_cells(policy))
        before = {cell: _earlier(plan, first, cell, policy) for cell in cells}
        known = (first[cell] for cell in cells if cell in first and _lasts(first[cell], policy))
        same = next((earlier for earlier in known if earlier.action != policy.action), None)
        yield Decision(policy, before, same)
        for cell in cells:
            if cell not in first or not _lasts(first[cell], policy):
                first[cell] = policy


def _lasts(earlier: Policy, policy: Policy) -> bool:
    """Whether an earlier policy holds for as long as a later one."""
    return earlier.until is None or (policy.until is not None and policy.until <= earlier.until)


def _policy_cells(policy: Policy) -> Iterator[Cell]:
    ports = [port.lower() for port in policy.ports] or [""]
    yield from product(map(end_of, policy.from_), map(end_of, policy.to), ports)


def end_of(name: str) -> str:
    """An end in one form: an id, `any` or `internet`."""
    word = name.lower()
    return ANY if word in _EVERYBODY else "internet" if word in ANYBODY else name if "/" in name else slug(name)


def _earlier(plan: Plan, first: dict[Cell, Policy], cell: Cell, policy: Policy) -> Policy | None:
    """The earlier policy with this cell, or with one that is around it, that lasts as long."""
    around = _networks_by_id(plan)
    wider = product(
        (cell[0], *around.get(cell[0], ()), ANY),
        (cell[1], *around.get(cell[1], ()), ANY),
        dict.fromkeys((cell[2], "")),
    )
    known = (first[candidate] for candidate in wider if candidate in first)
    return next((earlier for earlier in known if _lasts(earlier, policy)), None)


@cached_view
def _networks_by_id(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The networks that all addresses of a thing are in, by the thing's id."""
    found: dict[str, set[str] | None] = {}
    owners: dict[str, Addressed] = {}
    for claim, network in plan.located:
        owners[claim.owner.id] = claim.owner
        own = {network.id} if network else set()
        known = found.get(claim.owner.id)
        found[claim.owner.id] = own if known is None else known & own
    return {name: tuple(sorted(networks)) for name, networks in found.items() if networks}
