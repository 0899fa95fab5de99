"""A policy has passed its last day.

It was meant for a time, and is still in the plan, and perhaps in the firewall.

```yaml
networks:
  - {name: guest, cidr: 10.3.30.0/24}
  - {name: servers, cidr: 10.3.42.0/24}
policies:
  - {from: guest, to: servers, ports: 443/tcp, until: 2020-12-31} # N103: 55
```

Use instead:

```yaml
networks:
  - {name: guest, cidr: 10.3.30.0/24}
  - {name: servers, cidr: 10.3.42.0/24}
policies:
  - {from: guest, to: servers, ports: 443/tcp, until: 2999-12-31}
```

Source: the [data reference](../data.md) on policies; days are counted in UTC.
"""

from collections.abc import Iterator
from datetime import date

from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def dated(plan: Plan, today: date) -> Iterator[Problem]:
    """Policies whose last day is over."""
    for policy in plan.policies:
        if policy.until is not None and policy.until < today:
            yield Problem(
                at=policy.at("until"),
                message=f"`{policy.shown}` ended on {policy.until}",
                hint="remove it, here and in the firewall, or write a later day",
                parties=tuple(dict.fromkeys((*policy.from_, *policy.to))),
            )
