"""A service is pinned to an address outside of its cluster's pools.

A load balancer assigns no addresses from outside of its pools: the service stays pending, or gets
another address. External addresses (`via: external-ips`) and internal ones (`via: cluster-ip`) come
from no pool. In a repository, external addresses are reported if Calico announces others of the
cluster, but not these.

A pool may hold an address and not hand it out, by its `options`: Cilium's `disabled`
and `allowFirstLastIPs: "No"`, MetalLB's `avoidBuggyIPs`.

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
from itertools import chain

from netaddr import IPAddress

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.pools import Pool, pool_spans, withheld
from cidrbook.repository.observation import Observation, nameless
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR

_OWN = ("external-ips", "cluster-ip")
_ANYWHERE = ("", "")


def check(plan: Inventory) -> Iterator[Problem]:
    """Pinned addresses in none of their cluster's pools of that family, if all pools are known."""
    for cluster, service, pools in _pinned(plan):
        if service.via not in _OWN:
            yield from (
                _without_pool(plan, cluster, service, which) for which in _outside(plan, cluster, service, pools)
            )


def observed(observation: Observation) -> Iterator[Problem]:
    """The same, with external addresses that Calico announces, and without those in another cluster's pool."""
    for cluster, service, pools in _pinned(observation):
        if service.via not in _OWN or _is_announced(cluster, service, pools):
            for which in _outside(observation, cluster, service, pools):
                if not (nameless(observation, cluster) and _pool_around(observation, cluster, service, which)):
                    yield _without_pool(observation, cluster, service, which)


def _pinned(plan: Inventory) -> Iterator[tuple[Cluster, Service, Spans[Pool]]]:
    """The pinned services of clusters of which all pools are known, with those pools, also disabled ones."""
    by_cluster: dict[int, list[Span[Pool]]] = {}
    for span in chain(plan.pools, pool_spans(plan.clusters, plan.network, disabled=True)):
        by_cluster.setdefault(id(span.owner.cluster), []).append(span)
    for cluster in plan.clusters:
        spans = by_cluster.get(id(cluster), []) if _all_known(plan, cluster) else []
        pools = Spans(Span((_ANYWHERE, span.domain[1]), *span[1:]) for span in spans)
        for service in cluster.pinned_services if spans else ():
            if not plan.lacks(service, "via"):
                yield cluster, service, pools


def _is_announced(cluster: Cluster, service: Service, pools: Spans[Pool]) -> bool:
    """Whether the addresses that a service lists are in a range that Calico announces, as those of others are."""
    calico = all(balancer.product.lower() == "calico" for balancer in cluster.load_balancers)
    if service.via != "external-ips" or not calico:
        return False
    others = (
        other_service
        for other_service in cluster.pinned_services
        if other_service.via == service.via and other_service is not service
    )
    spans = (((_ANYWHERE, at.version), int(at), int(at)) for each_service in others for at in each_service.addresses)
    return any(pools.meeting(*span) is not None for span in spans)


def _all_known(plan: Inventory, cluster: Cluster) -> bool:
    """Whether all pools of the cluster's load balancers could be read."""
    lost = plan.lacks(cluster, "load_balancers") or any(
        plan.lacks(balancer, "pools") for balancer in cluster.load_balancers
    )
    names = (pool for balancer in cluster.load_balancers for pool in balancer.pools if isinstance(pool, str))
    networks = [plan.network(name) for name in names]
    return not lost and all(network and network.cidrs for network in networks)


def _outside(plan: Inventory, cluster: Cluster, service: Service, pools: Spans[Pool]) -> Iterator[int]:
    """The indexes of a service's addresses that are in no pool, if there is one of their family."""
    versions = {span.domain[1] for span in pools}
    for which, address in enumerate(service.addresses):
        number = int(address)
        around = plan.space.covering(cluster.scope, address)
        inside = pools.meeting((_ANYWHERE, address.version), number, number)
        given = inside is not None and (not withheld(inside, address) or _is_given(plan, cluster, address))
        if address.version in versions and not given and not (around and around.id in plan.cluster_networks):
            yield which


def _pool_around(plan: Inventory, cluster: Cluster, service: Service, which: int) -> Span[Pool] | None:
    """The pool of any cluster that contains an address of a service."""
    address = service.addresses[which]
    return plan.pools.meeting((cluster.scope, address.version), int(address), int(address))


def _is_given(plan: Inventory, cluster: Cluster, address: IPAddress) -> bool:
    """Whether any pool of the cluster assigns the address."""
    return any(span.holds(address) and not withheld(span, address) for span in pool_spans([cluster], plan.network))


def _kept_back(plan: Inventory, cluster: Cluster, address: IPAddress) -> tuple[Span[Pool], str] | None:
    """The cluster's pool that contains the address but does not assign it, and the reason."""
    own = chain(pool_spans([cluster], plan.network), pool_spans([cluster], plan.network, disabled=True))
    return next(((span, reason) for span in own if span.holds(address) and (reason := withheld(span, address))), None)


def _without_pool(plan: Inventory, cluster: Cluster, service: Service, which: int) -> Problem:
    address, other = service.addresses[which], _pool_around(plan, cluster, service, which)
    shown = ", ".join(str(pool) for balancer in cluster.load_balancers for pool in balancer.pools)
    kept_back = _kept_back(plan, cluster, address)
    if kept_back:
        span, reason = kept_back
        return Problem(
            at=service.place_of_address(which),
            message=f"the service {service.name} requests {address}, which {span.owner.shown} does not assign",
            related=(span.owner.related,),
            hint=f"{reason}: choose another address, or change the pool",
            parties=(service.id, *span.owner.parties),
        )
    return Problem(
        at=service.place_of_address(which),
        message=f"the service {service.name} ({address}) is in no pool of {cluster.name} ({shown})",
        related=(other.owner.related,) if other else (),
        hint=f"it is in {other.owner.shown}: move the service there, or add the address to a pool of its own cluster"
        if other
        else f"choose an address of {shown}, or extend the pool",
        parties=(service.id, cluster.id, *(other.owner.parties if other else ())),
    )
