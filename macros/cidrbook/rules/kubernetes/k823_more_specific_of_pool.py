"""A network is inside a pool for services.

Services may get addresses of this network's machines, and the longer prefix wins: packets to the
service arrive at the network. A named part of the pool is fine if it has the role `load-balancer`.

```yaml
networks:
  - {name: pool, cidr: 10.3.64.0/18, role: load-balancer}
  - {name: guest, cidr: 10.3.70.0/24, parent: pool} # K823: 25
  - {name: lan, cidr: 10.4.1.0/24} # K823: 23
clusters:
  - name: home
    load_balancers:
      - {product: cilium, mode: bgp, pools: [pool, 10.4.0.0/16]}
```

Use instead:

```yaml
networks:
  - {name: pool, cidr: 10.3.64.0/18, role: load-balancer}
  - {name: guest, cidr: 10.3.128.0/24}
  - {name: lan, cidr: 10.4.1.0/24}
clusters:
  - name: home
    load_balancers:
      - {product: cilium, mode: bgp, pools: [pool, 10.4.128.0/17]}
```

Source: [RFC 1812](https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4.3), section 5.2.4.3: the longest match decides.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.node_links import swallowed, undeclared
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Networks inside pools, unless they are reported as overlapping networks."""
    reported = undeclared(plan)
    for span, block in swallowed(plan):
        around = span.owner.network
        if around is None or frozenset((around.id, block.network.id)) not in reported:
            yield _problem(span.owner, block)


def _problem(pool: Pool, block: NetworkBlock) -> Problem:
    return Problem(
        at=block.place,
        message=f"{block.shown} is inside {pool.shown}",
        related=(pool.related,),
        hint="exclude its addresses from the pool, or set its role to `load-balancer` if it is a part of the pool",
        parties=tuple(dict.fromkeys((block.network.id, *pool.parties))),
    )
