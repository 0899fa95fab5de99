"""A load balancer pool has almost no addresses left for services.

The next service of type LoadBalancer stays pending if the pool is empty. The figure is the share of
addresses that services are pinned to; addresses that are assigned automatically are in no plan and
come on top. The limit is 90 percent, as for networks. A pool of fewer than eight addresses is meant
to be full, unless its network has a `capacity` of its own.

```yaml
networks:
  - {name: pool, cidr: 10.0.9.0/29, role: load-balancer, capacity: 25}
clusters:
  - name: home
    load_balancers:
      - {product: metallb, mode: bgp, pools: pool} # C102: 46
    pinned_services:
      - {name: dns, address: 10.0.9.1}
      - {name: ingress, address: 10.0.9.2}
```

Use instead:

```yaml
networks:
  - {name: pool, cidr: 10.0.9.0/29, role: load-balancer, capacity: 26}
clusters:
  - name: home
    load_balancers:
      - {product: metallb, mode: bgp, pools: pool}
    pinned_services:
      - {name: dns, address: 10.0.9.1}
      - {name: ingress, address: 10.0.9.2}
```

Source: [MetalLB](https://metallb.io/usage/): a service for which there is no address waits.
"""

from collections.abc import Iterator

from cidrbook.net.spans import Span
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import QUIET
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING

_USUAL = 90
"""Percent, as for networks."""

_SMALL = 8
"""Pools of fewer addresses than these are made for the services that they have."""


def check(plan: Plan) -> Iterator[Problem]:
    """Pools at or above the limit."""
    usual = next((setting.capacity for setting in plan.settings if setting.capacity is not None), _USUAL)
    for span in plan.pools:
        claims = plan.held.within(span.domain, span.first, span.last)
        pinned = {claim.first for claim in claims if isinstance(claim.owner.owner, Service)}
        yield from _nearly_full(span, len(pinned), usual)


def _nearly_full(span: Span[Pool], taken: int, usual: int) -> Iterator[Problem]:
    pool = span.owner
    own = pool.network.capacity if pool.network else None
    limit = usual if own is None else own
    if pool.network and pool.network.status in QUIET:
        return
    if taken * 100 >= limit * span.size and (span.size >= _SMALL or own is not None):
        yield Problem(
            at=pool.place,
            message=f"{pool.shown} has {taken} of its {span.size} addresses pinned, {taken * 100 // span.size} percent",
            hint=f"add a pool, or raise `capacity` ({limit})",
            parties=pool.parties,
        )
