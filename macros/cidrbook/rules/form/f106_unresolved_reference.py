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
settings:
  rules: {overlaping-networks: warning} # F106: 32
```

Use instead:

```yaml
networks:
  - {name: k8s pods, cidr: 10.69.0.0/16, role: pods}
clusters:
  - name: home
    pods: k8s-pods
settings:
  rules: {overlapping-networks: warning, A202: info}
```

Source: the [data reference](data.md) says which keys are references, and to what.
"""

from collections.abc import Iterable, Iterator

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Entry
from cidrbook.plan.finding import Problem
from cidrbook.plan.ip import to_int
from cidrbook.plan.plan import Plan
from cidrbook.plan.suggest import did_you_mean
from cidrbook.rules import rules

_Reference = tuple[Entry, tuple[str | int, ...], str]


def check(plan: Plan) -> Iterator[Problem]:
    """Every reference to a network, a VLAN, an end of a session or a rule that does not resolve."""
    nodes = tuple(node for cluster in plan.clusters for node in cluster.nodes)
    ends = (*plan.routers, *plan.clusters, *nodes)
    known = {name for rule in rules() for name in (rule.slug, rule.code.lower())}
    yield from _missing("rule", known, _to_rules(plan))
    if plan.unread:
        return
    if _all_known(plan, "networks", plan.networks):
        yield from _missing("network", {network.id for network in plan.networks}, _to_networks(plan))
    if _all_known(plan, "vlans", plan.vlans):
        yield from _missing("VLAN", set(), _to_vlans(plan))
    if _all_known(plan, "routers", ends) and _all_known(plan, "clusters", ends):
        yield from _missing("router, cluster or node", {end.id for end in ends}, _to_ends(plan))


def _all_known(plan: Plan, section: str, things: Iterable[Entry]) -> bool:
    """Whether the plan lost none of these things, nor what would be the id of one."""
    if not plan.lost:
        return True
    whole_sections = {path[0] for _, path in plan.lost if len(path) == 1}
    return section not in whole_sections and not any(plan.lacks(it, "id") or plan.lacks(it, "name") for it in things)


def _missing(kind: str, known: set[str], references: Iterable[_Reference]) -> Iterator[Problem]:
    names: list[str] = []
    for entry, path, name in references:
        if name not in known:
            names = names or sorted(known)
            yield Problem(
                at=entry.at(*path),
                message=f"there is no {kind} `{name}`",
                hint=did_you_mean(name, names) or f"write it under `{kind.lower()}s`, or leave this out",
                parties=(str(getattr(entry, "id", "")), name),
            )


def _to_networks(plan: Plan) -> Iterator[_Reference]:
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


def _to_vlans(plan: Plan) -> Iterator[_Reference]:
    """A plan that lists no VLANs leaves them to its networks. One without a site is there at every site."""
    known = {(vlan.site, vlan.id) for vlan in plan.vlans}
    for network in plan.networks if plan.vlans else ():
        if network.vlan is not None and not known & {(network.site, network.vlan), ("", network.vlan)}:
            yield network, ("vlan",), f"{network.vlan} at {network.site}" if network.site else str(network.vlan)


def _to_ends(plan: Plan) -> Iterator[_Reference]:
    """An end may also be an address: a peer that the plan does not describe."""
    for session in plan.sessions:
        for key in ("local", "peer"):
            name = getattr(session, key)
            if name and to_int(name, 6 if ":" in name else 4) is None:
                yield session, (key,), name


def _to_rules(plan: Plan) -> Iterator[_Reference]:
    for settings in plan.settings:
        for name in settings.rules:
            yield settings, ("rules", name), name.lower()
    for waiver in plan.waivers:
        if waiver.rule:
            yield waiver, ("rule",), waiver.rule.lower()
