"""A network is written with an address inside it, not with its first one.

`192.168.100.200/28` is the network `192.168.100.192/28`. Some programs refuse
the first form, others quietly take the second, and then give out addresses that
nobody meant: .192 to .207, not .200 to .215.

```yaml
networks:
  - {name: pool, cidr: 192.168.100.200/28} # F108: 24
```

Use instead:

```yaml
networks:
  - {name: pool, cidr: 192.168.100.192/28}
```

Source: [RFC 4632](https://www.rfc-editor.org/rfc/rfc4632#section-3.1), section 3.1.
"""

from collections.abc import Iterator

from cidrbook.plan.finding import Problem
from cidrbook.plan.plan import Plan


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes whose bits behind the prefix length are not all zero."""
    for network in plan.networks:
        for index, cidr in enumerate(network.cidrs):
            if cidr.value != cidr.first:
                yield Problem(
                    at=network.at("cidr", index),
                    message=f"{network.name} ({cidr}) has host bits set: it runs from {cidr[0]} to {cidr[-1]}",
                    hint=f"write {cidr.cidr} if that is the network meant",
                    parties=(network.id,),
                )
