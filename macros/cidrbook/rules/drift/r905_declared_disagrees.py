"""The plan has another address than the repository.

A service moved, a node was renumbered, or the cluster was rebuilt with other ranges, and the plan
still shows the old value. The repositories under `sources` are read, and compared with the plan by
name, including the AS numbers of BGP sessions. So are networks, of routers as of what an IPAM exports: their
prefixes, VLANs, gateways and DHCP ranges; and the hosts, by name, by address and by MAC address. An address that the
plan gives to one machine or service, and the repository to another, is a warning: both may be names of one. So is
one that a DHCP range or a pool of the repository gives to anybody.

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
from itertools import starmap

from netaddr import IPAddress

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.declared_and_observed import (
    Pair,
    differing_address,
    differing_apis,
    differing_ranges,
    pairs,
    renumbered_sessions,
)
from cidrbook.drift.objects.plan_differences import PlanDifference, differences
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.views.peering import Peering
from cidrbook.text.finding import Problem, Related, Severity


def compared(comparison: Comparison) -> Iterator[Problem]:
    """Nodes, pinned services, cluster ranges, AS numbers of sessions, and what a register holds, that differ."""
    for pair in pairs(comparison):
        found = differing_address(pair)
        if found:
            yield _problem(pair, *found)
    for purpose, cluster, cidr, number, seen, other in differing_ranges(comparison):
        yield Problem(
            at=cluster.at(purpose, number),
            message=f"the {purpose} of {cluster.name} are {cidr} in the plan, and {other} in the repository",
            related=(Related(at=seen.at(), message=f"{other} comes from here"),),
            hint="write in both the value that the cluster runs with",
            parties=(cluster.id,),
        )

    yield from starmap(_api_problem, differing_apis(comparison))
    yield from map(_difference_problem, differences(comparison))
    for peering, observed in renumbered_sessions(comparison):
        ours, theirs = (_as_numbers_between(side) for side in (peering, observed.thing))
        yield Problem(
            at=peering.place,
            message=f"{peering.shown} is between {ours} in the plan, and between {theirs} in the repository",
            related=(Related(at=observed.thing.place, message="it is written here"),),
            hint="write in both the numbers that the routers and the cluster run with",
            parties=peering.parties,
        )


def _api_problem(cluster: Cluster, seen: Cluster, own: IPAddress, other: IPAddress) -> Problem:
    at, there = (
        each.at("api", "address", each.api.addresses.index(address))
        for each, address in ((cluster, own), (seen, other))
        if each.api
    )
    return Problem(
        at=at,
        message=f"the API of {cluster.name} is at {own} in the plan, and at {other} in the repository",
        related=(Related(at=there, message=f"{other} is written here"),),
        hint="write in both the address at which the API is reached",
        parties=(cluster.id,),
    )


def _difference_problem(found: PlanDifference) -> Problem:
    """A difference of a network or a machine."""
    return Problem(
        at=found.at,
        message=f"{found.what} has {found.planned} in the plan, and {found.seen} in the repository"
        if found.sure
        else f"{found.what} is {found.planned} in the plan, and {found.seen} in the repository",
        severity=None if found.sure else Severity.WARNING,
        related=(Related(at=found.there, message=f"{found.seen} is written here"),),
        hint=f"write in both what is right: {found.planned}, or {found.seen}" if found.sure else found.hint,
        parties=found.parties,
    )


def _as_numbers_between(peering: Peering) -> str:
    return f"AS {peering.first.asn} and AS {peering.second.asn}"


def _problem(pair: Pair, which: int, declared: object, seen: object) -> Problem:
    return Problem(
        at=pair.declared.place_of_address(which),
        message=f"the {pair.declared.kind} {pair.declared.name} has {declared} in the plan,"
        f" and {seen} in the repository",
        related=(Related(at=pair.seen.place_of_address(0), message=f"{seen} is written here"),),
        hint=f"write {seen} if the repository is right, or correct the file",
        parties=(pair.declared.id, pair.cluster.id),
    )
