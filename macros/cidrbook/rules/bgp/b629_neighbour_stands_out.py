"""One neighbour of a router differs from those around it.

All other neighbours around it are expected in one AS, mostly the cluster's, and this one is expected
in an AS that nothing else has; or it is in that AS, but outside of the network of the nodes and all other
neighbours. It is probably mistyped, and its session never comes up. Nothing is reported if several
differ, or if more is known about the address.

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
    """Neighbours in another AS, or on another network, than all neighbours around them."""
    if not (plan.unread or plan.lost):
        yield from map(_of_other_asn, other_asns(plan))
        yield from map(_of_other_network, other_networks(plan))


observed = check


def _of_other_asn(found: OtherAsn) -> Problem:
    neighbour, example, cluster = found
    whose = f", that of {cluster.name}," if cluster else ""
    return Problem(
        at=neighbour.router.own.at("peer_asn") if neighbour.router.own else neighbour.side.descriptions[0].at("asn"),
        message=f"{neighbour.router.name} expects AS {neighbour.asn} of {neighbour.address}, but AS {example.asn}"
        f"{whose} of all neighbours around it",
        related=(_related(example, "peer_asn", f"AS {example.asn} is expected of {example.address} here"),),
        hint=f"write {example.asn} if it is a node of {cluster.name if cluster else 'the same cluster'}",
        parties=tuple(dict.fromkeys((*neighbour.router.parties, *([cluster.id] if cluster else [])))),
    )


def _of_other_network(found: OtherNetwork) -> Problem:
    neighbour, example, cluster, network = found
    return Problem(
        at=neighbour.router.own.at("peer") if neighbour.router.own else neighbour.side.descriptions[0].at("address"),
        message=f"{neighbour.router.name} expects AS {neighbour.asn}, that of {cluster.name}, of"
        f" {neighbour.address}, which is outside of"
        f" {network.name} ({network.cidr}), the network of the nodes and of all other neighbours",
        related=(_related(example, "peer", f"{example.address} is one of the others"), network.related()),
        hint="correct the address",
        parties=tuple(dict.fromkeys((*neighbour.router.parties, cluster.id, network.id))),
    )


def _related(example: UnnamedNeighbour, key: str, message: str) -> Related:
    own = example.router.own
    return Related(at=own.at(key) if own else example.side.descriptions[0].at("asn"), message=message)
