"""A variable stands where an address belongs, and nothing defines it.

Flux puts the empty string in its place: the service gets whatever address is free, or none. Reported only where the
tree defines the variables of that cluster, so that one is missing among others; not where they come from secrets
that only the cluster has.

```yaml title="kubernetes/flux/vars/cluster-settings.yaml"
apiVersion: v1
kind: ConfigMap
metadata:
  name: cluster-settings
data:
  SVC_PLEX_ADDR: 10.0.40.10
```

```yaml title="kubernetes/apps/plex/service.yaml"
apiVersion: v1
kind: Service
metadata:
  name: plex
spec:
  type: LoadBalancer
  loadBalancerIP: ${SVC_PLEX_ADDRESS} # R903: 19
```

Use instead:

```yaml title="kubernetes/flux/vars/cluster-settings.yaml"
apiVersion: v1
kind: ConfigMap
metadata:
  name: cluster-settings
data:
  SVC_PLEX_ADDR: 10.0.40.10
```

```yaml title="kubernetes/apps/plex/service.yaml"
apiVersion: v1
kind: Service
metadata:
  name: plex
spec:
  type: LoadBalancer
  loadBalancerIP: ${SVC_PLEX_ADDR}
```

Source: [Flux](https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution).
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """What reading found of variables that are defined nowhere."""
    return plan.problems_of("unresolved-variable")


observed = check
