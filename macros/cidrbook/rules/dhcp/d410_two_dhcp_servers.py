"""Two DHCP servers answer on one VLAN.

A client takes the first offer, so chance decides which network its address is from. Two networks on
one VLAN need one server, or a pair that works together: then both networks name both. DHCP for IPv4
and DHCP for IPv6 may be two servers.

```yaml
networks:
  - {name: lan, cidr: 192.168.1.0/24, vlan: 20, dhcp: 192.168.1.100-192.168.1.199, dhcp_server: edge}
  - name: printers
    cidr: 192.168.2.0/24
    vlan: 20
    secondary: true
    dhcp: 192.168.2.100-192.168.2.199
    dhcp_server: pi # D410: 18
    hosts: [{name: pi, address: 192.168.2.53}]
routers:
  - {name: edge, addresses: [192.168.1.1, 192.168.2.1]}
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 192.168.1.0/24, vlan: 20, dhcp: 192.168.1.100-192.168.1.199, dhcp_server: edge}
  - name: printers
    cidr: 192.168.2.0/24
    vlan: 20
    secondary: true
    dhcp: 192.168.2.100-192.168.2.199
    dhcp_server: [pi, edge]
    hosts: [{name: pi, address: 192.168.2.53}]
  - name: guest
    cidr: 192.168.3.0/24
    vlan: 30
    dhcp: 192.168.3.100-192.168.3.199
    dhcp_server: access-point
    hosts: [{name: access point, address: 192.168.3.53}]
routers:
  - {name: edge, addresses: [192.168.1.1, 192.168.2.1]}
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-3.1), section 3.1, steps 2 and 3: every server that
hears a client may offer, and the client chooses.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.vlans import Seats
from cidrbook.text.finding import Problem, Related
from cidrbook.text.names import slug


def check(plan: Plan) -> Iterator[Problem]:
    """Networks with no server in common with the first of their VLAN that assigns addresses of that IP version."""
    seats = Seats(plan)
    first: dict[tuple[str, int, int], Network] = {}
    for network in (network for network in plan.networks if network.dhcp_servers):
        vlans = {seat.id for seat in seats.known(network)}
        versions = sorted({pool.first.version for pool in network.dhcp}) if len(vlans) == 1 else []
        firsts = [first.setdefault((network.site, *vlans, version), network) for version in versions]
        before = next((earlier for earlier in firsts if not _servers(network) & _servers(earlier)), None)
        if before:
            yield _second(network, before, *vlans)


def _servers(network: Network) -> set[str]:
    return set(map(slug, network.dhcp_servers))


def _second(network: Network, before: Network, vlan: int) -> Problem:
    return Problem(
        at=network.at("dhcp_server", 0),
        message=f"{network.dhcp_servers[0]} serves {network.name} on VLAN {vlan},"
        f" where {before.dhcp_servers[0]} serves {before.name}",
        related=(Related(at=before.at("dhcp_server", 0), message="the other server is named here"),),
        hint="use one server for both; if they are a pair, name both in both networks",
        parties=(network.id, before.id),
    )
