"""A value has the wrong type.

Values keep their spelling; the key decides the type: `vlan: 010` is ten, `asn: 65000.10` is asdot,
`mac: 52:54:00:12:34:56` needs no quotes, and `site: no` is a site of that name. A value of the
wrong type is reported and ignored; everything else is checked.

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
    gateway: 10.0.0.256 # F104: 14
    vlan: twenty # F104: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
    gateway: 10.0.0.254
    vlan: 20
```

Source: the [data reference](../data.md); [RFC 6943](https://www.rfc-editor.org/rfc/rfc6943#section-3.1.1),
section 3.1.1, for octets with leading zeros, which some readers take for octal.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.source import Place

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """The values of a wrong type."""
    return plan.problems_of("wrong-type")


def observed(observation: Observation) -> Iterator[Problem]:
    """The same of a repository: once for a value that two readers know the type of."""
    told: set[Place] = set()
    for problem in observation.problems_of("wrong-type"):
        if problem.at not in told:
            told.add(problem.at)
            yield problem
