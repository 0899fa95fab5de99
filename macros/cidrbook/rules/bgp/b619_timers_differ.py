"""The ends of a BGP session have different hold times.

The lower one is used by both. If you rely on the longer one, for example to survive a restart, you
do not get it.

```yaml
networks:
  - {name: link, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
  - {name: core, asn: 64513, addresses: 10.3.1.2/24}
bgp:
  sessions:
    - {local: edge, peer: core, peer_asn: 64513, peer_address: 10.3.1.2, hold_time: 90}
    - {local: core, peer: edge, peer_asn: 64512, peer_address: 10.3.1.1, hold_time: 30} # B619: 85
```

Use instead:

```yaml
networks:
  - {name: link, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
  - {name: core, asn: 64513, addresses: 10.3.1.2/24}
bgp:
  sessions:
    - {local: edge, peer: core, peer_asn: 64513, peer_address: 10.3.1.2, hold_time: 30}
    - {local: core, peer: edge, peer_asn: 64512, peer_address: 10.3.1.1, hold_time: 30}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-4.2), section 4.2, on the hold time.
"""

from collections.abc import Iterator

from cidrbook.plan.bgp import Session
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import Peering
from cidrbook.plan.views.session_pairs import can_hold, differing, shown
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.INFO


def check(plan: Plan) -> Iterator[Problem]:
    """Sessions with two descriptions and two hold times, both of which are possible."""
    return map(_problem, differing(plan, _hold_time))


def _hold_time(session: Session) -> int | None:
    return session.hold_time if session.hold_time is not None and can_hold(session.hold_time) else None


def _problem(group: tuple[Peering, ...]) -> Problem:
    one, other = group[0].sessions
    lower = min(one.hold_time or 0, other.hold_time or 0)
    return Problem(
        at=other.at("hold_time"),
        message=f"{shown(group)} has two hold times: {group[0].first.name} asks for {one.hold_time} seconds,"
        f" {group[0].second.name} for {other.hold_time}; {lower or 'no hold time'} counts",
        related=(Related(at=one.at("hold_time"), message=f"{one.hold_time} is written here"),),
        hint=f"write {lower} at both ends, or the value that you want",
        parties=group[0].parties,
    )
