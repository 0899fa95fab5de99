"""A network is just outside of the private address space.

The private blocks are `172.16.0.0` to `172.31.255.255` and `192.168.0.0` to `192.168.255.255`.
Addresses next to them are public: their owners cannot be reached from a network that uses them.
Mark addresses of your own with `public: true`, those of a provider with the role `wan`.

```yaml
networks:
  - {name: lan, cidr: 172.32.0.0/24} # A215: 23
  - {name: iot, cidr: 192.169.7.0/24} # A215: 23
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 172.31.255.0/24}
  - {name: iot, cidr: 192.168.7.0/24}
  - {name: own, cidr: 172.32.0.0/24, public: true}
```

Source: [RFC 1918](https://www.rfc-editor.org/rfc/rfc1918#section-3), section 3.
"""

from collections.abc import Iterator

from cidrbook.net.special import misread, special
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.special_purpose import classified
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """Public prefixes that differ from a private one in one number."""
    for found in classified(plan):
        meant = None if found.entry or found.claimed(plan) else misread(found.block.prefix)
        around = special(meant) if meant else None
        if around:
            block = around.prefix
            yield Problem(
                at=found.block.place,
                message=f"{found.shown} is public: the private block is {block[0]} to {block[-1]}",
                hint=f"did you mean {meant}?",
                parties=(found.network.id,),
            )


observed = check
