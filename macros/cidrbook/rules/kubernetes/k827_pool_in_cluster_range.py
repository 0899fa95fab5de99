"""A load balancer pool overlaps the addresses of pods, services or nodes.

Nodes handle these addresses themselves: packets end at a pod or in the network plugin, and never
reach the service with an address of the pool. Ranges that Calico announces for a cluster's own
services are no pools. In a repository, a range that is announced by BGP and contains a node's
address is reported, too; a pool as wide as the nodes' network is not, if all its services are
pinned.

```yaml
networks:
  - {name: pods, cidr: 10.42.0.0/16, role: pods}
clusters:
  - name: home
    pods: pods
    load_balancers:
      - {product: metallb, pools: 10.42.255.0/24} # K827: 35
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.42.0.0/16, role: pods}
clusters:
  - name: home
    pods: pods
    load_balancers:
      - {product: metallb, pools: 10.69.0.0/24}
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/cluster-administration/networking/): pods and services have
ranges of their own.
"""

from collections.abc import Iterable, Iterator

from cidrbook.drift.objects.range_conflicts import has_uncertain_ranges
from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import Span, overlap
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.pools import Pool, is_chosen
from cidrbook.plan.views.cluster_ranges import PURPOSES, Use, uses
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Pools that overlap a range of their own cluster, unless they are that network itself, or only announced."""
    return _over_ranges(plan, plan.pools)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same for clusters with certain ranges; and pools that contain nodes."""
    yield from _over_ranges(
        observation, (pool for pool in observation.pools if not has_uncertain_ranges(observation, pool.owner.cluster))
    )
    yield from _over_nodes(observation)


def _over_ranges(plan: Inventory, pools: Iterable[Span[Pool]]) -> Iterator[Problem]:
    for span in pools:
        pool = span.owner
        if pool.balancer.product.lower() != "calico":
            found = next((use for use in uses(plan, pool.cluster, *PURPOSES) if _span_meets_use(span, use)), None)
            if found and pool.network is not found.network:
                yield _problem(pool, found)


def _over_nodes(plan: Observation) -> Iterator[Problem]:
    """Ranges that BGP announces and that contain nodes, each with its first node."""
    for span in plan.pools:
        pool = span.owner
        chosen = is_chosen(span) or span.first >> 8 != span.last >> 8
        if pool.balancer.mode == "bgp" and chosen and isinstance(pool.balancer.pools[pool.which], AddressRange):
            nodes = ((node, which) for node in pool.cluster.nodes for which in range(len(node.addresses)))
            taken = next(((node, at) for node, at in nodes if span.holds(node.addresses[at])), None)
            if taken:
                node, which = taken
                yield Problem(
                    at=pool.place,
                    message=f"{pool.shown} holds node {node.name} ({node.addresses[which]})",
                    related=(Related(at=node.place_of_address(which), message="it is written here"),),
                    hint="end the pool before the addresses of machines",
                    parties=(*pool.parties, node.id),
                )


def _span_meets_use(span: Span[Pool], use: Use) -> bool:
    return any(overlap(cidr, span) for cidr in use.network.cidrs)


def _problem(pool: Pool, use: Use) -> Problem:
    return Problem(
        at=pool.place,
        message=f"{pool.shown} overlaps the {use.purpose} ({use.network.cidr})",
        label="overlaps",
        related=(Related(at=use.network.at("cidr"), message=f"the {use.purpose} are written here"),),
        hint="use another range for services of type LoadBalancer",
        parties=tuple(dict.fromkeys((*pool.parties, use.network.id))),
    )
