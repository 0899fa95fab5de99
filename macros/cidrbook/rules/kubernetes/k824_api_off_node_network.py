"""A virtual address announced by ARP is outside of the nodes' networks.

The node that holds the address announces it on its own link. Machines there send packets for
another network to the router, and the router looks for the address on another link. So nobody finds
it.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: management, cidr: 10.3.1.0/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    virtual_addresses:
      - {name: api, address: 10.3.1.5, product: kube-vip, mode: arp} # K824: 30
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: management, cidr: 10.3.1.0/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    virtual_addresses:
      - {name: api, address: 10.3.42.5, product: kube-vip, mode: arp}
      - {name: far, address: 10.3.1.5, product: kube-vip, mode: bgp}
```

Source: [kube-vip](https://kube-vip.io/docs/about/architecture/), on ARP;
[Talos](https://www.talos.dev/latest/talos-guides/network/vip/) asks for one link too.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.node_links import NodeLinks
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Virtual addresses of mode `arp` outside of all known prefixes of the nodes."""
    links = NodeLinks(plan)
    for cluster in plan.clusters:
        for vip in cluster.virtual_addresses:
            for which, address in enumerate(vip.addresses if vip.mode == "arp" else ()):
                around = plan.space.covering(cluster.scope, address)
                among_pods = around and around.id in plan.cluster_networks
                if not among_pods and links.beside(cluster, address):
                    yield _vip_off_link(links, cluster, vip, which, address)


def _vip_off_link(links: NodeLinks, cluster: Cluster, vip: VirtualAddress, which: int, address: IPAddress) -> Problem:
    here = ", ".join(map(str, links.of(cluster, address.version)))
    where = "node_network" if cluster.node_networks else "nodes"
    return Problem(
        at=vip.place_of_address(which),
        message=f"the virtual address {vip.name} ({address}) is not inside {here}, the network of the nodes of"
        f" {cluster.name}",
        related=(Related(at=cluster.at(where), message=f"the nodes of {cluster.name} are here"),),
        hint=f"choose an address inside {here}, or announce it by BGP",
        parties=(vip.id, cluster.id),
    )
