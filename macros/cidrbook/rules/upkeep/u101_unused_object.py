"""An object is listed but not used.

A network for pods, services or a load balancer that no cluster names is left over from a removed
cluster, or its reference is missing. The same goes for a site without objects, and for a delegated
prefix from which no network takes a subnet.

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
  - {name: old pods, cidr: 10.70.0.0/16, role: pods} # U101: 12
clusters:
  - {name: home, pods: pods}
sites:
  - {name: cabin} # U101: 12
delegations:
  - {name: isp, length: 56} # U101: 12
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
  - {name: pool, cidr: 10.70.0.0/24, role: load-balancer}
  - {name: guest, cidr: 10.71.0.0/24, delegated: {by: isp, subnet_id: 1}}
clusters:
  - {name: home, pods: pods, load_balancers: [{product: cilium, pools: pool}]}
routers:
  - {name: edge, site: cabin}
sites:
  - {name: cabin}
delegations:
  - {name: isp, length: 56}
```

A part of a pool that has a name of its own, and names the pool as its `parent`, is
used with it. A plan that describes no cluster may list what its clusters use.

Source: the [data reference](../data.md): references use ids.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from cidrbook.plan.entry import QUIET, Named
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity

T = TypeVar("T", bound=Named)

SEVERITY = Severity.INFO


def check(plan: Plan) -> Iterator[Problem]:
    """Networks of clusters, sites and delegations that nothing names."""
    if plan.unread or plan.lost:
        return
    if plan.clusters:
        named = _named_by_clusters(plan)
        yield from (
            _problem(cluster, "no cluster")
            for cluster in _for_clusters(plan)
            if not {cluster.id, cluster.parent} & named
        )
    placed = (plan.networks, plan.vlans, plan.routers, plan.clusters)
    places = {thing.site for things in placed for thing in things} | {
        site for one in plan.trees for site in one.sites.values()
    }
    yield from (_problem(site, "nothing") for site in _active(plan.sites) if site.id not in places)
    sources = {network.delegated.by for network in plan.networks if network.delegated}
    yield from (
        _problem(delegation, "no network") for delegation in _active(plan.delegations) if delegation.id not in sources
    )


def _active(things: Iterable[T]) -> Iterator[T]:
    """Without what is planned, retiring, or to be avoided: nobody expects that to be used."""
    return (thing for thing in things if thing.status not in QUIET)


def _for_clusters(plan: Plan) -> Iterator[Network]:
    return (network for network in _active(plan.networks) if network.role in ("pods", "services", "load-balancer"))


def _named_by_clusters(plan: Plan) -> set[str]:
    """The ids of networks that clusters, their load balancers and BGP sessions name."""
    named = {name for cluster in plan.clusters for name in (*cluster.pods, *cluster.services, *cluster.node_networks)}
    named |= {pool.owner.network.id for pool in plan.pools if pool.owner.network}
    announced = (announce for session in plan.sessions for announce in (*session.announces, *session.peer_announces))
    return named | {name for name in announced if isinstance(name, str)}


def _problem(thing: Named, by: str) -> Problem:
    return Problem(
        at=thing.at(*thing.identity),
        message=f"{by} uses the {thing.kind} {thing.name}",
        hint="refer to it where it is used, or remove it",
        parties=(thing.id,),
    )
