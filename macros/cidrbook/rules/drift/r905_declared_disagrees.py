"""The plan says another address than the files that the lab runs from.

A pinned service that moved, a node that was renumbered, a pod range that was chosen anew when the cluster was built:
the plan and every page of it tell the old value. What `sources` of the plan names is read, and compared by name; so are
the AS numbers of sessions.

```yaml title="data/plan.yaml"
networks:
  - {name: pool, cidr: 10.69.0.0/24}
clusters:
  - name: home
    pinned_services:
      - {name: dns, address: 10.69.0.53} # R905: 30
```

```yaml title="apps/dns/service.yaml"
apiVersion: v1
kind: Service
metadata:
  name: dns
  annotations:
    lbipam.cilium.io/ips: 10.69.0.54
spec:
  type: LoadBalancer
```

Use instead:

```yaml title="data/plan.yaml"
networks:
  - {name: pool, cidr: 10.69.0.0/24}
clusters:
  - name: home
    pinned_services:
      - {name: dns, address: 10.69.0.54}
```

```yaml title="apps/dns/service.yaml"
apiVersion: v1
kind: Service
metadata:
  name: dns
  annotations:
    lbipam.cilium.io/ips: 10.69.0.54
spec:
  type: LoadBalancer
```

Source: the [data reference](../data.md): `sources` names the trees that are read.
"""

from collections.abc import Iterator

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.declared_and_observed import (
    Pair,
    differing_address,
    differing_ranges,
    pairs,
    renumbered_sessions,
)
from cidrbook.plan.views.peering import Peering
from cidrbook.text.finding import Problem, Related


def compared(comparison: Comparison) -> Iterator[Problem]:
    """Nodes, pinned services, ranges of pods and services, and AS numbers of sessions that a tree has otherwise."""
    for pair in pairs(comparison):
        found = differing_address(pair)
        if found:
            yield _problem(pair, *found)
    for purpose, cluster, cidr, number, seen, other in differing_ranges(comparison):
        yield Problem(
            at=cluster.at(purpose, number),
            message=f"the {purpose} of {cluster.name} are {cidr} in the plan, and {other} in what the lab runs from",
            related=(Related(at=seen.at(), message=f"{other} is read from here"),),
            hint="write in both what the cluster runs with",
            parties=(cluster.id,),
        )

    for peering, observed in renumbered_sessions(comparison):
        ours, theirs = (_between(side) for side in (peering, observed.thing))
        yield Problem(
            at=peering.place,
            message=f"{peering.shown} is between {ours} in the plan, and between {theirs} in what the lab runs from",
            related=(Related(at=observed.thing.place, message="it is written here"),),
            hint="write in both what the routers and the cluster run with",
            parties=peering.parties,
        )


def _between(peering: Peering) -> str:
    return f"AS {peering.first.asn} and AS {peering.second.asn}"


def _problem(pair: Pair, which: int, declared: object, seen: object) -> Problem:
    return Problem(
        at=pair.declared.place_of_address(which),
        message=f"the {pair.declared.kind} {pair.declared.name} has {declared} in the plan,"
        f" and {seen} in what the lab runs from",
        related=(Related(at=pair.seen.place_of_address(0), message=f"{seen} is written here"),),
        hint=f"write {seen} if the lab is right, or mend the file",
        parties=(pair.declared.id, pair.cluster.id),
    )
