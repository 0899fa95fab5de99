"""A node's share does not fit the pods' range.

Each node gets a prefix of the pods' range: `/24` in IPv4 and `/64` in IPv6 unless `node_mask` is
set (k0s: `/117`). It must not be shorter than the range, nor more than 16 bits longer: the
controller manager refuses both. Calico assigns blocks of its own and has no such default.

```yaml
networks:
  - {name: pods, cidr: [10.69.0.0/25, "fd5b:7c1e:93a2::/47"], role: pods}
  - {name: lab pods, cidr: 10.72.0.0/16, role: pods}
clusters:
  - {name: home, pods: pods} # K809: 24, K809: 24
  - {name: lab, pods: lab-pods, node_mask: 15} # K809: 44
```

Use instead:

```yaml
networks:
  - {name: pods, cidr: [10.69.0.0/25, "fd5b:7c1e:93a2::/47"], role: pods}
  - {name: lab pods, cidr: 10.72.0.0/16, role: pods}
clusters:
  - {name: home, pods: pods, node_mask: [27, 63]}
  - {name: lab, pods: lab-pods, node_mask: 16}
```

Source: [Kubernetes](https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/),
`--node-cidr-mask-size`.
"""

import re
from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.drift.objects.range_conflicts import sets_share_somewhere
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.cluster_ranges import Share, families, prefixes, shares
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.regex import regex

OBSERVED = Severity.ERROR

_MOST_BITS = 16
"""The controller manager refuses more bits between the range and a share: 65,536 nodes."""

_WIDTH = {4: 32, 6: 128}
_SHARE = regex(r"mask|block", re.IGNORECASE)
"""A line that sets a share, where others show that it is the product's own."""


def check(plan: Inventory) -> Iterator[Problem]:
    """Shares that are larger than a prefix for pods, or of which it would have too many."""
    for cluster in plan.clusters:
        pods = prefixes(plan, cluster, "pods")
        known = shares(plan, cluster, families(pods))
        for cidr in pods:
            share = known.get(cidr.version)
            if share and not cidr.prefixlen <= share.length <= _longest(cidr):
                yield _misfit(cluster, share, cidr)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same, but of a product's own share where some file sets one that is not read, as a template does."""
    for problem in check(observation):
        if _SHARE.search(_line_of(problem)) or not sets_share_somewhere(observation):
            yield problem


def _line_of(problem: Problem) -> str:
    return problem.at.source.lines[problem.at.line - 1]


def _longest(cidr: IPNetwork) -> int:
    return int(min(cidr.prefixlen + _MOST_BITS, _WIDTH[cidr.version]))


def _misfit(cluster: Cluster, share: Share, cidr: IPNetwork) -> Problem:
    what = "is larger than" if share.length < cidr.prefixlen else "is too small a part of"
    return Problem(
        at=share.place,
        message=f"a node's share of the pods of {cluster.name}, a `/{share.length}`, {what} {cidr}",
        hint=f"write a `node_mask` from {cidr.prefixlen} to {_longest(cidr)}, or give the pods another prefix",
        parties=(cluster.id, *cluster.pods),
    )
