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

from collections.abc import Iterable, Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.references import Reference, targets
from cidrbook.repository.observation import Observation
from cidrbook.rules import rules
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.names import did_you_mean

OBSERVED = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Every reference to an unknown object, if all objects of that kind could be read."""
    known = {name for rule in rules() for name in (rule.slug, rule.code.lower())}
    yield from _unresolved("rule", known, _to_rules(plan), "write the code or the name of a rule")
    for target in () if plan.unread else targets(plan):
        if target.certain(plan):
            hint = f"write it under `{target.homes[0][-1]}`, or leave this out"
            yield from _unresolved(target.kind, target.known(), target.references, hint)


def observed(observation: Observation) -> Iterator[Problem]:
    """Origins of a registry's routes that it has no `aut-num` for."""
    return observation.problems_of("unresolved-reference")


def _unresolved(kind: str, known: set[str], references: Iterable[Reference], otherwise: str) -> Iterator[Problem]:
    names: list[str] = []
    for entry, path, name in references:
        if name not in known:
            names = names or sorted(known)
            yield Problem(
                at=entry.at(*path),
                message=f"there is no {kind} `{name}`",
                hint=did_you_mean(name, names) or otherwise,
                parties=(str(getattr(entry, "id", "")), name),
            )


def _to_rules(plan: Plan) -> Iterator[Reference]:
    for settings in plan.settings:
        for name in settings.rules:
            yield Reference(settings, ("rules", name), name.lower())
    for waiver in plan.waivers:
        if waiver.rule:
            yield Reference(waiver, ("rule",), waiver.rule.lower())
