"""A machine's address or host name does not follow a convention of the plan.

`settings.conventions` says what the last octet of an address follows from, as the id
of a VM or the rack unit, and what host names look like in a network. Such fields are
your own: `custom: {vm_id: 142}`.

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/24
    hosts:
      - {name: dns, address: 10.3.42.53, custom: {vm_id: 153}} # H321: 30
      - {name: web, address: 10.3.42.80, hostname: webserver} # H321: 52
settings:
  conventions:
    - {octet: 4, from: custom.vm_id, networks: servers}
    - {hostname: "srv-*", networks: servers}
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/24
    hosts:
      - {name: dns, address: 10.3.42.153, custom: {vm_id: 153}}
      - {name: web, address: 10.3.42.80, hostname: srv-web}
settings:
  conventions:
    - {octet: 4, from: custom.vm_id, networks: servers}
    - {hostname: "srv-*", networks: servers}
```

Source: the [data reference](../data.md) on `conventions`.
"""

from collections.abc import Iterator

from cidrbook.plan.entry import Machine
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.conventions import Unconventional, unconventional_machines
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Addresses with another last octet, and host names of another pattern."""
    return (_other(found, found.owner) for found in unconventional_machines(plan) if isinstance(found.owner, Machine))


def _other(found: Unconventional, machine: Machine) -> Problem:
    convention = found.convention
    field = convention.from_.removeprefix("custom.")
    what, asked = f"the host name `{found.found}`", found.wanted
    if found.octet:
        what, asked = f"{found.found} as octet {found.octet} of its address", f"{found.wanted}, its {field}"
    return Problem(
        at=found.place,
        message=f"{machine.name} has {what}, and the convention asks for {asked}",
        related=(Related(at=convention.at(), message=f"the convention is written here: {convention.shown}"),),
        hint="follow it, or name the networks that the convention is for",
        parties=(machine.id,),
    )
