"""Two objects of one kind have the same id.

A reference to it, or `cidr('servers')` on a page, would mean the first one and
nobody would know. Ids are compared without regard to case, as host names are
([RFC 4343](https://www.rfc-editor.org/rfc/rfc4343)). A host may be written under
several networks, and services of one name may be in different namespaces.

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
    groups += [network.hosts for network in plan.networks]
    for cluster in plan.clusters:
        groups += [cluster.nodes, cluster.virtual_addresses]
        yield from _same(
            cluster.pinned_services,
            [f"{service.namespace} {service.id.lower()}" for service in cluster.pinned_services],
        )
    for group in groups:
        yield from _same(group, [thing.id.lower() for thing in group])


def _same(group: Sequence[Named], keys: list[str]) -> Iterator[Problem]:
    if len(set(keys)) == len(keys):
        return
    first: dict[str, Named] = {}
    for thing, key in zip(group, keys, strict=True):
        before = first.setdefault(key, thing)
        if thing.id and before is not thing:
            yield Problem(
                at=thing.at(*thing.identity),
                message=f"another {thing.kind} here is called `{thing.id}` already",
                label="again",
                related=(Related(at=before.at(*before.identity), message="the first one is written here"),),
                hint="give one of them another name, or an `id` of its own",
                parties=(thing.id, before.id),
            )
