"""A key is written twice where it can have one value only.

Most YAML readers keep the last value and say nothing, so half of what was
written is lost. The same holds for a link or a setting that two files write.

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
    cidr: 10.0.1.0/24 # F102: 5
```

Use instead, where both prefixes are meant:

```yaml
networks:
  - name: lan
    cidr: [10.0.0.0/24, 10.0.1.0/24]
```

Source: [YAML 1.1](https://yaml.org/spec/1.1/): the keys of a mapping are unique.
"""

from collections.abc import Iterator

from cidrbook.plan.finding import Problem
from cidrbook.plan.plan import Plan


def check(plan: Plan) -> Iterator[Problem]:
    """The keys that the reader met again."""
    return plan.problems_of("duplicate-key")
