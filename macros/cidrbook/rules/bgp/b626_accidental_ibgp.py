"""A cluster has the AS number of its router, so their session is iBGP.

That works between the two. But a router does not pass on iBGP routes to other iBGP neighbours, and
keeps their next hop: nodes do not learn each other's routes from the router, and a second router of
the AS learns nothing from the first. Use separate AS numbers or a route reflector. Speakers with an
option for route reflection are not reported.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    cni: {product: calico, bgp: true, asn: 64512}
bgp:
  sessions:
    - {local: home, peer: edge, peer_address: 10.3.42.1} # B626: 7
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    cni: {product: calico, bgp: true, asn: 64513}
bgp:
  sessions:
    - {local: home, peer: edge, peer_address: 10.3.42.1}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-9.2), section 9.2;
[RFC 4456](https://www.rfc-editor.org/rfc/rfc4456) on route reflection.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.plan.views.session_pairs import shown
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO


def check(plan: Plan) -> Iterator[Problem]:
    """Sessions of a cluster's nodes with a router in the same AS, without route reflection.

    Where an end has another AS number than is expected of it, which one is meant is not known.
    """
    found: dict[tuple[str, ...], list[Peering]] = defaultdict(list)
    for peering in peerings(plan):
        otherwise = any(side.is_unexpected or _reflects(side) for side, _ in peering.sides)
        if peering.internal and _leaves_cluster(peering) and not otherwise:
            found[tuple(sorted(_side_home(side) for side, _ in peering.sides))].append(peering)
    return (_problem(tuple(group)) for group in found.values())


def _side_home(side: SessionEnd) -> str:
    """The cluster of an end, or its machine."""
    instance = side.instance
    return side.name if instance is None else f"cluster {instance.cluster.id}" if instance.cluster else instance.where


def _leaves_cluster(peering: Peering) -> bool:
    """Whether one end is a node and the other one is not. A mesh of nodes is iBGP on purpose."""
    inside = [bool(side.instance and side.instance.cluster) for side, _ in peering.sides]
    return inside[0] != inside[1]


def _reflects(side: SessionEnd) -> bool:
    """Whether an option of the speaker or of its machine is about route reflection."""
    owners = (side.instance.speaker, side.instance.machine) if side.instance else ()
    names = (name for owner in owners for name in getattr(owner, "options", ()))
    return any("routereflector" in re.sub("[_-]", "", name.lower()) for name in names)


def _problem(group: tuple[Peering, ...]) -> Problem:
    asn = group[0].first.asn
    return Problem(
        at=group[0].place,
        message=f"{shown(group)} is iBGP: both ends are in AS {asn}, so the router passes no learned routes on to"
        " others in it",
        hint="give the cluster an AS number of its own, or make the router a route reflector",
        parties=group[0].parties,
    )
