"""Two machines on one network have the same MAC address.

A switch sends its frames to the machine that spoke last, and a DHCP server gives both one address.
Copied virtual machines and copied lines are the usual causes. In different networks it is fine, and
one machine may use its MAC address in all of its VLANs; networks on one VLAN count as one.

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: web, address: 10.3.1.60, mac: "52:54:00:3a:7f:02"}
      - {name: mail, address: 10.3.1.61, mac: "52:54:00:3A:7F:02"} # H308: 47
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: web, address: 10.3.1.60, mac: "52:54:00:3a:7f:02"}
      - {name: mail, address: 10.3.1.61, mac: "52:54:00:3a:7f:03"}
  - name: storage
    cidr: 10.3.2.0/24
    hosts:
      - {name: web storage, address: 10.3.2.60, mac: "52:54:00:3a:7f:02"}
```

Source: [RFC 9542](https://www.rfc-editor.org/rfc/rfc9542#section-2.1), section 2.1: an address names one interface;
[RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-4.2), section 4.2: it names the client.
"""

from collections.abc import Callable, Iterator
from functools import partial

from cidrbook.net.ip import link_of
from cidrbook.plan.cluster import Node
from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """MAC addresses of two machines on one link; all zeros is no address."""
    return _same_on_links(plan, lambda network, _: id(network))


def observed(observation: Observation) -> Iterator[Problem]:
    """The same of one list: two lists may call one machine by two names, and so may two rows of one address.

    A machine without a known network is on the usual network around its address.
    """
    machines = (machine for _, machine in _on_links(observation) if machine.mac)
    addresses = {machine.at("mac"): {*machine.addresses} for machine in machines}
    for problem in _same_on_links(observation, partial(_mac_segment, observation)):
        other = problem.related[0].at
        if problem.at.file == other.file and addresses[problem.at].isdisjoint(addresses[other]):
            yield problem


def _same_on_links(plan: Inventory, around: Callable[[Network, Machine], object]) -> Iterator[Problem]:
    vlans = {name: vlan.id for vlan in plan.vlans for name in vlan.networks}
    first: dict[tuple[object, ...], Machine] = {}
    for network, machine in _on_links(plan):
        mac = int(machine.mac or 0)
        if mac:
            vlan = network.vlan or vlans.get(network.id)
            link = (network.site, vlan) if vlan else (around(network, machine),)
            before = first.setdefault((*link, mac), machine)
            if before.id.lower() != machine.id.lower():
                yield _duplicate_mac(before, machine, network)


def _mac_segment(plan: Observation, network: Network, machine: Machine) -> object:
    """The network of a machine; without a known one, that around its address, or else its /24 or /64."""
    if network.cidrs or not machine.addresses:
        return id(network)
    address = machine.addresses[0]
    known = plan.space.covering(network.scope, address)
    return id(known) if known else link_of(address)


def _on_links(plan: Inventory) -> Iterator[tuple[Network, Machine]]:
    """Hosts and nodes, each with the network it is in."""
    for network in plan.networks if plan.hosts else ():
        for host in network.hosts:
            yield network, host
    for claim, around in plan.located if plan.clusters else ():
        if isinstance(claim.owner, Node) and around and around.role != "container":
            yield around, claim.owner


def _duplicate_mac(before: Machine, machine: Machine, network: Network) -> Problem:
    return Problem(
        at=machine.at("mac"),
        message=f"{machine.name} has the MAC address {machine.mac} in {network.name}, which {before.name} already has",
        label="again",
        related=(Related(at=before.at("mac"), message=f"{before.kind} {before.name} has it here"),),
        hint="generate a new one for a copied virtual machine; if they are one machine, give them one `id`",
        parties=(machine.id, before.id),
    )
