"""An object outside of a cluster has an address from its pods or services.

Nodes never send packets for such an address to the network: they look for a pod with it, or drop
them. So the machine cannot be reached from the cluster, and a node with such an address may not
start. Services may have addresses of the services' range that are internal: `via: cluster-ip`.

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
  - {name: services, cidr: 10.71.0.0/16, role: services}
  - {name: lan, cidr: 10.3.42.0/24}
routers:
  - {name: edge, addresses: [10.3.42.1, 10.69.0.1]} # K804: 41
clusters:
  - name: home
    pods: pods
    services: services
    pinned_services:
      - {name: ingress, address: 10.71.0.80} # K804: 34
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
  - {name: services, cidr: 10.71.0.0/16, role: services}
  - {name: lan, cidr: 10.3.42.0/24}
routers:
  - {name: edge, addresses: [10.3.42.1, 10.3.42.2]}
clusters:
  - name: home
    pods: pods
    services: services
    pinned_services:
      - {name: ingress, address: 10.71.0.80, via: cluster-ip}
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/cluster-administration/networking/): pods, services and nodes
have ranges that do not overlap.
"""

from collections.abc import Iterator

from cidrbook.plan.cluster import Node, Service
from cidrbook.plan.inventory import Claim, Inventory
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Claims on addresses of pods or services, without internal addresses of services."""
    services = {name for cluster in plan.clusters for name in cluster.services}
    services |= {network.id for network in plan.networks if network.role == "services"}
    for claim, network in plan.located if plan.cluster_networks else ():
        if network and network.id in plan.cluster_networks:
            among_services = network.id in services
            if not _is_at_home(plan, claim, among_services):
                yield _problem(claim, network, among_services)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same of nodes that a file shows beside the range of their own cluster: of others, two labs may be meant."""
    proven = {
        (claim.place, network.id)
        for claim, network in observation.located
        if network and isinstance(claim.owner, Node) and claim.place.file == network.at("cidr").file
    }
    return (problem for problem in check(observation) if (problem.at, problem.parties[1]) in proven)


def _is_at_home(plan: Inventory, claim: Claim, among_services: bool) -> bool:  # noqa: FBT001 (a fact, not a mode)
    """Whether the owner is, or may be, a service with an internal address."""
    if not isinstance(claim.owner, Service) or not among_services:
        return False
    return claim.owner.via == "cluster-ip" or plan.lacks(claim.owner, "via")


def _problem(claim: Claim, network: Network, among_services: bool) -> Problem:  # noqa: FBT001 (as above)
    own = among_services and isinstance(claim.owner, Service)
    purpose = "services" if among_services else "pods"
    return Problem(
        at=claim.place,
        message=f"{claim.owner.kind} {claim.shown} is in {network.name} ({network.cidr}), the range of the {purpose}",
        related=(network.related(),),
        hint="write `via: cluster-ip` if this is its address inside the cluster; otherwise choose an address of a pool"
        if own
        else f"give it an address outside of {network.name}",
        parties=(claim.owner.id, network.id),
    )
