"""A MAC address cannot be that of an interface.

The lowest bit of the first byte marks group addresses; all ones is the broadcast address. Switches
never learn such an address, and DHCP servers never see it. For placeholders, such as all zeros, see
[H318](#h318-unknown-mac).

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: nas, address: 10.3.1.60, mac: "01:1b:21:3a:7f:02"} # H307: 46
      - {name: printer, address: 10.3.1.61, mac: "ff:ff:ff:ff:ff:ff"} # H307: 50
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: nas, address: 10.3.1.60, mac: "00:1b:21:3a:7f:02"}
      - {name: guest machine, address: 10.3.1.61, mac: "52:54:00:3a:7f:02"}
```

Source: [RFC 9542](https://www.rfc-editor.org/rfc/rfc9542#section-2.1), section 2.1.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import is_placeholder, machines
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """MAC addresses of machines that are not unicast, without placeholders."""
    for _, machine in machines(plan):
        unknown = machine.mac is None or is_placeholder(int(machine.mac))
        what = "" if machine.mac is None or unknown else _no_unicast_address(int(machine.mac))
        if what:
            yield Problem(
                at=machine.at("mac"),
                message=f"the MAC address {machine.mac} of {machine.name} is {what}",
                hint="read it from the interface, as `ip link` shows it, or remove it",
                parties=(machine.id,),
            )


def _no_unicast_address(mac: int) -> str:
    """The name of an address that no interface can have."""
    if mac == 0xFFFF_FFFF_FFFF:
        return "the broadcast address"
    return "the address of a group" if mac >> 40 & 1 else ""
