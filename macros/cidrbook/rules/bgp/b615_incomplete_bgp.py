"""An AS number or a BGP session is missing.

Both ends of a session need an AS number, and the connecting end must know which one to expect. A
cluster that announces addresses by BGP needs a session. Plans without any session are not checked. In a
repository, cluster-template's settings of BGP are all there, or none.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: lab, cidr: 10.3.43.0/24, role: load-balancer}
routers:
  - {name: edge, addresses: 10.3.42.1/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    cni: {product: calico, bgp: true, asn: 64513}
  - name: test
    nodes: {name: test-0, address: 10.3.42.20}
    load_balancers:
      - {product: metallb, mode: bgp, asn: 64514, pools: lab} # B615: 34
bgp:
  sessions:
    - {local: home, peer: edge, peer_address: 10.3.42.1} # B615: 7
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: lab, cidr: 10.3.43.0/24, role: load-balancer}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    cni: {product: calico, bgp: true, asn: 64513}
  - name: test
    nodes: {name: test-0, address: 10.3.42.20}
    load_balancers:
      - {product: metallb, mode: bgp, asn: 64514, pools: lab}
bgp:
  sessions:
    - {local: home, peer: edge, peer_address: 10.3.42.1}
    - {local: test, peer: edge, peer_address: 10.3.42.1, announces: lab}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-4.2), section 4.2: the first message of a session says
the AS number; [MetalLB](https://metallb.io/configuration/_advanced_bgp_configuration/) on what a
session needs.
"""

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Entry
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.plan.views.session_ends import as_address
from cidrbook.plan.views.session_pairs import grouped, shown
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Plan) -> Iterator[Problem]:
    """Sessions with an end without an AS number, and clusters that speak BGP without a session."""
    if plan.unread or plan.lost or not all(map(_is_clear, _sides(plan))):
        return
    missing: dict[tuple[bool, ...], list[Peering]] = defaultdict(list)
    for peering in peerings(plan):
        missing[tuple(_is_without(side) for side, _ in peering.sides)].append(peering)
    for which, found in missing.items():
        yield from (_no_asn(group, which) for group in grouped(found) if any(which))
    if plan.sessions:
        yield from _clusters_without_session(plan)


def observed(observation: Observation) -> Iterator[Problem]:
    """Settings of BGP that a product refuses in part."""
    return observation.problems_of("incomplete-bgp")


def _sides(plan: Plan) -> Iterator[SessionEnd]:
    return (side for peering in peerings(plan) for side, _ in peering.sides)


def _is_clear(side: SessionEnd) -> bool:
    """Whether it is known who an end is: an address may be anybody's, but a name should be in the plan."""
    return side.instance is not None or as_address(side.name) is not None


def _is_without(side: SessionEnd) -> bool:
    """Whether nothing gives an end an AS number: neither its object, nor one of the descriptions."""
    own = side.instance.asn if side.instance else None
    return own is None and all(description.asn is None for description in side.descriptions)


def _no_asn(group: tuple[Peering, ...], which: tuple[bool, ...]) -> Problem:
    sides = [side for (side, _), missing in zip(group[0].sides, which, strict=True) if missing]
    key = "local_asn" if which[0] else "peer_asn"
    both = len(sides) == 2
    return Problem(
        at=group[0].place,
        message=f"{shown(group)} has no AS number " + ("at either end" if both else f"for {sides[0].name}"),
        hint="write `local_asn` and `peer_asn`, or `asn` at the speakers"
        if both
        else f"write `{key}`" + (f", or `asn` at {sides[0].name}" if sides[0].instance else ""),
        parties=group[0].parties,
    )


def _clusters_without_session(plan: Plan) -> Iterator[Problem]:
    """Clusters that speak BGP without a session, in a plan with sessions. A wrong session is reported as such."""
    speaking = {id(side.instance.cluster) for side in _sides(plan) if side.instance}
    written = {end for session in plan.sessions for end in (session.local, session.peer)}
    for cluster in plan.clusters:
        known = id(cluster) in speaking or not written.isdisjoint(_session_end_names(plan, cluster))
        said = None if known else next(_saying_so(cluster), None)
        if said:
            yield _no_session(cluster, *said)


def _session_end_names(plan: Plan, cluster: Cluster) -> set[str]:
    """The names under which a session may have an end in a cluster: its own, its nodes', their speakers'."""
    own = {cluster.id, cluster.name, *(name for node in cluster.nodes for name in (node.id, node.name))}
    return own | {name for one in plan.speakers if one.runs_on in own for name in (one.id, one.name)}


def _saying_so(cluster: Cluster) -> Iterator[tuple[Entry, str]]:
    """The objects of a cluster that speak BGP, each with the key that tells."""
    yield from ((balancer, "mode") for balancer in cluster.load_balancers if balancer.mode == "bgp")
    if cluster.cni and cluster.cni.bgp:
        yield cluster.cni, "bgp"
    yield from ((address, "mode") for address in cluster.virtual_addresses if address.mode == "bgp")


def _no_session(cluster: Cluster, entry: Entry, key: str) -> Problem:
    return Problem(
        at=entry.at(key),
        message=f"{cluster.name} speaks BGP, but has no session",
        hint=f"add its session with the router, as in `{{local: {cluster.id}, peer: …}}`",
        parties=(cluster.id,),
    )
