"""A network uses multicast addresses.

A multicast address stands for a group of listeners, never for one machine: no interface can have
it, and no router forwards unicast packets to it.

```yaml
networks:
  - {name: cameras, cidr: 239.10.0.0/24} # A206: 27
  - {name: lab, cidr: "ff05:1::/64"} # A206: 23
```

Use instead:

```yaml
networks:
  - {name: cameras, cidr: 10.239.10.0/24}
  - {name: lab, cidr: "fd5b:7c1e:93a2:5::/64"}
```

Source: [RFC 1112](https://www.rfc-editor.org/rfc/rfc1112#section-4), section 4;
[RFC 4291](https://www.rfc-editor.org/rfc/rfc4291#section-2.7), section 2.7.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.special_purpose import of_kind
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Prefixes with multicast addresses."""
    for found in of_kind(plan, "multicast"):
        yield Problem(
            at=found.block.place,
            message=f"{found.shown}: no machine can have these addresses",
            hint="give the network a private prefix",
            parties=(found.network.id,),
        )


observed = check
