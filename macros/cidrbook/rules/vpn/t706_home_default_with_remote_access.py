"""A network that is reached from elsewhere has addresses that routers come with.

A phone on such a network in a hotel or at a friend's takes what is at home for its
neighbours, and never sends it into the tunnel. It works everywhere but there.

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

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.product_defaults import as_shipped
from cidrbook.plan.vpn import Vpn
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Networks of the lab that are as routers come, where a VPN is joined from elsewhere."""
    remote = next((vpn for vpn in plan.vpns if vpn.remote_access), None)
    if remote is None:
        return
    for network, which, products in as_shipped(plan):
        yield _common(remote, network, which, products)


def _common(vpn: Vpn, network: Network, which: int, products: str) -> Problem:
    cidr = network.cidrs[which]
    return Problem(
        at=network.at("cidr", which),
        message=f"{network.name} ({cidr}) is the network that comes with {products},"
        f" so {vpn.name} fails for whoever joins it from behind one",
        related=(Related(at=vpn.at("remote_access"), message=f"{vpn.name} is joined from elsewhere"),),
        hint="move the lab to a prefix that nobody else has, such as one of 10.0.0.0/8 drawn at random",
        parties=(network.id, vpn.id),
    )
