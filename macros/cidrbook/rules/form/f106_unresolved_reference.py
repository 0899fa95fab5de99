"""A reference names an object that is not in the plan.

It is a typing mistake, or the object was renamed. References use ids; the default id of `k8s pods`
is `k8s-pods`. VLANs and sites do not have to be listed, but once you list any, every one that you
name must be listed.

```yaml
networks:
  - {name: lan, cidr: 10.0.1.0/24, dhcp: 10.0.1.100-10.0.1.199, dhcp_server: opnsens} # F106: 78
  - {name: pool, cidr: 10.69.0.0/24}
clusters:
  - name: home
    load_balancers: [{product: cilium, pools: pol}] # F106: 47
routers:
  - {name: OPNsense, addresses: 10.0.1.1}
settings:
  rules: {overlaping-networks: warning} # F106: 32
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.0.1.0/24, dhcp: 10.0.1.100-10.0.1.199, dhcp_server: opnsense}
  - {name: pool, cidr: 10.69.0.0/24}
clusters:
  - name: home
    load_balancers: [{product: cilium, pools: [pool, 10.70.0.0/24]}]
routers:
  - {name: OPNsense, addresses: 10.0.1.1}
settings:
  rules: {overlapping-networks: warning, A202: info}
```

Source: the [data reference](../data.md) says which keys are references, and to what.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.plan import Plan
from cidrbook.plan.references import SESSION_END, Reference, ReferenceTarget, targets
from cidrbook.plan.views.cluster_ranges import PURPOSES
from cidrbook.plan.views.product_defaults import PODS, SERVICES
from cidrbook.repository.observation import Observation
from cidrbook.rules import rules
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.names import closest, slug
from cidrbook.text.regex import regex

_CODE = regex(r"[a-z][0-9]{3}\Z")
_PROFILES = (("settings", "profiles"),)
_SHOWN = 12
"""Known names that a hint lists."""

OBSERVED = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Every reference to an unknown object, if all objects of that kind could be read."""
    yield from _unknown_rules(plan)
    profiles = tuple(_to_profiles(plan))
    if profiles:
        yield from _unresolved(
            plan, ReferenceTarget("profile", _PROFILES, lambda: dict.fromkeys(plan.profile_names, ""), profiles)
        )
    for target in () if plan.unread else targets(plan):
        if target.certain(plan):
            yield from _unresolved(plan, target)


def _home(target: ReferenceTarget) -> str:
    """What else to do than to write a known name, for the name that is missing."""
    home = f" under `{target.homes[0][-1]}`" if len(target.homes) == 1 else " to the plan"
    return f"add `{{}}`{home}" + (", or write an address" if target.or_address else "")


def observed(observation: Observation) -> Iterator[Problem]:
    """Origins of a registry's routes that it has no `aut-num` for."""
    return observation.problems_of("unresolved-reference")


def registered(register: Inventory) -> Iterator[Problem]:
    """VLANs of prefixes in an IPAM's export that its list of VLANs does not have."""
    listed = {vlan.id for vlan in register.vlans}
    for network in register.networks if listed else ():
        if network.vlan is not None and network.vlan not in listed:
            yield Problem(
                at=network.at("vlan"),
                message=f"{network.name} is on VLAN {network.vlan}, which is not among the VLANs of the export",
                severity=Severity.WARNING,
                hint="correct the VLAN, or export all VLANs",
                parties=(network.id, str(network.vlan)),
            )


def _unknown_rules(plan: Plan) -> Iterator[Problem]:
    known = {name for rule in rules() for name in (rule.slug, rule.code.lower())}
    for entry, path, name in _to_rules(plan):
        if name not in known:
            close = _code(closest(name, sorted(known)))
            yield Problem(
                at=entry.at(*path),
                message=f"there is no rule `{_code(name)}`",
                hint=f"did you mean `{close}`?" if close else "write the code or the name of a rule",
                parties=(str(getattr(entry, "id", "")), name),
            )


def _code(name: str) -> str:
    """The code of a rule as it is written; anything else as it is."""
    return name.upper() if _CODE.match(name) else name


def _unresolved(plan: Plan, target: ReferenceTarget) -> Iterator[Problem]:
    known = target.known()
    names: list[str] = []
    for reference in target.references:
        entry, path, name = reference
        if name not in known:
            names = names or sorted(known)
            yield Problem(
                at=entry.at(*path),
                message=f"no {target.kind} is called `{name}`"
                if " or " in target.kind
                else f"there is no {target.kind} `{name}`",
                hint=_of_prefix(plan, name, known)
                or _of_name(name, known)
                or _name_hint(plan, target, reference, names),
                parties=(str(getattr(entry, "id", "")), name),
            )


def _of_prefix(plan: Plan, name: str, known: Mapping[str, str]) -> str:
    """What to write in place of a prefix that a network of the plan has."""
    owners = (network.id for network in plan.networks if network.id in known and name in map(str, network.cidrs))
    owner = next(owners, "") if "/" in name else ""
    return f"write `{owner}`, the id of the network that has this prefix" if owner else ""


