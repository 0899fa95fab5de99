"""A file begins with a byte-order mark.

UTF-8 does not need one. cidrbook reads the file, but other programs may take the mark for a part of
the first key. A file without a mark begins with its first key or comment:

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/24}
```

Source: [RFC 3629](https://www.rfc-editor.org/rfc/rfc3629#section-6), section 6.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO


def check(plan: Plan) -> Iterator[Problem]:
    """The files that begin with the mark."""
    return plan.problems_of("byte-order-mark")
