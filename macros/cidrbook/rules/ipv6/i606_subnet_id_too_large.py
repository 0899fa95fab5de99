"""A subnet id is too large for the delegated prefix.

A /60 has sixteen /64s, with the ids 0 to 15; a /56 has 256. With a larger id the router leaves the
interface without IPv6.

```yaml
delegations:
  - {name: isp, length: 60}
networks:
  - name: lan
    cidr: 10.3.1.0/24
    delegated: {by: isp, subnet_id: 16} # I606: 37
```

Use instead:

```yaml
delegations:
  - {name: isp, length: 60}
networks:
  - name: lan
    cidr: 10.3.1.0/24
    delegated: {by: isp, subnet_id: 15}
```

Source: [RFC 8415](https://www.rfc-editor.org/rfc/rfc8415#section-6.3), section 6.3.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Delegation, Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.ipv6 import room, taken_subnets
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Subnet ids for which the delegated prefix is too long."""
    for network, delegation, number in taken_subnets(plan):
        limit = room(delegation)
        if limit is not None and number >= limit:
            yield _problem(network, delegation, number, limit - 1)


def _problem(network: Network, delegation: Delegation, number: int, largest: int) -> Problem:
    return Problem(
        at=network.at("delegated", "subnet_id"),
        message=f"{network.name} takes subnet {number} ({number:#x}) of {delegation.name},"
        f" a /{delegation.length}, in which the last subnet is {largest} ({largest:#x})",
        related=(Related(at=delegation.at("length"), message="the length is written here"),),
        hint=f"write a subnet id from 0 to {largest}",
        parties=(network.id, delegation.id),
    )
