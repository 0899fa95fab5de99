"""A load balancer pool overlaps a DHCP range.

Neither knows which addresses the other one has assigned. A client and a service get one address,
and packets reach either of them.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, dhcp: 10.3.42.100-10.3.42.199}
clusters:
  - name: home
    load_balancers:
      - {product: metallb, mode: l2, pools: 10.3.42.199-10.3.42.220} # K820: 45
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, dhcp: 10.3.42.100-10.3.42.199}
clusters:
  - name: home
    load_balancers:
      - {product: metallb, mode: l2, pools: 10.3.42.200-10.3.42.220}
```

Source: [MetalLB](https://metallb.io/configuration/): pools hold addresses that are for MetalLB alone.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.net.spans import Span
from cidrbook.plan.inventory import Inventory, Lease
from cidrbook.plan.pools import Pool
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Pools that overlap a DHCP range of their scope."""
    for span in plan.pools if plan.leases else ():
        lease = plan.leases.meeting(*span[:3])
        if lease:
            yield _handed_out_twice(span, lease)


observed = check


def _handed_out_twice(span: Span[Pool], lease: Span[Lease]) -> Problem:
    pool = span.owner
    return Problem(
        at=pool.place,
        message=f"{pool.shown} overlaps {lease.owner.shown}",
        label="overlaps",
        related=(lease.owner.related,),
        hint=_shorter_pool(span, lease),
        parties=tuple(dict.fromkeys((*pool.parties, lease.owner.network.id))),
    )


def _shorter_pool(span: Span[Pool], lease: Span[Lease]) -> str:
    """The hint with the part of the pool outside of the range."""
    if span.last > lease.last:
        return f"begin the pool at {IPAddress(lease.last + 1, span.domain[1])}"
    if span.first < lease.first:
        return f"end the pool at {IPAddress(lease.first - 1, span.domain[1])}"
    return "exclude the pool's addresses from the range"
