"""What changed between two plans, by meaning: the same network with another prefix is resized, not gone and new."""

from __future__ import annotations

from datetime import date
from itertools import chain

from cidrbook import rules
from cidrbook.changes.addresses import freed, owner_changes
from cidrbook.changes.change import Change, Difference, Judged
from cidrbook.changes.networks import network_changes
from cidrbook.changes.objects import object_changes, pool_changes
from cidrbook.nuances.match import matches
from cidrbook.plan.model import Nuance
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Finding


def difference(before: Plan, after: Plan, today: date) -> Difference:
    """What changed from one plan to another, and which findings and nuances are new or gone on a day.

    The repositories that the plans name are not read.
    """
    found, finds = _findings(before, today), _findings(after, today)
    applied, applies = _nuances(before), _nuances(after)
    return Difference(
        plan_changes(before, after),
        Judged(
            tuple(finding for key, finding in finds.items() if key not in found),
            tuple(finding for key, finding in found.items() if key not in finds),
        ),
        Judged(
            tuple(nuance for key, nuance in applies.items() if key not in applied),
            tuple(nuance for key, nuance in applied.items() if key not in applies),
        ),
    )


def plan_changes(before: Plan, after: Plan) -> tuple[Change, ...]:
    """What changed from one plan to another."""
    changed = chain(
        network_changes(before, after),
        owner_changes(before, after),
        freed(before, after),
        pool_changes(before, after),
        object_changes(before, after),
    )
    return tuple(changed)


def _findings(plan: Plan, today: date) -> dict[tuple[str, str], Finding]:
    """The findings of a plan that are not waived, by what they say: they may be in other lines by now."""
    found = rules.check(plan, today)
    return {(finding.code, finding.problem.message): finding for finding in found if finding.waived is None}


def _nuances(plan: Plan) -> dict[str, Nuance]:
    return {match.nuance.id: match.nuance for match in matches(plan) if match.verdict == "applies"}
