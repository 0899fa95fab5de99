"""A MAC address is a placeholder.

All zeros is often written until the machine arrives. A reservation with a placeholder serves
nobody, and several machines may have the same one. For group and broadcast addresses see
[H307](#h307-unusable-mac).

```yaml
networks:
  - name: cameras
    cidr: 10.3.8.0/24
    hosts: [{name: doorbell, address: 10.3.8.20, mac: "00:00:00:00:00:00"}] # H318: 55
```

Use instead:

```yaml
networks:
  - name: cameras
    cidr: 10.3.8.0/24
    hosts: [{name: doorbell, address: 10.3.8.20}]
```

Source: [RFC 9542](https://www.rfc-editor.org/rfc/rfc9542#section-2.1), section 2.1.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import is_placeholder, machines
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Placeholder MAC addresses of machines."""
    for _, machine in machines(plan):
        if machine.mac is not None and is_placeholder(int(machine.mac)):
            yield Problem(
                at=machine.at("mac"),
                message=f"the MAC address {machine.mac} of {machine.name} is a placeholder",
                hint="read it from the interface, as `ip link` shows it, or remove it until you know it",
                parties=(machine.id,),
            )
