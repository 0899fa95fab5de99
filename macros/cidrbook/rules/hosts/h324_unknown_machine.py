"""A machine answers that nothing lists.

A scan found it in a network whose hosts are listed, outside of the DHCP ranges: a device that nobody
wrote down, or one that should not be there. The next address that is given away may be its own.

```csv title="prefixes.csv"
prefix,status,vrf,description
192.168.1.0/24,active,,LAN
```

```csv title="addresses.csv"
address,status,vrf,dns_name
192.168.1.10/24,active,,nas
```

```xml title="scan.xml"
<nmaprun>
<host><status state="up"/><address addr="192.168.1.10" addrtype="ipv4"/></host>
<host><status state="up"/><address addr="192.168.1.66" addrtype="ipv4"/></host> <!-- # H324: 42 -->
</nmaprun>
```

Use instead:

```csv title="prefixes.csv"
prefix,status,vrf,description
192.168.1.0/24,active,,LAN
```

```csv title="addresses.csv"
address,status,vrf,dns_name
192.168.1.10/24,active,,nas
192.168.1.66/24,active,,camera
```

```xml title="scan.xml"
<nmaprun>
<host><status state="up"/><address addr="192.168.1.10" addrtype="ipv4"/></host>
<host><status state="up"/><address addr="192.168.1.66" addrtype="ipv4"/></host>
</nmaprun>
```

Source: [nmap](https://nmap.org/book/man-host-discovery.html), on which hosts it finds.
"""

from collections.abc import Iterator

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.leases_and_scans import Occupied, unknown_machines
from cidrbook.plan.network import Network
from cidrbook.plan.views.claimed_addresses import claimed_addresses
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.source import Place

SEVERITY = OBSERVED = Severity.INFO


def observed(observation: Observation) -> Iterator[Problem]:
    """Machines that answer, and that a register of the repository lists as little as the rest of it."""
    claimed = claimed_addresses(observation)
    for found, network in _unlisted(observation).values():
        if found.address not in claimed:
            yield _problem(found, network)


def compared(comparison: Comparison) -> Iterator[Problem]:
    """Machines that answer, and that the plan does not list."""
    for observation in comparison.observations:
        said = _unlisted(observation)
        for found, network in unknown_machines(comparison.plan, observation.occupants, observation.site):
            if found.place not in said:
                yield _problem(found, network)


def _unlisted(observation: Observation) -> dict[Place, tuple[Occupied, Network]]:
    """What answers in a network of a register that does not list it."""
    return {
        found.place: (found, network)
        for register in observation.registers
        for found, network in unknown_machines(register, observation.occupants, observation.site)
    }


def _problem(found: Occupied, network: Network) -> Problem:
    return Problem(
        at=found.place,
        message=f"{found.shown}, and nothing in {network.name} ({network.cidr}) has this address",
        related=(network.related(),),
        hint="list it as a host, or find out what it is",
        parties=(found.occupant.id, network.id),
    )