def _of_name(name: str, known: Mapping[str, str]) -> str:
    """What to write in place of a name of objects whose ids are not made of it."""
    ids = [id_ for id_, called in known.items() if called and slug(called) == slug(name) != id_]
    return f"write {' or '.join(f'`{id_}`' for id_ in ids)}: references use the id, not the name" if ids else ""


def _name_hint(plan: Plan, target: ReferenceTarget, reference: Reference, names: list[str]) -> str:
    """The known name that is meant; where none is near, what belongs there, or all of them."""
    entry, path, name = reference
    if isinstance(entry, Session) and target.kind == SESSION_END:
        other = entry.peer if path[0] == "local" else entry.local
        return _near_name(name, [known for known in names if known != other]) or _session_end_hint(
            plan, str(path[0]), other
        )
    if isinstance(entry, Cluster):
        of_nodes = _network_of_nodes(plan, entry) if path[0] == "node_network" else ""
        new = _new_network(name, str(path[0]), entry)
        return _spelled_name(name, names) or of_nodes or _near_name(name, names) or new
    return _near_name(name, names) or _names_listed_names(names, _home(target).replace("{}", name))


def _spelled_name(name: str, names: list[str]) -> str:
    """The known name that differs by its capital letters and blanks."""
    if slug(name) in names:
        return f"write `{slug(name)}`: references use the id, which is the name in small letters with dashes for blanks"
    other = next((other for other in names if other.lower() == name.lower()), "")
    return f"write `{other}`: capital letters count in an id" if other else ""


def _near_name(name: str, names: list[str]) -> str:
    """The known name that a mistyped one was meant for."""
    close = "" if _spelled_name(name, names) else closest(name, names)
    return f"did you mean `{close}`?" if close else _spelled_name(name, names)


def _names_listed_names(names: list[str], otherwise: str) -> str:
    """The first of the known names, and what else to do."""
    if not names:
        return f"{otherwise}, or leave this out"
    return f"write one of {_quoted_names(names)}; or {otherwise}"


def _quoted_names(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _session_end_hint(plan: Plan, key: str, other: str) -> str:
    """What belongs at an end of a session: hosts are seldom one, and the other end never."""
    nodes = chain.from_iterable(cluster.nodes for cluster in plan.clusters)
    things = chain(plan.routers, plan.clusters, nodes, plan.speakers)
    names = [name for name in dict.fromkeys(thing.id for thing in things) if name != other]
    which = "this" if key == "local" else "the other"
    if names:
        return f"write what {which} end is called in the plan ({_quoted_names(names)}), or its IP address"
    device = "this device" if key == "local" else "the device at the other end of the BGP session"
    return (
        f"`{key}` is {device}: write its IP address, for example `{key}: 192.168.10.31`; "
        f"or describe it under `routers` or `clusters`, and its name can stand here"
    )


def _network_of_nodes(plan: Plan, cluster: Cluster) -> str:
    """The network that has the address of a node."""
    for node in cluster.nodes:
        for address in node.addresses:
            network = plan.space.covering(cluster.scope, address)
            if network:
                called = "" if network.id == network.name else f", the id of the network {network.name}"
                return f"write `{network.id}`{called}: the node {node.name}, {address}, is in it"
    return ""


def _new_network(name: str, key: str, cluster: Cluster) -> str:
    """How to add the network that a cluster names; the ones that are there have another purpose."""
    role = f", role: {key}" if key in PURPOSES else ""
    if "/" in name:
        called = key if role else "lan"
        return (
            f"add the range under `networks`, `- {{name: {called}, cidr: {name}{role}}}`, "
            f"and write its name here: `{key}: {called}`"
        )
    id_ = "" if slug(name) == name else f", id: {name}"
    product, default = _default_range(key, cluster)
    if default:
        usual = f"; {default} is what {product} gives {key} if its settings name no other range"
        return f"add it under `networks`: `- {{name: {name}{id_}, cidr: {default}{role}}}`{usual}"
    return f"add it under `networks`, with its range as `cidr`: `- {{name: {name}{id_}, cidr: …{role}}}`"


def _default_range(key: str, cluster: Cluster) -> tuple[str, str]:
    """The distribution of a cluster, and the range that it gives pods or services by default; empty if unknown."""
    ranges = {"pods": PODS, "services": SERVICES}.get(key, {})
    names = (cluster.distribution.lower(), cluster.id)
    return next(((name, ranges[name]) for name in names if name in ranges), ("", ""))


def _to_profiles(plan: Plan) -> Iterator[Reference]:
    return (Reference(settings, ("publish",), settings.publish) for settings in plan.settings if settings.publish)


def _to_rules(plan: Plan) -> Iterator[Reference]:
    for settings in plan.settings:
        for name in settings.rules:
            yield Reference(settings, ("rules", name), name.lower())
    for waiver in plan.waivers:
        if waiver.rule:
            yield Reference(waiver, ("rule",), waiver.rule.lower())
