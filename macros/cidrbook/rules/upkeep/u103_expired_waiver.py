"""A waiver has expired.

It no longer counts, so its finding is reported again. Fix the problem, or decide again and write a
later day.

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/23}
  - {name: iot, cidr: 10.0.1.0/24} # A201: 23
waivers:
  - {rule: A201, between: [lan, iot], reason: moves in spring, until: 2026-03-31} # U103: 71
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/23}
  - {name: iot, cidr: 10.0.1.0/24}
waivers:
  - {rule: A201, between: [lan, iot], reason: moves in spring, until: 2999-12-31}
```

Source: the [data reference](../data.md), on waivers; days are counted in UTC.
"""

from collections.abc import Iterator, Sequence

from cidrbook.plan.exemption import Standing
from cidrbook.plan.model import Waiver
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def review(plan: Plan, standings: Sequence[Standing]) -> Iterator[Problem]:  # noqa: ARG001 (what every review is given)
    """Expired waivers."""
    for standing in standings:
        waiver = standing.exemption.written
        if standing.exemption.expired and isinstance(waiver, Waiver):
            yield Problem(
                at=waiver.at("until"),
                message=f"the waiver of `{waiver.rule}` between {' and '.join(waiver.between)} ended on {waiver.until}",
                hint="fix the problem and remove the waiver, or write a later day",
                parties=waiver.between,
            )
