"""An object has no `site`, although the plan uses sites.

Addresses are compared within a site. An object without a site is in a separate scope: its network
overlaps no network with a site, and a router's address is in none of those networks. Networks that
only group others, VPNs, pods and services need no site, and neither do VRFs in which nothing has
one.

```yaml
networks:
  - {name: lan, cidr: 10.0.1.0/24, site: home}
  - {name: guest, cidr: 10.0.1.0/24} # A219: 12
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.0.1.0/24, site: home}
  - {name: guest, cidr: 10.0.2.0/24, site: home}
  - {name: wireguard, cidr: 10.6.0.0/24, role: vpn}
```

Source: the [data reference](../data.md), on `site`.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.product_defaults import tunnels
from cidrbook.plan.views.scopes import scopes
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO


def check(plan: Plan) -> Iterator[Problem]:
    """Networks, routers and clusters without a site, where networks of the same VRF have one."""
    divided = {vrf for vrf, site in scopes(plan) if site}
    if not divided:
        return
    things: Iterable[Network | Router | Cluster] = chain(_site_networks(plan), _with_address(plan), plan.clusters)
    for thing in things:
        if not thing.site and thing.vrf in divided and not plan.lacks(thing, "site"):
            yield _without_site(thing)


def _site_networks(plan: Plan) -> Iterator[Network]:
    """The networks that belong to one site."""
    apart = plan.cluster_networks | tunnels(plan)
    return (network for network in plan.networks if network.role != "container" and network.id not in apart)


def _with_address(plan: Plan) -> Iterator[Router]:
    return (router for router in plan.routers if router.addresses)


def _without_site(thing: Network | Router | Cluster) -> Problem:
    return Problem(
        at=thing.at(*thing.identity),
        message=f"the {thing.kind} {thing.name} has no site: it is not compared with objects that have one",
        hint="write its `site`",
        parties=(thing.id,),
    )
