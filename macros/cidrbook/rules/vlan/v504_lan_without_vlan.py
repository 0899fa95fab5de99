"""A network for hosts has no VLAN.

The plan lists VLANs for this site, so its ports are configured by VLAN, but not for this network.
Networks of the roles `lan`, `servers`, `guest`, `iot`, `management` and `storage` are checked.
Networks for pods, pools or links need no VLAN.

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
    """Networks of those roles without a VLAN, at sites with listed VLANs."""
    if plan.unread or any(path[0] == "vlans" for _, path in plan.lost):
        return
    seats = Seats(plan)
    sites = {vlan.site for vlan in plan.vlans}
    for network in plan.networks if sites else ():
        expected = network.vlan is None and network.role in _FOR_HOSTS and sites & {"", network.site}
        if expected and not _excused(plan, seats, network):
            yield _network_without_vlan(network)


def _excused(plan: Plan, seats: Seats, network: Network) -> bool:
    """Whether a VLAN lists the network, or it needs none, or its VLAN could not be read."""
    return seats.lists(network) or network.id in plan.virtual or plan.lacks(network, "vlan")


def _network_without_vlan(network: Network) -> Problem:
    return Problem(
        at=network.at(*network.identity),
        message=f"{network.name} ({network.cidr}) has no VLAN",
        hint="write its `vlan`, even if it is untagged on its ports",
        parties=(network.id,),
    )
