"""A host's port is on another VLAN than its network.

Its frames never reach its gateway or the other hosts of its network. A node with addresses on
several networks is fine if its port is on the VLAN of one of them. Routers are on several VLANs and
are not compared.

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    vlan: 42
    hosts:
      - {name: nas, address: 192.168.42.60, vlan: 20} # V505: 51
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    vlan: 42
    hosts:
      - {name: nas, address: 192.168.42.60, vlan: 42}
  - {name: storage, cidr: 192.168.43.0/24, vlan: 43}
clusters:
  - name: home
    nodes:
      - {name: k8s-0, address: [192.168.43.10, 192.168.42.10], vlan: 42}
```

Source: IEEE 802.1Q: a frame without a tag belongs to the VLAN of the port it comes in by.
"""

from collections.abc import Iterator
from itertools import chain

from cidrbook.plan.entry import Machine
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.vlans import Seats
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Hosts and nodes with a VLAN that none of their networks is on, if all of those have a known VLAN."""
    seats = Seats(plan)
    for machine, networks in chain(_hosts_with_vlan(plan), _machines_with_networks(plan)):
        known = [seats.known(network) for network in networks]
        if known and all(known) and not any(seat.id == machine.vlan for several in known for seat in several):
            related = Related(at=known[0][0].place, message=f"the VLAN of {networks[0].name} is written here")
            yield _problem(machine, networks[0], known[0][0].id, related)


def _hosts_with_vlan(plan: Plan) -> Iterator[tuple[Machine, list[Network]]]:
    for network in plan.networks:
        for host in network.hosts:
            if host.vlan is not None:
                yield host, [network]


def _machines_with_networks(plan: Plan) -> Iterator[tuple[Machine, list[Network]]]:
    nodes = ((cluster.scope, node) for cluster in plan.clusters for node in cluster.nodes)
    for scope, node in nodes:
        if node.vlan is not None:
            around = (plan.space.covering(scope, address) for address in node.addresses)
            yield node, [network for network in around if network]


def _problem(machine: Machine, network: Network, vlan: int, related: Related) -> Problem:
    return Problem(
        at=machine.at("vlan"),
        message=f"{machine.name} is on VLAN {machine.vlan}, but its network {network.name} ({network.cidr})"
        f" is on VLAN {vlan}",
        related=(related,),
        hint=f"write `vlan: {vlan}`, or give it an address of a network on VLAN {machine.vlan}",
        parties=(machine.id, network.id),
    )
