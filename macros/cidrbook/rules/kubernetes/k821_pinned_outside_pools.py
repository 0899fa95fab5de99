"""A service is pinned to an address that no pool of its cluster holds.

What hands out addresses gives none from outside its pools: the service waits, or
gets another one. Addresses that the service itself lists (`via: external-ips`)
and its address inside the cluster (`via: cluster-ip`) come from no pool. In what
files show, listed ones count where Calico announces others, and not these.

```yaml
networks:
  - {name: external, cidr: 10.3.69.0/24}
clusters:
  - name: home
    load_balancers: {product: cilium, pools: 10.3.69.0/25}
    pinned_services:
      - {name: ingress, address: 10.3.69.128} # K821: 34
```

Use instead:

```yaml
networks:
  - {name: external, cidr: 10.3.69.0/24}
clusters:
  - name: home
    load_balancers: {product: cilium, pools: 10.3.69.0/25}
    pinned_services:
      - {name: ingress, address: 10.3.69.127}
      - {name: dns, address: 10.3.69.129, via: external-ips}
```

Source: [Cilium](https://docs.cilium.io/en/stable/network/lb-ipam/), on requesting addresses;
[MetalLB](https://metallb.io/usage/) refuses too.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.copies import nameless
from cidrbook.plan.finding import Problem, Severity
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.spans import Span, Spans

PARTIAL: Severity = "error"

_OWN = ("external-ips", "cluster-ip")
_ANYWHERE = ("", "")


def check(plan: Plan) -> Iterator[Problem]:
    """Pinned addresses in none of their cluster's pools, where it has some of the family and all are known."""
    by_cluster: dict[int, list[Span[Pool]]] = {}
    for span in plan.pools:
        by_cluster.setdefault(id(span.owner.cluster), []).append(span)
    for cluster in plan.clusters:
        spans = by_cluster.get(id(cluster), []) if _all_known(plan, cluster) else []
        versions = {span.domain[1] for span in spans}
        pools = Spans(Span((_ANYWHERE, span.domain[1]), *span[1:]) for span in spans)
        for service in cluster.pinned_services if spans else ():
            asks = service.via not in _OWN or _is_announced(plan, cluster, service, pools)
            if asks and not plan.lacks(service, "via"):
                yield from _outside(plan, cluster, service, pools, versions)


def _is_announced(plan: Plan, cluster: Cluster, service: Service, pools: Spans[Pool]) -> bool:
    """Whether what a service lists comes from a range that Calico announces, as what others list does."""
    calico = all(it.product.lower() == "calico" for it in cluster.load_balancers)
    if not plan.observed or service.via != "external-ips" or not calico:
        return False
    others = (it for it in cluster.pinned_services if it.via == service.via and it is not service)
    spans = (((_ANYWHERE, at.version), int(at), int(at)) for it in others for at in it.addresses)
    return any(pools.meeting(*span) is not None for span in spans)


def _all_known(plan: Plan, cluster: Cluster) -> bool:
    """Whether the plan holds every pool that the cluster's balancers name."""
    lost = plan.lacks(cluster, "load_balancers") or any(plan.lacks(it, "pools") for it in cluster.load_balancers)
    names = (it for balancer in cluster.load_balancers for it in balancer.pools if isinstance(it, str))
    networks = [plan.network(name) for name in names]
    return not lost and all(network and network.cidrs for network in networks)


def _outside(
    plan: Plan, cluster: Cluster, service: Service, pools: Spans[Pool], versions: set[int]
) -> Iterator[Problem]:
    for which, address in enumerate(service.addresses):
        number = int(address)
        around = plan.space.covering(cluster.scope, address)
        inside = pools.meeting((_ANYWHERE, address.version), number, number)
        if address.version in versions and not inside and not (around and around.id in plan.cluster_networks):
            if nameless(plan, cluster) and plan.pools.meeting((cluster.scope, address.version), number, number):
                continue  # it may be of the cluster whose pool that is
            yield _nowhere(plan, cluster, service, which, address)


def _nowhere(plan: Plan, cluster: Cluster, service: Service, which: int, address: IPAddress) -> Problem:
    number = int(address)
    other = plan.pools.meeting((cluster.scope, address.version), number, number)
    shown = ", ".join(str(pool) for balancer in cluster.load_balancers for pool in balancer.pools)
    return Problem(
        at=service.place_of_address(which),
        message=f"the service {service.name} ({address}) lies in no pool of {cluster.name} ({shown})",
        related=(other.owner.related,) if other else (),
        hint=f"it lies in {other.owner.shown}: move the service there, or the address into a pool of its own cluster"
        if other
        else f"choose an address of {shown}, or widen the pool",
        parties=(service.id, cluster.id, *(other.owner.parties if other else ())),
    )
