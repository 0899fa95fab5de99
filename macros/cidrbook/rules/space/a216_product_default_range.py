"""A network overlaps a default range of a product in the plan.

Docker, Podman, libvirt, overlay networks and Kubernetes create networks of their own. A machine
that runs one of them cannot reach the plan's network at these addresses. Configure another range
for the product, or move the network. For a cluster, its `pods` and `services` count instead of the
default; a network with the product's name in its id or role is the product's own.

With kubeadm, the network plugin decides on the pods' range: Cilium takes 10.0.0.0/8, Calico
192.168.0.0/16, Flannel 10.244.0.0/16. A cluster's pods may also overlap its own default for
services, and the other way round.

Docker's second pool, 192.168.0.0/16, is not compared: nearly every home network is in it, and
Docker avoids the networks of the machine's interfaces.

In a repository, the default ranges of Talos, k3s, RKE2, kubeadm and k0s count where a whole
configuration of theirs is there and no file says another range: a node, the API or a network in such
a range is a warning.

```yaml
networks:
  - name: servers
    cidr: 172.20.5.0/24 # A216: 11
    hosts:
      - {name: media, address: 172.20.5.10, runs: docker}
  - {name: lan, cidr: 10.42.0.0/23} # A216: 23
  - {name: more pods, cidr: 10.64.0.0/10, role: pods, vrf: test} # A216: 29
clusters:
  - {name: home, distribution: k3s}
  - {name: test, distribution: kubeadm, pods: more-pods, vrf: test}
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 172.16.5.0/24
    hosts:
      - {name: media, address: 172.16.5.10, runs: docker}
  - {name: docker bridges, cidr: 172.17.0.0/16}
  - {name: lan, cidr: 10.42.0.0/23}
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
clusters:
  - {name: home, distribution: k3s, pods: pods}
```

Source: [Docker](https://docs.docker.com/engine/network/#automatic-subnet-allocation),
[Podman](https://docs.podman.io/en/latest/markdown/podman-network.1.html),
[libvirt](https://libvirt.org/formatnetwork.html), [Tailscale](https://tailscale.com/kb/1033/ip-and-dns-addresses),
[K3s](https://docs.k3s.io/cli/server#networking),
[Cilium](https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/),
[Calico](https://docs.tigera.io/calico/latest/networking/ipam/initial-ippool) and
[kubeadm](https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-init/), on their defaults.
"""

from collections.abc import Iterator
from itertools import chain

from cidrbook.drift.objects.default_ranges import InDefault, in_defaults
from cidrbook.plan.cluster import Node
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.product_defaults import Default, met, met_within, nodes_within
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Networks and nodes that overlap a default range of their scope, each with the first one."""
    seen: set[tuple[int, int]] = set()
    for network, which, default in chain(met(plan), met_within(plan)):
        if (id(network), which) not in seen:
            seen.add((id(network), which))
            yield _network_in_default(network, which, default)
    yield from (_node_inside(*found) for found in nodes_within(plan))


def observed(observation: Observation) -> Iterator[Problem]:
    """Default ranges of distributions, where a whole configuration says none, with something of the lab in them."""
    return map(_in_default, in_defaults(observation))


def _in_default(found: InDefault) -> Problem:
    product, purpose = found.default.name, found.default.role
    return Problem(
        at=found.at,
        message=f"{found.shown} is in {found.range}, which {product} uses for {purpose} where its configuration says"
        " nothing",
        label="overlaps",
        related=(Related(at=found.default.at("cidr"), message=f"no range for {purpose} is written here"),),
        hint=f"write a range for the {purpose} of {found.cluster.name} that nothing else has",
        parties=tuple(dict.fromkeys((found.party, found.cluster.id))),
    )


def _network_in_default(network: Network, index: int, default: Default) -> Problem:
    owner = default.owner
    return Problem(
        at=network.at("cidr", index),
        message=f"{network.name} ({network.cidrs[index]}) overlaps {default.shown}: {owner.name} uses it",
        related=(Related(at=owner.at(*owner.identity), message=f"{owner.name} is written here"),),
        hint=f"give {default.product} another range, or move the network out of this one",
        parties=(network.id, owner.id),
    )


def _node_inside(node: Node, which: int, default: Default) -> Problem:
    owner = default.owner
    return Problem(
        at=node.place_of_address(which),
        message=f"node {node.name} ({node.addresses[which]}) is in {default.shown}: {owner.name} uses it",
        related=(Related(at=owner.at(*owner.identity), message=f"{owner.name} is written here"),),
        hint=f"give {default.product} another range before the cluster is built",
        parties=(node.id, owner.id),
    )
