"""A document says another address for a thing of that name, or a range by words that may mean another.

The name of a row is the name of a host, a node, a service or a network of the repository, which has another address
there: it was moved, or two rows have changed places. Or a heading, a sentence or a word of two meanings names the pods,
services, nodes or load balancers, and the range is none of theirs. `<!-- cidrbook: ignore -->` on the line says that
it is about something else.

```yaml title="kubernetes/apps/dns.yaml"
apiVersion: v1
kind: Service
metadata:
  name: blocky
  annotations:
    lbipam.cilium.io/ips: 10.0.40.53
spec:
  type: LoadBalancer
```

```markdown title="README.md"
# Addresses

- blocky: 10.0.40.54 <!-- R904: 11 -->
```

Use instead:

```yaml title="kubernetes/apps/dns.yaml"
apiVersion: v1
kind: Service
metadata:
  name: blocky
  annotations:
    lbipam.cilium.io/ips: 10.0.40.53
spec:
  type: LoadBalancer
```

```markdown title="README.md"
# Addresses

- blocky: 10.0.40.53
- printer: 10.0.40.54
```

Source: the document and the file of the repository that each finding names.
"""

from collections.abc import Iterator

from cidrbook.plan.documented import Misnamed, as_problem, differences, misnamed, networks_otherwise
from cidrbook.plan.finding import Problem, Related, Severity
from cidrbook.plan.plan import Plan
from cidrbook.plan.source import Place
from cidrbook.plan.statement import Statement

SEVERITY: Severity = "warning"
PARTIAL: Severity = "warning"


def check(plan: Plan) -> Iterator[Problem]:
    """Addresses of things by name, prefixes of networks by name, and ranges whose role is guessed."""
    found = misnamed(plan)
    seen = {id(it.statement) for it in found}
    yield from map(_misnamed, found)
    yield from (_network(*it) for it in networks_otherwise(plan))
    yield from (as_problem(it) for it in differences(plan) if not it.exact and id(it.statement) not in seen)


def _misnamed(it: Misnamed) -> Problem:
    said, owner = it.statement, it.owner
    which = next(index for index, at in enumerate(owner.addresses) if at.version == said.version)
    address = owner.addresses[which]
    whose = f", which is {it.holder.name}'s" if it.holder and it.holder.id != owner.id else ""
    return Problem(
        at=said.place,
        message=f"{owner.name} is documented at {said.text}{whose}; the {owner.kind} {owner.name} has {address}",
        label="no longer so",
        related=(Related(at=owner.place_of_address(which), message=f"{address} is written here"),),
        hint=f"write {address}, or put `<!-- cidrbook: ignore -->` on the line if it is about something else",
        parties=tuple(dict.fromkeys((owner.id, *([it.holder.id] if whose and it.holder else [])))),
    )


def _network(said: Statement, shown: str, place: Place) -> Problem:
    return Problem(
        at=said.place,
        message=f"`{said.label}` is documented as {said.text}; the network of that name is {shown}",
        label="no longer so",
        related=(Related(at=place, message=f"{shown} is written here"),),
        hint=f"write {shown}, or put `<!-- cidrbook: ignore -->` on the line if it is about something else",
    )
