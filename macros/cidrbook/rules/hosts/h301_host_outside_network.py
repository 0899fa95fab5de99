"""A host's address is not inside its network.

Its neighbours look for it on the link, it looks for them behind the router, and neither finds the
other. In a repository, containers are checked, which would not even start, and DHCP reservations
outside of their network.

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    hosts:
      - {name: nas, address: 192.168.24.60} # H301: 30
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    hosts:
      - {name: nas, address: 192.168.42.60}
```

Source: [RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.3.1.1), section 3.3.1.1.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.ipv6 import from_delegation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Addresses of hosts outside of their network's prefixes; and a router's reservations outside of their network."""
    yield from plan.problems_of("host-outside-network")
    for network in plan.networks:
        if network.hosts and network.cidrs and not plan.lacks(network, "cidr"):
            for host in network.hosts:
                yield from _host_outside(plan, network, host)


observed = check


def _host_outside(plan: Inventory, network: Network, host: Host) -> Iterator[Problem]:
    for index, address in enumerate(host.addresses):
        if not network.holds(address) and not from_delegation(plan, network, address):
            right = plan.space.covering(network.scope, address)
            yield Problem(
                at=host.place_of_address(index),
                message=f"{host.name} ({address}) is not inside {network.name} ({network.cidr})",
                related=(network.related(),),
                hint=f"move it to {right.name} ({right.cidr}), or correct the address"
                if right and right.role != "container"
                else "correct the address",
                parties=(host.id, network.id),
            )
