"""Another machine uses an address than the one that it belongs to.

A lease or a scan shows who has an address now. If that is neither the machine that claims it, by
its MAC address, nor one of its name, two machines fight over the address, or the plan is out of
date. Without a MAC address or a name nothing is said, and neither of an address that is reserved
without one.

```yaml title="inventory.yaml"
all:
  hosts:
    nas: {ansible_host: 192.168.1.10}
```

```text title="dhcpd.leases"
lease 192.168.1.10 { # H323: 7
  hardware ethernet 02:00:00:00:00:01;
  client-hostname "laptop";
}
```

Use instead:

```yaml title="inventory.yaml"
all:
  hosts:
    nas: {ansible_host: 192.168.1.10}
```

```text title="dhcpd.leases"
lease 192.168.1.10 {
  hardware ethernet 02:00:00:00:00:01;
  client-hostname "nas";
}
```

Source: [RFC 5227](https://www.rfc-editor.org/rfc/rfc5227), section 1, on what address conflicts do.
"""

from collections.abc import Iterator

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.leases_and_scans import Occupied, used_by_others
from cidrbook.plan.inventory import Claim
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """Addresses that somebody has, and that another machine of the repository claims."""
    for found, claim in used_by_others(observation, observation.occupants, observation.site):
        yield _problem(found, claim)


def compared(comparison: Comparison) -> Iterator[Problem]:
    """The same of what the plan claims, where the repository does not say it already."""
    for observation in comparison.observations:
        said = {found.place for found, _ in used_by_others(observation, observation.occupants, observation.site)}
        for found, claim in used_by_others(comparison.plan, observation.occupants, observation.site):
            if found.place not in said:
                yield _problem(found, claim)


def _problem(found: Occupied, claim: Claim) -> Problem:
    owner = claim.owner
    return Problem(
        at=found.place,
        message=f"{found.shown}, the address of {owner.name}",
        related=(Related(at=claim.place, message=f"{owner.kind} {owner.name} has it here"),),
        hint="move one of them; if they are one machine, give them one name or one `mac`",
        parties=(found.occupant.id, owner.id),
    )
