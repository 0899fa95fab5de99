"""A BGP peer's address does not belong to anything in the plan.

It is in a network of the plan whose machines are listed, but none of them has it. So a machine is
missing in the plan, or the address is mistyped.

In a repository, this is a neighbour that a router lists in the AS of a cluster beside all of its
nodes, and that is no node: usually a node that was removed.

```yaml
networks:
  - name: lan
    cidr: 10.3.42.0/24
    gateway: 10.3.42.1
    hosts: {name: nas, address: 10.3.42.5}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
bgp:
  sessions:
    - {local: edge, peer: 10.3.42.50, peer_asn: 64601} # B613: 27
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.3.42.0/24
    gateway: 10.3.42.1
    hosts: {name: nas, address: 10.3.42.5}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
bgp:
  sessions:
    - {local: edge, peer: 10.3.42.5, peer_asn: 64601}
    - {local: edge, peer: 172.16.0.1, peer_asn: 64999}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-8), section 8: a session is with the address that is
configured.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.objects.unlisted_nodes import NeighbourList, incomplete_lists
from cidrbook.plan.cluster import Node
from cidrbook.plan.network import Host, Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import EndDescription, SessionEnd, peerings
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.names import listed_names

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Such addresses, each once, without those of pools, DHCP ranges, gateways and APIs."""
    if plan.unread or plan.lost:
        return
    listing: set[int] | None = None
    seen: set[tuple[int, bool]] = set()
    for peering in peerings(plan):
        for side, other in peering.sides:
            description = side.descriptions[-1]
            key = id(description.session), description.mirrored
            address = None if side.instance or not other.instance or key in seen else as_address(side.name)
            if address is not None and other.instance:
                seen.add(key)
                listing = _listing(plan) if listing is None else listing
                network = plan.space.covering(other.instance.scope, address)
                if network and id(network) in listing and not _is_known(plan, other.instance.scope, address):
                    yield _unknown_peer(side, description, network, other)


def observed(observation: Observation) -> Iterator[Problem]:
    """Neighbours that a router lists beside the nodes of a cluster, and that are no nodes."""
    lists = incomplete_lists(observation)
    return (_gone(found) for found in lists if found.unknown and not found.missing)


def _listing(plan: Plan) -> set[int]:
    """The networks of which the plan lists hosts or nodes, by identity."""
    return {id(network) for claim, network in plan.located if network and isinstance(claim.owner, Host | Node)}


def _is_known(plan: Plan, scope: tuple[str, str], address: IPAddress) -> bool:
    number = int(address)
    return plan.taken.meeting((scope, address.version), number, number) is not None


def _unknown_peer(side: SessionEnd, description: EndDescription, network: Network, other: SessionEnd) -> Problem:
    end = "peer" if description.mirrored else "local"
    return Problem(
        at=description.session.at(end),
        message=f"{other.name} has a session with {side.name}, an address of {network.name} that nothing in the plan"
        " has",
        related=(network.related(),),
        hint=f"correct the address, or add its owner to {network.name}",
        parties=tuple(dict.fromkeys((*other.parties, network.id))),
    )


def _gone(found: NeighbourList) -> Problem:
    """Neighbours that a router lists beside the nodes of a cluster, and that are no nodes."""
    first, node = found.unknown[0], found.listed[0].side
    at, *others = dict.fromkeys(neighbour.place for neighbour in found.unknown)
    cluster, which = found.cluster.name, listed_names(neighbour.side.name for neighbour in found.unknown)
    related = [Related(at=place, message="another one is here") for place in others]
    if node.instance and node.instance.machine:
        related.append(Related(at=node.instance.machine.at(), message=f"the nodes of {cluster} are written here"))
    return Problem(
        at=at,
        message=f"{first.router.name} expects AS {first.asn} of all nodes of {cluster}, and of"
        f" {which}, which no node has",
        related=tuple(related),
        hint=f"remove it if that node is gone, or add it to the nodes of {cluster}",
        parties=tuple(dict.fromkeys((*first.router.parties, found.cluster.id))),
    )
