"""An IPv4 address is written as an IPv4-mapped IPv6 address.

Programs use `::ffff:192.168.3.0/112` to store IPv4 addresses in IPv6 fields. No such address is
used on the wire. Written as a pool or a network, it looks like a second network in which nothing
can be reached.

```yaml
networks:
  - name: lan
    cidr: 192.168.3.0/24
  - name: lan again
    cidr: "::ffff:192.168.4.0/120" # F114: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.3.0/24
  - name: lan upstairs
    cidr: 192.168.4.0/24
```

Source: [RFC 4291](https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2), section 2.5.5.2.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Addresses and prefixes in ::ffff:0:0/96."""
    yield from plan.problems_of("ipv4-mapped")
