"""A network uses loopback addresses.

A packet to a loopback address never leaves the machine, so nothing on this network can be reached
from another one. Give the loopback interface of a router an address from a private prefix instead.

```yaml
networks:
  - {name: router loopbacks, cidr: 127.1.0.0/24} # A207: 36
  - {name: me, cidr: "::1/128"} # A207: 22
```

Use instead:

```yaml
networks:
  - {name: router loopbacks, cidr: 10.127.1.0/24}
  - {name: me, cidr: "fd5b:7c1e:93a2::1/128"}
```

Source: [RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3), section 3.2.1.3;
[RFC 4291](https://www.rfc-editor.org/rfc/rfc4291#section-2.5.3), section 2.5.3.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.special_purpose import of_kind
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes with loopback addresses."""
    for found in of_kind(plan, "loopback"):
        yield Problem(
            at=found.block.place,
            message=f"{found.shown}: packets to it never leave the machine",
            hint="give the network a private prefix",
            parties=(found.network.id,),
        )
