"""A network has no prefix length.

`10.0.0.0` alone does not tell how large the network is. Some programs take it for a single address,
others for a whole class A network.

```yaml
networks:
  - {name: lan, cidr: 10.20.30.0} # F109: 23
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.20.30.0/24}
```

Source: [RFC 4632](https://www.rfc-editor.org/rfc/rfc4632#section-3.1), section 3.1: a prefix
is an address and a length.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """The prefixes without a length."""
    return plan.problems_of("missing-prefix-length")
