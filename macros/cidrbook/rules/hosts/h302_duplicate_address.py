"""Two things have the same address.

Whoever answers first is reached, the other one is not, and that changes by the
minute. Hosts, routers, nodes, virtual addresses and pinned services are all
compared; a node that is also written as a host of its network is one machine
when both have one name. Two services may share an address when each says its
`ports` and they differ. In different VRFs or sites an address may be used twice.

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    hosts:
      - {name: nas, address: 192.168.42.60}
      - {name: printer, address: 192.168.42.60} # H302: 34
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 192.168.42.0/24
    hosts:
      - {name: nas, address: 192.168.42.60}
      - {name: printer, address: 192.168.42.61}
clusters:
  - name: home
    nodes: [{name: nas, address: 192.168.42.60}]
```

Source: [RFC 5227](https://www.rfc-editor.org/rfc/rfc5227), section 1, on what address conflicts do.
"""

from collections.abc import Iterator

from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import Addressed
from cidrbook.plan.finding import Problem, Related
from cidrbook.plan.plan import Claim, Plan


def check(plan: Plan) -> Iterator[Problem]:
    """Claims on an address that something of another name has claimed before."""
    first: dict[tuple[tuple[str, str], int, int], Claim] = {}
    for claim in plan.claims:
        before = first.setdefault((claim.scope, claim.address.version, int(claim.address)), claim)
        if not _one_thing(before.owner, claim.owner) and not _share(before.owner, claim.owner):
            yield _twice(before, claim)


def _one_thing(first: Addressed, second: Addressed) -> bool:
    """Whether both are one machine, written in two places; services of two namespaces are not."""
    namespaces = {thing.namespace for thing in (first, second) if isinstance(thing, Service)}
    return first.id == second.id and len(namespaces) < 2


def _share(first: Addressed, second: Addressed) -> bool:
    """Whether two services share the address, each with ports of its own."""
    if not (isinstance(first, Service) and isinstance(second, Service)):
        return False
    return bool(first.ports and second.ports) and not set(first.ports) & set(second.ports)


def _twice(before: Claim, claim: Claim) -> Problem:
    return Problem(
        at=claim.place,
        message=f"{claim.owner.name} has the address {claim.address}, which {before.owner.name} has already",
        label="again",
        related=(Related(at=before.place, message=f"{before.owner.kind} {before.owner.name} has it here"),),
        hint="give one of them another address; if they are one machine, give them one name",
        parties=(claim.owner.id, before.owner.id),
    )
