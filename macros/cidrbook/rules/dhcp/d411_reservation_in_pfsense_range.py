"""A reservation is inside a DHCP range of pfSense.

pfSense accepts reservations (static mappings) outside of its ranges only: its server would assign
the address to another client while the host is off. Other servers require them inside, or accept
both.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.100-192.168.1.199
    dhcp_server: edge
    hosts:
      - {name: printer, address: 192.168.1.120, assigned: reservation} # D411: 34
routers:
  - {name: edge, product: pfsense-ce, addresses: 192.168.1.1}
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.100-192.168.1.199
    dhcp_server: edge
    hosts:
      - {name: printer, address: 192.168.1.99, assigned: reservation}
  - name: cameras
    cidr: 192.168.2.0/24
    dhcp: 192.168.2.100-192.168.2.199
    dhcp_server: core
    hosts:
      - {name: porch, address: 192.168.2.120, assigned: reservation}
routers:
  - {name: edge, product: pfsense-ce, addresses: 192.168.1.1}
  - {name: core, product: opnsense, addresses: 192.168.2.1}
```

Source: [pfSense](https://docs.netgate.com/pfsense/en/latest/dhcp/static-mappings-inside-dhcp-pools.html) on static
mappings inside DHCP pools.
"""

from collections.abc import Iterator

from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import Claim, Lease
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.names import slug

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Reserved IPv4 addresses in ranges of networks whose server is pfSense."""
    names = {
        key
        for router in plan.routers
        if router.product.lower().startswith("pfsense")
        for key in (router.id, slug(router.name))
    }
    served = {id(network) for network in plan.networks if _served(network, names)} if names else set()
    for claim in plan.claims if served else ():
        reserved = isinstance(claim.owner, Machine) and claim.owner.assigned == "reservation"
        lease = plan.leases.meeting(*claim.span[:3]) if reserved and claim.address.version == 4 else None
        if lease and id(lease.owner.network) in served:
            yield _problem(claim, lease.owner)


def _served(network: Network, names: set[str]) -> bool:
    return any(name in names or slug(name) in names for name in network.dhcp_servers)


def _problem(claim: Claim, lease: Lease) -> Problem:
    return Problem(
        at=claim.place,
        message=f"{claim.shown} is reserved inside {lease.shown}, which pfSense refuses",
        related=(lease.related,),
        hint="reserve an address outside of the range, or split the range around it",
        parties=(claim.owner.id, lease.network.id),
    )
