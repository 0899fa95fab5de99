"""A nuance depends on something that can never be so.

A mode that does not exist, or a version constraint that cannot be read, keeps a
nuance off every page without a word.

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

Source: [PEP 440](https://peps.python.org/pep-0440/#version-specifiers), for version constraints; the
[data reference](../data.md), for the words that a field may hold.
"""

from collections.abc import Iterator

from packaging.specifiers import SpecifierSet

from cidrbook.nuances.facts import FACTS
from cidrbook.plan.finding import Problem
from cidrbook.plan.plan import Plan
from cidrbook.plan.suggest import did_you_mean


def check(plan: Plan) -> Iterator[Problem]:
    """Conditions on known facts that no plan can meet."""
    for nuance in plan.nuances:
        for key, values in nuance.when.items():
            for index, value in enumerate((values or ("",)) if key in FACTS else ()):
                hint = _impossible(key, value)
                if hint and not plan.lacks(nuance, "when", key):
                    yield Problem(
                        at=nuance.at("when", key, index),
                        message=f"`{key}` is never `{value}`" if value else f"nothing is asked of `{key}`",
                        hint=hint,
                        parties=(nuance.id,),
                    )


def _impossible(key: str, value: str) -> str:
    """What to write instead; nothing where the value is possible."""
    if not value:
        return "write the value that it should have"
    if key.endswith(".version"):
        try:
            SpecifierSet(value)
        except ValueError:  # an InvalidSpecifier, or thousands of digits
            return 'write a constraint, as `"<22.1"` or `">=1.28,<1.30"`'
        return ""
    words = FACTS[key].words
    return "" if not words or value.lower() in words else did_you_mean(value, words)
