"""A DHCP range reaches beyond its network.

A server refuses such a range, or assigns addresses that cannot reach anything on the network.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/25
    dhcp: 192.168.1.100-192.168.1.199 # D401: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/25
    dhcp: 192.168.1.100-192.168.1.126
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-4.3.1), section 4.3.1: addresses are chosen for
the client's subnet.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Ranges that no single prefix of the network holds."""
    for network in plan.networks:
        if not network.dhcp or plan.lacks(network, "cidr"):
            continue
        for index, pool in enumerate(network.dhcp):
            version = pool.first.version
            if version in network.versions and not network.holds_all(version, int(pool.first), int(pool.last)):
                yield Problem(
                    at=network.at("dhcp", index),
                    message=f"the DHCP range {pool} reaches beyond {network.name} ({network.cidr})",
                    related=(network.related(),),
                    hint="write a range inside the network",
                    parties=(network.id,),
                )


observed = registered = check
