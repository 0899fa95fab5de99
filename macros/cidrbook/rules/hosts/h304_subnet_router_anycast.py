"""An object has the subnet-router anycast address of its IPv6 prefix.

Every router on the link answers to the first address of the prefix. Linux adds it to each interface
on which it forwards, so a host with this address may lose packets to the router. Prefixes of one or
two addresses (`/128`, `/127`) and objects with `shared: true` are not reported. For IPv4 see
[H303](#h303-host-is-network-address).

```yaml
networks:
  - name: servers
    cidr: "fd5b:7c1e:93a2:42::/64"
    hosts:
      - {name: nas, address: "fd5b:7c1e:93a2:42::"} # H304: 30
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: "fd5b:7c1e:93a2:42::/64"
    hosts:
      - {name: nas, address: "fd5b:7c1e:93a2:42:ffff:ffff:ffff:ffff"}
  - {name: uplink, cidr: "fd5b:7c1e:93a2:ff::/127"}
routers:
  - {name: edge, addresses: "fd5b:7c1e:93a2:ff::"}
```

Source: [RFC 4291](https://www.rfc-editor.org/rfc/rfc4291#section-2.6.1), section 2.6.1;
[RFC 6164](https://www.rfc-editor.org/rfc/rfc6164), for `/127`.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Claim
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.nearby_addresses import as_free
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """IPv6 claims on the first address of a prefix that has more than two."""
    for claim, network in plan.located:
        if claim.address.version == 6 and network and not claim.owner.shared:
            cidr = network.prefix_around(claim.address)
            if cidr and cidr.prefixlen < 127 and int(claim.address) == cidr.first and network.id not in plan.virtual:
                yield _anycast(plan, claim, network)


def _anycast(plan: Plan, claim: Claim, network: Network) -> Problem:
    return Problem(
        at=claim.place,
        message=f"{claim.shown} has the address that all routers of {network.name} ({network.cidr}) answer to",
        related=(network.related(),),
        hint=f"give it another address{as_free(plan, network, 6)}",
        parties=(claim.owner.id, network.id),
    )
