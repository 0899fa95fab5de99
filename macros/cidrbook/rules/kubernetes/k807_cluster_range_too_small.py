"""A range for pods or services is too small.

A cluster needs one address for its API, one for its DNS service (usually the tenth), and addresses
for system pods on each node. Fewer than ten addresses for services, or fourteen for pods, are never
enough. kubeadm refuses them, so with kubeadm this is an error.

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/29, role: pods} # K807: 24
  - {name: services, cidr: "fd5b:7c1e:93a2:71::/125", role: services} # K807: 28
clusters:
  - {name: home, pods: pods, cni: {product: calico}}
  - {name: lab, services: services}
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: 10.69.0.0/28, role: pods}
  - {name: services, cidr: "fd5b:7c1e:93a2:71::/124", role: services}
clusters:
  - {name: home, pods: pods, cni: {product: calico}}
  - {name: lab, services: services}
```

Source: [kubeadm](https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/), `podSubnet` and
`serviceSubnet`.
"""

from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.cluster_ranges import PURPOSES, Use, uses
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING

_REFUSES = "kubeadm"

_LONGEST = {4: 28, 6: 124}
"""What has sixteen addresses: with eight there are too few for either."""


def check(plan: Inventory) -> Iterator[Problem]:
    """Prefixes that are too long, each network once."""
    seen: set[str] = set()
    for cluster in plan.clusters:
        for use in uses(plan, cluster, *PURPOSES):
            for which, cidr in enumerate(() if use.network.id in seen else use.network.cidrs):
                if cidr.prefixlen > _LONGEST[cidr.version]:
                    yield _problem(use, which, cidr)
            seen.add(use.network.id)


observed = check


def _problem(use: Use, which: int, cidr: IPNetwork) -> Problem:
    count = "1 address" if cidr.size == 1 else f"{cidr.size} addresses"
    return Problem(
        at=use.network.at("cidr", which),
        message=f"{use.network.name} ({cidr}) has {count}, too few for the {use.purpose} of {use.cluster.name}",
        related=(use.related,),
        hint=f"write `/{_LONGEST[cidr.version]}` or shorter",
        parties=(use.network.id, use.cluster.id),
        severity=Severity.ERROR if use.cluster.distribution.lower() == _REFUSES else None,
    )
