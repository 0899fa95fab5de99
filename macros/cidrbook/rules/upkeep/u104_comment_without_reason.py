"""A comment that allows a finding gives no reason.

It has no effect without a reason: the next reader of the line must not have to guess.

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/23}
  - {name: iot, cidr: 10.0.1.0/24} # cidrbook: allow A202
# ^ A201: 23, U104: 36
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/23}
  - {name: iot, cidr: 10.0.1.0/24} # cidrbook: allow A201 the switch keeps them apart
```

Source: the [data reference](../data.md), on waivers.
"""

from collections.abc import Iterable, Iterator

from cidrbook.drift.comparison import Comparison
from cidrbook.plan.allowance import Allowance
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Comments of the plan that name no rule, or a rule without a reason."""
    return _without_reason(plan.allowances)


def compared(comparison: Comparison) -> Iterator[Problem]:
    """The same in its repositories."""
    for observation in comparison.observations:
        yield from _without_reason(observation.allowances)


def _without_reason(allowances: Iterable[Allowance]) -> Iterator[Problem]:
    """What is wrong with comments that allow a finding."""
    for allowance in allowances:
        if not allowance.reason:
            yield Problem(
                at=allowance.at,
                message=f"the comment allows `{allowance.rule}` but gives no reason"
                if allowance.rule
                else "the comment names no rule to allow",
                hint="write the reason behind the rule, as in"
                f" `# cidrbook: allow {allowance.rule or 'A201'} isolated by the switch`",
            )
