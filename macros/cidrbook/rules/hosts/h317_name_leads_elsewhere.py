"""A DNS record, hosts entry or target has an address that is not its machine's.

The machine has moved, and the record was not updated. DNS records, Prometheus targets, hosts files
and Compose's `extra_hosts` give a name and an address, as do the hosts of OpenSSH's client, names that
Vector and Prometheus put in the place of an address, variables of scripts (`NODE_NAS_IP`), a router's
group of one address, backends of reverse proxies, and a comment that is a name with a number or a
hyphen (`10.0.0.11 # oak-1`). If exactly one object in the repository has this name, with another
address on the same network, one of the two is wrong. Names that lead to a proxy, a router, a service
or a pool are not reported, nor are addresses on other networks, which may be another interface's.

A PTR record is compared with the A and AAAA records of the name that it gives: they must have its
address.

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

Source: [RFC 1912](https://www.rfc-editor.org/rfc/rfc1912#section-2.1), section 2.1, on PTR records; for all others the
file of the repository that each finding names, beside the one that says the machine's address.
"""

from collections.abc import Iterator

from cidrbook.drift.objects.names_to_addresses import WrongTarget, wrong_targets
from cidrbook.drift.objects.odd_records import odd_records
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """Records with an address that their machine does not have."""
    yield from map(_problem, wrong_targets(observation))
    yield from map(_problem, odd_records(observation))
    yield from observation.problems_of("name-leads-elsewhere")


def _problem(target: WrongTarget) -> Problem:
    lead, owner = target.lead, target.owner
    whose = f", the address of {target.holder.name}" if target.holder else ""
    return Problem(
        at=lead.place,
        message=f"the {lead.noun} {lead.name} leads to {lead.address}{whose}; the {owner.noun} {owner.name} has"
        f" {owner.address}",
        label="differs from the repository",
        related=(Related(at=owner.place, message=f"{owner.address} is written here"),),
        hint=f"write {owner.address}, or rename the record if it means another machine",
        parties=tuple(dict.fromkeys((owner.id, *([target.holder.id] if target.holder else [])))),
    )
