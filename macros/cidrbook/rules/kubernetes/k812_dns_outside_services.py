"""The address of a cluster's DNS service is outside of the services' range.

The service cannot get this address, and all pods send their queries to it. Link-local addresses are
not reported, because a cache on each node may listen there.

```yaml
networks:
  - {name: services, cidr: 10.71.0.0/16, role: services}
clusters:
  - {name: home, services: services, dns: 10.43.0.10} # K812: 43
```

Use instead:

```yaml
networks:
  - {name: services, cidr: 10.71.0.0/16, role: services}
  - {name: lab services, cidr: 10.73.0.0/16, role: services}
clusters:
  - {name: home, services: services, dns: 10.71.0.10}
  - {name: lab, services: lab-services, dns: 169.254.20.10}
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/): addresses of
services lie in the range for services, that of DNS by custom at its tenth.
"""

from collections.abc import Iterable, Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.objects.range_conflicts import has_uncertain_ranges
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.cluster_ranges import prefixes
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR

_BY_CUSTOM = 10
"""kubeadm, k3s and Talos give the DNS service the tenth address of the range."""


def check(plan: Inventory) -> Iterator[Problem]:
    """DNS addresses in none of the prefixes for services, where those are known."""
    return _outsiders(plan, plan.clusters)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same for clusters with certain ranges."""
    return _outsiders(
        observation, (cluster for cluster in observation.clusters if not has_uncertain_ranges(observation, cluster))
    )


def _outsiders(plan: Inventory, clusters: Iterable[Cluster]) -> Iterator[Problem]:
    for cluster in clusters:
        services = prefixes(plan, cluster, "services") if cluster.dns else ()
        for which, address in enumerate(cluster.dns if services else ()):
            if not address.is_link_local() and not any(address in cidr for cidr in services):
                yield _problem(cluster, which, address, services)


def _problem(cluster: Cluster, which: int, address: IPAddress, services: tuple[IPNetwork, ...]) -> Problem:
    shown = ", ".join(str(cidr) for cidr in services)
    alike = next(
        (service for service in services if service.version == address.version and service.size > _BY_CUSTOM), None
    )
    example = f", as {IPAddress(alike.first + _BY_CUSTOM, address.version)}" if alike else ""
    return Problem(
        at=cluster.at("dns", which),
        message=f"the DNS address {address} of {cluster.name} is outside of its services' range ({shown})",
        hint=f"write an address of that range{example}",
        parties=(cluster.id, *cluster.services),
    )
