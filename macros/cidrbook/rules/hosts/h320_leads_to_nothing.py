"""A virtual address leads to an address that nothing has.

Whoever asks the proxy gets an error. The service behind it was moved or removed.

```yaml
networks:
  - {name: edge, cidr: 10.3.3.0/24}
  - name: servers
    cidr: 10.3.40.0/24
    hosts: [{name: web, address: 10.3.40.19}]
routers:
  - name: firewall
    addresses: 10.3.3.1
    virtual_addresses:
      - {name: web, address: 10.3.3.19, leads_to: 10.3.40.29, ports: 443/tcp} # H320: 51
```

Use instead:

```yaml
networks:
  - {name: edge, cidr: 10.3.3.0/24}
  - name: servers
    cidr: 10.3.40.0/24
    hosts: [{name: web, address: 10.3.40.19}]
routers:
  - name: firewall
    addresses: 10.3.3.1
    virtual_addresses:
      - {name: web, address: 10.3.3.19, leads_to: 10.3.40.19, ports: 443/tcp}
      - {name: mail, address: 10.3.3.25, leads_to: web}
```

Source: the [data reference](../data.md) on `leads_to`.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.claimed_addresses import claimed_addresses
from cidrbook.plan.views.names import as_address
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Addresses of networks of the plan, under `leads_to`, that nothing in the plan has."""
    leading = [(scope, owner) for scope, owner in plan.owners if isinstance(owner, VirtualAddress) and owner.leads_to]
    if not leading or plan.unread or plan.lost:
        return
    known = claimed_addresses(plan)
    known |= {gateway for network in plan.networks for gateway in network.gateways}
    for scope, owner in leading:
        for which, text in enumerate(owner.leads_to):
            address = as_address(text)
            if address is not None and address not in known and _is_known_lan(plan, scope, address):
                yield Problem(
                    at=owner.at("leads_to", which),
                    message=f"{owner.name} leads to {address}, which nothing in the plan has",
                    hint="write an address, or an id, of what answers behind it",
                    parties=(owner.id,),
                )


def _is_known_lan(plan: Plan, scope: tuple[str, str], address: IPAddress) -> bool:
    """Whether an address is in a network whose hosts the plan knows, and no DHCP range or pool has it."""
    spot = (scope, int(address.version)), int(address), int(address)
    network = plan.space.covering(scope, address)
    handed_out = plan.leases.meeting(*spot) or plan.pools.meeting(*spot)
    return network is not None and network.id not in plan.cluster_networks and not handed_out
