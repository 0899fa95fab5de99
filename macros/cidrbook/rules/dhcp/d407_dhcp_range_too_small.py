"""The DHCP ranges have fewer addresses than the network has clients.

The last clients get no address. Count phones twice if they change their MAC address: each address
takes a lease.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.200-192.168.1.249 # D407: 11
    clients: 51
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: [192.168.1.200-192.168.1.249, 192.168.1.20-192.168.1.20]
    clients: 51
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-2.2), section 2.2, on addresses that run out.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Networks with too small ranges of one IP version. IPv6 ranges do not count with SLAAC."""
    for network in plan.networks:
        if network.clients and not plan.lacks(network, "dhcp"):
            yield from _short(network, network.clients)


def _short(network: Network, clients: int) -> Iterator[Problem]:
    """The IP version with the smallest ranges, if those are too small."""
    sizes = ((_size(network, version), version) for version in ((4,) if network.slaac else (4, 6)))
    short = [pair for pair in sizes if 0 < pair[0] < clients]
    if short:
        yield _problem(network, clients, *min(short))


def _size(network: Network, version: int) -> int:
    return sum(int(span.last) - int(span.first) + 1 for span in network.dhcp if span.first.version == version)


def _problem(network: Network, clients: int, size: int, version: int) -> Problem:
    first = next(index for index, span in enumerate(network.dhcp) if span.first.version == version)
    return Problem(
        at=network.at("dhcp", first),
        message=f"DHCP has {size} IPv{version} addresses for the {clients} clients of {network.name}",
        related=(Related(at=network.at("clients"), message="the clients are counted here"),),
        hint=f"add {clients - size} addresses to the range",
        parties=(network.id,),
    )
