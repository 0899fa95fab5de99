"""Networks are each other's parents.

A network cannot be inside itself: in a circle of parents, at least one is wrong.

```yaml
networks:
  - {name: campus, cidr: 10.0.0.0/16, parent: lan} # A221: 47
  - {name: lan, cidr: 10.0.1.0/24, parent: campus}
```

Use instead:

```yaml
networks:
  - {name: campus, cidr: 10.0.0.0/16}
  - {name: lan, cidr: 10.0.1.0/24, parent: campus}
  - {name: printers, cidr: 10.0.1.128/25, parent: lan}
```

Source: [RFC 4632](https://www.rfc-editor.org/rfc/rfc4632#section-3.1), section 3.1: of two prefixes, the shorter one
holds the other.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.parents import circles
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Every circle once, at its first network."""
    for circle in circles(plan):
        first, *others = circle
        yield Problem(
            at=first.at("parent"),
            message=f"the parents form a circle: {' → '.join(network.name for network in (*circle, first))}",
            related=tuple(network.related() for network in others),
            hint="remove `parent` from the largest of them",
            parties=tuple(network.id for network in circle),
        )
