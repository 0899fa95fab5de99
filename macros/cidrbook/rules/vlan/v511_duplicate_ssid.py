"""One Wi-Fi name leads to two networks of a site.

Devices roam to the stronger access point and get an address of the other network in
the middle of a call. Access points may share a name only where it leads to one VLAN.

```yaml
networks:
  - {name: home, cidr: 10.3.10.0/24, vlan: 10, ssids: attic}
  - {name: iot, cidr: 10.3.20.0/24, vlan: 20, ssids: [attic, attic-iot]} # V511: 55
```

Use instead:

```yaml
networks:
  - {name: home, cidr: 10.3.10.0/24, vlan: 10, ssids: attic}
  - {name: iot, cidr: 10.3.20.0/24, vlan: 20}
vlans:
  - {id: 10, name: home, ssids: attic}
  - {id: 20, name: iot, ssids: attic-iot}
```

Source: IEEE 802.11: stations roam between access points of one SSID.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network, Vlan
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.vlans import Seats
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING

_Home = tuple[str, object]
"""A VLAN, or a network that is on none."""


def check(plan: Plan) -> Iterator[Problem]:
    """SSIDs that something else of the site has, on another VLAN."""
    first: dict[tuple[str, str], tuple[_Home, Network | Vlan, int]] = {}
    for home, owner in _homes(plan):
        for which, ssid in enumerate(owner.ssids):
            before = first.setdefault((owner.site, ssid), (home, owner, which))
            if before[0] != home and not _families_may_be_one(before[1], before[0], owner, home):
                yield _duplicate_ssid(before[1], before[2], owner, which)


def _families_may_be_one(before: Network | Vlan, before_home: _Home, owner: Network | Vlan, home: _Home) -> bool:
    """Whether two networks may be the two families of one: they share no IP version, and one is on no known VLAN."""
    if not (isinstance(before, Network) and isinstance(owner, Network)):
        return False
    return before.versions.isdisjoint(owner.versions) and (before_home[0], home[0]) != ("vlan", "vlan")


def _homes(plan: Plan) -> Iterator[tuple[_Home, Network | Vlan]]:
    seats = Seats(plan)
    for network in plan.networks:
        if network.ssids:
            seat = next(iter(seats.of(network)), None)
            yield ("vlan", seat.id) if seat else ("network", network.id), network
    yield from ((("vlan", vlan.id), vlan) for vlan in plan.vlans)


def _duplicate_ssid(before: Network | Vlan, where: int, owner: Network | Vlan, which: int) -> Problem:
    one, other = (f"{thing.kind} {thing.name or thing.id}" for thing in (before, owner))
    return Problem(
        at=owner.at("ssids", which),
        message=f"the SSID `{owner.ssids[which]}` leads to {other}, and to {one}",
        label="again",
        related=(Related(at=before.at("ssids", where), message=f"it leads to {one} here"),),
        hint="give one of them another name",
        parties=(str(owner.id), str(before.id)),
    )
