"""A network is on two VLANs.

Its hosts can be on one of them only, so you would configure half of the switch ports wrong. Either
the network has a `vlan`, or a VLAN lists the network; if both do, the ids must be equal. VLANs of
another site are other VLANs.

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
    """Entries of VLANs with networks that are already on another VLAN."""
    seats = Seats(plan)
    for network in plan.networks if any(vlan.networks for vlan in plan.vlans) else ():
        found = seats.of(network)
        yield from (_on_two_vlans(network, found[0], other) for other in found if other.id != found[0].id)


def _on_two_vlans(network: Network, first: Seat, other: Seat) -> Problem:
    return Problem(
        at=other.place,
        message=f"VLAN {other.id} lists {network.name} ({network.cidr}), which is on VLAN {first.id}",
        related=(Related(at=first.place, message=f"VLAN {first.id} is written here"),),
        hint=f"remove it here, or from VLAN {first.id}",
        parties=(network.id, str(first.id), str(other.id)),
    )
