"""Two sessions expect different AS numbers of one peer address.

Two clusters, or two sessions of one, have a peer at the same address, and expect different AS
numbers of it. A router has one AS number, so one of the sessions never comes up, unless the router
uses another number for it (`local-as`). Addresses with a known owner are compared with the owner's
number instead, and sessions of single nodes are not compared.

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
clusters:
  - name: home
    cni: {product: cilium, bgp: true, asn: 64601}
  - name: staging
    cni: {product: cilium, bgp: true, asn: 64602}
bgp:
  sessions:
    - {local: home, peer: 10.3.42.1, peer_asn: 64512}
    - {local: staging, peer: 10.3.42.1, peer_asn: 64521} # B630: 51
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
clusters:
  - name: home
    cni: {product: cilium, bgp: true, asn: 64601}
  - name: staging
    cni: {product: cilium, bgp: true, asn: 64602}
bgp:
  sessions:
    - {local: home, peer: 10.3.42.1, peer_asn: 64512}
    - {local: staging, peer: 10.3.42.1, peer_asn: 64512}
    - {local: staging, peer: 10.3.42.2, peer_asn: 64521}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-6.2), section 6.2, "Bad Peer AS".
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.plan.bgp import Session
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING


class _PeerSession(NamedTuple):
    """A session as one end describes it, and the address of the other end."""

    side: SessionEnd
    session: Session
    address: IPAddress

    @property
    def asn(self) -> int | None:
        return self.session.peer_asn


def check(plan: Inventory) -> Iterator[Problem]:
    """Addresses without a known owner, of which two sessions expect different AS numbers."""
    return _differing_numbers(plan, _is_of_all)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same, without sessions that name or choose nodes."""
    return _differing_numbers(observation, lambda side: _is_of_all(side) and _chooses_none(side))


def _differing_numbers(plan: Inventory, is_whole: Callable[[SessionEnd], bool]) -> Iterator[Problem]:
    told: dict[Hashable, list[_PeerSession]] = defaultdict(list)
    for peering in peerings(plan):
        for side, other in peering.sides:
            address = as_address(other.name) if other.instance is None else None
            own = side.own
            if address is not None and not _is_near(address) and own and own.peer_asn and is_whole(side):
                told[_scope(side), address].append(_PeerSession(side, own, address))
    for first, *others in told.values():
        odd = next((other for other in others if other.asn != first.asn), None)
        if odd is not None:
            yield _problem(first, odd)


def _is_of_all(side: SessionEnd) -> bool:
    """Whether the session is that of all nodes of a cluster."""
    own, cluster = side.own, side.instance.cluster if side.instance else None
    return own is not None and cluster is not None and own.local == cluster.id


def _chooses_none(side: SessionEnd) -> bool:
    return side.own is not None and side.own.at("local") == side.own.at()


def _scope(side: SessionEnd) -> Hashable:
    return side.instance.scope if side.instance else None


def _is_near(address: IPAddress) -> bool:
    """Whether an address is not unique: link-local, or a loopback."""
    return bool(address.is_loopback() or address.is_link_local())


def _problem(first: _PeerSession, odd: _PeerSession) -> Problem:
    return Problem(
        at=odd.session.at("peer_asn"),
        message=f"{odd.side.name} expects AS {odd.asn} of {odd.address}, but {first.side.name} expects AS {first.asn}",
        related=(Related(at=first.session.at("peer_asn"), message=f"AS {first.asn} is expected here"),),
        hint="write the router's AS number in both",
        parties=tuple(dict.fromkeys((*first.side.parties, *odd.side.parties))),
        across=True,  # one router is a neighbour of the clusters of every environment
    )
