"""A nuance has a condition that can never be true.

A mode that does not exist, or a version constraint that cannot be parsed, silently keeps the nuance
off every page.

```yaml
nuances:
  - name: no ECMP
    statement: One path only.
    when:
      router.version: before 22.1 # F112: 23
      lb.mode: bpg # F112: 16
```

Use instead:

```yaml
nuances:
  - name: no ECMP
    statement: One path only.
    when:
      router.version: "<22.1"
      lb.mode: [bgp, L2]
```

Source: the [data reference](../data.md), for the words that a field may hold.
"""

from collections.abc import Iterator

from cidrbook.nuances.facts import FactReader, known
from cidrbook.nuances.release import is_constraint, parts_of
from cidrbook.plan.model import Conditions, Nuance
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem
from cidrbook.text.names import did_you_mean


def check(plan: Plan) -> Iterator[Problem]:
    """Conditions on known facts that no plan can meet."""
    for nuance in plan.nuances:
        yield from _impossible_conditions(plan, nuance, nuance.when)


def _impossible_conditions(plan: Plan, nuance: Nuance, conditions: Conditions) -> Iterator[Problem]:
    for key, values in conditions.facts.items():
        fact = known(key)
        for index, value in enumerate((values or ("",)) if fact else ()):
            hint = _impossible(fact, value) if fact else ""
            if hint and not plan.lacks(conditions, key):
                yield Problem(
                    at=conditions.at(key, index),
                    message=f"`{key}` is never `{value}`" if value else f"the condition `{key}` has no value",
                    hint=hint,
                    parties=(nuance.id,),
                )
    for alternative in conditions.any:
        yield from _impossible_conditions(plan, nuance, alternative)


def _impossible(fact: FactReader, value: str) -> str:
    """What to write instead; nothing where the value is possible."""
    if not value:
        return "write the value that must match"
    if is_constraint(value) or (fact.measured and value.lower() != "unset" and not value.isdecimal()):
        return "" if parts_of(value) else 'write a constraint, as `"<22.1"` or `">=1.28,<1.30"`'
    return "" if not fact.words or value.lower() in fact.words else did_you_mean(value, fact.words)
