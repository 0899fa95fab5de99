"""A gateway is the network address or the broadcast address of its network.

No router can have either: the first one names the network, the last one addresses every host on it.
Networks of one or two addresses (`/32`, `/31`) have neither, and IPv6 has no broadcast.

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
    gateway: 10.0.0.255 # A205: 14
  - {name: guest, cidr: 10.0.1.0/24, gateway: 10.0.1.0} # A205: 47
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/24, gateway: 10.0.0.254}
  - {name: link, cidr: 10.0.255.0/31, gateway: 10.0.255.0}
```

Source: [RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3), section 3.2.1.3;
[RFC 3021](https://www.rfc-editor.org/rfc/rfc3021), for `/31`.
"""

from collections.abc import Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """IPv4 gateways that are the network or broadcast address of a prefix."""
    for network in plan.networks:
        for index, gateway in enumerate(network.gateways):
            for cidr in network.cidrs:
                host_bits = 0xFFFF_FFFF >> cidr.prefixlen
                edge = gateway.value & host_bits in (0, host_bits)
                if edge and cidr.prefixlen < 31 and cidr.version == 4 and gateway in cidr:
                    yield _problem(network, index, gateway, cidr)


observed = check


def _problem(network: Network, index: int, gateway: IPAddress, cidr: IPNetwork) -> Problem:
    what = "network" if int(gateway) == cidr.first else "broadcast"
    return Problem(
        at=network.at("gateway", index),
        message=f"the gateway {gateway} is the {what} address of {network.name} ({cidr})",
        related=(network.related(),),
        hint=f"write an address from {cidr[1]} to {cidr[-2]}",
        parties=(network.id,),
    )
