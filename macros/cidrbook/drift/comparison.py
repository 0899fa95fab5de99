"""A plan beside what its repositories show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cidrbook.plan.allowance import Allowance
from cidrbook.plan.inventory import Viewed
from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation


@dataclass(frozen=True, eq=False)
class Comparison(Viewed):
    """A plan, and what was observed in each repository that it names, at each of their sites."""

    plan: Plan
    observations: tuple[Observation, ...] = ()

    @cached_property
    def allowances(self) -> tuple[Allowance, ...]:
        """The comments that allow a finding on their line, in the plan and in the repositories."""
        return tuple(allowance for each in (self.plan, *self.observations) for allowance in each.allowances)
