"""An AS number is reserved for documentation.

64496 to 64511 and 65536 to 65551 are for examples, like the addresses of 192.0.2.0/24. They work
between your own routers until somebody filters them. OPNsense begins with 65551.

```yaml
networks:
  - {name: lan, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 65551, addresses: 10.3.1.1/24} # B603: 23
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
```

Source: [RFC 5398](https://www.rfc-editor.org/rfc/rfc5398); [RFC 6996](https://www.rfc-editor.org/rfc/rfc6996) for the
numbers of private use.
"""

from collections.abc import Iterator

from cidrbook.net.asn_registry import DOCUMENTATION, block_of
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.as_numbers import by_number, unfit
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """Each number for documentation once, at its first place."""
    for number, places in by_number(plan).items():
        block = block_of(number, DOCUMENTATION)
        if block:
            hint = "choose one of 64512 to 65534, or of 4200000000 to 4294967294"
            yield unfit(plan, places, f"is {number}, a number {block.purpose}", hint)


observed = check
