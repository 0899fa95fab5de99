"""A service is pinned to an address outside of its cluster's pools.

A load balancer assigns no addresses from outside of its pools: the service stays pending, or gets
another address. External addresses (`via: external-ips`) and internal ones (`via: cluster-ip`) come
from no pool. In a repository, external addresses are reported, as a warning, if Calico announces others
of the cluster, but not these; and what Calico announces (`serviceExternalIPs`) is no pool. Addresses of
a tailnet (100.64.0.0/10) are handed out by the VPN's operator, and not by the load balancer.

A pool may hold an address and not hand it out, by its `options`: Cilium's `disabled`
and `allowFirstLastIPs: "No"`, MetalLB's `avoidBuggyIPs`. Cilium before 1.16, where `version` says
so, leaves out the first and the last address of a prefix unless that option is `Yes`.

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

Source: [Cilium](https://docs.cilium.io/en/stable/network/lb-ipam/), on requesting addresses, and [its change of 1.16](https://github.com/cilium/cilium/pull/33151);
[MetalLB](https://metallb.io/usage/) refuses too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.pools import Pool, may_only_announce, pool_spans, withheld
from cidrbook.repository.observation import Observation, nameless
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR

_OWN = ("external-ips", "cluster-ip")
_ANYWHERE = ("", "")
_TAILNETS = (IPNetwork("100.64.0.0/10"), IPNetwork("fd7a:115c:a1e0::/48"))
"""Where Tailscale, Headscale and NetBird have their addresses (RFC 6598)."""
_SHOWN = 6
"""So many pools a message names: more are no help."""


class _Pools(NamedTuple):
    """The pools of a cluster: those that hand out addresses, those that are disabled, and the families of both."""

    active: Spans[Pool]
    disabled: Spans[Pool]
    versions: frozenset[int]

    def around(self, address: IPAddress) -> Span[Pool] | None:
        """The pool that has the address; a disabled one where no other has it."""
        spot = (_ANYWHERE, int(address.version)), int(address), int(address)
        return self.active.meeting(*spot) or self.disabled.meeting(*spot)


def check(plan: Inventory) -> Iterator[Problem]:
    """Pinned addresses in none of their cluster's pools of that family, if all pools are known."""
    for cluster, service, pools in _pinned_services(plan):
        if service.via not in _OWN:
            for which in _unpooled_addresses(service, pools):
                around = plan.space.covering(cluster.scope, service.addresses[which])
                if not (around and around.id in plan.cluster_networks):  # K804 says it
                    yield _not_given(plan, cluster, service, pools, which)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same, without those in another cluster's pool; and external addresses that Calico does not announce."""
    for cluster, service, pools in _pinned_services(observation):
        if not service.via:  # a chart's own setting, of which only the chart knows whether it makes a pool
            continue
        if service.via not in _OWN:
            given = _without_announced(pools)
            for which in _unpooled_addresses(service, given):
                elsewhere = nameless(observation, cluster) and _pool_around(observation, cluster, service, which)
                handed_out = _of_a_tailnet(service.addresses[which], given)
                if (given.around(service.addresses[which]) or not elsewhere) and not handed_out:
                    yield _not_given(observation, cluster, service, given, which)
        elif _is_announced(cluster, service, pools.active):
            yield from (_not_announced(cluster, service, which) for which in _unpooled_addresses(service, pools))


def _of_a_tailnet(address: IPAddress, pools: _Pools) -> bool:
    """Whether an address is one that a VPN's operator hands out, and no pool of the cluster is in that space."""
    space = next((one for one in _TAILNETS if address in one), None)
    spot = (_ANYWHERE, address.version)
    return space is not None and pools.active.meeting(spot, int(space.first), int(space.last)) is None


def _without_announced(pools: _Pools) -> _Pools:
    """The pools without what Calico may only announce, and not assign."""
    active, disabled = (
        Spans(span for span in spans if not may_only_announce(span.owner.balancer))
        for spans in (pools.active, pools.disabled)
    )
    return _Pools(active, disabled, frozenset(span.domain[1] for spans in (active, disabled) for span in spans))


def _not_given(plan: Inventory, cluster: Cluster, service: Service, pools: _Pools, which: int) -> Problem:
    """What to say of an address that no pool hands out."""
    span = pools.around(service.addresses[which])
    return _not_assigned(service, which, span) if span else _without_pool(plan, cluster, service, which)


