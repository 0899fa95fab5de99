"""A key that takes one value is written twice.

Most YAML readers silently keep the last value, so half of what you wrote is lost. The same applies
to a link or a setting that two files define.

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

from cidrbook.plan.model import Settings
from cidrbook.plan.plan import Plan
from cidrbook.rules import rules
from cidrbook.text.finding import Problem
from cidrbook.text.plan_yaml import duplicate_key


def check(plan: Plan) -> Iterator[Problem]:
    """Duplicate keys, and rules that the settings name twice, by code and by name."""
    yield from plan.problems_of("duplicate-key")
    slugs = {name: rule.slug for rule in rules() for name in (rule.slug, rule.code.lower())}
    first: dict[str, tuple[Settings, str]] = {}
    for settings in plan.settings:
        for name in settings.rules:
            before, earlier = first.setdefault(slugs.get(name.lower(), name), (settings, name))
            if (before, earlier) != (settings, name):
                place = settings.at("rules", name, key=True)
                yield duplicate_key(name, place, before.at("rules", earlier, key=True))
