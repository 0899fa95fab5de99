"""A BGP session uses an address that its end does not have.

The speaker connects to an address where its peer is not: nothing answers, or something else does.
This happens if a machine moves and its neighbours are not updated.

In a repository, this is an address that all sessions of a cluster use and that nothing has, if the
only router that expects the cluster's nodes has another address in that network, or if the address
is outside of the nodes' networks.

```yaml
networks:
  - name: lan
    cidr: 10.3.42.0/24
    gateway: 10.3.42.1
    hosts: {name: nas, address: 10.3.42.5}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
  - {name: pi, asn: 64601, addresses: 10.3.42.11}
bgp:
  sessions:
    - {local: edge, peer: pi, peer_asn: 64601, peer_address: 10.3.42.5} # B609: 62
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.3.42.0/24
    gateway: 10.3.42.1
    hosts: {name: nas, address: 10.3.42.5}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
  - {name: pi, asn: 64601, addresses: 10.3.42.11}
bgp:
  sessions:
    - {local: edge, peer: pi, peer_asn: 64601, peer_address: 10.3.42.11}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-8), section 8: a session is with the address that is
configured.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.objects.unowned_peer_address import UnownedPeerAddress, unowned_peer_addresses
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import named
from cidrbook.plan.views.reach import Foreign, foreign
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Each address that no machine of its end has, if all of them are known; once if both ends describe it."""
    groups: dict[tuple[int, IPAddress], list[Foreign]] = {}
    for found in foreign(plan).values():
        groups.setdefault((id(found.sides[0]), found.address), []).append(found)
    yield from map(_foreign_address, groups.values())


def observed(observation: Observation) -> Iterator[Problem]:
    """Addresses that all sessions of a cluster use and nothing has, if there is a single router with BGP."""
    return map(_unowned, unowned_peer_addresses(observation))


def _unowned(found: UnownedPeerAddress) -> Problem:
    cluster, session, address, router = found
    near = min(
        (own for own in router.addresses if own.version == address.version),
        key=lambda own: int(own) ^ int(address),
    )
    shown = str(near) if router.name == str(near) else f"{router.name} ({near})"
    return Problem(
        at=session.at("peer"),
        message=f"{cluster.name} has a session with {address}, which nothing has; the router with sessions to its"
        f" nodes is {shown}",
        related=(Related(at=router.place_of_address(router.addresses.index(near)), message=f"{near} is written here"),),
        hint=f"write {near}, or add {address} to the addresses of {router.name}",
        parties=(cluster.id, router.id),
    )


def _foreign_address(group: list[Foreign]) -> Problem:
    session, key, address, sides, holder = group[0]
    names = named(sides)
    own = [own for own in sides[0].instance.addresses if own.version == address.version] if sides[0].instance else []
    has = min(own, key=lambda own: int(own) ^ int(address))  # the nearest one
    whose = f"belongs to {holder.owner.name}, not to {names}" if holder else f"does not belong to {names}"
    return Problem(
        at=session.at(key),
        message=f"the {key.partition('_')[0]} address {address} {whose}",
        related=tuple(_other_ends(group)),
        hint=f"write one of its addresses, for example {has}, or add this one to {sides[0].name}",
        parties=tuple(dict.fromkeys((*sides[0].parties, *((holder.owner.id,) if holder else ())))),
    )


def _other_ends(group: list[Foreign]) -> Iterator[Related]:
    yield from (Related(at=again.session.at(again.key), message="the other end has it here") for again in group[1:])
    holder = group[0].holder
    if holder:
        yield Related(at=holder.place, message=f"{holder.shown} is written here")
