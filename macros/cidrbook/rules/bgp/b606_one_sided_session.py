"""A BGP session is missing at one of its ends.

A session comes up only if both ends are configured. If the plan describes a router's sessions from
both ends, a session that the router does not list was forgotten there, or was not removed here.

In a repository, a router's list of neighbours is compared with the nodes of a cluster that has the
session on each node: a new node, or a whole new cluster, is often forgotten there, or has another
address. It is not compared if the router accepts any neighbour of a range, or if a selector chooses
the nodes.

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
  - {name: one, asn: 64601, addresses: 10.3.42.11}
  - {name: two, asn: 64602, addresses: 10.3.42.12}
bgp:
  sessions:
    - {local: edge, peer: one, peer_asn: 64601}
    - {local: one, peer: edge, peer_asn: 64512}
    - {local: two, peer: edge, peer_asn: 64512} # B606: 26
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
  - {name: one, asn: 64601, addresses: 10.3.42.11}
  - {name: two, asn: 64602, addresses: 10.3.42.12}
bgp:
  sessions:
    - {local: edge, peer: one, peer_asn: 64601}
    - {local: one, peer: edge, peer_asn: 64512}
    - {local: two, peer: edge, peer_asn: 64512}
    - {local: edge, peer: two, peer_asn: 64602}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-8.2.1), section 8.2.1: connections from peers that are
not configured are refused.
"""

from collections.abc import Iterator

from cidrbook.drift.objects.unlisted_nodes import NeighbourList, incomplete_lists
from cidrbook.plan.bgp import Session
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import Peering, SessionEnd, astray, named, peerings
from cidrbook.plan.views.session_pairs import shared_pairs
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.names import listed_names

OBSERVED = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Sessions described at one end, if the other end describes others; each once for all nodes.

    Two sessions with one pair of addresses are found as that.
    """
    if plan.unread or plan.lost:
        return
    kept_up = dict(_described_twice(peerings(plan)))
    too_many = {id(peering) for pair in shared_pairs(plan) for peering in pair}
    groups: dict[int, list[Peering]] = {}
    for peering in peerings(plan):
        silent = peering.second
        known = id(peering) in too_many or silent.where in astray(plan)
        if len(peering.sessions) == 1 and _who(silent) in kept_up and not known:
            groups.setdefault(id(peering.sessions[0]), []).append(peering)
    yield from (_one_sided(group, kept_up[_who(group[0].second)]) for group in groups.values())


def observed(observation: Observation) -> Iterator[Problem]:
    """Nodes of a cluster that a router does not list among its neighbours."""
    return (_unlisted(found) for found in incomplete_lists(observation) if found.missing)


def _described_twice(found: tuple[Peering, ...]) -> Iterator[tuple[str, Session]]:
    """The speakers of which the plan describes sessions from both ends, each with one of its own descriptions.

    A plan may describe each session at one end only, now at this one and now at that one.
    """
    for peering in found:
        for side, _ in peering.sides:
            if len(peering.sessions) == 2 and peering.sessions[0] is not peering.sessions[1] and side.own:
                yield _who(side), side.own


def _who(side: SessionEnd) -> str:
    return side.instance.key if side.instance else side.name


def _one_sided(group: list[Peering], told: Session) -> Problem:
    silent = group[0].second
    return Problem(
        at=group[0].sessions[0].at("peer"),
        message=f"{named((peering.first for peering in group), ' has', ' have')} a session with"
        f" {named(peering.second for peering in group)} that {silent.name} does not list",
        related=(Related(at=told.at(), message=f"{silent.name} lists its sessions, for example here"),),
        hint=f"add it at {silent.name}, or remove it here",
        parties=group[0].parties,
    )


def _unlisted(found: NeighbourList) -> Problem:
    """The finding on nodes that a router does not list, with the unknown neighbours listed in their place."""
    cluster, router = found.cluster.name, found.missing[0].router.name
    nodes = listed_names(neighbour.shown for neighbour in found.missing)
    message = f"{router} has no session with {nodes}, but each node of {cluster} has one with it"
    if found.unknown:
        instead = listed_names(neighbour.side.name for neighbour in found.unknown)
        message = f"{router} has sessions with {instead}, where {cluster} has no node, and none with {nodes}"
    return Problem(
        at=(*found.unknown, *reversed(found.listed), *found.missing)[0].place,
        message=message,
        related=tuple(_end_places(found)),
        hint=f"add {nodes} to the neighbours of {router}, or correct the address",
        parties=tuple(dict.fromkeys(party for neighbour in found.missing for party in neighbour.peering.parties)),
    )


def _end_places(found: NeighbourList) -> Iterator[Related]:
    for neighbour in found.missing:
        if neighbour.side.instance and neighbour.side.instance.machine:
            yield Related(
                at=neighbour.side.instance.machine.place_of_address(0), message=f"{neighbour.side.name} is written here"
            )
    yield Related(
        at=found.missing[0].place, message=f"each node of {found.cluster.name} has the session, as written here"
    )
