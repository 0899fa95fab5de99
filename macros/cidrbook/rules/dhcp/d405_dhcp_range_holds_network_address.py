"""A DHCP range contains the network or the broadcast address of its network.

No client can use either. Servers refuse such a range, or assign them to a client that then reaches
nobody. Addresses that end in 0 or 255 are fine inside a wider prefix, and so is every address of a
`/31` or `/32`.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.100-192.168.1.255 # D405: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.0.0/23
    gateway: 192.168.0.1
    dhcp: 192.168.0.100-192.168.1.254
```

Source: [RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3), section 3.2.1.3;
[RFC 3021](https://www.rfc-editor.org/rfc/rfc3021) on `/31`.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.net.ip import AddressRange
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """IPv4 ranges that begin or end at an end of their network, without those that reach beyond."""
    for network in plan.networks:
        if network.dhcp:
            yield from _held(network)


observed = check


def _held(network: Network) -> Iterator[Problem]:
    ends = _network_ends(network)
    for index, pool in enumerate(network.dhcp):
        found = [end for end in dict.fromkeys(pool) if end in ends]
        if found and network.holds_all(4, int(pool.first), int(pool.last)):
            which = " and ".join(f"{end}, the {ends[end]} address" for end in found)
            yield Problem(
                at=network.at("dhcp", index),
                message=f"the DHCP range {pool} contains {which} of {network.name} ({network.cidr})",
                related=(network.related(),),
                hint=f"write {_shrunk(pool, ends)}",
                parties=(network.id,),
            )


def _network_ends(network: Network) -> dict[IPAddress, str]:
    """The network's first and last address, with their names."""
    wide = [cidr for cidr in network.family(4) if cidr.prefixlen < 31]
    last = {IPAddress(cidr.last, 4): "broadcast" for cidr in wide}
    return last | {IPAddress(cidr.first, 4): "network" for cidr in wide}


def _shrunk(pool: AddressRange, ends: dict[IPAddress, str]) -> str:
    """The range without those addresses."""
    first = pool.first + 1 if pool.first in ends else pool.first
    last = pool.last - 1 if pool.last in ends else pool.last
    return f"{first}-{last}" if first <= last else "another range"
