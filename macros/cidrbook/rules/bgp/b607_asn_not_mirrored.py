"""A BGP session expects another AS number than its peer has.

Each end sends its AS number when it connects. If it differs from the expected one, the answer is
"bad peer AS", and the session never comes up. An end may use another number in one session
(`local-as`), if the other end expects that number.

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers: {product: metallb, mode: bgp, asn: 64601}
bgp:
  sessions:
    - {local: home, peer: edge, peer_asn: 64513} # B607: 43
    - {local: edge, peer: home, peer_asn: 64601}
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers: {product: metallb, mode: bgp, asn: 64601}
bgp:
  sessions:
    - {local: home, peer: edge, peer_asn: 64513}
    - {local: edge, peer: home, local_asn: 64513, peer_asn: 64601}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-6.2), section 6.2, "Bad Peer AS";
[FRR](https://docs.frrouting.org/en/latest/bgp.html#clicmd-neighbor-PEER-local-as-AS-NUMBER) on `local-as`.
"""

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.as_numbers import place_of
from cidrbook.plan.views.peering import EndDescription, SessionEnd, named, peerings
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR


class Mismatch(NamedTuple):
    """An end with two numbers, the other end, and the description with the wrong one."""

    side: SessionEnd
    other: SessionEnd
    description: EndDescription
    parties: tuple[str, ...]


def check(plan: Inventory) -> Iterator[Problem]:
    """Each number that differs from the end's own, once for all nodes of a cluster."""
    groups: dict[Hashable, list[Mismatch]] = {}
    for peering in peerings(plan):
        for side, other in peering.sides:
            description = _wrong_description(plan, side)
            if description:
                key = description.mirrored, description.asn, _number_of(side), side.is_unexpected, side.team, other.team
                groups.setdefault(key, []).append(Mismatch(side, other, description, peering.parties))
    yield from (_problem(group) for group in groups.values())


observed = check


def _wrong_description(plan: Inventory, side: SessionEnd) -> EndDescription | None:
    """The description with the wrong number of an end: the other end's, or its own.

    Where the other end expects the number that this end has elsewhere, its own is the wrong one.
    """
    own, expecting = _description(side, mirrored=False), _description(side, mirrored=True)
    if own and plan.lacks(own.session, "local_asn"):
        return None
    if expecting and expecting.asn:
        alone = own is not None and side.instance is not None and side.instance.asn == expecting.asn
        return (own if alone else expecting) if side.is_unexpected else None
    unsure = expecting is not None and plan.lacks(expecting.session, "peer_asn")
    differs = own is not None and own.asn and side.instance and side.instance.asn not in (None, own.asn)
    return own if differs and not unsure else None


def _description(side: SessionEnd, *, mirrored: bool) -> EndDescription | None:
    return next((description for description in side.descriptions if description.mirrored == mirrored), None)


def _number_of(side: SessionEnd) -> int | None:
    """The AS number that an end has in a session: the one described there, or its own."""
    own = _description(side, mirrored=False)
    return (own.asn if own else None) or (side.instance.asn if side.instance else None)


def _problem(group: list[Mismatch]) -> Problem:
    side, other, description, parties = group[0]
    sides = [mismatch.side for mismatch in group]
    others = [mismatch.other for mismatch in group]
    has, asn = _number_of(side), side.instance.asn if side.instance else None
    whom = side.name if all(one.name == side.name for one in sides) else "them"
    if description.mirrored:
        expects = named(others, " expects", " expect")
        message = f"{expects} AS {description.asn} of {named(sides, ', which has', ', which have')} AS {has}"
        hint = f"write {has}, or give {whom} the AS number {description.asn} in this session (`local_asn`)"
    elif side.is_unexpected:
        expect = named(others, ", which expects", ", which expect")
        message = f"{named(sides, ' has', ' have')} AS {description.asn} towards {expect} AS {asn}"
        hint = f"remove it, since {side.name} is AS {asn} anyway; or let {other.name} expect {description.asn}"
    else:
        message = (
            f"{named(sides, ' has', ' have')} AS {description.asn} towards {named(others)}, and AS {asn} elsewhere"
        )
        hint = f"remove it; or describe the session at {other.name} as well, with `peer_asn: {description.asn}`"
    return Problem(
        at=description.at("asn"),
        message=message,
        related=tuple(_number_places(group)),
        hint=hint,
        parties=parties,
    )


def _number_places(group: list[Mismatch]) -> Iterator[Related]:
    """The places of the ends' numbers, and further places of the wrong one; each once."""
    seen = {group[0].description.at("asn")}
    for related in (*_own_number(group), *_repetitions(group)):
        if related.at not in seen:
            seen.add(related.at)
            yield related


def _own_number(group: list[Mismatch]) -> Iterator[Related]:
    """The place of an end's number."""
    for side, _, description, _ in group:
        own, expecting = _description(side, mirrored=False), _description(side, mirrored=True)
        if own and own is not description and own.asn:
            yield Related(at=own.at("asn"), message=f"{side.name} has AS {own.asn} here")
        elif side.instance:
            yield place_of(side.instance)
        if expecting and expecting is not description and expecting.asn:
            yield Related(at=expecting.at("asn"), message=f"AS {expecting.asn} is expected of {side.name} here")


def _repetitions(group: list[Mismatch]) -> Iterator[Related]:
    """The places of the wrong number at the other nodes."""
    for side, other, description, _ in group[1:]:
        whose = f"expected of {side.name}" if description.mirrored else f"that of {side.name} towards {other.name}"
        yield Related(at=description.at("asn"), message=f"AS {description.asn} is {whose} here")
