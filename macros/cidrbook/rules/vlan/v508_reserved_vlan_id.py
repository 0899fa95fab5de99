"""A VLAN has a reserved id from 1002 to 1005.

Cisco switches reserve these ids for FDDI and Token Ring: they always exist, carry no Ethernet and
cannot be deleted. Other switches accept them, until you add a Cisco switch.

```yaml
networks:
  - {name: cameras, cidr: 192.168.30.0/24, vlan: 1002} # V508: 50
  - {name: bulbs, cidr: 192.168.31.0/24, vlan: 1006}
```

Use instead:

```yaml
networks:
  - {name: cameras, cidr: 192.168.30.0/24, vlan: 1001}
  - {name: bulbs, cidr: 192.168.31.0/24, vlan: 1006}
```

Source: Cisco's software configuration guides for Catalyst switches, under VLAN ranges.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING

_RESERVED = frozenset(range(1002, 1006))


def check(plan: Inventory) -> Iterator[Problem]:
    """VLANs with such an id, where they are listed; else networks that name one."""
    listed = [(vlan.at("id"), vlan.id, "") for vlan in plan.vlans if vlan.id in _RESERVED]
    ids = {number for _, number, _ in listed}
    named = [network for network in plan.networks if network.vlan in _RESERVED and network.vlan not in ids]
    for place, number, network in (
        *listed,
        *((network.at("vlan"), network.vlan, network.id) for network in named),
    ):
        yield Problem(
            at=place,
            message=f"VLAN {number} is reserved by Cisco switches for FDDI and Token Ring",
            hint="use an id below 1002 or above 1005",
            parties=(str(number), network) if network else (str(number),),
        )


observed = check
