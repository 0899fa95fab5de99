"""A variable for an address is not defined.

Flux replaces it with an empty string: the service gets any free address, or none. It is reported
only if the repository defines other variables of that cluster, and not if they come from secrets
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
    """Undefined variables that were read."""
    return plan.problems_of("unresolved-variable")


observed = check
