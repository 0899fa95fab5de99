"""A host with an address of its own lies in a range that DHCP hands out.

Sooner or later the server gives the address to somebody else. An address that
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
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-3.1), section 3.1: a server probes, but a host
that is off does not answer; [Kea](https://kea.readthedocs.io/en/latest/arm/dhcp4-srv.html#host-reservations-in-dhcpv4)
on reservations inside a pool.
"""

from collections.abc import Iterator

from cidrbook.plan.finding import Problem, Related
from cidrbook.plan.model import Network
from cidrbook.plan.plan import Plan


def check(plan: Plan) -> Iterator[Problem]:
    """Hosts that set their address themselves, inside a DHCP range of their network."""
    for network in plan.networks:
        if network.dhcp:
            yield from _inside(network)


def _inside(network: Network) -> Iterator[Problem]:
    for host in network.hosts:
        for index, address in enumerate(host.addresses if host.assigned == "static" else ()):
            for which, pool in enumerate(network.dhcp):
                if pool.first <= address <= pool.last:
                    yield Problem(
                        at=host.place_of_address(index),
                        message=f"{host.name} ({address}) lies in the DHCP range {pool} of {network.name}",
                        related=(Related(at=network.at("dhcp", which), message="the range is written here"),),
                        hint="move it out of the range, or write `assigned: reservation` if the server reserves it",
                        parties=(host.id, network.id),
                    )
