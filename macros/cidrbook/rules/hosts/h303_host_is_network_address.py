"""An object has the network address or the broadcast address of its network.

In IPv4 the first address of a network names the network, and the last one addresses every host on
it. Many systems refuse to use them, and others do not answer a machine that does. Networks of one
or two addresses (`/32`, `/31`) have neither, and neither do pods, services and pools, which are on
no link. For IPv6 see [H304](#h304-subnet-router-anycast).

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/25
    hosts:
      - {name: nas, address: 10.3.42.0} # H303: 30
routers:
  - {name: edge, addresses: [10.3.42.1, 10.3.42.127]} # H303: 41
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/25
    hosts:
      - {name: nas, address: 10.3.42.2}
  - {name: uplink, cidr: 10.3.255.0/31}
routers:
  - {name: edge, addresses: [10.3.42.1, 10.3.42.126, 10.3.255.0]}
```

Source: [RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3), section 3.2.1.3;
[RFC 3021](https://www.rfc-editor.org/rfc/rfc3021), for `/31`.
"""

from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.cluster import Service
from cidrbook.plan.inventory import Claim, Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.views.nearby_addresses import as_free
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """IPv4 claims on the network or broadcast address of a prefix."""
    for claim, network in plan.located:
        if claim.address.version == 4 and network and not isinstance(claim.owner, Service):
            cidr = network.prefix_around(claim.address)
            if cidr and cidr.prefixlen < 31 and int(claim.address) in (cidr.first, cidr.last):
                yield from _edge_addresses(plan, claim, network, cidr)


observed = registered = check


def _edge_addresses(plan: Inventory, claim: Claim, network: Network, cidr: IPNetwork) -> Iterator[Problem]:
    if network.id not in plan.virtual:
        what = "network" if int(claim.address) == cidr.first else "broadcast"
        yield Problem(
            at=claim.place,
            message=f"{claim.shown} has the {what} address of {network.name} ({cidr.cidr})",
            related=(network.related(),),
            hint=f"give it another address{as_free(plan, network, 4)}",
            parties=(claim.owner.id, network.id),
        )
