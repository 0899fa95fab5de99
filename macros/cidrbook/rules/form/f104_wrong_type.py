"""A value is not of its field's type.

Values are read as they were written and typed by the field they stand in, not
guessed: `vlan: 010` is ten, `asn: 65000.10` is asdot, `mac: 52:54:00:12:34:56`
needs no quotes, and `site: no` is a site of that name. What does not fit is
reported and left out; everything else goes on.

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
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """The values that did not fit."""
    return plan.problems_of("wrong-type")


observed = check
