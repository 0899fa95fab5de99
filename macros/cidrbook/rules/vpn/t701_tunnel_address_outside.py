"""A VPN peer's address is outside of the VPN's network.

The other peers route the VPN's network into the tunnel. Packets for an address outside of it go to
the internet, and so do the answers.

```yaml
networks:
  - {name: wg, cidr: 10.8.0.0/24, role: vpn}
vpns:
  - name: home
    network: wg
    ends:
      - {name: edge, address: 10.8.0.1}
      - {name: phone, address: 10.8.1.2} # T701: 32
```

Use instead:

```yaml
networks:
  - {name: wg, cidr: 10.8.0.0/24, role: vpn}
vpns:
  - name: home
    network: wg
    ends:
      - {name: edge, address: 10.8.0.1}
      - {name: phone, address: 10.8.0.254/32}
```

Source: [WireGuard](https://www.wireguard.com/#cryptokey-routing) on which addresses go into the tunnel.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.ipv6 import from_delegation
from cidrbook.plan.views.nearby_addresses import as_free, link_local
from cidrbook.plan.vpn import VpnEnd
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Addresses of peers outside of their VPN's network; link-local ones are on any link."""
    for vpn in plan.vpns:
        network = plan.network(vpn.network) if vpn.network else None
        if network and network.cidrs and not plan.lacks(network, "cidr"):
            for end in vpn.ends:
                yield from _address_outside(plan, network, end)


def _address_outside(plan: Plan, network: Network, end: VpnEnd) -> Iterator[Problem]:
    for index, address in enumerate(end.addresses):
        if not (network.holds(address) or link_local(address) or from_delegation(plan, network, address)):
            yield Problem(
                at=end.place_of_address(index),
                message=f"{end.name} ({address}) is not inside {network.name} ({network.cidr})",
                related=(network.related(),),
                hint=f"write an address inside it{as_free(plan, network, address.version)}",
                parties=(end.id, network.id),
            )
