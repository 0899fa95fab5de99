"""Something names no site in a plan that has sites.

Addresses are compared inside one site. What names none is in a scope of its own:
a network without a site overlaps no network that has one, whatever its prefix,
and a router's address is looked for in no network of any site. Networks that only
hold others, and those of VPNs, pods and services, belong to no one place; nor does
a VRF in which nothing names a site.

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
    things: Iterable[Network | Router | Cluster] = chain(_placed(plan), _with_address(plan), plan.clusters)
    for thing in things:
        if not thing.site and thing.vrf in divided and not plan.lacks(thing, "site"):
            yield _nowhere(thing)


def _placed(plan: Plan) -> Iterator[Network]:
    """The networks that are at one place."""
    apart = plan.cluster_networks | tunnels(plan)
    return (network for network in plan.networks if network.role != "container" and network.id not in apart)


def _with_address(plan: Plan) -> Iterator[Router]:
    return (router for router in plan.routers if router.addresses)


def _nowhere(thing: Network | Router | Cluster) -> Problem:
    return Problem(
        at=thing.at(*thing.identity),
        message=f"the {thing.kind} {thing.name} names no site: it is compared with nothing that does",
        hint="write `site:` and the place it is at",
        parties=(thing.id,),
    )
