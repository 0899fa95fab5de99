"""A link between two routers has more than two addresses.

Packets to the unused addresses make the routers search for neighbours in vain, or bounce between
them until their hop limit is used up. A /127 has no unused address, and routers support it.

```yaml
networks:
  - name: uplink
    cidr: [10.3.255.0/31, "fd5b:7c1e:93a2:ff::/64"] # I610: 27
    role: link
```

Use instead:

```yaml
networks:
  - name: uplink
    cidr: [10.3.255.0/31, "fd5b:7c1e:93a2:ff::/127"]
    role: link
  - name: other uplink
    cidr: "fe80::/64"
    role: link
```

Source: [RFC 6164](https://www.rfc-editor.org/rfc/rfc6164#section-5), sections 5 and 6.
"""

from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.plan import Plan
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.ipv6 import ipv6_blocks
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO


def check(plan: Plan) -> Iterator[Problem]:
    """IPv6 prefixes of links that have more than two addresses, but for link-local ones."""
    for block in ipv6_blocks(plan):
        if block.network.role == "link" and block.prefix.prefixlen < 127 and block.first >> 118 != 0x3FA:
            yield _too_wide(block)


def _too_wide(block: NetworkBlock) -> Problem:
    return Problem(
        at=block.place,
        message=f"{block.shown} is a link between two routers, but has more than two addresses",
        hint=f"write `{IPNetwork((block.first, 127), version=6)}`",
        parties=(block.network.id,),
    )
