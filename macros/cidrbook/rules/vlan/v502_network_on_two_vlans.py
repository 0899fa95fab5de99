"""A network is said to be on two VLANs.

Its hosts are on one of them, and whoever reads the plan sets up the ports of half
of them wrong. A network says its `vlan`, or one VLAN lists it; when both do, they
name one id. VLANs of another site are other VLANs.

```yaml
networks:
  - {name: cameras, cidr: 192.168.30.0/24, vlan: 30}
  - {name: bulbs, cidr: 192.168.31.0/24}
vlans:
  - {id: 30, name: cctv}
  - {id: 31, name: iot, networks: [bulbs, cameras]} # V502: 43
```

Use instead:

```yaml
networks:
  - {name: cameras, cidr: 192.168.30.0/24, vlan: 30}
  - {name: bulbs, cidr: 192.168.31.0/24}
vlans:
  - {id: 30, name: cctv, networks: cameras}
  - {id: 31, name: iot, networks: bulbs}
```

Source: IEEE 802.1Q: a frame carries one VLAN id, and VLANs are separate broadcast domains.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.vlans import Seat, Seats
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Entries of VLANs for networks that are on another VLAN already."""
    seats = Seats(plan)
    for network in plan.networks if any(vlan.networks for vlan in plan.vlans) else ():
        found = seats.of(network)
        yield from (_two(network, found[0], other) for other in found if other.id != found[0].id)


def _two(network: Network, first: Seat, other: Seat) -> Problem:
    return Problem(
        at=other.place,
        message=f"VLAN {other.id} lists {network.name} ({network.cidr}), which is on VLAN {first.id}",
        related=(Related(at=first.place, message=f"VLAN {first.id} is said here"),),
        hint=f"take it out here, or out of VLAN {first.id}",
        parties=(network.id, str(first.id), str(other.id)),
    )
