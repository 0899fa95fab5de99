"""An AS number is not a number that an AS can have.

AS numbers have 32 bits: 0 to 4294967295, written as one number (asplain) or as its
two halves with a dot between them (asdot), each 0 to 65535.

```yaml
routers:
  - {name: edge, asn: 4294967296} # B601: 23
bgp:
  sessions:
    - {local: edge, peer: 192.0.2.1, peer_asn: 65000.65536} # B601: 48
    - {local: edge, peer: 192.0.2.1, peer_asn: AS64512} # B601: 48
```

Use instead:

```yaml
routers:
  - {name: edge, asn: 4200000000}
bgp:
  sessions:
    - {local: edge, peer: 192.0.2.1, peer_asn: 64086.59904}
```

Source: [RFC 6793](https://www.rfc-editor.org/rfc/rfc6793), for the 32 bits; [RFC
5396](https://www.rfc-editor.org/rfc/rfc5396), for the two ways to write them.
"""

from collections.abc import Iterator

from cidrbook.plan.finding import Problem, Severity
from cidrbook.plan.plan import Plan

PARTIAL: Severity = "error"


def check(plan: Plan) -> Iterator[Problem]:
    """What reading found of numbers that are none."""
    return plan.problems_of("invalid-asn")
