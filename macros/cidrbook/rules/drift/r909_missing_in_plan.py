"""The repository has a node or a service that the plan does not list.

A plan that lists some nodes of a cluster is read as one that lists them all: whoever looks for a free address in it
takes that of a node which nobody wrote down. Only the repositories under `sources` are read. A plan that lists no
nodes, or no services, leaves them to the repository, and nothing is said.

```yaml title="data/plan.yaml"
networks:
  - {name: LAN, cidr: 10.0.1.0/24}
clusters:
  - name: home
    node_network: lan
    nodes:
      - {name: cp-1, address: 10.0.1.11}
sources: [{}]
```

```yaml title="talos/talconfig.yaml"
clusterName: home
endpoint: https://10.0.1.11:6443
nodes:
  - {hostname: cp-1, ipAddress: 10.0.1.11, controlPlane: true}
  - {hostname: wk-1, ipAddress: 10.0.1.12, controlPlane: false} # R909: 33
```

Use instead:

```yaml title="data/plan.yaml"
networks:
  - {name: LAN, cidr: 10.0.1.0/24}
clusters:
  - name: home
    node_network: lan
    nodes:
      - {name: cp-1, address: 10.0.1.11}
      - {name: wk-1, address: 10.0.1.12}
sources: [{}]
```

```yaml title="talos/talconfig.yaml"
clusterName: home
endpoint: https://10.0.1.11:6443
nodes:
  - {hostname: cp-1, ipAddress: 10.0.1.11, controlPlane: true}
  - {hostname: wk-1, ipAddress: 10.0.1.12, controlPlane: false}
```

Source: the [data reference](../data.md): `sources` names the trees that are read.
"""

from collections.abc import Iterator, Sequence

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.declared_and_observed import undeclared_members
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Addressed
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.INFO

_NAMED = 5
"""So many are named in a message, which stays one line; each of them has a place."""


def compared(comparison: Comparison) -> Iterator[Problem]:
    """The nodes and the pinned services of each cluster that only its repository has, together."""
    for cluster, key, members in undeclared_members(comparison):
        yield _problem(cluster, key, members)


def _problem(cluster: Cluster, key: str, members: Sequence[Addressed]) -> Problem:
    first = members[0]
    named = ", ".join(f"{member.name} ({member.addresses[0]})" for member in members[:_NAMED])
    more = f", and {len(members) - _NAMED} more" if len(members) > _NAMED else ""
    what = first.kind if len(members) == 1 else f"{len(members)} {first.kind}s"
    verb = "is" if len(members) == 1 else "are"
    return Problem(
        at=first.place_of_address(0),
        message=f"{what} {named}{more} of {cluster.name} {verb} in the repository, and not in the plan",
        related=tuple(Related(at=one.place_of_address(0), message=f"{one.name} is here") for one in members[1:_NAMED]),
        hint=f"write `- {{name: {first.name}, address: {first.addresses[0]}}}` under `{key}` of {cluster.name}",
        parties=(cluster.id, *(member.id for member in members)),
    )
