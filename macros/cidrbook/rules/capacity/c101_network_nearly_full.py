"""A network has almost no addresses left for fixed hosts.

Only addresses outside of DHCP ranges and pools count, because only those can be fixed: the figure
is the used share of them. A network is nearly full at 90 percent; change that in
`settings.capacity`, or in the network's own `capacity`. Networks with fewer than eight such
addresses are skipped unless they have a `capacity` of their own.

```yaml
networks:
  - name: storage
    cidr: 10.0.0.0/29 # C101: 11
    capacity: 60
    gateway: 10.0.0.1
    hosts:
      - {name: nas, address: 10.0.0.2}
      - {name: backup, address: 10.0.0.3}
      - {name: tapes, address: 10.0.0.4}
```

Use instead:

```yaml
networks:
  - name: storage
    cidr: 10.0.0.0/29
    capacity: 75
    gateway: 10.0.0.1
    hosts:
      - {name: nas, address: 10.0.0.2}
      - {name: backup, address: 10.0.0.3}
      - {name: tapes, address: 10.0.0.4}
settings:
  capacity: 60
```

Source: [RFC 1715](https://www.rfc-editor.org/rfc/rfc1715), on how full an address space can get before it hurts.
"""

from collections.abc import Iterator
from itertools import chain

from cidrbook.net.spans import Spans
from cidrbook.plan.entry import QUIET
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.space import usable
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING

_USUAL = 90
"""Percent: with a tenth left, there is still time to plan a larger prefix."""

_SMALL = 8
"""Fewer addresses than these, as in a /29, are meant to be full."""


def check(plan: Plan) -> Iterator[Problem]:
    """IPv4 prefixes at or above the limit. Hosts never fill an IPv6 prefix."""
    usual = next((setting.capacity for setting in plan.settings if setting.capacity is not None), _USUAL)
    handed_out: Spans[object] = Spans(chain(plan.leases, plan.pools))
    for network, taken in _fixed(plan, handed_out):
        limit = usual if network.capacity is None else network.capacity
        room = _static_addresses(network, handed_out)
        active = network.status not in QUIET
        if active and room and taken * 100 >= limit * room and (room >= _SMALL or network.capacity is not None):
            yield _full(network, taken, room, limit)


def _fixed(plan: Plan, handed_out: Spans[object]) -> Iterator[tuple[Network, int]]:
    """Each network with IPv4 claims, with its number of static addresses outside of DHCP ranges and pools."""
    found: dict[int, set[int]] = {}
    for claim, network in plan.located:
        if network and claim.address.version == 4 and network.id not in plan.virtual:
            found.setdefault(id(network), set()).add(int(claim.address))
    for network in plan.networks:
        if id(network) in found:
            gateways = {int(gateway) for gateway in network.gateways if gateway.version == 4 and network.holds(gateway)}
            numbers = found[id(network)] | gateways
            yield network, sum(handed_out.meeting((network.scope, 4), number, number) is None for number in numbers)


def _static_addresses(network: Network, handed_out: Spans[object]) -> int:
    """The number of addresses for static hosts, outside of DHCP ranges and pools."""
    return sum(
        last - first + 1
        for cidr in network.family(4)
        for first, last in handed_out.gaps((network.scope, 4), *usable(cidr))
    )


def _full(network: Network, taken: int, room: int, limit: int) -> Problem:
    return Problem(
        at=network.at("cidr"),
        message=f"{network.name} ({network.cidr}) uses {taken} of its {room} addresses for fixed hosts,"
        f" {taken * 100 // room} percent",
        hint=f"use a shorter prefix, remove hosts, or raise its `capacity` ({limit})",
        parties=(network.id,),
    )
