"""Two policies allow and deny the same.

The first one counts, so the second is without effect, and a reader cannot tell which
of the two is meant.

```yaml
networks:
  - {name: guest, cidr: 10.3.30.0/24}
  - {name: servers, cidr: 10.3.42.0/24}
policies:
  - {from: guest, to: servers, ports: 443/tcp, action: allow}
  - {from: guest, to: servers, ports: [443/tcp, 80/tcp], action: deny} # N101: 5
```

Use instead:

```yaml
networks:
  - {name: guest, cidr: 10.3.30.0/24}
  - {name: servers, cidr: 10.3.42.0/24}
policies:
  - {from: guest, to: servers, ports: 443/tcp, action: allow}
  - {from: guest, to: servers, action: deny}
```

Source: the [data reference](../data.md) on policies.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.policy import Policy
from cidrbook.plan.views.policies import decisions
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Policies of which an earlier one says the opposite, for the same ends and ports."""
    for decision in decisions(plan):
        if decision.same:
            yield _contradicting(decision.same, decision.policy)


def _contradicting(before: Policy, policy: Policy) -> Problem:
    return Problem(
        at=policy.at(),
        message=f"`{policy.shown}` contradicts `{before.shown}`",
        related=(Related(at=before.at(), message="the first one, which counts, is written here"),),
        hint="remove one of them, or name other ports",
        parties=tuple(dict.fromkeys((*policy.from_, *policy.to))),
    )
