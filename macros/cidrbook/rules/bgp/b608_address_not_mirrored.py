"""The ends of a BGP session have different addresses for each other.

A BGP speaker accepts connections only from its peers' addresses. If one end connects from another
address than the other end expects, or to an address on which it does not listen, the connection is
refused.

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
  - {name: iot, cidr: 10.3.43.0/24, gateway: 10.3.43.1}
routers:
  - {name: edge, asn: 64512, addresses: [10.3.42.1, 10.3.43.1]}
  - {name: pi, asn: 64601, addresses: 10.3.42.11}
bgp:
  sessions:
    - {local: edge, peer: pi, local_address: 10.3.43.1, peer_address: 10.3.42.11}
    - {local: pi, peer: edge, peer_address: 10.3.42.1} # B608: 45
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
  - {name: iot, cidr: 10.3.43.0/24, gateway: 10.3.43.1}
routers:
  - {name: edge, asn: 64512, addresses: [10.3.42.1, 10.3.43.1]}
  - {name: pi, asn: 64601, addresses: 10.3.42.11}
bgp:
  sessions:
    - {local: edge, peer: pi, local_address: 10.3.42.1, peer_address: 10.3.42.11}
    - {local: pi, peer: edge, peer_address: 10.3.42.1}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-8.2.1), section 8.2.1, on connections from peers;
[FRR](https://docs.frrouting.org/en/latest/bgp.html#clicmd-neighbor-PEER-update-source-IFNAME-ADDRESS) on
`update-source`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import EndDescription, SessionEnd, named, peerings
from cidrbook.plan.views.reach import foreign
from cidrbook.text.finding import Problem, Related


class AddressMismatch(NamedTuple):
    """One end of a session, the other end, and both descriptions of the one end's address."""

    side: SessionEnd
    other: SessionEnd
    own: EndDescription
    expecting: EndDescription
    parties: tuple[str, ...]


def check(plan: Plan) -> Iterator[Problem]:
    """Each two addresses that differ, unless another rule reports one of them."""
    groups: dict[tuple[int, int, bool], list[AddressMismatch]] = {}
    for peering in peerings(plan):
        for side, other in peering.sides:
            found = _differing_addresses(plan, side)
            if found:
                own, expecting = found
                key = id(expecting.session), id(own.session), side is peering.first
                groups.setdefault(key, []).append(AddressMismatch(side, other, own, expecting, peering.parties))
    yield from map(_at_odds, groups.values())


def _differing_addresses(plan: Plan, side: SessionEnd) -> tuple[EndDescription, EndDescription] | None:
    if len(side.descriptions) < 2:
        return None
    own, expecting = sorted(side.descriptions, key=lambda description: description.mirrored)
    wrong = foreign(plan)
    known = (id(own.session), "local_address") in wrong or (id(expecting.session), "peer_address") in wrong
    differ = None not in (own.address, expecting.address) and own.address != expecting.address
    return (own, expecting) if differ and not known else None


def _at_odds(group: list[AddressMismatch]) -> Problem:
    side, _, own, expecting, parties = group[0]
    who = named((mismatch.other for mismatch in group), " connects", " connect")
    return Problem(
        at=expecting.at("address"),
        message=f"{who} to {named(mismatch.side for mismatch in group)} at {expecting.address}, but"
        f" {side.name} speaks from"
        f" {own.address}",
        related=(Related(at=own.at("address"), message=f"{side.name} speaks from {own.address} here"),),
        hint=f"write {own.address} here, or {expecting.address} there",
        parties=parties,
    )
