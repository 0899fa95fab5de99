"""No neighbour of the router is expected in the cluster's AS.

The cluster has a session with the router. The router's neighbours are addresses of machines that
are not in the plan, so it is unknown which of them are nodes of the cluster; but none of them is
expected in the cluster's AS. So the answer is "bad peer AS", and the session never comes up.

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
clusters:
  - name: home
    cni: {product: cilium, bgp: true, asn: 64513}
bgp:
  sessions:
    - {local: home, peer: edge, peer_asn: 64512}
    - {local: edge, peer: 10.3.42.10, peer_asn: 64601} # B628: 49
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
clusters:
  - name: home
    cni: {product: cilium, bgp: true, asn: 64601}
bgp:
  sessions:
    - {local: home, peer: edge, peer_asn: 64512}
    - {local: edge, peer: 10.3.42.10, peer_asn: 64601}
    - {local: edge, peer: 10.3.42.5, peer_asn: 64701}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-6.2), section 6.2, "Bad Peer AS".
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Host
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.observation import Observation, nameless
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Each cluster with each router that it has a session with, if no neighbour of the router can be a node."""
    return _unexpected(plan, lambda side, _: side.instance is None)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same. A host in a repository may be a node that no manifest shows.

    Where no node of a cluster is known, a router whose neighbours are all nodes of others does not expect it.
    """
    return _unexpected(
        observation,
        lambda side, cluster: (
            side.instance is None or _is_host(side) or not (cluster.nodes or nameless(observation, cluster))
        ),
    )


def _unexpected(plan: Inventory, unknown: Callable[[SessionEnd, Cluster], bool]) -> Iterator[Problem]:
    told = _neighbour_ends(plan)
    seen: set[tuple[str, str, int]] = set()
    for peering in peerings(plan):
        for side, other in peering.sides:
            cluster = side.instance.cluster if side.instance else None
            key = (cluster.id if cluster else "", other.where, side.asn or 0)
            asked = cluster is not None and side.own and other.instance and not other.own
            if cluster and asked and key not in seen:
                seen.add(key)
                neighbours = told.get(other.where, [])
                may_be_nodes = [neighbour for neighbour in neighbours if unknown(neighbour, cluster)]
                strange = _are_strange(neighbours, cluster.id, may_be_nodes)
                if strange and _expect_another(neighbours, side.asn):
                    yield _problem(side, other, neighbours)


def _neighbour_ends(plan: Inventory) -> dict[str, list[SessionEnd]]:
    """The neighbours in each machine's own descriptions of its sessions."""
    told: dict[str, list[SessionEnd]] = defaultdict(list)
    for peering in peerings(plan):
        for side, other in peering.sides:
            if side.own and side.instance:
                told[side.where].append(other)
    return told


def _are_strange(neighbours: list[SessionEnd], cluster: str, unknown: list[SessionEnd]) -> bool:
    """Whether some neighbours are not in the plan, all of those are addresses, and none is a node of the cluster."""
    known = (
        neighbour.instance.cluster for neighbour in neighbours if neighbour.instance and neighbour.instance.cluster
    )
    return bool(unknown) and all(map(_is_address_or_asn, unknown)) and all(one.id != cluster for one in known)


def _expect_another(neighbours: list[SessionEnd], asn: int | None) -> bool:
    """Whether each neighbour is expected to have an AS number, and none of them this one."""
    return all(asn and neighbour.said("asn") not in (None, asn) for neighbour in neighbours)


def _is_host(side: SessionEnd) -> bool:
    """Whether a neighbour is a host that may be a node of any cluster."""
    return side.instance is not None and side.instance.cluster is None and isinstance(side.instance.machine, Host)


def _is_address_or_asn(side: SessionEnd) -> bool:
    """Whether an end is an address, or a group with an AS number only."""
    return side.instance is not None or as_address(side.name) is not None or (not side.name and bool(side.said("asn")))


def _problem(side: SessionEnd, other: SessionEnd, neighbours: list[SessionEnd]) -> Problem:
    strange = [one for one in neighbours if one.instance is None or _is_host(one)] or neighbours
    expected = " or ".join(dict.fromkeys(f"AS {end.said('asn')}" for end in strange))
    description = strange[0].descriptions[0]
    own = side.own.at("local_asn") if side.own and side.own.local_asn else None
    name = side.instance.cluster.name if side.instance and side.instance.cluster else side.name
    return Problem(
        at=description.at("asn"),
        message=f"{other.name} expects {expected} of its neighbours, but {name}, which has a session with it,"
        f" has AS {side.asn}",
        related=(
            Related(
                at=own or (side.instance.speaker.at("asn") if side.instance else description.at("asn")),
                message=f"{name} has AS {side.asn} here",
            ),
        ),
        hint=f"write {side.asn} at the neighbours that are nodes of {name}, or give {name} the AS number of those",
        parties=tuple(dict.fromkeys((*other.parties, *side.parties))),
    )
