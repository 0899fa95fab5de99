"""Two pools for services overlap.

Each load balancer knows only its own assignments, so two services get one address. Within one
cluster MetalLB and Calico refuse such pools, and Cilium stops assigning from one of them. Clusters
at different sites, or in different VRFs, may have the same pools. So may balancers of one product
and one `name` that announce one pool in several ways, or one that assigns what another one
announces: then remove the `mode` of the former.

In a repository, pools of two clusters are compared where both are known by name, and have no node
and no API in common; that is a warning, as one of them may be gone, or elsewhere.

```yaml
clusters:
  - name: home
    load_balancers: {product: metallb, pools: 10.3.69.100-10.3.69.150}
  - name: lab
    load_balancers: {product: cilium, pools: 10.3.69.128/26} # K819: 46
```

Use instead:

```yaml
clusters:
  - name: home
    load_balancers: {product: metallb, pools: 10.3.69.100-10.3.69.127}
  - name: lab
    load_balancers: {product: cilium, pools: 10.3.69.128/26}
  - name: far
    site: cabin
    load_balancers: {product: cilium, pools: 10.3.69.128/26}
```

Source: [Cilium](https://docs.cilium.io/en/stable/network/lb-ipam/), on pools in conflict.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from netaddr import IPAddress

from cidrbook.drift.objects.two_clusters import are_on_one_link, are_two
from cidrbook.net.spans import Span
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.node_links import one_pool, undeclared
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Pools that overlap another one, unless both are one pool, or overlapping networks."""
    return _overlapping_pools(plan, plan.pools.overlaps())


def observed(observation: Observation) -> Iterator[Problem]:
    """The same within one cluster; between two, as a warning: one may be replaced by the other, or be elsewhere.

    A pool that two files write is one pool.
    """
    overlaps = [
        (before, span)
        for before, span in observation.pools.overlaps()
        if before.owner.place != span.owner.place and not _are_one_object(before.owner, span.owner)
    ]
    within = (pair for pair in overlaps if pair[0].owner.cluster is pair[1].owner.cluster)
    yield from _overlapping_pools(observation, within)
    for pair in overlaps:
        clusters = pair[0].owner.cluster, pair[1].owner.cluster
        for problem in _overlapping_pools(observation, [pair]) if are_two(observation, *clusters) else ():
            yield replace(problem, severity=Severity.WARNING, across=are_on_one_link(*clusters))
    yield from observation.problems_of("overlapping-pools")


def _are_one_object(one: Pool, other: Pool) -> bool:
    """Whether two files of a cluster write one object: only one of them can be there."""
    first, second = one.balancer, other.balancer
    named = bool(first.name) and (first.product, first.name) == (second.product, second.name)
    return named and first is not second and one.cluster is other.cluster


def _overlapping_pools(plan: Inventory, pairs: Iterable[tuple[Span[Pool], Span[Pool]]]) -> Iterator[Problem]:
    reported = undeclared(plan)
    seen: set[tuple[int, int]] = set()
    for before, span in pairs:
        pair = id(before.owner), id(span.owner)
        if pair in seen or one_pool(before, span):
            continue
        if not _are_overlapping_networks(before.owner, span.owner, reported):
            seen.add(pair)
            yield _problem(before, span)


def _are_overlapping_networks(one: Pool, other: Pool, pairs: frozenset[frozenset[str]]) -> bool:
    networks = [pool.network.id for pool in (one, other) if pool.network]
    return len(networks) == 2 and frozenset(networks) in pairs


def _problem(before: Span[Pool], span: Span[Pool]) -> Problem:
    pool, other = span.owner, before.owner
    after = IPAddress(before.last + 1, span.domain[1]) if span.last > before.last else None
    return Problem(
        at=pool.place,
        message=f"{pool.shown} overlaps {other.shown}",
        label="overlaps",
        related=(other.related,),
        hint=f"begin this pool at {after}" if after else "remove the addresses from one of them",
        parties=tuple(dict.fromkeys((*pool.parties, *other.parties))),
    )
