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

from netaddr import IPAddress

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.views.gateways import outside_gateways
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.names import is_one_slip

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
                hint=_gateway_hint(network, gateway),
                parties=(network.id,),
            )
    yield from plan.problems_of("gateway-outside-network")


def _gateway_hint(network: Network, gateway: IPAddress) -> str:
    """The address that is one slip away in the network, or what belongs there."""
    of_family = (cidr for cidr in network.cidrs if cidr.version == gateway.version)
    same_host = (IPAddress(cidr.first | (int(gateway) & int(cidr.hostmask)), cidr.version) for cidr in of_family)
    close = next((str(address) for address in same_host if is_one_slip(str(gateway), str(address))), "")
    return f"did you mean {close}?" if close else "write the router's address in this network"


def observed(observation: Inventory) -> Iterator[Problem]:
    """The same in a repository, of each place once: two readers may find it."""
    yield from {problem.at: problem for problem in check(observation)}.values()
