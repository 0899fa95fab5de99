"""A cluster has more nodes than shares in its pods' range.

Each node gets one share, and a node without one never becomes ready. A `/16` with shares of `/24`
is enough for 256 nodes. Calico is not checked: its nodes take blocks as they need them.

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/23, role: pods}
clusters:
  - name: home
    pods: pods
    nodes:
      - {name: k8s-0}
      - {name: k8s-1}
      - {name: k8s-2} # K811: 16
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/23, role: pods}
clusters:
  - name: home
    pods: pods
    node_mask: 25
    nodes:
      - {name: k8s-0}
      - {name: k8s-1}
      - {name: k8s-2}
```

Source: [Kubernetes](https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/),
`--node-cidr-mask-size`.
"""

from collections.abc import Iterator

from cidrbook.drift.objects.range_conflicts import sets_share_somewhere
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.cluster_ranges import Share, families, own_ipam, pods_place, prefixes, room, shares
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """The first node for which a family has no share left."""
    for cluster in plan.clusters:
        pods = prefixes(plan, cluster, "pods") if cluster.nodes and not own_ipam(cluster) else ()
        for version, share in shares(plan, cluster, families(pods)).items():
            count = room(share, [cidr for cidr in pods if cidr.version == version])
            if count is not None and len(cluster.nodes) > count:
                yield _problem(cluster, version, share, count)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same of nodes and pods that one file shows; of a product's own share, if no file may set another one."""
    written = {cluster.id for cluster in observation.clusters if cluster.node_masks}
    for problem in check(observation):
        of_one_file = problem.related[0].at.file == problem.at.file
        if of_one_file and (problem.parties[0] in written or not sets_share_somewhere(observation)):
            yield problem


def _problem(cluster: Cluster, version: int, share: Share, count: int) -> Problem:
    node = cluster.nodes[count]
    shares_ = f"{count} share{'' if count == 1 else 's'} of `/{share.length}`"
    return Problem(
        at=node.at("name"),
        message=f"{cluster.name} has {len(cluster.nodes)} nodes, but its pods' IPv{version} range has {shares_}",
        label="gets no share",
        related=(Related(at=pods_place(cluster), message="the pods are written here"),),
        hint="give the pods a shorter prefix, or nodes a longer `node_mask`, before you build the cluster",
        parties=(cluster.id, node.id, *cluster.pods),
    )
