"""A lease is outside of the DHCP ranges.

The server still hands out addresses of an older range, another server answers, or the address is a
reservation that the plan does not have. The next host that gets a static address may get this one.

In a repository, the leases of a server are compared with the ranges that its files show, and with
those of the plan. When a lease ends is not compared with the clock.

```text title="dhcpd.leases"
lease 192.168.1.120 {
  hardware ethernet 02:00:00:00:00:01;
  client-hostname "laptop";
}
lease 192.168.1.220 { # D413: 7
  hardware ethernet 02:00:00:00:00:02;
  client-hostname "phone";
}
```

```text title="dhcpd.conf"
subnet 192.168.1.0 netmask 255.255.255.0 {
  range 192.168.1.100 192.168.1.199;
}
```

Use instead:

```text title="dhcpd.leases"
lease 192.168.1.120 {
  hardware ethernet 02:00:00:00:00:01;
}
lease 192.168.1.199 {
  hardware ethernet 02:00:00:00:00:02;
}
```

```text title="dhcpd.conf"
subnet 192.168.1.0 netmask 255.255.255.0 {
  range 192.168.1.100 192.168.1.199;
}
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-4.3.1), section 4.3.1, on which address a server
chooses.
"""

from collections.abc import Iterator
from itertools import chain

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects.leases_and_scans import Occupied, leases_outside
from cidrbook.net.ip import AddressRange
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.source import Place

SEVERITY = OBSERVED = Severity.WARNING


def observed(observation: Observation) -> Iterator[Problem]:
    """Leases outside of the ranges that the repository shows."""
    yield from (_problem(*found) for found in _outside(observation).values())


def compared(comparison: Comparison) -> Iterator[Problem]:
    """Leases outside of the plan's ranges, of which the repository says nothing else."""
    for observation in comparison.observations:
        said = _outside(observation)
        for found, network, pool in leases_outside(comparison.plan, observation.occupants, observation.site):
            if found.place not in said:
                yield _problem(found, network, pool)


def _outside(observation: Observation) -> dict[Place, tuple[Occupied, Network, AddressRange]]:
    """The leases outside of what the repository shows, or a register in it holds, each once."""
    inventories = (*observation.registers, observation)
    found = (leases_outside(one, observation.occupants, observation.site) for one in inventories)
    return {outside[0].place: outside for outside in chain.from_iterable(found)}


def _problem(found: Occupied, network: Network, pool: AddressRange) -> Problem:
    at = network.at("dhcp", network.dhcp.index(pool))
    return Problem(
        at=found.place,
        message=f"{found.shown}, which is outside of the DHCP range {pool} of {network.name}",
        related=(Related(at=at, message="the range is written here"),),
        hint="extend the range, or list the address with `assigned: reservation` if the server reserves it",
        parties=(found.occupant.id, network.id),
    )
