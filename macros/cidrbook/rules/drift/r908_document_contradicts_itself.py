"""A document says two things of its own that cannot both be so.

The gateway of a row is in no subnet that the document names; two rows of a table have one VLAN, or one subnet, where
all others have their own; the ranges of the pods, the services and the nodes meet; two machines have one address; a
range of pods, services or load balancers has host bits; the range behind a prefix goes beyond it; an address has five
numbers, a range runs backwards; a mask is of another length than the prefix of its row; a pool meets the DHCP range
of its table; a MAC address has two addresses in one network. At least one of the values is a slip of the pen, or was
not changed with the other. Load balancers may well have a part of the nodes' network, and an aggregate holds whatever
is in it.

```markdown title="README.md"
# Networks

| Name    | VLAN | Subnet       | Gateway   |
| ------- | ---- | ------------ | --------- |
| Home    | 10   | 10.0.10.0/24 | 10.0.10.1 |
| Things  | 20   | 10.0.20.0/24 | 10.0.21.1 | <!-- R908: 35 -->
| Guests  | 30   | 10.0.30.0/24 | 10.0.30.1 |
| Servers | 30   | 10.0.40.0/24 | 10.0.40.1 | <!-- R908: 13 -->

# Cluster

| Name         | CIDR          |
| ------------ | ------------- |
| Pod CIDR     | 10.244.0.0/16 |
| Service CIDR | 10.244.0.0/20 | <!-- R908: 18 -->
```

Use instead:

```markdown title="README.md"
# Networks

| Name    | VLAN | Subnet       | Gateway   |
| ------- | ---- | ------------ | --------- |
| Home    | 10   | 10.0.10.0/24 | 10.0.10.1 |
| Things  | 20   | 10.0.20.0/24 | 10.0.20.1 |
| Guests  | 30   | 10.0.30.0/24 | 10.0.30.1 |
| Servers | 40   | 10.0.40.0/24 | 10.0.40.1 |

# Cluster

| Name         | CIDR          |
| ------------ | ------------- |
| Pod CIDR     | 10.244.0.0/16 |
| Service CIDR | 10.96.0.0/16  |
```

Source: the document, at the two places that each finding names.
"""

from collections.abc import Iterator

from cidrbook.drift.documents.detectors import contradictions
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """Rows and ranges of one document that contradict each other."""
    yield from (disagreement.problem for disagreement in contradictions(observation))
