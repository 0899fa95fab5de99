"""Two clusters use one routed network for pods or services.

A router knows one route to an address, or several to different clusters, so packets arrive at the
wrong pod or at none. A range is routed if a BGP session or a cluster's network plugin announces it,
or if pods' packets leave unchanged (`native_routing`). Internal ranges may be equal:
[K802](#k802-clusters-share-range).

```yaml
networks:
  - {name: pods, cidr: 10.42.0.0/16, role: pods}
clusters:
  - {name: home, pods: pods, cni: {product: calico, bgp: true}}
  - {name: lab, pods: pods} # K803: 23
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.42.0.0/16, role: pods}
  - {name: lab pods, cidr: 10.44.0.0/16, role: pods}
clusters:
  - {name: home, pods: pods, cni: {product: calico, bgp: true}}
  - {name: lab, pods: lab-pods}
```

Source: [Calico](https://docs.tigera.io/calico/latest/networking/configuring/bgp): nodes announce the blocks of their
pods to their peers; [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-9.1), section 9.1: a speaker chooses one
route to a prefix.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.cluster_ranges import Shared, Use
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Networks that two clusters name for one purpose, and that are routed."""
    shared = Shared(plan)
    for first, again in shared.again():
        if shared.routed(first, again):
            yield _routed_by_both(first, again)


def _routed_by_both(first: Use, again: Use) -> Problem:
    network = again.network
    names = f"{first.cluster.name} and {again.cluster.name}"
    return Problem(
        at=again.place,
        message=f"{names} both use {network.name} ({network.cidr}) for their {again.purpose}, and it is routed",
        label="again",
        related=(first.related,),
        hint=f"give {again.cluster.name} a network of its own, before you build the cluster",
        parties=(again.cluster.id, first.cluster.id, network.id),
    )
