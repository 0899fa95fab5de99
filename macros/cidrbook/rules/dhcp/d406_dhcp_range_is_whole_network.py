"""The DHCP ranges leave no address for anything fixed.

The next printer, switch or access point that needs an address of its own gets one
that DHCP hands out as well. A network of role `guest` holds nothing fixed and may
be handed out whole, and so may one that is a `/30` or longer.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.2-192.168.1.254 # D406: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.3-192.168.1.254
  - name: visitors
    cidr: 192.168.2.0/24
    role: guest
    gateway: 192.168.2.1
    dhcp: 192.168.2.2-192.168.2.254
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-3.1), section 3.1: what has an address by other means
must not be given away.
"""

from collections.abc import Iterator
from itertools import chain, islice

from netaddr import IPNetwork

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity

SEVERITY: Severity = "warning"


def check(plan: Plan) -> Iterator[Problem]:
    """Networks of which each IPv4 prefix is handed out, but for the gateways and what no host can have."""
    for network in plan.networks if plan.leases else ():
        if network.dhcp and network.role != "guest" and _whole(plan, network):
            yield Problem(
                at=network.at("dhcp", 0),
                message=f"DHCP leaves no address of {network.name} ({network.cidr}) for anything fixed",
                related=(network.related(),),
                hint="leave some out of the range for what needs a fixed address",
                parties=(network.id,),
            )


def _whole(plan: Plan, network: Network) -> bool:
    """Whether it has IPv4 prefixes that count, and none of them has an address left."""
    wide = [cidr for cidr in network.family(4) if cidr.prefixlen < 30]
    known = bool(wide) and not plan.lacks(network, "cidr")
    return known and all(_handed_out(plan, network, cidr) for cidr in wide)


def _handed_out(plan: Plan, network: Network, cidr: IPNetwork) -> bool:
    """Whether just those addresses are left that must be. Fewer are left where another rule says so."""
    gateways = {int(gateway) for gateway in network.gateways if gateway in cidr}
    kept = {cidr.first, cidr.last} | gateways
    gaps = plan.leases.gaps((network.scope, 4), cidr.first, cidr.last)
    left = chain.from_iterable(range(first, last + 1) for first, last in gaps)
    return set(islice(left, len(kept))) == kept  # the last address is kept, so none comes after these
