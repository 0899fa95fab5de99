"""A repository has different addresses for one cluster's API.

All control plane nodes share one virtual address; nodes, `kubectl` and variables refer to it. If
one of these values differs, some nodes never find the API, or lose it together with one machine. A
cluster has one virtual address on a network; an address on another network may be a second one.
Endpoints, certificates (`certSANs`, `tls-san`), `k8sServiceHost` and variables are compared. A
known node, host or service may also be the API's address.

```yaml title="talos/patches/k8s-0.yaml"
machine:
  network:
    hostname: k8s-0
    interfaces:
      - addresses: [10.3.42.10/24]
        vip: {ip: 10.3.42.9}
```

```yaml title="talos/patches/k8s-1.yaml"
machine:
  network:
    hostname: k8s-1
    interfaces:
      - addresses: [10.3.42.11/24]
        vip: {ip: 10.3.42.8} # K826: 19
```

Use instead:

```yaml title="talos/patches/k8s-0.yaml"
machine:
  network:
    hostname: k8s-0
    interfaces:
      - addresses: [10.3.42.10/24]
        vip: {ip: 10.3.42.9}
```

```yaml title="talos/patches/k8s-1.yaml"
machine:
  network:
    hostname: k8s-1
    interfaces:
      - addresses: [10.3.42.11/24]
        vip: {ip: 10.3.42.9}
```

Source: [Talos](https://www.talos.dev/latest/talos-guides/network/vip/): all control planes share one virtual address.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.objects.cluster_copies import stale_api_addresses
from cidrbook.drift.objects.odd_virtual_addresses import odd_virtual_addresses
from cidrbook.net.ip import link_of
from cidrbook.plan.cluster import Cluster
from cidrbook.repository.observation import Observation, nameless
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.source import Place

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """The second address for one API, on the network of the first."""
    found: dict[Place, Problem] = {}
    for cluster in observation.clusters:
        if not nameless(observation, cluster):
            found |= {problem.at: problem for problem in _differing(cluster)}
    for stale in (*stale_api_addresses(observation), *odd_virtual_addresses(observation)):
        found.setdefault(stale.at, stale.problem("write the same address in both"))
    yield from found.values()


def _differing(cluster: Cluster) -> Iterator[Problem]:
    links: dict[tuple[int, int], tuple[IPAddress, Place]] = {}
    for address, place in _api_addresses(cluster):
        before, at = links.setdefault(link_of(address), (address, place))
        if before != address:
            yield Problem(
                at=place,
                message=f"the API of {cluster.name} is at {address} here, and at {before} elsewhere",
                label="differs elsewhere",
                related=(Related(at=at, message=f"{before} is written here"),),
                hint="write the same address in both",
                parties=(cluster.id,),
            )


def _api_addresses(cluster: Cluster) -> Iterator[tuple[IPAddress, Place]]:
    """The virtual addresses, and the API's addresses without those of nodes and services."""
    for vip in cluster.virtual_addresses:
        if not vip.shared:
            yield from ((address, vip.place_of_address(which)) for which, address in enumerate(vip.addresses))
    nodes = {address for node in cluster.nodes for address in node.addresses}
    pinned = {address for service in cluster.pinned_services for address in service.addresses}
    for which, address in enumerate(cluster.api.addresses if cluster.api and cluster.virtual_addresses else ()):
        if address not in nodes and address not in pinned:
            yield address, cluster.at("api", "address", which)
