"""A gateway is not an address of its network.

Hosts reach a gateway on their own link, so they never ask for one outside of their prefix. An IPv6
gateway may be a link-local address, which is how routers announce themselves.

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    gateway: 192.168.1.1 # A204: 14
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: [192.168.42.0/24, "fd5b:7c1e:93a2:42::/64"]
    gateway: [192.168.42.1, "fe80::1"]
```

Source: [RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.3.1.1), section 3.3.1.1;
[RFC 4861](https://www.rfc-editor.org/rfc/rfc4861#section-4.2), section 4.2, for link-local gateways.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.gateways import outside_gateways
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Gateways in none of the network's prefixes of their IP version."""
    for stray in outside_gateways(plan):
        network, index, gateway = stray
        if not stray.foreign:
            yield Problem(
                at=network.at("gateway", index),
                message=f"the gateway {gateway} is not inside {network.name} ({network.cidr})",
                related=(network.related(),),
                hint="write the router's address in this network",
                parties=(network.id,),
            )
    yield from plan.problems_of("gateway-outside-network")


def observed(observation: Inventory) -> Iterator[Problem]:
    """The same in a repository, of each place once: two readers may find it."""
    yield from {problem.at: problem for problem in check(observation)}.values()
