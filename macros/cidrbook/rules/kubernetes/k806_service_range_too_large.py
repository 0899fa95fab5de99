"""A range for services is too large for the API server.

The API server keeps a bitmap of all addresses and does not start with more than 2^20 of them: `/12`
in IPv4, `/108` in IPv6. From Kubernetes 1.34 on, and before with the feature gates
`MultiCIDRServiceAllocator` and `DisableAllocatorDualWrite`, it has no bitmap; kubeadm and Talos
still refuse larger ranges.

```yaml
networks:
  - {name: services, cidr: [10.0.0.0/11, "fd5b:7c1e:93a2:71::/107"], role: services} # K806: 29, K806: 42
clusters:
  - {name: home, services: services}
```

Use instead:

```yaml
networks:
  - {name: services, cidr: [10.16.0.0/12, "fd5b:7c1e:93a2:71::/108"], role: services}
clusters:
  - {name: home, services: services}
```

Source: [Kubernetes](https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/),
`--service-cluster-ip-range`.
"""

from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.cluster_ranges import LARGEST, Use, too_large, uses
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Prefixes for services with more than 2^20 addresses, each once."""
    seen: set[tuple[str, int]] = set()
    for cluster in plan.clusters:
        for use in uses(plan, cluster, "services"):
            for which, cidr in enumerate(use.network.cidrs):
                if too_large(cluster, cidr) and (use.network.id, which) not in seen:
                    seen.add((use.network.id, which))
                    yield _problem(use, which, cidr)


observed = check


def _problem(use: Use, which: int, cidr: IPNetwork) -> Problem:
    longest = LARGEST[cidr.version]
    return Problem(
        at=use.network.at("cidr", which),
        message=f"{use.network.name} ({cidr}) is larger than a range for services may be",
        related=(use.related,),
        hint=f"write `/{longest}` or longer, as `{next(iter(cidr.cidr.subnet(longest)))}`",
        parties=(use.network.id, use.cluster.id),
    )
