"""The network plugin has other ranges for pods than the cluster.

The plugin's configuration repeats the ranges that the cluster was built with, and one of the two
was not updated. Then pods get addresses without routes or firewall rules, or packets to pods get
the node's source address. Calico may use a part of the pods' range, and splits it into blocks of
its own size. A list of ranges that has no effect in the mode that is set, as Cilium's pool with
`ipam.mode: kubernetes`, is reported, too, unless the pods are there.

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
clusters:
  - name: home
    pods: pods
    node_mask: 24
    cni:
      product: cilium
      pods: 10.42.0.0/16 # K822: 13
      node_mask: 25 # K822: 18
      native_routing: 10.69.0.0/17 # K822: 23
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
clusters:
  - name: home
    pods: pods
    node_mask: 24
    cni:
      product: cilium
      pods: [10.69.0.0/17, 10.69.128.0/17]
      node_mask: 24
      native_routing: 10.0.0.0/8
```

Source: [Cilium](https://docs.cilium.io/en/stable/network/concepts/routing/), on native routing;
[Calico](https://docs.tigera.io/calico/latest/reference/installation/api), `IPPool`.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from netaddr import IPNetwork, cidr_merge

from cidrbook.drift.objects.range_conflicts import has_uncertain_ranges
from cidrbook.plan.cluster import Cluster, Cni
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.views.cluster_ranges import families, node_masks, own_ipam, prefixes, uses
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """Ranges and lengths that the plugin and the cluster both name, and that differ."""
    return _differing_plugins(plan, plan.clusters, lambda cluster, _: prefixes(plan, cluster, "pods"))


def observed(observation: Observation) -> Iterator[Problem]:
    """The same for clusters with certain ranges; and ranges that the plugin ignores."""
    certain = [cluster for cluster in observation.clusters if not has_uncertain_ranges(observation, cluster)]
    yield from _differing_plugins(observation, certain, lambda *both: _pods_beside(observation, *both))
    for name, network in observation.ignored:
        cluster = next((known for known in certain if known.id == name), None)
        yield from _ignored(network, prefixes(observation, cluster, "pods") if cluster else ())


def _pods_beside(observation: Observation, cluster: Cluster, cni: Cni) -> tuple[IPNetwork, ...]:
    """The pods of the installation that a plugin belongs to: of two in one tree, those in its own ranges if any are."""
    plugin, found = cni.at("pods", 0).file, [use.network for use in uses(observation, cluster, "pods")]
    apart = partial(are_apart, observation.installations)
    near = [network for network in found if not apart(plugin, network.origin.source.file)]
    same = [network for network in near if cidr_merge(network.cidrs) == cidr_merge(cni.pods)]
    for network in same:
        near = [other for other in near if not apart(network.origin.source.file, other.origin.source.file)]
    return tuple(cidr for network in near for cidr in network.cidrs)


def _ignored(network: Network, pods: tuple[IPNetwork, ...]) -> Iterator[Problem]:
    """A list of ranges without effect: a warning if the pods are known to have others, else information."""
    concerned = [cidr for cidr in pods if cidr.version in network.versions]
    if cidr_merge(network.cidrs) != cidr_merge(concerned):
        yield Problem(
            at=network.at("cidr", 0),
            message=f"{network.name} ({network.cidr}) has no effect in the {network.purpose}"
            + (f": the pods are in {_in_words(concerned)}" if concerned else ", so pods are not in this range"),
            hint="remove the range, or set the mode in which it counts",
            severity=None if concerned else Severity.INFO,
        )


def _differing_plugins(
    plan: Inventory, clusters: Iterable[Cluster], pods_of: Callable[[Cluster, Cni], tuple[IPNetwork, ...]]
) -> Iterator[Problem]:
    for cluster in clusters:
        if cluster.cni:
            pods = pods_of(cluster, cluster.cni)
            yield from _pods(plan, cluster, cluster.cni, pods)
            yield from _differing_masks(cluster, cluster.cni, families(pods) or (4, 6))
            yield from _differing_routes(cluster, cluster.cni, pods)


def _pods(plan: Inventory, cluster: Cluster, cni: Cni, pods: tuple[IPNetwork, ...]) -> Iterator[Problem]:
    theirs, ours = cidr_merge(cni.pods), cidr_merge(pods)
    part = own_ipam(cluster) and _all_in(theirs, ours)
    if theirs and ours and theirs != ours and not part and not plan.lacks(cni, "pods"):
        yield _problem(cluster, cni, "pods", f"{_in_words(cni.pods)} for pods, but the cluster has {_in_words(pods)}")


def _differing_masks(cluster: Cluster, cni: Cni, versions: tuple[int, ...]) -> Iterator[Problem]:
    theirs, ours = node_masks(cni.node_masks, versions), node_masks(cluster.node_masks, versions)
    if not own_ipam(cluster) and any(theirs[version] != ours[version] for version in theirs.keys() & ours.keys()):
        both = f"the node mask {_in_words(cni.node_masks)}, but the cluster has {_in_words(cluster.node_masks)}"
        yield _problem(cluster, cni, "node_mask", both)


def _differing_routes(cluster: Cluster, cni: Cni, pods: tuple[IPNetwork, ...]) -> Iterator[Problem]:
    routed = cidr_merge(cni.native_routing)
    concerned = [cidr for cidr in pods if cidr.version in families(routed)]
    if not _all_in(concerned, routed):
        shown = f"native routing for {_in_words(cni.native_routing)}, without some of {_in_words(concerned)}"
        yield _problem(cluster, cni, "native_routing", shown)


def _all_in(inner: Iterable[IPNetwork], outer: Iterable[IPNetwork]) -> bool:
    around = list(outer)
    return all(any(one in other for other in around) for one in inner)


def _in_words(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


def _problem(cluster: Cluster, cni: Cni, key: str, both: str) -> Problem:
    ours = cluster.at("pods" if key == "native_routing" else key, 0)
    theirs = Related(at=cni.at("pods", 0), message="the pods are written here")
    named = key != "native_routing" or bool(cluster.pods)
    return Problem(
        at=cni.at(key, 0),
        message=f"the network plugin of {cluster.name} has {both}",
        related=(Related(at=ours, message="the cluster has it here") if named else theirs,),
        hint="write in both the value that the cluster runs with",
        parties=(cluster.id, *cluster.pods),
    )
