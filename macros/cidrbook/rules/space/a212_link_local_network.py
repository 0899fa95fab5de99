"""A network uses link-local addresses, which are not routed.

Every link has the same link-local addresses, so a gateway or DHCP server on such a network is
useless: its hosts can be reached from that link alone. Between two machines that is often enough,
so networks of role `link` or `vpn` and single addresses are not reported.

```yaml
networks:
  - {name: printers, cidr: 169.254.10.0/24, gateway: 169.254.10.1} # A212: 28
```

Use instead:

```yaml
networks:
  - {name: printers, cidr: 192.168.10.0/24, gateway: 192.168.10.1}
  - {name: cloud tunnel, cidr: 169.254.10.0/30, role: link}
  - {name: node-local DNS, cidr: 169.254.20.10/32}
```

Source: [RFC 3927](https://www.rfc-editor.org/rfc/rfc3927#section-2.7), section 2.7;
[RFC 4291](https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6), section 2.5.6.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.special_purpose import of_kind
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


_ROLES = ("link", "vpn")


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes of more than one address that are link-local, in networks of more than two machines."""
    for found in of_kind(plan, "link-local"):
        if found.network.role not in _ROLES and found.block.first != found.block.last:
            yield Problem(
                at=found.block.place,
                message=f"{found.shown}: nothing in it can be reached from another network",
                hint="give the network a private prefix, or set the role `link` if two machines share it",
                parties=(found.network.id,),
            )
