"""The first IP family of the services is missing on the control plane's nodes.

The API server listens on an address of its node. It does not start if that address is of another
family than the first range of services. Without a written range, the distribution's default counts,
which is IPv4.

```yaml
networks:
  - {name: lan, cidr: "fd5b:7c1e:93a2:10::/64"}
  - {name: pods, cidr: [10.69.0.0/16, "fd5b:7c1e:93a2:6900::/56"], role: pods}
  - {name: services, cidr: [10.71.0.0/16, "fd5b:7c1e:93a2:7100::/112"], role: services}
clusters:
  - name: home
    pods: pods
    services: services # K829: 15
    nodes: [{name: k8s-0, address: "fd5b:7c1e:93a2:10::11", roles: control-plane}]
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: "fd5b:7c1e:93a2:10::/64"}
  - {name: pods, cidr: ["fd5b:7c1e:93a2:6900::/56", 10.69.0.0/16], role: pods}
  - {name: services, cidr: ["fd5b:7c1e:93a2:7100::/112", 10.71.0.0/16], role: services}
clusters:
  - name: home
    pods: pods
    services: services
    nodes: [{name: k8s-0, address: "fd5b:7c1e:93a2:10::11", roles: control-plane}]
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/services-networking/dual-stack/) on the order of ranges;
[siderolabs/talos#8115](https://github.com/siderolabs/talos/issues/8115).
"""

from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.cluster_ranges import families, prefixes
from cidrbook.plan.views.product_defaults import SERVICES
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Clusters whose control plane has addresses, and none of the services' first family."""
    for cluster in plan.clusters:
        planes = _control_plane(cluster)
        versions = {address.version for node in planes for address in node.addresses}
        known = planes and all(node.addresses for node in planes) and not plan.lacks(cluster, "nodes")
        lost = any(plan.lacks(node, "address") for node in planes)
        first = _first_range(plan, cluster) if known and not lost else None
        if first and first.version not in versions:
            yield _problem(cluster, planes[0], first)


def _control_plane(cluster: Cluster) -> list[Node]:
    """The nodes of the control plane; all nodes if none has a role."""
    return [node for node in cluster.nodes if "control-plane" in node.roles] or [
        node for node in cluster.nodes if not node.roles
    ]


def _first_range(plan: Plan, cluster: Cluster) -> IPNetwork | None:
    """The services' first range: as written, or the distribution's default."""
    written = prefixes(plan, cluster, "services")
    if written or cluster.services or plan.lacks(cluster, "services"):
        return written[0] if written else None
    default = SERVICES.get(cluster.distribution.lower())
    return IPNetwork(default) if default else None


def _problem(cluster: Cluster, node: Node, first: IPNetwork) -> Problem:
    (version,) = families([first])
    if cluster.services:
        place, what = cluster.at("services"), f"the services of {cluster.name} begin with {first}"
    else:
        release = f"{cluster.distribution} {cluster.version}".strip()
        place = cluster.at("distribution")
        what = f"the services of {cluster.name} are {first}, the default of {release}"
    return Problem(
        at=place,
        message=f"{what}, but its control plane has no IPv{version} address",
        related=(Related(at=node.place_of_address(0), message=f"node {node.name} has {node.addresses[0]}"),),
        hint=f"put the range of IPv{10 - version} first, for pods as well, or give the nodes IPv{version} addresses",
        parties=(cluster.id, node.id),
    )
