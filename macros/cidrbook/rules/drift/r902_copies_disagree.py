"""Two files give one cluster different ranges for its pods, or for its services.

The range is written when the cluster is built, and again in the network plugin, in variables, in whatever trusts or
routes it. After a rebuild one of the copies stays behind. A wider range of pods is fine, as plugins use a part of it;
services have one range of each family only. Which cluster a file belongs to is told by its path.

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    serviceSubnets:
      - 10.43.0.0/16 # R902: 9
```

```yaml title="ansible/group_vars/all/k3s.yml"
k3s_service_cidr: 10.96.0.0/16
```

Use instead:

```yaml title="talos/controlplane.yaml"
cluster:
  network:
    serviceSubnets:
      - 10.96.0.0/16
```

```yaml title="ansible/group_vars/all/k3s.yml"
k3s_service_cidr: 10.96.0.0/16
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/cluster-administration/networking/): one range for each family.
"""

from collections.abc import Iterator

from cidrbook.plan.copies import Copy, copies
from cidrbook.plan.finding import Problem, Related, Severity
from cidrbook.plan.plan import Plan

SEVERITY: Severity = "warning"
PARTIAL: Severity = "warning"


def check(plan: Plan) -> Iterator[Problem]:
    """Ranges that another file has otherwise, where the plan is what files show."""
    return map(_problem, copies(plan) if plan.observed else ())


def _problem(it: Copy) -> Problem:
    (first, cidr), (network, again) = it.first, it.second
    return Problem(
        at=network.at("cidr"),
        message=f"the {it.purpose} of {it.cluster.name} are {again} here, and {cidr} elsewhere",
        label="otherwise elsewhere",
        related=(Related(at=first.at("cidr"), message=f"{cidr} is written here"),),
        hint="write in both what the cluster runs with",
        parties=tuple(dict.fromkeys((it.cluster.id, network.id, first.id))),
    )
