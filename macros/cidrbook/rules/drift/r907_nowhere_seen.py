"""The plan pins a service that the lab's files do not know.

It is gone, or renamed, and its address is free again; or the file that asks for the address is one that is not read.
Said only of clusters of which the files show other pinned services.

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

from cidrbook.plan.compared import unseen
from cidrbook.plan.finding import Problem, Severity
from cidrbook.plan.plan import Plan

SEVERITY: Severity = "info"


def check(plan: Plan) -> Iterator[Problem]:
    """Declared pinned services that nothing in the trees asks for."""
    for cluster, service in unseen(plan):
        yield Problem(
            at=service.at(),
            message=f"nothing in the lab's files asks for the address of {service.name}",
            hint="take it out, or name the file's tree under `sources`",
            parties=(service.id, cluster.id),
        )
