"""The IP families of a cluster's pods and services do not match.

Pods and services have one range of IPv4, one of IPv6, or one of each; both need the same families
in the same order. A service has no pods to send to in a family that they lack. From Kubernetes 1.33
on services may have more ranges, and pods may with Calico and Cilium.

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
  - {name: services, cidr: [10.71.0.0/16, "fd5b:7c1e:93a2:71::/112"], role: services}
clusters:
  - name: home
    pods: pods
    services: services # K805: 15
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: [10.69.0.0/16, "fd5b:7c1e:93a2:6900::/56"], role: pods}
  - {name: services, cidr: [10.71.0.0/16, "fd5b:7c1e:93a2:71::/112"], role: services}
clusters:
  - name: home
    dual_stack: true
    pods: pods
    services: services
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/services-networking/dual-stack/): how ranges of both families
are set.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from netaddr import IPNetwork

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.views.cluster_ranges import PURPOSES, families, minor, pods_place, prefixes
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR

_TAKES_MORE = ("calico", "cilium")
_GATE = "MultiCIDRServiceAllocator"


def check(plan: Inventory) -> Iterator[Problem]:
    """Clusters with two ranges of one family, with different families, or with them in different orders."""
    return _in_clusters(plan, plan.clusters)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same of ranges that one file shows: two files may be about two clusters, or about two times."""
    for cluster in observation.clusters:
        networks = list(filter(None, map(observation.network, (*cluster.pods, *cluster.services))))
        if len({network.at("cidr").file for network in networks}) == 1:
            yield from (_at_networks(problem, networks) for problem in _in_clusters(observation, [cluster]))


def _at_networks(problem: Problem, networks: list[Network]) -> Problem:
    """The problem at the last of its ranges, since a cluster of the files is written nowhere itself."""
    first, *_, last = [network.at("cidr") for network in networks if network.id in problem.parties] * 2
    related = tuple(Related(at=first, message=old.message) for old in problem.related)
    return replace(problem, at=last, related=related)


def _in_clusters(plan: Inventory, clusters: Iterable[Cluster]) -> Iterator[Problem]:
    for cluster in clusters:
        known = {purpose: prefixes(plan, cluster, purpose) for purpose in PURPOSES}
        crowded = [_too_many_ranges(cluster, purpose, cidrs) for purpose, cidrs in known.items() if cidrs]
        mismatch = _mismatch(cluster, families(known["pods"]), families(known["services"]))
        yield from [problem for problem in crowded if problem] or ([mismatch] if mismatch else ())


def _too_many_ranges(cluster: Cluster, purpose: str, cidrs: tuple[IPNetwork, ...]) -> Problem | None:
    ((version, count),) = Counter(cidr.version for cidr in cidrs).most_common(1)
    if count < 2 or _may_have_more(cluster, purpose):
        return None
    more = ", or write its `version` if it is 1.33 or later" if purpose == "services" and not cluster.version else ""
    return Problem(
        at=pods_place(cluster) if purpose == "pods" else cluster.at(purpose),
        message=f"{cluster.name} has {count} IPv{version} ranges for its {purpose}",
        hint=f"keep one of each family{more}",
        parties=(cluster.id, *getattr(cluster, purpose)),
    )


def _may_have_more(cluster: Cluster, purpose: str) -> bool:
    if purpose == "pods":
        return cluster.cni is not None and cluster.cni.product.lower().startswith(_TAKES_MORE)
    return minor(cluster) >= 33 or cluster.feature_gates.get(_GATE, False)


def _mismatch(cluster: Cluster, pods: tuple[int, ...], services: tuple[int, ...]) -> Problem | None:
    parties = (cluster.id, *cluster.pods, *cluster.services)
    if pods and services and pods != services:
        return Problem(
            at=cluster.at("services"),
            message=f"the services of {cluster.name} are {_family_names(services)}, its pods {_family_names(pods)}",
            related=(Related(at=pods_place(cluster), message="the pods are written here"),),
            hint=f"give both {_family_names(max(services, pods, key=len))}, in one order",
            parties=parties,
        )
    if cluster.dual_stack and len(pods or services) == 1:
        return Problem(
            at=cluster.at("dual_stack"),
            message=f"{cluster.name} is dual-stack, but its ranges are {_family_names(pods or services)} alone",
            hint=f"add ranges of IPv{10 - (pods or services)[0]}, or remove `dual_stack`",
            parties=parties,
        )
    return None


def _family_names(versions: tuple[int, ...]) -> str:
    return " and ".join(f"IPv{version}" for version in versions)
