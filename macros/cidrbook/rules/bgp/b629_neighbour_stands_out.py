"""One of a router's neighbours stands out among the nodes of a cluster that it lists.

All others around it are expected in the cluster's AS, and it alone in one that nothing has;
or it is expected in that AS, and is not on the network that the nodes, and all the others, are
on. Most likely it is a slip of the keys, and its session never comes up. Nothing is
found where several stand out, or where more is known of what has the address.

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
clusters:
  - name: home
    node_network: lan
    cni: {product: cilium, bgp: true, asn: 64601}
bgp:
  sessions:
    - {local: home, peer: edge, peer_asn: 64512}
    - {local: edge, peer: 10.3.42.10, peer_asn: 64601}
    - {local: edge, peer: 10.3.42.11, peer_asn: 64610} # B629: 49
    - {local: edge, peer: 10.3.42.12, peer_asn: 64601}
    - {local: edge, peer: 10.3.42.13, peer_asn: 64601}
    - {local: edge, peer: 10.3.43.14, peer_asn: 64601} # B629: 27
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
clusters:
  - name: home
    node_network: lan
    cni: {product: cilium, bgp: true, asn: 64601}
bgp:
  sessions:
    - {local: home, peer: edge, peer_asn: 64512}
    - {local: edge, peer: 10.3.42.10, peer_asn: 64601}
    - {local: edge, peer: 10.3.42.11, peer_asn: 64601}
    - {local: edge, peer: 10.3.42.12, peer_asn: 64601}
    - {local: edge, peer: 10.3.42.250, peer_asn: 64701}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-6.2), section 6.2, "Bad Peer AS".
"""

from collections.abc import Iterator

from cidrbook.drift.objects.odd_neighbour import OtherAsn, OtherNetwork, UnnamedNeighbour, other_asns, other_networks
from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """Neighbours of another AS, or on another network, than all those around them."""
    if not (plan.unread or plan.lost):
        yield from map(_of_other_asn, other_asns(plan))
        yield from map(_elsewhere, other_networks(plan))


observed = check


def _of_other_asn(found: OtherAsn) -> Problem:
    neighbour, near, cluster = found
    return Problem(
        at=neighbour.router.own.at("peer_asn") if neighbour.router.own else neighbour.side.descriptions[0].at("asn"),
        message=f"{neighbour.router.name} expects AS {neighbour.asn} of {neighbour.address}, and AS {near.asn},"
        f" which is that of"
        f" {cluster.name}, of all neighbours around it",
        related=(_related(near, "peer_asn", f"AS {near.asn} is expected of {near.address} here"),),
        hint=f"write {near.asn} if it is a node of {cluster.name}",
        parties=tuple(dict.fromkeys((*neighbour.router.parties, cluster.id))),
    )


def _elsewhere(found: OtherNetwork) -> Problem:
    neighbour, near, cluster, network = found
    return Problem(
        at=neighbour.router.own.at("peer") if neighbour.router.own else neighbour.side.descriptions[0].at("address"),
        message=f"{neighbour.router.name} expects AS {neighbour.asn}, that of {cluster.name}, of"
        f" {neighbour.address}, which is not inside"
        f" {network.name} ({network.cidr}), where the nodes and all other such neighbours are",
        related=(_related(near, "peer", f"{near.address} is one of the others"), network.related()),
        hint="correct the address",
        parties=tuple(dict.fromkeys((*neighbour.router.parties, cluster.id, network.id))),
    )


def _related(near: UnnamedNeighbour, key: str, message: str) -> Related:
    own = near.router.own
    return Related(at=own.at(key) if own else near.side.descriptions[0].at("asn"), message=message)
