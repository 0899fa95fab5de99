"""A host with an address of its own lies in a range that DHCP hands out.

Sooner or later the server gives the address to somebody else. The same goes for
routers, nodes, virtual addresses and pinned services. An address that
the server itself reserves for the host is no conflict: say so with
`assigned: reservation`. A DHCP server keeps those out of its way inside the
range, and some want them there.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.100-192.168.1.199
    hosts:
      - {name: printer, address: 192.168.1.120} # D402: 34
routers:
  - {name: edge, addresses: [192.168.1.1, 192.168.1.101]} # D402: 43
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.100-192.168.1.199
    hosts:
      - {name: printer, address: 192.168.1.99}
      - {name: phone, address: 192.168.1.120, assigned: reservation}
routers:
  - {name: edge, addresses: 192.168.1.1}
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-3.1), section 3.1: a server probes, but a host
that is off does not answer; [Kea](https://kea.readthedocs.io/en/latest/arm/dhcp4-srv.html#host-reservations-in-dhcpv4)
on reservations inside a pool.
"""

from collections.abc import Iterator

from cidrbook.plan.finding import Problem, Related
from cidrbook.plan.model import Host, Network
from cidrbook.plan.plan import Claim, Plan

_OR_RESERVE = ", or write `assigned: reservation` if the server reserves it"


def check(plan: Plan) -> Iterator[Problem]:
    """Claims on addresses that the DHCP server of the network around them gives away."""
    if not any(network.dhcp for network in plan.networks):
        return
    for claim in plan.claims:
        network = plan.space.covering(claim.scope, claim.address)
        reserved = isinstance(claim.owner, Host) and claim.owner.assigned == "reservation"
        if network and network.dhcp and not reserved and not plan.lacks(claim.owner, "assigned"):
            yield from _inside(claim, network)


def _inside(claim: Claim, network: Network) -> Iterator[Problem]:
    for which, pool in enumerate(network.dhcp):
        if pool.first <= claim.address <= pool.last:
            yield Problem(
                at=claim.place,
                message=f"{claim.owner.name} ({claim.address}) lies in the DHCP range {pool} of {network.name}",
                related=(Related(at=network.at("dhcp", which), message="the range is written here"),),
                hint=f"move it out of the range{_OR_RESERVE if isinstance(claim.owner, Host) else ''}",
                parties=(claim.owner.id, network.id),
            )
            return
