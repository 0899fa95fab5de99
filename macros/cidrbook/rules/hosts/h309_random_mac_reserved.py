"""A reservation uses a random MAC address.

Phones and laptops use a random MAC address in each wireless network, and some change it from time
to time; then the reservation no longer applies. Such addresses have a 2, 6, A or E as their second
digit. The usual addresses of virtual machines (`52:54:00:…` and `02:…`) are not reported.

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: phone, address: 10.3.1.60, assigned: reservation, mac: "da:a1:19:3a:7f:02"} # H309: 71
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: phone, address: 10.3.1.60, assigned: reservation, mac: "d8:a1:19:3a:7f:02"}
      - {name: guest machine, address: 10.3.1.61, assigned: reservation, mac: "52:54:00:3a:7f:02"}
      - {name: tablet, address: 10.3.1.62, mac: "da:a1:19:3a:7f:02"}
```

Source: [RFC 9542](https://www.rfc-editor.org/rfc/rfc9542#section-2.1), section 2.1, on the bit;
[RFC 9797](https://www.rfc-editor.org/rfc/rfc9797) on addresses that change.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.INFO

_VIRTUAL = 0x52_54_00
"""The first three bytes of the addresses that QEMU and libvirt give to virtual machines."""

_ALSO_VIRTUAL = 0x02
"""The first byte of the addresses that Docker and others give to virtual interfaces."""


def check(plan: Plan) -> Iterator[Problem]:
    """Reservations for locally administered MAC addresses that are not those of virtual machines."""
    for host in plan.hosts:
        if host.assigned == "reservation" and host.mac is not None and _is_random(int(host.mac)):
            yield Problem(
                at=host.at("mac"),
                message=f"the reservation of {host.name} uses {host.mac}, a random MAC address",
                hint="turn off random addresses for this network on the device, and write its built-in one",
                parties=(host.id,),
            )


def _is_random(mac: int) -> bool:
    """Whether the address is local and of one interface (the lowest bits of the first byte are 10)."""
    return mac >> 40 & 0b11 == 0b10 and mac >> 24 != _VIRTUAL and mac >> 40 != _ALSO_VIRTUAL
