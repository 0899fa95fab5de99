"""A single-hop BGP session is between ends that share no network.

eBGP connects neighbours on one link: its packets live for one hop, and routers look for the peer on
their own networks. Peers farther away need `multihop` at both ends, and a route to each other. A
router's address on another network of its own is fine: it is one hop away.

Where the session says `multihop: false`, this is an error, whoever has the gateway.
Sessions that find their peer by an `interface` (unnumbered) need no common network.

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
  - {name: lab, cidr: 10.3.77.0/24, gateway: 10.3.77.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
  - {name: core, asn: 64513, addresses: 10.3.77.1}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers: {product: metallb, mode: bgp, asn: 64601}
bgp:
  sessions:
    - {local: home, peer: core, peer_asn: 64513, peer_address: 10.3.77.1} # B611: 64
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
  - {name: lab, cidr: 10.3.77.0/24, gateway: 10.3.77.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
  - {name: core, asn: 64513, addresses: 10.3.77.1}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers: {product: metallb, mode: bgp, asn: 64601}
bgp:
  sessions:
    - {local: home, peer: core, peer_asn: 64513, peer_address: 10.3.77.1, multihop: 2}
```

Source: [FRR](https://docs.frrouting.org/en/latest/bgp.html#clicmd-neighbor-PEER-ebgp-multihop) on `ebgp-multihop`;
[RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-5.1.3), section 5.1.3, on peers one hop away.
"""

from collections.abc import Iterator

from cidrbook.plan.model import Router
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import Peering, named, peerings
from cidrbook.plan.views.reach import foreign, leaves_by_another, meet
from cidrbook.plan.views.speakers import SpeakerInstance
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Sessions of eBGP over one hop between ends that share no network, as far as the networks of both are known."""
    if plan.unread or plan.lost:
        return
    groups: dict[int, list[Peering]] = {}
    for peering in peerings(plan):
        one_hop = all(session.multihop in (None, 1) and not session.interface for session in peering.sessions)
        if one_hop and peering.internal is False and not _misplaced(plan, peering) and _is_off_link(plan, peering):
            groups.setdefault(id(peering.sessions[0]), []).append(peering)
    yield from map(_problem, groups.values())


def _misplaced(plan: Plan, peering: Peering) -> bool:
    """Whether another rule reports an address of the session."""
    keys = ("local_address", "peer_address")
    return any((id(session), key) in foreign(plan) for session in peering.sessions for key in keys)


def _is_off_link(plan: Plan, peering: Peering) -> bool:
    one, other = peering.first.instance, peering.second.instance
    if not one or not other or one.where == other.where:
        return False
    written, direct = peering.first.version, _is_direct(peering)
    versions = (written,) if written else tuple({address.version for address in one.addresses + other.addresses})
    return bool(versions) and all(_share_no_link(plan, (one, other), version, direct=direct) for version in versions)


def _is_direct(peering: Peering) -> bool:
    """Whether an end rules out in writing that the peer is farther away than one hop."""
    return any(session.multihop == 1 for session in peering.sessions)


def _share_no_link(plan: Plan, pair: tuple[SpeakerInstance, SpeakerInstance], version: int, *, direct: bool) -> bool:
    """Whether the ends share no link, and a third router is between them.

    Ends that are `direct` neighbours by configuration need not have a router between them.
    """
    ends = (speaker for speaker in pair if not isinstance(speaker.machine, Router))
    off_link = meet(plan, *pair, version) is False
    return off_link and (direct or all(leaves_by_another(plan, end, version) for end in ends))


def _problem(group: list[Peering]) -> Problem:
    first, second = group[0].first, group[0].second
    session = group[0].sessions[0]
    return Problem(
        at=session.at("peer" if session.peer_address is None else "peer_address"),
        message=f"{named((peering.first for peering in group), ' is', ' are')} on no network that {second.name}"
        f" is on, but"
        " their session has one hop",
        hint="write `multihop` if it is longer, or add the network that both are on, by an address of"
        f" {first.name} or {second.name}",
        parties=group[0].parties,
        severity=Severity.ERROR if _is_direct(group[0]) else None,
    )
