"""A pool that is announced by ARP and NDP is outside of the nodes' network.

Clients use ARP and NDP only for addresses on their own link, so nobody ever asks the nodes for an
address of another network, and services with such an address are unreachable. The pool must be
inside one prefix of the nodes' network: `node_network`, or else the network around their addresses.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: lan, cidr: 10.3.43.0/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: metallb, mode: l2, pools: 10.3.42.200-10.3.43.20} # K815: 45
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: lan, cidr: 10.3.43.0/24}
  - {name: pool, cidr: 10.3.42.224/28, role: load-balancer, parent: servers}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: metallb, mode: l2, pools: pool}
      - {product: metallb, mode: bgp, pools: 10.3.69.0/24}
```

Source: [MetalLB](https://metallb.io/concepts/layer2/): a node answers for addresses on its own network.
"""

from collections.abc import Iterator

from cidrbook.net.spans import Span
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.node_links import NodeLinks
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Pools of mode `l2` that reach beyond the known prefixes of the nodes."""
    links = NodeLinks(plan)
    for span in plan.pools:
        if links.off(span):
            yield _pool_off_link(links, span)


def _pool_off_link(links: NodeLinks, span: Span[Pool]) -> Problem:
    pool = span.owner
    here = ", ".join(map(str, links.of(pool.cluster, span.domain[1])))
    where = "node_network" if pool.cluster.node_networks else "nodes"
    return Problem(
        at=pool.place,
        message=f"{pool.shown} is announced by ARP and NDP, but is not inside {here}, the network of its nodes",
        related=(Related(at=pool.cluster.at(where), message=f"the nodes of {pool.cluster.name} are here"),),
        hint=f"choose addresses inside {here}, or announce the pool by BGP",
        parties=pool.parties,
    )
