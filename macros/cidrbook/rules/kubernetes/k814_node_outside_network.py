"""A node's address is outside of its cluster's node networks.

`node_network` tells where the nodes are; pools and virtual addresses are compared with it. Either
the node's address is mistyped, or a network is missing there. In a repository, a node is reported
if other nodes are inside, and a network is reported if no node is in it, such as a `validSubnets`
from before a move.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: lan, cidr: 10.3.24.0/24}
clusters:
  - name: home
    node_network: servers
    nodes:
      - {name: k8s-0, address: 10.3.42.10}
      - {name: k8s-1, address: 10.3.24.11} # K814: 32
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: lan, cidr: 10.3.24.0/24}
clusters:
  - name: home
    node_network: [servers, lan]
    nodes:
      - {name: k8s-0, address: 10.3.42.10}
      - {name: k8s-1, address: 10.3.24.11}
```

Source: the [data reference](../data.md), on `node_network`.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.objects.node_networks import EmptyNodeNetwork, NodeOutside, empty_node_networks, nodes_outside
from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.node_links import NodeLinks, on_link
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Addresses of nodes in none of the declared networks, in families that those have."""
    links = NodeLinks(plan)
    for cluster in plan.clusters:
        for node in cluster.nodes if cluster.node_networks else ():
            for which, address in enumerate(node.addresses):
                if on_link(address) and links.beside(cluster, address):
                    yield from _outside_node_networks(plan, cluster, node, which, address)


def observed(observation: Observation) -> Iterator[Problem]:
    """Nodes outside of the network of the others, and networks for nodes without any."""
    yield from map(_node_outside, nodes_outside(observation))
    yield from map(_empty_network, empty_node_networks(observation))


def _node_outside(found: NodeOutside) -> Problem:
    return Problem(
        at=found.node.place_of_address(0),
        message=f"node {found.node.name} ({found.node.addresses[0]}) is not in {found.network.cidr}, where"
        f" other nodes of"
        f" {found.cluster.name} are",
        related=(found.network.related(),),
        hint="correct the address or the network",
        parties=(found.node.id, found.cluster.id),
    )


def _empty_network(found: EmptyNodeNetwork) -> Problem:
    return Problem(
        at=found.network.at("cidr"),
        message=f"no node of {found.cluster.name} is in {found.network.cidr}: {found.node.name} has"
        f" {found.node.addresses[0]}",
        related=(Related(at=found.node.place_of_address(0), message=f"node {found.node.name} is written here"),),
        hint="write the network that the nodes are on",
        parties=(found.network.id, found.cluster.id),
    )


def _outside_node_networks(
    plan: Plan, cluster: Cluster, node: Node, which: int, address: IPAddress
) -> Iterator[Problem]:
    around = plan.space.covering(cluster.scope, address)
    if around and around.id in plan.cluster_networks:
        return
    named = tuple(filter(None, map(plan.network, cluster.node_networks)))
    shown = ", ".join(f"{network.name} ({network.cidr})" for network in named)
    yield Problem(
        at=node.place_of_address(which),
        message=f"node {node.name} ({address}) is not in {shown}, where the nodes of {cluster.name} are",
        related=tuple(network.related() for network in named[:1]),
        hint=_hint_with_network(around),
        parties=(node.id, cluster.id, *(network.id for network in named)),
    )


def _hint_with_network(around: Network | None) -> str:
    return f"correct the address, or add `{around.id}` to `node_network`" if around else "correct the address"
