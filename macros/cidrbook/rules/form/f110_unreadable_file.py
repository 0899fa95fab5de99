"""A file of the plan cannot be read.

It may be a broken symbolic link, not be UTF-8 text, lack read permission, or be too large for a
network plan. Readable text looks like this:

```yaml
networks:
  - {name: Büro, cidr: 10.0.0.0/24}
```

In a repository, it is a file that a reader of cidrbook fails on, which is a
fault of cidrbook. What the file says to that reader is not known; all others
read it, and `CIDRBOOK_DEBUG=1` shows where the reader fails.

Source: [RFC 3629](https://www.rfc-editor.org/rfc/rfc3629); UTF-8 is the one encoding of YAML that all tools read.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """The files that were skipped."""
    return plan.problems_of("unreadable-file")


def observed(observation: Observation) -> Iterator[Problem]:
    """The files that a reader fails on."""
    return observation.problems_of("unreadable-file")
