"""Something is named that the plan does not hold.

A reference that leads nowhere is a typing mistake, or what is left of an object
that was renamed. References use ids; by default the id of `k8s pods` is
`k8s-pods`.

```yaml
networks:
  - {name: k8s pods, cidr: 10.69.0.0/16, role: pods}
clusters:
  - name: home
    pods: k8s-pod # F106: 11
```

Use instead:

```yaml
networks:
  - {name: k8s pods, cidr: 10.69.0.0/16, role: pods}
clusters:
  - name: home
    pods: k8s-pods
```

Source: the [data reference](data.md) says which keys are references, and to what.
"""

from collections.abc import Iterable, Iterator

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Entry
from cidrbook.plan.finding import Problem
from cidrbook.plan.plan import Plan
from cidrbook.plan.suggest import did_you_mean
from cidrbook.plan.values import to_int

_Reference = tuple[Entry, tuple[str | int, ...], str]


def check(plan: Plan) -> Iterator[Problem]:
    """Every reference to a network, a VLAN or an end of a session that does not resolve."""
    networks = {network.id for network in plan.networks}
    for entry, path, name in _network_references(plan):
        if name not in networks:
            yield _unresolved(entry, path, name, "network", networks)
    if plan.vlans:
        yield from _vlans(plan)
    ends = {
        end.id
        for end in (*plan.routers, *plan.clusters, *(node for cluster in plan.clusters for node in cluster.nodes))
    }
    for session in plan.sessions:
        for key in ("local", "peer"):
            name = getattr(session, key)
            if name and name not in ends and to_int(name, 6 if ":" in name else 4) is None:
                yield _unresolved(session, (key,), name, "router, cluster or node", ends)


def _network_references(plan: Plan) -> Iterator[_Reference]:
    for network in plan.networks:
        if network.parent:
            yield network, ("parent",), network.parent
    for cluster in plan.clusters:
        yield from _cluster_references(cluster)
    for session in plan.sessions:
        for index, name in enumerate(session.announces):
            yield session, ("announces", index), name


def _cluster_references(cluster: Cluster) -> Iterator[_Reference]:
    for key in ("pods", "services"):
        for index, name in enumerate(getattr(cluster, key)):
            yield cluster, (key, index), name
    for balancer in cluster.load_balancers:
        for index, pool in enumerate(balancer.pools):
            if isinstance(pool, str):
                yield balancer, ("pools", index), pool


def _vlans(plan: Plan) -> Iterator[Problem]:
    """The VLANs of networks that are not among the plan's; a plan that lists none leaves them to the networks."""
    known = {vlan.id for vlan in plan.vlans}
    for network in plan.networks:
        if network.vlan is not None and network.vlan not in known:
            yield _unresolved(network, ("vlan",), str(network.vlan), "VLAN", map(str, sorted(filter(None, known))))


def _unresolved(entry: Entry, path: tuple[str | int, ...], name: str, kind: str, known: Iterable[str]) -> Problem:
    return Problem(
        at=entry.at(*path),
        message=f"there is no {kind} `{name}` in the plan",
        hint=did_you_mean(name, sorted(known)) or f"the plan has no {kind} yet",
        parties=(str(getattr(entry, "id", "")), name),
    )
