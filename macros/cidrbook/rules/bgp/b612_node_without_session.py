"""Some nodes of a cluster have a session with a router, and others do not.

If neighbours are listed one by one, a new node is easily forgotten. It gets no traffic through the
router, and services with `externalTrafficPolicy: Local` whose pods run there are unreachable.

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
clusters:
  - name: home
    nodes:
      - {name: k8s-0, address: 10.3.42.10}
      - {name: k8s-1, address: 10.3.42.11}
    load_balancers: {product: metallb, mode: bgp, asn: 64601}
bgp:
  sessions:
    - {local: edge, peer: k8s-0, peer_asn: 64601} # B612: 27
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
clusters:
  - name: home
    nodes:
      - {name: k8s-0, address: 10.3.42.10}
      - {name: k8s-1, address: 10.3.42.11}
    load_balancers: {product: metallb, mode: bgp, asn: 64601}
bgp:
  sessions:
    - {local: edge, peer: home, peer_asn: 64601}
```

Source: [MetalLB](https://metallb.io/concepts/bgp/): each node has a session with the router;
[Kubernetes](https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/) on
`externalTrafficPolicy`.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.plan.model import Router
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import and_more
from cidrbook.plan.views.peering import Peering, astray, peerings, unowned_peers
from cidrbook.plan.views.speakers import SpeakerInstance, instances
from cidrbook.text.finding import Problem, Related


class Meeting(NamedTuple):
    """A speaker on a node, a router, and their session."""

    node: SpeakerInstance
    router: str
    peering: Peering


def check(plan: Plan) -> Iterator[Problem]:
    """For each speaker of a cluster and each router, the nodes without a session, unless that is by design."""
    if plan.unread or plan.lost:
        return
    meetings = list(_meetings(plan))
    routers: dict[str, set[str]] = defaultdict(set)
    by_pair: dict[tuple[str, str], list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        routers[meeting.node.key].add(meeting.router)
        by_pair[meeting.node.program.id, meeting.router].append(meeting)
    for (speaker, router), met in by_pair.items():
        having = {meeting.node.key for meeting in met}
        shared = set.union(*(routers[key] for key in having))
        roles = {_instance_roles(meeting.node) for meeting in met}
        left_out = [
            candidate
            for candidate in instances(plan).get(speaker, ())
            if candidate.key not in having and _instance_roles(candidate) in roles
        ]
        forgotten = [candidate for candidate in left_out if routers.get(candidate.key, set()) <= shared]
        # a peer that nothing in the plan has may be a node that is missed: that is found as unknown-neighbour
        if len(forgotten) > unowned_peers(plan)[router] and router not in astray(plan):
            yield _nodes_without_session(forgotten, met[0])


def _meetings(plan: Plan) -> Iterator[Meeting]:
    for peering in peerings(plan):
        for side, other in peering.sides:
            router = other.instance.machine if other.instance else None
            if side.instance and side.instance.program.runs_on != side.instance.where and isinstance(router, Router):
                yield Meeting(side.instance, router.id, peering)


def _instance_roles(instance: SpeakerInstance) -> frozenset[str]:
    """A node's roles: nodes of one role may have sessions that others are not meant to have."""
    return frozenset(getattr(instance.machine, "roles", ()))


def _nodes_without_session(nodes: list[SpeakerInstance], met: Meeting) -> Problem:
    machines = [node.machine for node in nodes if node.machine]
    cluster = met.node.cluster.id if met.node.cluster else "the cluster"
    router = met.peering.first if met.peering.second.instance is met.node else met.peering.second
    return Problem(
        at=met.peering.sessions[0].at("peer" if met.peering.second.instance is met.node else "local"),
        message=f"{met.node.name} has a session with {router.name}, but"
        f" {nodes[0].name}{and_more(nodes, ' has none', ' have none')}",
        related=tuple(Related(at=machine.at(), message=f"{machine.name} is written here") for machine in machines[:1]),
        hint=f"add one for each node, or one for all, with {cluster}",
        parties=tuple(dict.fromkeys((*met.peering.parties, *(machine.id for machine in machines)))),
    )
