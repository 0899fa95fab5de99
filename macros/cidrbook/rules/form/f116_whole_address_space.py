"""A network is every address there is.

`/0` is the default route: where everything goes that has no better way. Written
as a network it holds all others. A VPN may send everything into its tunnel; that
is a route, and may be written.

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
    """Prefixes of length 0 where a network belongs."""
    yield from plan.problems_of("whole-address-space")
