"""The addresses of pods or services overlap another network.

A node sends everything to such an address into the cluster, so nothing on the
other network can be reached from a pod, and often not from the node either. The
clusters' defaults collide with home networks often: 10.42.0.0/16 and
10.43.0.0/16 (k3s), 10.244.0.0/16 (flannel, Talos), 10.96.0.0/12 (kubeadm),
192.168.0.0/16 (Calico). Pods inside a network that holds nothing else are fine:
give that one the role `container`.

```yaml
networks:
  - {name: pods, cidr: 10.42.0.0/16, role: pods}
  - {name: lan, cidr: 10.42.7.0/24} # K801: 23
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
  - {name: lan, cidr: 10.42.7.0/24}
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/cluster-administration/networking/): pods, services and nodes
have ranges that do not overlap.
"""

from collections.abc import Iterator

from cidrbook.plan.finding import Problem
from cidrbook.plan.plan import Plan


def check(plan: Plan) -> Iterator[Problem]:
    """Overlaps, equal prefixes among them, in which one side belongs to a cluster's pods or services."""
    for outer, inner in plan.clashes:
        if plan.serves_cluster(outer, inner):
            yield Problem(
                at=inner.place,
                message=f"{inner.shown} overlaps {outer.shown}",
                label="overlaps",
                related=(outer.network.related(outer.which),),
                hint="give the pods or services a range that nothing else uses, before the cluster is built",
                parties=(inner.network.id, outer.network.id),
            )
