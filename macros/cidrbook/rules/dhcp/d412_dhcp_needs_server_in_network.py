"""A DHCP server has no address in the network that it serves.

DHCP requests are broadcast and end at the router, so such a server needs a relay on that network.
With a relay everything works. A router without a listed address there counts as the gateway's owner
if nothing else has the gateway's address.

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    hosts:
      - {name: pi, address: 192.168.42.53}
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.100-192.168.1.199
    dhcp_server: pi # D412: 18
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    hosts:
      - {name: pi, address: 192.168.42.53}
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.100-192.168.1.199
    dhcp_server: [pi, edge]
routers:
  - {name: edge, addresses: 192.168.1.1}
```

Source: [RFC 1542](https://www.rfc-editor.org/rfc/rfc1542#section-4.1), section 4.1, on relay agents.
"""

from collections.abc import Iterator

from cidrbook.plan.entry import Addressed
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.names import AddressedByName
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO


def check(plan: Plan) -> Iterator[Problem]:
    """Networks with servers of which all known addresses are elsewhere."""
    served = [network for network in plan.networks if network.dhcp_servers and network.dhcp and network.cidrs]
    if not served or plan.unread or plan.lost:
        return
    names = AddressedByName(plan)
    for network in served:
        servers = [names.find(name) for name in network.dhcp_servers]
        if not any(_may_be_there(plan, network, things) for things in servers):
            yield _server_elsewhere(network)


def _may_be_there(plan: Plan, network: Network, things: list[Addressed]) -> bool:
    """Whether the server has an address in the network, or may have one that is not in the plan."""
    addresses = [address for thing in things for address in thing.addresses]
    if not addresses or any(map(network.holds, addresses)):
        return True
    scope = network.scope
    spots = (((scope, gateway.version), int(gateway), int(gateway)) for gateway in network.gateways)
    return any(isinstance(thing, Router) for thing in things) and not all(plan.held.meeting(*spot) for spot in spots)


def _server_elsewhere(network: Network) -> Problem:
    server = network.dhcp_servers[0]
    return Problem(
        at=network.at("dhcp_server", 0),
        message=f"{server}, the DHCP server of {network.name}, has no address in {network.cidr}",
        related=(network.related(),),
        hint="if no relay serves this network, give the server an address there",
        parties=(network.id, server),
    )
