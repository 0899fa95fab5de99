"""A BGP session has impossible timers.

A hold time is 0, for a session that never times out, or 3 to 65535 seconds: with 1 or 2 the peer
refuses the session. Keepalives must arrive well before it ends, best after a third of it, so that
two of them may get lost.

```yaml
routers:
  - {name: edge, asn: 64512}
bgp:
  sessions:
    - {local: edge, peer: 10.3.1.2, peer_asn: 64513, hold_time: 2} # B618: 65
    - {local: edge, peer: 10.3.1.3, peer_asn: 64514, hold_time: 30, keepalive: 30} # B618: 80
```

Use instead:

```yaml
routers:
  - {name: edge, asn: 64512}
bgp:
  sessions:
    - {local: edge, peer: 10.3.1.2, peer_asn: 64513, hold_time: 3}
    - {local: edge, peer: 10.3.1.3, peer_asn: 64514, hold_time: 30, keepalive: 10}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-4.2), sections 4.2 and 4.4.
"""

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.plan.bgp import Session
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.session_pairs import can_hold
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.names import listed_names

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Hold times that speakers refuse, and keepalives that are too late; once for all sessions of an end."""
    alike: dict[tuple[str, int | None, int | None], list[Session]] = defaultdict(list)
    for session in plan.sessions:
        alike[session.local, session.hold_time, session.keepalive].append(session)
    for (local, hold, keepalive), found in alike.items():
        peers = listed_names(session.peer for session in found)
        if hold is not None and not can_hold(hold):
            yield _problem(
                found,
                "hold_time",
                f"the hold time of the session of {local} with {peers} is {hold} seconds",
                "write 0 for no timeout, or 3 to 65535; 9 to 30 is usual in a small network",
            )
        elif hold and keepalive is not None and keepalive >= hold:
            yield _problem(
                found,
                "keepalive",
                f"{local} keeps its session with {peers} alive every {keepalive} seconds, but it times out after"
                f" {hold}",
                f"write a third of the hold time: {hold // 3}",
            )


observed = check


def _problem(found: list[Session], key: str, message: str, hint: str) -> Problem:
    first, *others = dict.fromkeys(session.at(key) for session in found)
    return Problem(
        at=first,
        message=message,
        related=tuple(Related(at=place, message="it is also written here") for place in others),
        hint=hint,
        parties=tuple(dict.fromkeys(end for session in found for end in (session.local, session.peer))),
    )
