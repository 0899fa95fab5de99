"""A nuance of your own was last checked two years ago or earlier.

Products change: what was true of a release may be gone in the next one. `checked` says in which month you last read the
sources of a nuance. Two years after that, counted to the month of the newest nuance in the catalogue that comes with
this program, you are reminded to read them again.

```yaml
nuances:
  - name: The old switch drops jumbo frames
    statement: Frames over 1,518 bytes are lost.
    checked: 2024-03 # U105: 14
```

Use instead:

```yaml
nuances:
  - name: The old switch drops jumbo frames
    statement: Frames over 1,518 bytes are lost.
    checked: 2026-11
```

Source: the [data reference](../data.md), on nuances.
"""

from collections.abc import Iterator

from cidrbook.nuances.match import catalogue
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO

_MONTHS = 24
"""After so many months a statement about a product is worth reading again: most have several releases a year."""


def check(plan: Plan) -> Iterator[Problem]:
    """Own nuances that were last checked more than two years before the catalogue's newest entry."""
    if not any(nuance.checked for nuance in plan.nuances):
        return
    newest = max(_months_since_zero(nuance.checked) for nuance in catalogue() if nuance.checked)
    for nuance in plan.nuances:
        if nuance.checked and newest - _months_since_zero(nuance.checked) > _MONTHS:
            yield Problem(
                at=nuance.at("checked"),
                message=f"the nuance `{nuance.name}` was last checked in {nuance.checked}",
                hint="read its sources again and update `checked`, or remove the nuance",
                parties=(nuance.id,),
            )


def _months_since_zero(month: str) -> int:
    """The months from year 0 to a month."""
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number)
