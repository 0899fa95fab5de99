"""A pinned service, node or pool of the plan is not in the repository.

It was removed or renamed, and its addresses are free again; or the file that defines it is not
read. It is reported only if the repository shows others of the kind in that cluster.

```yaml title="data/plan.yaml"
networks:
  - {name: pool, cidr: 10.69.0.0/24}
clusters:
  - name: home
    pinned_services:
      - {name: dns, address: 10.69.0.53}
      - {name: plex, address: 10.69.0.32} # R907: 9
```

```yaml title="apps/dns/service.yaml"
apiVersion: v1
kind: Service
metadata:
  name: dns
  annotations:
    lbipam.cilium.io/ips: 10.69.0.53
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
      - {name: dns, address: 10.69.0.53}
```

```yaml title="apps/dns/service.yaml"
apiVersion: v1
kind: Service
metadata:
  name: dns
  annotations:
    lbipam.cilium.io/ips: 10.69.0.53
spec:
  type: LoadBalancer
```

Source: the [data reference](../data.md): `sources` names the trees that are read.
"""

from collections.abc import Iterator

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.declared_and_observed import unseen_owners, unseen_pools
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import QUIET
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO

_HINT = "remove it, or add its repository under `sources`"


def compared(comparison: Comparison) -> Iterator[Problem]:
    """Declared services, nodes and pools that no repository shows."""
    for cluster, thing in unseen_owners(comparison):
        if thing.status in QUIET:
            continue
        verb = "requests the address of" if isinstance(thing, Service) else "has the node"
        message = f"nothing in the repository {verb} {thing.name}"
        yield Problem(at=thing.at(), message=message, hint=_HINT, parties=(thing.id, cluster.id))
    for _, pool in unseen_pools(comparison):
        message = f"nothing in the repository assigns addresses of {pool.shown}"
        yield Problem(at=pool.place, message=message, hint=_HINT, parties=pool.parties)
