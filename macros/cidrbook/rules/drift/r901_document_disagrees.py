"""A document says another range than the repository holds.

Whoever reads it builds on addresses that are not there: opens a firewall for pods that have moved, or gives a machine
an address that services get. Tables, lists, drawings and install lines of Markdown are read. What they call pods, a
service range, external services or load balancers, nodes, the address of the API is compared with that very thing.
Aggregates are fine: a documented 10.0.0.0/16 holds for 10.0.40.0/24. Where a section is about another time, or another
place, `<!-- cidrbook: ignore -->` leaves it out, up to the next heading; on a line, the line. Documents that tell of
other times by their name or heading (changelogs, decisions, "Proposed") are not read.

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    podSubnets:
      - 10.69.0.0/16
```

```markdown title="README.md"
| Name            | CIDR             |
| --------------- | ---------------- |
| Kubernetes pods | `10.42.0.0/16`   | <!-- R901: 22 -->
| Management      | `192.168.1.0/24` |
```

Use instead:

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    podSubnets:
      - 10.69.0.0/16
```

```markdown title="README.md"
| Name            | CIDR             |
| --------------- | ---------------- |
| Kubernetes pods | `10.69.0.0/16`   |
| ~~Old pods~~    | ~~10.42.0.0/16~~ |
```

Source: the document and the file of the repository that each finding names.
"""

from collections.abc import Iterator

from cidrbook.plan.documented import as_problem, differences
from cidrbook.plan.finding import Problem, Severity
from cidrbook.plan.plan import Plan

PARTIAL: Severity = "error"


def check(plan: Plan) -> Iterator[Problem]:
    """What documents plainly say of a role that has one value, and another one."""
    return (as_problem(it) for it in differences(plan) if it.exact)
