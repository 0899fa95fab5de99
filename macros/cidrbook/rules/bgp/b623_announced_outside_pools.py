"""An end of a BGP session announces addresses that are not its own.

Packets to them arrive at a machine that cannot deliver them, or loop. Most products announce only
addresses that they have, so they announce nothing at all. A cluster has its pools, pods, services,
nodes and virtual addresses; a router has its networks and the routes that it passes on. It is a
warning, because a plan need not list all routes of a router. Clusters without pools, and networks
without a router in the plan, are not checked.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: metallb, mode: bgp, asn: 64513, pools: pool}
bgp:
  sessions:
    - {local: home, peer: edge, peer_address: 10.3.42.1, announces: 10.3.96.0/24} # B623: 69
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: metallb, mode: bgp, asn: 64513, pools: pool}
bgp:
  sessions:
    - {local: home, peer: edge, peer_address: 10.3.42.1, announces: pool}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-9.4), section 9.4, on what a speaker announces of its
own; [FRR](https://docs.frrouting.org/en/latest/bgp.html) on `network`, and on asking whether there is such a route.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.announcements import Announcement, announcements, is_own, once
from cidrbook.plan.views.filters import refusals
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Announcements of addresses that the end does not have, and that the other end's filter accepts."""
    told = refusals(plan)
    return (
        _problem(announcement)
        for announcement in once(announcements(plan))
        if announcement.key not in told and is_own(plan, announcement) is False
    )


def _problem(announcement: Announcement) -> Problem:
    cluster = announcement.sender.instance.cluster if announcement.sender.instance else None
    name = announcement.origin
    return Problem(
        at=announcement.place,
        message=f"{name} announces {announcement.shown}, "
        + ("which is none of its pools, pods or services" if cluster else "but is on no network that has it"),
        hint=f"announce a pool of {name}, or write this among its `pools`, or under `pods` or `services`"
        if cluster
        else f"announce a network that {name} is on, or write its address there under {name}",
        parties=announcement.parties,
    )
