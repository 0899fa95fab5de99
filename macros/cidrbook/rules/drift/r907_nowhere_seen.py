"""The plan has a pinned service, a node or a pool that the lab's files do not know.

It is gone, or renamed, and its addresses are free again; or the file that says it is one that is not read.
Said only of clusters of which the files show others of the same kind.

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
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO

_HINT = "take it out, or name the file's tree under `sources`"


def compared(comparison: Comparison) -> Iterator[Problem]:
    """Declared services, nodes and pools that nothing in the trees knows."""
    for cluster, thing in unseen_owners(comparison):
        verb = "asks for the address of" if isinstance(thing, Service) else "has the node"
        message = f"nothing in the lab's files {verb} {thing.name}"
        yield Problem(at=thing.at(), message=message, hint=_HINT, parties=(thing.id, cluster.id))
    for _, pool in unseen_pools(comparison):
        message = f"nothing in the lab's files gives addresses of {pool.shown}"
        yield Problem(at=pool.place, message=message, hint=_HINT, parties=pool.parties)
