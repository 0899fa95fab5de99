"""A reserved range reaches beyond its network.

It reserves nothing there. If it is the range for containers (`IPRange=`, `ip_range`), Podman and
Docker refuse to create the network.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    reserved: 192.168.2.200-192.168.2.249 # A223: 15
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    reserved: [192.168.1.200-192.168.1.249, 192.168.1.255-192.168.1.255]
```

A network of Podman:

```ini title="quadlets/web.network"
[Network]
Subnet=10.89.2.0/24
IPRange=10.89.3.2-10.89.3.60
# ^ A223: 9
```

Use instead:

```ini title="quadlets/web.network"
[Network]
Subnet=10.89.2.0/24
IPRange=10.89.2.2-10.89.2.60
```

Source: [Podman](https://docs.podman.io/en/latest/markdown/podman-network-create.1.html): the range must be within the
subnet; the [data reference](../data.md) on `reserved`.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Reserved ranges that no single prefix of the network holds."""
    for network in plan.networks:
        if not network.reserved_ranges or plan.lacks(network, "cidr"):
            continue
        for index, kept in enumerate(network.reserved):
            version = kept.first.version
            if version in network.versions and not network.holds_all(version, int(kept.first), int(kept.last)):
                yield Problem(
                    at=network.at("reserved", index),
                    message=f"the range {kept} reaches beyond {network.name} ({network.cidr})",
                    related=(network.related(),),
                    hint="write a range inside the network",
                    parties=(network.id,),
                )


observed = check
