"""A BGP session has a password at one end only.

With a password each packet is signed, and packets without a signature are dropped silently. So the
session never comes up, as if a firewall were blocking it.

```yaml
networks:
  - {name: link, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
  - {name: core, asn: 64513, addresses: 10.3.1.2/24}
bgp:
  sessions:
    - {local: edge, peer: core, peer_asn: 64513, peer_address: 10.3.1.2, password: true}
    - {local: core, peer: edge, peer_asn: 64512, peer_address: 10.3.1.1, password: false} # B621: 84
```

Use instead:

```yaml
networks:
  - {name: link, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
  - {name: core, asn: 64513, addresses: 10.3.1.2/24}
bgp:
  sessions:
    - {local: edge, peer: core, peer_asn: 64513, peer_address: 10.3.1.2, password: true}
    - {local: core, peer: edge, peer_asn: 64512, peer_address: 10.3.1.1, password: true}
```

Source: [RFC 2385](https://www.rfc-editor.org/rfc/rfc2385#section-2), section 2; [RFC
5925](https://www.rfc-editor.org/rfc/rfc5925).
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.session_pairs import at_odds, differing
from cidrbook.text.finding import Problem

_MESSAGE = "{without} has no password in {shown}, but {with_it} has one"
_HINT = "write `password: true` at both ends, or `false` at both"


def check(plan: Plan) -> Iterator[Problem]:
    """Sessions with a password in one description, and without it in the other."""
    return (at_odds(group, "password", _MESSAGE, _HINT) for group in differing(plan, lambda session: session.password))
