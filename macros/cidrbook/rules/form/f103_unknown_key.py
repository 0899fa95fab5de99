"""A key is unknown.

A misspelt key has no effect: a `gatway` is never checked. So every unknown key is reported, with
the key that you probably meant.

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
    gatway: 10.0.0.1 # F103: 5
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
    gateway: 10.0.0.1
```

Source: the [data reference](../data.md).
"""

from collections.abc import Iterator

from cidrbook.nuances.facts import FACTS, known
from cidrbook.plan.model import Conditions, Nuance
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem
from cidrbook.text.names import did_you_mean


def check(plan: Plan) -> Iterator[Problem]:
    """Unknown keys, and unknown conditions of nuances."""
    yield from plan.problems_of("unknown-key")
    for nuance in plan.nuances:
        yield from _unknown_conditions(nuance, nuance.when)


def _unknown_conditions(nuance: Nuance, conditions: Conditions) -> Iterator[Problem]:
    for key in conditions.facts:
        if known(key) is None:
            yield Problem(
                at=conditions.at(key, key=True),
                message=f"`{key}` is not a fact that a nuance can depend on",
                hint=did_you_mean(key, FACTS),
                parties=(nuance.id,),
            )
    for alternative in conditions.any:
        yield from _unknown_conditions(nuance, alternative)
