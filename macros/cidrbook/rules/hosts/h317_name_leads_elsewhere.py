"""A record, a target or a line of hosts leads a name to an address that is not its machine's.

The machine was moved, and what finds it by name was not told. A name in DNS, a target of Prometheus, a file of hosts,
Compose's `extra_hosts`: each says a name and an address. Where one thing in the repository is called just so, and has
other addresses in the same network, one of the two is wrong. Nothing is said of names that lead to a proxy, a router, a
service or a pool, nor of addresses in other networks, which may be another interface's.

```yaml title="ansible/inventory.yml"
all:
  hosts:
    nas: {ansible_host: 10.3.42.60}
    media: {ansible_host: 10.3.42.61}
```

```yaml title="prometheus/prometheus.yml"
scrape_configs:
  - job_name: node
    static_configs:
      - targets: ["10.3.42.66:9100"] # H317: 20
        labels: {host: nas}
```

Use instead:

```yaml title="ansible/inventory.yml"
all:
  hosts:
    nas: {ansible_host: 10.3.42.60}
    media: {ansible_host: 10.3.42.61}
```

```yaml title="prometheus/prometheus.yml"
scrape_configs:
  - job_name: node
    static_configs:
      - targets: ["10.3.42.60:9100"]
        labels: {host: nas}
```

Source: the file of the repository that each finding names, beside the one that says the machine's address.
"""

from collections.abc import Iterator

from cidrbook.drift.objects.names_to_addresses import WrongTarget, wrong_targets
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """Names that lead past what is called so."""
    return map(_problem, wrong_targets(observation))


def _problem(target: WrongTarget) -> Problem:
    lead, owner = target.lead, target.owner
    whose = f", which is {target.holder.name}'s" if target.holder else ""
    return Problem(
        at=lead.place,
        message=f"the {lead.noun} {lead.name} leads to {lead.address}{whose}; the {owner.noun} {owner.name} has"
        f" {owner.address}",
        label="no longer so",
        related=(Related(at=owner.place, message=f"{owner.address} is written here"),),
        hint=f"write {owner.address}, or call it otherwise if it is something else",
        parties=tuple(dict.fromkeys((owner.id, *([target.holder.id] if target.holder else [])))),
    )
