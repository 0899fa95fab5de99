"""Two networks of one IP version are on the same VLAN.

A VLAN is one broadcast domain: hosts of both networks see each other's broadcasts, and a DHCP
server cannot tell to which network a client belongs. Usually one of the ids is mistyped. If you
want a second prefix there, set `secondary: true`, or `parent` if one network is a part of the
other.

```yaml
networks:
  - {name: lan, cidr: 10.3.10.0/24, vlan: 10}
  - {name: cameras, cidr: 10.3.20.0/24, vlan: 10} # V509: 47
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.10.0/24, vlan: 10}
  - {name: cameras, cidr: 10.3.20.0/24, vlan: 20}
  - {name: old lan, cidr: 192.168.1.0/24, vlan: 10, secondary: true}
  - {name: lan over ipv6, cidr: "fd5b:7c1e:93a2:10::/64", vlan: 10}
```

Source: IEEE 802.1Q: a VLAN is one broadcast domain; [RFC 1812](https://www.rfc-editor.org/rfc/rfc1812#section-2.2.7),
section 2.2.7, on several prefixes on one network.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.vlans import Seat, Seats
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING

_Place = tuple[str, int, int]
"""A site, a VLAN id and an IP version."""


def check(plan: Plan) -> Iterator[Problem]:
    """Networks with an IP version that another network has on the same VLAN of the site."""
    seats = Seats(plan)
    first: dict[_Place, tuple[Network, Seat]] = {}
    for network in plan.networks:
        seat = next(iter(seats.known(network)), None)
        if seat and not network.secondary and network.id not in plan.virtual:
            found = _before(plan, seats, first, network, seat)
            if found:
                yield _problem(network, seat, *found)


def _before(
    plan: Plan, seats: Seats, first: dict[_Place, tuple[Network, Seat]], network: Network, seat: Seat
) -> tuple[Network, Seat] | None:
    """The first network there of which the other one is no part."""
    found = None
    for version in sorted(network.versions):
        before = first.setdefault((network.site, seat.id, version), (network, seat))
        if (
            before[0] is not network
            and before[0].id != network.id
            and not _is_part(plan, seats, seat.id, before[0], network)
        ):
            found = found or before
    return found


def _is_part(plan: Plan, seats: Seats, vlan: int, one: Network, other: Network) -> bool:
    """Whether one of two networks is a part of the other by `parent`, or both are parts of a third one on the VLAN."""
    lines = [{id(above): above for above in _with_ancestors(plan, network)} for network in (one, other)]
    common = [above for key, above in lines[0].items() if key in lines[1]]
    return any(above in (one, other) or vlan in (seat.id for seat in seats.known(above)) for above in common)


def _with_ancestors(plan: Plan, network: Network) -> Iterator[Network]:
    """A network, and those that it is a part of by `parent`; one that is its own part is not followed again."""
    above: Network | None = network
    seen: set[int] = set()
    while above is not None and id(above) not in seen:
        seen.add(id(above))
        yield above
        above = plan.network(above.parent) if above.parent else None


def _problem(network: Network, seat: Seat, before: Network, before_seat: Seat) -> Problem:
    where = f" at {network.site}" if network.site else ""
    return Problem(
        at=seat.place,
        message=f"{network.name} ({network.cidr}) is on VLAN {seat.id}{where}, like {before.name} ({before.cidr})",
        related=(Related(at=before_seat.place, message=f"{before.name} is put on this VLAN here"),),
        hint="give it another VLAN, or set `secondary: true` if you want both there",
        parties=(network.id, before.id),
    )
