"""A BGP session has the same end twice.

A speaker cannot have a session with itself, and two ends need two addresses. Usually an address or
a name was copied and not changed. A session of a cluster with itself is the mesh of its nodes, and
not reported.

```yaml
networks:
  - {name: link, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
  - {name: core, asn: 64513, addresses: 10.3.1.2/24}
bgp:
  sessions:
    - {local: edge, peer: 10.3.1.1, peer_asn: 64513} # B627: 27
```

Use instead:

```yaml
networks:
  - {name: link, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
  - {name: core, asn: 64513, addresses: 10.3.1.2/24}
bgp:
  sessions:
    - {local: edge, peer: 10.3.1.2, peer_asn: 64513}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-3), section 3: a connection between two systems.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.plan.bgp import Session
from cidrbook.plan.inventory import Inventory, first_by_id
from cidrbook.plan.views.peering import Peering, peerings
from cidrbook.plan.views.session_pairs import grouped
from cidrbook.plan.views.speakers import speakers
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Sessions whose ends are one speaker, or have one address. Two daemons may share a loopback address."""
    there = {id(session) for peering in peerings(plan) for session in peering.sessions}
    clusters = first_by_id(plan.clusters)
    meshes = clusters.keys() | {speaker.id for speaker in speakers(plan) if speaker.runs_on in clusters}
    for session in plan.sessions:
        if id(session) not in there and session.local not in meshes and session.local and session.peer:
            yield _one_speaker(session)
    for group in grouped(peering for peering in peerings(plan) if _one_address(peering)):
        yield _at_one_address(group[0])


observed = check


def _one_address(peering: Peering) -> IPAddress | None:
    """The address of both ends, unless both are on one machine."""
    one, other = (side.said("address") for side, _ in peering.sides)
    machines = [side.instance.machine for side, _ in peering.sides if side.instance]
    together = len(machines) == 2 and machines[0] is machines[1]
    return one if one == other and not together else None


def _one_speaker(session: Session) -> Problem:
    return Problem(
        at=session.at("peer"),
        message=f"the session of {session.local} with {session.peer} is with itself",
        hint="write the other end under `peer`",
        parties=tuple(dict.fromkeys((session.local, session.peer))),
    )


def _at_one_address(peering: Peering) -> Problem:
    session = peering.sessions[0]
    written = "peer_address" if session.peer_address is not None else "local_address"
    return Problem(
        at=session.at(written),
        message=f"both ends of {peering.shown} have the address {_one_address(peering)}",
        hint=f"write the address of {peering.second.name} under `peer_address`",
        parties=peering.parties,
    )
