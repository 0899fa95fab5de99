"""A service tells others an address that it has not.

Some programs say themselves where they are reached, in a setting beside their service's address, and external-dns
makes names of what an annotation says. When the service gets another address, that copy stays behind: clients and
names then lead nowhere, or to the service that has the address now. Reported where the service, or the Gateway that a
route belongs to, asks for an address of its own, and no address that is told is that one; where a service asks for two
addresses by two keys; and where a record in DNS leads the name that a service asks for to another address of its
network, which is not that of a proxy.

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
    """What reading found of services that are told to be elsewhere."""
    return plan.problems_of("advertised-otherwise")


observed = check
