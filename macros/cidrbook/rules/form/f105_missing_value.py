"""A required value is missing.

```yaml
networks:
  - name: lan # F105: 5
    vlan: 10
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
    vlan: 10
```

Source: the [data reference](../data.md) says which keys each object must have.
"""

from collections.abc import Iterator

from cidrbook.plan.entry import Entry
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem

_NOTHING = ("", (), None)


def check(plan: Plan) -> Iterator[Problem]:
    """Every required field that is empty, unless its value was reported already."""
    for entry in plan.entries:
        for key, attribute in entry.required():
            if getattr(entry, attribute) in _NOTHING and not plan.lacks(entry, key):
                yield _problem(entry, key)


def _problem(entry: Entry, key: str) -> Problem:
    name = getattr(entry, "name", "")
    return Problem(
        at=entry.at(key),
        message=f"{entry.kind} {name} has no `{key}`" if name else f"a {entry.kind} has no `{key}`",
        hint=f"write `{key}:` and its value",
        parties=(str(getattr(entry, "id", "")),),
    )
