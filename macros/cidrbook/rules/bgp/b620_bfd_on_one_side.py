"""BFD is enabled at one end of a BGP session only.

BFD is a separate session beside that of BGP, which needs both ends. With BFD at one end only, that
end takes its neighbour for down, or waits for ever, and a dead neighbour is noticed as late as
without BFD.

```yaml
networks:
  - {name: link, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
  - {name: core, asn: 64513, addresses: 10.3.1.2/24}
bgp:
  sessions:
    - {local: edge, peer: core, peer_asn: 64513, peer_address: 10.3.1.2, bfd: true}
    - {local: core, peer: edge, peer_asn: 64512, peer_address: 10.3.1.1, bfd: false} # B620: 79
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
    - {local: edge, peer: core, peer_asn: 64513, peer_address: 10.3.1.2, bfd: true}
    - {local: core, peer: edge, peer_asn: 64512, peer_address: 10.3.1.1, bfd: true}
```

Source: [RFC 5880](https://www.rfc-editor.org/rfc/rfc5880#section-6.2), section 6.2: both ends bring a session up.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.session_pairs import at_odds, differing
from cidrbook.text.finding import Problem

_MESSAGE = "{without} has no BFD in {shown}, but {with_it} has"
_HINT = "write `bfd: true` at both ends if both can, or `false` at both"


def check(plan: Plan) -> Iterator[Problem]:
    """Sessions with BFD in one description, and without it in the other."""
    return (at_odds(group, "bfd", _MESSAGE, _HINT) for group in differing(plan, lambda session: session.bfd))
