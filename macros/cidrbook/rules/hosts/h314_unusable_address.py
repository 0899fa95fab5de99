"""An object has an address that no interface can have.

Multicast addresses are for groups, loopback addresses never leave the machine, `0.0.0.0` and `::`
mean no address, and addresses from 240.0.0.0 on are reserved and refused nearly everywhere. For
hosts see [H301](#h301-host-outside-network).

```yaml
routers:
  - {name: edge, addresses: [10.3.42.1, 127.0.0.1]} # H314: 41
clusters:
  - name: home
    virtual_addresses:
      - {name: api, address: 224.0.0.18} # H314: 30
```

Use instead:

```yaml
routers:
  - {name: edge, addresses: [10.3.42.1, 128.0.0.1]}
clusters:
  - name: home
    virtual_addresses:
      - {name: api, address: 223.255.255.18}
```

Source: [RFC 6890](https://www.rfc-editor.org/rfc/rfc6890#section-2.2.2), section 2.2.2;
[RFC 4291](https://www.rfc-editor.org/rfc/rfc4291#section-2.5.2), sections 2.5.2, 2.5.3 and 2.7.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Host
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR

_BY_FIRST_OCTET = {0: "means no address", 127: "is a loopback address"}
_SINGLE = {0: "means no address", 1: "is the loopback address"}


def check(plan: Inventory) -> Iterator[Problem]:
    """Claims on addresses that are not unicast or never leave a machine, outside of such networks."""
    for claim, network in plan.located:
        what = None if network or isinstance(claim.owner, Host) else _no_interface_address(claim.address)
        if what:
            yield Problem(
                at=claim.place,
                message=f"{claim.address}, the address of {claim.owner.name}, {what}",
                hint="write the address of its interface",
                parties=(claim.owner.id,),
            )


def observed(observation: Observation) -> Iterator[Problem]:
    """The same of what is no machine, and no loopback address of one: its loopback interface may have several."""
    machines = (claim for claim in observation.claims if isinstance(claim.owner, Machine))
    loops = {claim.place for claim in machines if claim.address.is_loopback()}
    return (problem for problem in check(observation) if problem.at not in loops)


def _no_interface_address(address: IPAddress) -> str | None:
    """The name of an address that no interface can have."""
    number = int(address)
    if address.version == 6:
        return "is a multicast address" if number >> 120 == 0xFF else _SINGLE.get(number)
    return _above_unicast(number) if number >> 24 >= 224 else _BY_FIRST_OCTET.get(number >> 24)


def _above_unicast(number: int) -> str:
    if number == 0xFFFF_FFFF:
        return "is the broadcast address"
    return "is reserved" if number >> 28 == 0xF else "is a multicast address"
