"""A service is advertised at an address that it does not have.

Some programs advertise their own address, in a setting beside that of their service, and
external-dns creates names from annotations. When the service gets another address, the copy stays
behind: clients and names point to nothing, or to the wrong service. It is reported if a service, or
the Gateway of a route, requests an address and is advertised at none that matches; if a service
requests two different addresses by two keys; and if a DNS record for its name has another address
of its network, which is not a proxy's.

```yaml title="kubernetes/apps/plex/helmrelease.yaml"
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: plex
spec:
  values:
    controllers:
      plex:
        containers:
          app:
            env:
              PLEX_ADVERTISE_URL: http://10.0.40.10:32400 # K828: 42
    service:
      app:
        type: LoadBalancer
        annotations:
          lbipam.cilium.io/ips: 10.0.40.20
```

Use instead:

```yaml title="kubernetes/apps/plex/helmrelease.yaml"
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: plex
spec:
  values:
    controllers:
      plex:
        containers:
          app:
            env:
              PLEX_ADVERTISE_URL: http://10.0.40.20:32400
    service:
      app:
        type: LoadBalancer
        annotations:
          lbipam.cilium.io/ips: 10.0.40.20
```

Source: [external-dns](https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/) on `target`.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """Services with a wrong advertised address that were read."""
    return plan.problems_of("advertised-otherwise")


observed = check
