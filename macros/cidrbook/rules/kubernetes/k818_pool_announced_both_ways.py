"""One pool is announced by BGP and by ARP on the same link.

Machines on the link reach one node by ARP, the router spreads its traffic over several nodes, and
answers take a third path. Stateful firewalls drop such connections. It works if you know where each
client is.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: metallb, mode: l2, pools: 10.3.42.192/27}
      - {product: metallb, mode: bgp, pools: 10.3.42.192/27} # K818: 46
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: metallb, mode: l2, pools: 10.3.42.192/27}
      - {product: metallb, mode: bgp, pools: 10.3.69.0/27}
```

Source: [MetalLB](https://metallb.io/concepts/layer2/) on one node that answers for all, and
[on BGP](https://metallb.io/concepts/bgp/), where the router spreads.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.node_links import NodeLinks, one_pool
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Pools that one product of a cluster announces in both modes, where it reaches the link at all."""
    links = NodeLinks(plan)
    seen: set[int] = set()
    for before, span in plan.pools.overlaps():
        modes = {before.owner.balancer.mode, span.owner.balancer.mode}
        both = modes == {"l2", "bgp"} and one_pool(before, span) and id(span.owner) not in seen
        if both and not links.off(before) and not links.off(span):
            seen.add(id(span.owner))
            yield _both_ways(before.owner, span.owner)


def _both_ways(before: Pool, pool: Pool) -> Problem:
    return Problem(
        at=pool.place,
        message=f"{pool.shown} is announced by BGP and by ARP",
        related=(before.related,),
        hint="announce it in one way, and use another pool for the other one",
        parties=pool.parties,
    )
