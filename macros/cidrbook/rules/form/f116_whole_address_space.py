"""A network covers the whole address space.

`/0` is the default route, which catches all traffic without a more specific route. As a network it
contains every other network. A VPN may route everything into its tunnel; that is a route, and may
be written.

```yaml
networks:
  - name: internet
    cidr: 0.0.0.0/0 # F116: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
  - {name: wireguard, cidr: 10.6.0.0/24, role: vpn}
vpns:
  - name: wg0
    network: wireguard
    ends:
      - name: phone
        address: 10.6.0.2
        peers: [{name: edge, allowed_ips: [0.0.0.0/0]}]
      - {name: edge, address: 10.6.0.1}
```

Source: [RFC 4632](https://www.rfc-editor.org/rfc/rfc4632#section-5.1), section 5.1, on the default route.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Networks with a prefix length of 0."""
    yield from plan.problems_of("whole-address-space")
