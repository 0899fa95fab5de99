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

from cidrbook.plan.finding import Problem, Related, Severity
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.vpn import Vpn

SEVERITY: Severity = "warning"

_COME_WITH = {
    "10.0.0.0/24": "Xfinity gateways",
    "10.0.1.0/24": "Apple AirPort",
    "192.168.0.0/24": "TP-Link, D-Link and many providers' routers",
    "192.168.1.0/24": "Netgear, Linksys, OpenWrt, OPNsense, UniFi and many others",
    "192.168.2.0/24": "Telekom Speedport, Belkin",
    "192.168.3.0/24": "Huawei",
    "192.168.4.0/22": "eero",
    "192.168.8.0/24": "GL.iNet travel routers, Huawei mobile routers",
    "192.168.31.0/24": "Xiaomi",
    "192.168.50.0/24": "ASUS",
    "192.168.68.0/22": "TP-Link Deco",
    "192.168.86.0/24": "Google Nest Wifi",
    "192.168.88.0/24": "MikroTik",
    "192.168.178.0/24": "FRITZ!Box",
}
"""The networks that home routers have before anybody changes them."""


def check(plan: Plan) -> Iterator[Problem]:
    """Networks of the lab that are as routers come, where a VPN is joined from elsewhere."""
    remote = next((vpn for vpn in plan.vpns if vpn.remote_access), None)
    if remote is None:
        return
    own = {vpn.network for vpn in plan.vpns}
    for network in plan.networks:
        for which, cidr in enumerate(network.cidrs):
            products = _COME_WITH.get(str(cidr.cidr))
            if products and network.id not in own and network.id not in plan.virtual:
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
