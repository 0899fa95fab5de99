"""A network with remote access uses the default prefix of home routers.

A client in a hotel or at a friend's may be on the same prefix. Then it takes addresses at home for
its neighbours and never sends packets into the tunnel. If the devices list what they send into the
tunnel (`allowed_ips`), only networks among that are checked.

```yaml
networks:
  - {name: lan, cidr: 192.168.178.0/24} # T706: 23
  - {name: wg, cidr: 10.8.0.0/24, role: vpn}
vpns:
  - {name: home, network: wg, remote_access: true, ends: [{name: phone, address: 10.8.0.2}]}
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 192.168.179.0/24}
  - {name: wg, cidr: 10.8.0.0/24, role: vpn}
vpns:
  - {name: home, network: wg, remote_access: true, ends: [{name: phone, address: 10.8.0.2}]}
```

Source: [RFC 1918](https://www.rfc-editor.org/rfc/rfc1918#section-5), section 5: choose at random, since networks are
joined one day.
"""

from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.net.spans import overlap
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.product_defaults import as_shipped
from cidrbook.plan.vpn import Vpn
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Networks with the default prefix of a router, in labs with remote access by VPN."""
    remote = [(vpn, _routed_prefixes(plan, vpn)) for vpn in plan.vpns if vpn.remote_access]
    for network, which, products in as_shipped(plan) if remote else ():
        cidr = network.cidrs[which]
        reached = (vpn for vpn, routed in remote if routed is None or any(overlap(cidr, part) for part in routed))
        vpn = next(reached, None)
        if vpn:
            yield _common(vpn, network, which, products)


def _routed_prefixes(plan: Plan, vpn: Vpn) -> list[IPNetwork] | None:
    """The prefixes that the ends, without routers, send into the tunnel; None if one of them lists none."""
    routers = {router.id for router in plan.routers}
    joining = [end for end in vpn.ends if end.id not in routers]
    peers = [peer for end in joining for peer in end.peers]
    known = joining and all(end.peers for end in joining) and all(peer.allowed_ips for peer in peers)
    return [prefix for peer in peers for prefix in peer.allowed_ips] if known else None


def _common(vpn: Vpn, network: Network, which: int, products: str) -> Problem:
    cidr = network.cidrs[which]
    return Problem(
        at=network.at("cidr", which),
        message=f"{network.name} ({cidr}) is the default network of {products},"
        f" so {vpn.name} fails for clients behind such a router",
        related=(Related(at=vpn.at("remote_access"), message=f"{vpn.name} has remote access"),),
        hint="move the network to a rare prefix, such as a random one of 10.0.0.0/8",
        parties=(network.id, vpn.id),
    )
