"""An AS number is reserved.

0 means no AS at all, 23456 represents every AS above 16 bits, the last numbers of 16 and 32 bits
are reserved, and 65552 to 131071 are not assigned. BGP speakers refuse them, or drop their routes
as malformed.

```yaml
routers:
  - {name: edge, asn: 65535, addresses: 10.3.1.1/24} # B602: 23
  - {name: core, asn: 23456, addresses: 10.3.1.2/24} # B602: 23
networks:
  - {name: link, cidr: 10.3.1.0/24}
```

Use instead:

```yaml
routers:
  - {name: edge, asn: 65534, addresses: 10.3.1.1/24}
  - {name: core, asn: 4200000000, addresses: 10.3.1.2/24}
networks:
  - {name: link, cidr: 10.3.1.0/24}
```

Source: [IANA](https://www.iana.org/assignments/as-numbers/as-numbers.xhtml), the registry; [RFC
7607](https://www.rfc-editor.org/rfc/rfc7607) for 0, [RFC 6793](https://www.rfc-editor.org/rfc/rfc6793) for 23456, [RFC
7300](https://www.rfc-editor.org/rfc/rfc7300) for the last ones.
"""

from collections.abc import Iterator

from cidrbook.net.asn_registry import RESERVED, block_of
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.as_numbers import by_number, unfit
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR

_ANY = "remove it if any AS is fine"
_OWN = "choose one of 64512 to 65534, or of 4200000000 to 4294967294"


def check(plan: Inventory) -> Iterator[Problem]:
    """Each reserved number once, at its first place."""
    for number, places in by_number(plan).items():
        block = block_of(number, RESERVED)
        if block:
            yield unfit(plan, places, f"is {number}, a number {block.purpose}", _OWN if number else f"{_OWN}; {_ANY}")


observed = check
