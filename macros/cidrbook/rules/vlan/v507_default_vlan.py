"""Hosts are on VLAN 1, the default VLAN.

Every port of a new or reset switch is on VLAN 1, and switches use it for their own protocols. So
any device that is plugged in is among these hosts. Networks without hosts or DHCP are not reported.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    vlan: 1 # V507: 11
    dhcp: 192.168.1.100-192.168.1.199
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    vlan: 10
    dhcp: 192.168.1.100-192.168.1.199
  - name: nothing yet
    cidr: 192.168.2.0/24
    vlan: 1
```

Source: IEEE 802.1Q, table 9-2: 1 is the default VLAN id of a port.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.vlans import Seats
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO


def check(plan: Plan) -> Iterator[Problem]:
    """Networks on VLAN 1 with hosts or with DHCP."""
    seats = Seats(plan)
    for network in plan.networks if plan.hosts or plan.leases else ():
        found = seats.of(network) if network.hosts or network.dhcp else ()
        seat = next((seat for seat in found if seat.id == 1), None)
        if seat:
            yield Problem(
                at=seat.place,
                message=f"the hosts of {network.name} ({network.cidr}) are on VLAN 1, the default of every switch port",
                hint="give them a VLAN of their own, and leave VLAN 1 empty",
                parties=(network.id, "1"),
            )
