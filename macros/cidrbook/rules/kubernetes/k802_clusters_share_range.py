"""Two clusters use the same addresses for their pods or services.

That works as long as each cluster keeps them internal, behind the addresses of its nodes: both may
use the defaults. It fails when you connect the clusters, or route one of them. If a range is
already visible outside of its cluster (announced by BGP, by the network plugin, or sent unchanged
by `native_routing`), it is an error: [K801](#k801-cluster-network-overlap) for two networks that
overlap, [K803](#k803-routed-clusters-share-range) for one network that both name.

```yaml
networks:
  - {name: home pods, cidr: 10.42.0.0/16, role: pods}
  - {name: lab pods, cidr: 10.42.0.0/16, role: pods} # K802: 28
  - {name: services, cidr: 10.43.0.0/16, role: services}
clusters:
  - {name: home, pods: home-pods, services: services}
  - {name: lab, pods: lab-pods, services: services} # K802: 43
```

Use instead:

```yaml
networks:
  - {name: home pods, cidr: 10.42.0.0/16, role: pods}
  - {name: lab pods, cidr: 10.44.0.0/16, role: pods}
clusters:
  - {name: home, pods: home-pods}
  - {name: lab, pods: lab-pods, cni: {product: cilium, bgp: true}}
```

Source: [Cilium](https://docs.cilium.io/en/stable/network/clustermesh/clustermesh/): clusters that are joined have pod
ranges that do not overlap.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.cluster_ranges import Shared, Use
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO

_HINT = "fine as long as no router knows them; give one of them another range before you connect or route the clusters"


def check(plan: Plan) -> Iterator[Problem]:
    """Ranges that different clusters use for one purpose, all internally."""
    shared = Shared(plan)
    for outer, inner in plan.clashes if plan.clusters else ():
        users = shared.between(outer, inner)
        if users and not shared.routed(*users):
            yield _overlapping_networks(outer, inner, users)
    for first, again in shared.again():
        if not shared.routed(first, again):
            yield _named_by_both(first, again)


def _overlapping_networks(outer: NetworkBlock, inner: NetworkBlock, users: tuple[Use, ...]) -> Problem:
    owners = tuple(dict.fromkeys(use.cluster.id for use in users))
    return Problem(
        at=inner.place,
        message=f"{inner.shown} overlaps {outer.shown}: the {users[0].purpose} of different clusters",
        label="overlaps",
        related=(outer.network.related(outer.which),),
        hint=_HINT,
        parties=(inner.network.id, outer.network.id, *owners),
    )


def _named_by_both(first: Use, again: Use) -> Problem:
    network = again.network
    names = f"{first.cluster.name} and {again.cluster.name}"
    return Problem(
        at=again.place,
        message=f"{names} both use {network.name} ({network.cidr}) for their {again.purpose}",
        label="again",
        related=(first.related,),
        hint=_HINT,
        parties=(again.cluster.id, first.cluster.id, network.id),
    )
