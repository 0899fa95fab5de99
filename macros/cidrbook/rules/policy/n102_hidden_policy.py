"""A policy is never reached, because an earlier one is wider.

As in a firewall, the first policy that fits counts. What comes later for the same
ends and ports has no effect, whether it says the same or the opposite. A network
includes the machines in it, and `any` everybody.

```yaml
networks:
  - {name: iot, cidr: 10.3.30.0/24}
  - name: servers
    cidr: 10.3.42.0/24
    hosts: [{name: hub, address: 10.3.42.10}]
policies:
  - {from: iot, to: servers, action: deny}
  - {from: iot, to: hub, ports: 8123/tcp, action: allow} # N102: 5
```

Use instead:

```yaml
networks:
  - {name: iot, cidr: 10.3.30.0/24}
  - name: servers
    cidr: 10.3.42.0/24
    hosts: [{name: hub, address: 10.3.42.10}]
policies:
  - {from: iot, to: hub, ports: 8123/tcp, action: allow}
  - {from: iot, to: servers, action: deny}
```

Source: the [data reference](../data.md) on policies.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.policies import Decision, decisions
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Policies that earlier ones decide wholly; those that contradict one word for word are found as that."""
    for decision in decisions(plan):
        if decision.is_hidden and not decision.same:
            yield _hidden_problem(decision)


def _hidden_problem(decision: Decision) -> Problem:
    policy = decision.policy
    before = {id(earlier): earlier for earlier in decision.before.values() if earlier}
    first = next(iter(before.values()))
    return Problem(
        at=policy.at(),
        message=f"`{policy.shown}` is never reached: `{first.shown}` comes first",
        related=tuple(Related(at=earlier.at(), message="this one counts") for earlier in before.values()),
        hint="move it before the wider one, or remove it",
        parties=tuple(dict.fromkeys((*policy.from_, *policy.to))),
    )
