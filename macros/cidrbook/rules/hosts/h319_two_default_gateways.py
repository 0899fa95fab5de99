"""A machine has two default gateways.

Chance decides which of the two is used, and that may change at every start. Netplan refuses the
second one. Routes with a metric or a separate routing table are fine.

```yaml title="netplan/lb-01.yaml"
network:
  version: 2
  ethernets:
    ens3: {addresses: [10.10.10.10/24], gateway4: 10.10.10.1}
    ens4: {addresses: [192.168.9.210/24], gateway4: 192.168.9.1} # H319: 53
```

Use instead:

```yaml title="netplan/lb-01.yaml"
network:
  version: 2
  ethernets:
    ens3: {addresses: [10.10.10.10/24], gateway4: 10.10.10.1}
    ens4: {addresses: [192.168.9.210/24], routes: [{to: default, via: 192.168.9.1, metric: 500}]}
```

Source: [Netplan](https://netplan.readthedocs.io/en/stable/netplan-yaml/#default-routes) on conflicting default routes;
[systemd#32253](https://github.com/systemd/systemd/issues/32253).
"""

from collections.abc import Iterator

from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """Machines with several default routes that were read."""
    return observation.problems_of("two-default-gateways")