def _not_announced(cluster: Cluster, service: Service, which: int) -> Problem:
    """What to say of an external address that is reached at a node only, as nothing announces it."""
    shown = _shown_pools(cluster)
    return Problem(
        at=service.place_of_address(which),
        message=f"the service {service.name} ({service.addresses[which]}) is outside of what {cluster.name} announces"
        f" ({shown})",
        hint=f"choose an address of {shown}, or announce this one, too",
        parties=(service.id, cluster.id),
        severity=Severity.WARNING,
    )


def _pinned_services(plan: Inventory) -> Iterator[tuple[Cluster, Service, _Pools]]:
    """The pinned services of clusters of which all pools are known, with those pools."""
    active, disabled = _by_cluster(plan.pools), _by_cluster(pool_spans(plan.clusters, plan.network, disabled=True))
    for cluster in plan.clusters:
        both = [found.get(id(cluster), []) if _all_known(plan, cluster) else [] for found in (active, disabled)]
        pools = _Pools(Spans(both[0]), Spans(both[1]), frozenset(span.domain[1] for spans in both for span in spans))
        for service in cluster.pinned_services if pools.versions else ():
            if not plan.lacks(service, "via"):
                yield cluster, service, pools


def _by_cluster(spans: Iterable[Span[Pool]]) -> dict[int, list[Span[Pool]]]:
    """The pools of each cluster, by its identity, whatever their scopes."""
    found: dict[int, list[Span[Pool]]] = defaultdict(list)
    for span in spans:
        found[id(span.owner.cluster)].append(Span((_ANYWHERE, span.domain[1]), *span[1:]))
    return found


def _is_announced(cluster: Cluster, service: Service, pools: Spans[Pool]) -> bool:
    """Whether the addresses that a service lists are in a range that Calico announces, as those of others are."""
    calico = all(balancer.product.lower() == "calico" for balancer in cluster.load_balancers)
    if service.via != "external-ips" or not calico:
        return False
    others = (other for other in cluster.pinned_services if other.via == service.via and other is not service)
    spans = (((_ANYWHERE, at.version), int(at), int(at)) for other in others for at in other.addresses)
    return any(pools.meeting(*span) is not None for span in spans)


def _all_known(plan: Inventory, cluster: Cluster) -> bool:
    """Whether all pools of the cluster's load balancers could be read."""
    lost = plan.lacks(cluster, "load_balancers") or any(
        plan.lacks(balancer, "pools") for balancer in cluster.load_balancers
    )
    names = (pool for balancer in cluster.load_balancers for pool in balancer.pools if isinstance(pool, str))
    networks = [plan.network(name) for name in names]
    return not lost and all(network and network.cidrs for network in networks)


def _unpooled_addresses(service: Service, pools: _Pools) -> Iterator[int]:
    """The addresses of a service, by number, that no pool hands out, where there is one of their family."""
    for which, address in enumerate(service.addresses):
        span = pools.around(address)
        if address.version in pools.versions and (span is None or withheld(span, address)):
            yield which


def _pool_around(plan: Inventory, cluster: Cluster, service: Service, which: int) -> Span[Pool] | None:
    """The pool of any cluster that contains an address of a service."""
    address = service.addresses[which]
    return plan.pools.meeting((cluster.scope, address.version), int(address), int(address))


def _shown_pools(cluster: Cluster) -> str:
    """The first pools of a cluster, and how many more it has."""
    pools = [str(pool) for balancer in cluster.load_balancers[:_SHOWN] for pool in balancer.pools[:_SHOWN]]
    more = sum(len(balancer.pools) for balancer in cluster.load_balancers) - len(pools[:_SHOWN])
    return ", ".join(pools[:_SHOWN]) + (f" and {more} more" if more else "")


def _not_assigned(service: Service, which: int, span: Span[Pool]) -> Problem:
    address, pool = service.addresses[which], span.owner
    return Problem(
        at=service.place_of_address(which),
        message=f"the service {service.name} requests {address}, which {pool.shown} does not assign",
        related=(pool.related,),
        hint=f"{withheld(span, address)}: choose another address, or change the pool",
        parties=(service.id, *pool.parties),
    )


def _without_pool(plan: Inventory, cluster: Cluster, service: Service, which: int) -> Problem:
    address, other = service.addresses[which], _pool_around(plan, cluster, service, which)
    shown = _shown_pools(cluster)
    return Problem(
        at=service.place_of_address(which),
        message=f"the service {service.name} ({address}) is in no pool of {cluster.name} ({shown})",
        related=(other.owner.related,) if other else (),
        hint=f"it is in {other.owner.shown}: move the service there, or add the address to a pool of its own cluster"
        if other
        else f"choose an address of {shown}, or extend the pool",
        parties=(service.id, cluster.id, *(other.owner.parties if other else ())),
    )
