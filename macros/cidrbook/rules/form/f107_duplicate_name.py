"""Two objects of one kind have the same id.

A reference to this id, or `cidr('servers')` on a page, would silently mean the first one. Ids are
compared without regard to case, as host names are ([RFC
4343](https://www.rfc-editor.org/rfc/rfc4343)). A host may be listed under several networks, and
services in different namespaces may have the same name.

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/24}
  - {name: LAN, cidr: 10.0.1.0/24} # F107: 12
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/24}
  - {name: lan upstairs, cidr: 10.0.1.0/24}
```

Source: the [data reference](../data.md): references use ids.
"""

from collections.abc import Iterator, Sequence

from cidrbook.plan.entry import Named
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Objects of one kind, hosts of one network, ends of one VPN or services of one namespace that share an id."""
    groups: list[Sequence[Named]] = [plan.networks, plan.routers, plan.clusters, plan.speakers, plan.nuances]
    groups += [plan.sites, plan.delegations, plan.vpns, *(vpn.ends for vpn in plan.vpns)]
    groups += [network.hosts for network in plan.networks if network.hosts]
    for cluster in plan.clusters:
        groups += [cluster.nodes, cluster.virtual_addresses]
        yield from _duplicates(
            cluster.pinned_services,
            [f"{service.namespace} {service.id.lower()}" for service in cluster.pinned_services],
        )
    for group in groups:
        yield from _duplicates(group, [thing.id.lower() for thing in group])


def _duplicates(group: Sequence[Named], keys: list[str]) -> Iterator[Problem]:
    if len(set(keys)) == len(keys):
        return
    first: dict[str, Named] = {}
    for thing, key in zip(group, keys, strict=True):
        before = first.setdefault(key, thing)
        if thing.id and before is not thing:
            yield _again(thing, before)


def _again(thing: Named, before: Named) -> Problem:
    by_name = thing.identity == before.identity == ("name",) and thing.name.lower() == before.name.lower()
    if thing.model_dump() == before.model_dump():
        message, hint = (
            f"the {thing.kind} `{thing.name or thing.id}` is written twice, word for word",
            "delete one of the two",
        )
    elif by_name:
        message, hint = f"another {thing.kind} here is called `{thing.name}`, too", "give one of them another name"
    else:
        message, hint = f"another {thing.kind} here already has the id `{thing.id}`", "give one of them another `id`"
    return Problem(
        at=thing.at(*thing.identity),
        message=message,
        label="again",
        related=(Related(at=before.at(*before.identity), message="the first one is written here"),),
        hint=hint,
        parties=(thing.id, before.id),
    )
