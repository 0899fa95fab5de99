"""A network for hosts is on none of the VLANs.

The plan lists VLANs for its site, so ports are set up by VLAN there, and for this
network nothing says how. That goes for the roles `lan`, `servers`, `guest`, `iot`,
`management` and `storage`. Networks for pods, pools or links need no VLAN.

```yaml
networks:
  - {name: office, cidr: 192.168.20.0/24, role: lan, vlan: 20}
  - {name: visitors, cidr: 192.168.30.0/24, role: guest} # V504: 12
vlans:
  - {id: 20, name: office}
```

Use instead:

```yaml
networks:
  - {name: office, cidr: 192.168.20.0/24, role: lan, site: home, vlan: 20}
  - {name: visitors, cidr: 192.168.30.0/24, role: guest, site: home}
  - {name: uplink, cidr: 192.168.31.0/30, role: link, site: home}
  - {name: hut, cidr: 192.168.32.0/24, role: lan, site: cabin}
vlans:
  - {id: 20, name: office, site: home}
  - {id: 30, name: guest, site: home, networks: visitors}
```

Source: IEEE 802.1Q: what a port without a tag belongs to is the switch's setting.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.vlans import Seats
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO

_FOR_HOSTS = frozenset({"lan", "servers", "guest", "iot", "management", "storage"})


def check(plan: Plan) -> Iterator[Problem]:
    """Networks of those roles without a VLAN, at sites for which VLANs are listed."""
    if plan.unread or any(path[0] == "vlans" for _, path in plan.lost):
        return
    seats = Seats(plan)
    sites = {vlan.site for vlan in plan.vlans}
    for network in plan.networks:
        expected = network.vlan is None and network.role in _FOR_HOSTS and sites & {"", network.site}
        if expected and not _excused(plan, seats, network):
            yield _nowhere(network)


def _excused(plan: Plan, seats: Seats, network: Network) -> bool:
    """Whether a VLAN lists it all the same, or it needs none, or has one that could not be read."""
    return seats.lists(network) or network.id in plan.virtual or plan.lacks(network, "vlan")


def _nowhere(network: Network) -> Problem:
    return Problem(
        at=network.at(*network.identity),
        message=f"{network.name} ({network.cidr}) is on none of the VLANs",
        hint="write its `vlan`, even where its ports carry it without a tag",
        parties=(network.id,),
    )
