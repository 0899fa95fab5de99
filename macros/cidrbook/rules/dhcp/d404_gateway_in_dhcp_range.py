"""A gateway's address is inside a DHCP range.

A client that gets this address answers instead of the router, and the network is cut off until the
lease ends. If the plan has a router, host or virtual address with the gateway's address, that
object is reported instead.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.254 # D404: 14
    dhcp: 192.168.1.100-192.168.1.254
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.254
    dhcp: 192.168.1.100-192.168.1.253
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-3.1), section 3.1: whether an address is in use is
asked by a ping, and not by every server.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.plan.inventory import Inventory, Lease
from cidrbook.plan.network import Network
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Gateways inside a range that no object of the plan has."""
    networks = plan.networks if plan.leases else ()
    gateways = ((network, *pair) for network in networks for pair in enumerate(network.gateways))
    for network, index, gateway in gateways:
        spot = ((network.scope, gateway.version), int(gateway), int(gateway))
        lease = plan.leases.meeting(*spot)
        if lease and network.holds(gateway) and not plan.held.meeting(*spot):
            yield _problem(network, index, gateway, lease.owner)


observed = check


def _problem(network: Network, index: int, gateway: IPAddress, lease: Lease) -> Problem:
    pool = lease.network.dhcp[lease.which]
    below = [f"{pool.first}-{gateway - 1}"] if pool.first < gateway else []
    above = [f"{gateway + 1}-{pool.last}"] if gateway < pool.last else []
    return Problem(
        at=network.at("gateway", index),
        message=f"the gateway {gateway} of {network.name} is in {lease.shown}",
        related=(lease.related,),
        hint=f"leave the gateway out of the range: {' and '.join(below + above)}"
        if below or above
        else "remove the range",
        parties=(network.id, lease.network.id),
    )
