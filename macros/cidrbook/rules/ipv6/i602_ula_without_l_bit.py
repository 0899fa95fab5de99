"""A unique local prefix begins with fc instead of fd.

Locally assigned prefixes begin with `fd`: the eighth bit marks them as such. The other half,
`fc00::/8`, is reserved for a registry that was never created, and may be assigned differently one
day.

```yaml
networks:
  - name: lan
    cidr: "fc5b:7c1e:93a2:1::/64" # I602: 11
  - name: iot
    cidr: "fc5b:7c1e:93a2:2::/64"
```

It is reported once for each /48. Use instead:

```yaml
networks:
  - name: private
    cidr: "fc00::/7"
    role: container
  - name: lan
    cidr: "fd5b:7c1e:93a2:1::/64"
```

Source: [RFC 4193](https://www.rfc-editor.org/rfc/rfc4193#section-3.1), section 3.1.
"""

from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.plan import Plan
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.ipv6 import SITE_BITS, ipv6_blocks
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """The first prefix in fc00::/8 of each /48, and every wider one."""
    seen: set[int] = set()
    for block in ipv6_blocks(plan):
        inside = block.first >> 120 == block.last >> 120 == 0xFC
        site = block.first >> SITE_BITS
        if inside and site not in seen:
            if block.last >> SITE_BITS == site:
                seen.add(site)
            yield _not_local(block)


def _not_local(block: NetworkBlock) -> Problem:
    meant = IPNetwork((block.first | 1 << 120, block.prefix.prefixlen), version=6)
    return Problem(
        at=block.place,
        message=f"{block.shown} is in fc00::/8, the reserved half of the unique local addresses",
        hint=f"write a prefix that begins with `fd`, as `{meant}`",
        parties=(block.network.id,),
    )
