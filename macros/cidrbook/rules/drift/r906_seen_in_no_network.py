"""An address in the repository is in no network of the plan.

Either a network is missing in the plan, or the address is a mistake. Only the repositories under
`sources` are read.

```yaml title="data/plan.yaml"
networks:
  - {name: pool, cidr: 10.69.0.0/24}
```

```yaml title="apps/dns/service.yaml"
apiVersion: v1
kind: Service
metadata:
  name: dns
  annotations:
    lbipam.cilium.io/ips: 10.96.0.54 # R906: 27
spec:
  type: LoadBalancer
```

Use instead:

```yaml title="data/plan.yaml"
networks:
  - {name: pool, cidr: 10.69.0.0/24}
```

```yaml title="apps/dns/service.yaml"
apiVersion: v1
kind: Service
metadata:
  name: dns
  annotations:
    lbipam.cilium.io/ips: 10.69.0.54
spec:
  type: LoadBalancer
```

Source: the [data reference](../data.md): `sources` names the trees that are read.
"""

from collections.abc import Iterator

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.declared_and_observed import claims_outside_networks
from cidrbook.drift.objects.plan_differences import missing_prefixes
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def compared(comparison: Comparison) -> Iterator[Problem]:
    """Addresses of machines and services in the repositories that are in no network and no pool."""
    for networks in missing_prefixes(comparison):
        first, more = networks[0], f", and {len(networks) - 1} more," if len(networks) > 1 else ""
        yield Problem(
            at=first.at("cidr"),
            message=f"{first.name} ({first.cidr}){more} is in an IPAM's export, and not in the plan",
            hint="add the network to the plan, or remove the prefix",
            parties=tuple(network.id for network in networks),
        )
    for claim in claims_outside_networks(comparison):
        yield Problem(
            at=claim.place,
            message=f"{claim.shown} is in no network of the plan",
            hint="add its network to the plan, or correct the address",
            parties=(claim.owner.id,),
        )
