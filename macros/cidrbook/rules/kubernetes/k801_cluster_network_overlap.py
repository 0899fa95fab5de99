"""The addresses of pods or services overlap another network.

A node routes such addresses into the cluster, so pods, and often the node itself, cannot reach the
other network. The defaults of clusters often overlap home networks: 10.42.0.0/16 and 10.43.0.0/16
(k3s), 10.244.0.0/16 (flannel, Talos), 10.96.0.0/12 (kubeadm), 192.168.0.0/16 (Calico). Pods inside
a network that contains nothing else are fine: give that network the role `container`. For ranges
that two clusters use internally see [K802](#k802-clusters-share-range).

```yaml
networks:
  - {name: pods, cidr: 10.42.0.0/16, role: pods}
  - {name: lan, cidr: 10.42.7.0/24} # K801: 23
  - {name: lab, cidr: 10.71.0.0/16, role: pods}
clusters:
  - {name: home, pods: pods}
  - {name: lab, pods: lab, services: lab} # K801: 38
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
  - {name: lan, cidr: 10.42.7.0/24}
  - {name: lab pods, cidr: 10.71.0.0/16, role: pods}
  - {name: lab services, cidr: 10.72.0.0/16, role: services}
clusters:
  - {name: home, pods: pods}
  - {name: lab, pods: lab-pods, services: lab-services}
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/cluster-administration/networking/): pods, services and nodes
have ranges that do not overlap.
"""

from collections.abc import Iterable, Iterator

from cidrbook.drift.objects.range_conflicts import may_be_two_clusters
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.cluster_ranges import Shared, Use
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR

_HINT = "use another range for the pods or services, before you build the cluster"


def check(plan: Inventory) -> Iterator[Problem]:
    """Overlaps, equal prefixes among them, in which one side belongs to pods or services; networks used for both."""
    return _overlapping_ranges(plan, plan.clashes)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same, if the files prove that both ranges are in use together."""
    proven = (
        pair for pair in observation.clashes if not may_be_two_clusters(observation, *pair) and not _are_copies(*pair)
    )
    return _overlapping_ranges(observation, proven)


def _are_copies(outer: NetworkBlock, inner: NetworkBlock) -> bool:
    """Whether two files say one range of one name: what writes a manifest, and the manifest."""
    first, second = (block.network.cidrs[block.which].cidr for block in (outer, inner))
    return bool(first == second) and outer.network.name == inner.network.name


def _overlapping_ranges(plan: Inventory, clashes: Iterable[tuple[NetworkBlock, NetworkBlock]]) -> Iterator[Problem]:
    shared = Shared(plan)
    for outer, inner in clashes:
        if plan.serves_cluster(outer, inner) and not shared.apart(outer, inner):
            yield Problem(
                at=inner.place,
                message=f"{inner.shown} overlaps {outer.shown}",
                label="overlaps",
                related=(outer.network.related(outer.which),),
                hint=_HINT,
                parties=(inner.network.id, outer.network.id),
            )
    yield from (_overlap_problem(*pair) for pair in shared.mixed())


def _overlap_problem(first: Use, other: Use) -> Problem:
    network = other.network
    purposes = f"the {first.purpose} of {first.cluster.name} and the {other.purpose} of {other.cluster.name}"
    return Problem(
        at=other.place,
        message=f"{network.name} ({network.cidr}) is used for {purposes}",
        related=(first.related,),
        hint=_HINT,
        parties=tuple(dict.fromkeys((other.cluster.id, first.cluster.id, network.id))),
    )
