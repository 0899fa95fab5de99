"""Nodes may run more pods than they have addresses for.

A node assigns addresses from its share of the pods' range (`node_mask`), without the first and the
last one. Further pods wait for an address for ever. Calico is not checked: its nodes take another
block, or borrow addresses.

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
clusters:
  - {name: home, pods: pods, node_mask: 25, max_pods: 127} # K810: 55
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
clusters:
  - {name: home, pods: pods, node_mask: 25, max_pods: 126}
```

Source: [Kubernetes](https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/), `maxPods`.
"""

from collections.abc import Iterator

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.cluster_ranges import Share, families, own_ipam, prefixes, shares
from cidrbook.text.finding import Problem

_WIDTH = 32
"""The bits of an IPv4 address: nodes have more pods than that in no share of IPv6."""


def check(plan: Plan) -> Iterator[Problem]:
    """Clusters whose `max_pods` is more than a node's IPv4 share holds."""
    for cluster in plan.clusters:
        if cluster.max_pods is not None and not own_ipam(cluster):
            share = shares(plan, cluster, families(prefixes(plan, cluster, "pods"))).get(4)
            if share and share.length <= _WIDTH and cluster.max_pods > _share_size(share):
                yield _problem(cluster, cluster.max_pods, share)


def _share_size(share: Share) -> int:
    return max((1 << (_WIDTH - share.length)) - 2, 0)


def _problem(cluster: Cluster, most: int, share: Share) -> Problem:
    enough = _WIDTH - (most + 1).bit_length()
    wider = f", or a `node_mask` of {enough} before you build the cluster" if enough > 0 else ""
    return Problem(
        at=cluster.at("max_pods"),
        message=f"a node of {cluster.name} may run {most} pods, but its `/{share.length}`"
        f" has {_share_size(share)} addresses",
        hint=f"write `max_pods: {_share_size(share)}`{wider}",
        parties=(cluster.id,),
    )
