"""What documents say of networks beside their prefixes, and what the repository has: VLANs, gateways, DHCP ranges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.drift.documents.vocabulary import KINDS, ids_of, told_by
from cidrbook.plan.cluster import VirtualAddress
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail, Statement
from cidrbook.text.finding import Problem, Related
from cidrbook.text.names import slug
from cidrbook.text.source import Place

_SMALL = {4: 22, 6: 56}
"""The shortest prefix of a network that is the one meant, where a document only says an address in it."""


_TO = ("-", "\u2013", "\u2014", " to ", "..")
"""What stands between the ends of a range, which is no prefix."""
_ENDS = (1, 254)
"""The last octets that routers like to have."""


class Otherwise(NamedTuple):
    """What a document says, and what the repository has instead. `exact` says that nothing else can be meant."""

    at: Place
    message: str
    value: str
    known: Place
    exact: bool = False

    @property
    def problem(self) -> Problem:
        """The difference, as rules report it."""
        return Problem(
            at=self.at,
            message=self.message,
            label="no longer so",
            related=(Related(at=self.known, message=f"{self.value} is written here"),),
            hint=f"write {self.value}, or put `<!-- cidrbook: ignore -->` on the line if it is about something else",
        )


class _Networks:
    """The networks of a plan, by what documents say of them."""

    def __init__(self, plan: Observation) -> None:
        self.by_prefix: dict[tuple[int, int, int], list[Network]] = defaultdict(list)
        self.by_name: dict[str, list[Network]] = defaultdict(list)
        self.by_vlan: dict[int, list[Network]] = defaultdict(list)
        self.all = [
            other_network
            for other_network in plan.networks
            if other_network.cidrs and other_network.role not in ("pods", "services")
        ]
        for network in self.all:
            for cidr in network.cidrs:
                self.by_prefix[cidr.version, cidr.first, cidr.last].append(network)
            for name in {network.id, slug(network.name)}:
                self.by_name[name].append(network)
            if network.vlan:
                self.by_vlan[network.vlan].append(network)
        held = (claim for claim in plan.claims if isinstance(claim.owner, Router | VirtualAddress))
        self.routed = {(claim.address.version, int(claim.address)) for claim in held}
        self.held = {(claim.address.version, int(claim.address)) for claim in plan.claims}

    def is_held(self, detail: Detail) -> bool:
        """Whether anything has an address, or a router would hardly have it."""
        return (detail.version, detail.first) in self.held or (detail.version == 4 and detail.first & 0xFF not in _ENDS)

    def of(self, detail: Detail) -> list[Network]:
        """The networks that a detail's row says the prefix of."""
        return [network for one in _prefixes(detail) for network in self.by_prefix.get(_key(one), ())]

    def named(self, detail: Detail) -> list[Network]:
        """The one network of that name, unless the row says a prefix that is not its."""
        found = next((self.by_name[name] for name in ids_of(detail.labels) if name in self.by_name), [])
        said = _prefixes(detail)
        holds = len(found) == 1 and (not said or any(_meets(one, found[0]) for one in said))
        return found if holds else []

    def around(self, detail: Detail) -> list[Network]:
        """The smallest network that the addresses of a detail lie in, where its row says no prefix."""
        found = [
            (cidr.last - cidr.first, network)
            for network in ([] if _prefixes(detail) else self.all)
            for cidr in network.family(detail.version)
            if cidr.first <= detail.first and detail.last <= cidr.last and cidr.prefixlen >= _SMALL[detail.version]
        ]
        least = min((size for size, _ in found), default=0)
        return [network for size, network in found if size == least]


def _prefixes(detail: Detail) -> list[Statement]:
    """The networks that stand beside a detail: prefixes, and addresses with their mask."""
    return [one for one in detail.beside if one.last > one.first and not any(dash in one.text for dash in _TO)]


def _key(statement: Statement) -> tuple[int, int, int]:
    return statement.version, statement.first, statement.last


def _meets(statement: Statement, network: Network) -> bool:
    return any(
        statement.first <= cidr.last and cidr.first <= statement.last for cidr in network.family(statement.version)
    )


@cached_view
def quoted_otherwise(plan: Observation) -> tuple[Otherwise, ...]:
    """Values of objects that documents quote, and that have others in the repository."""
    return tuple(_quoted(detail) for detail in plan.details if detail.topic == "quoted")


def _quoted(detail: Detail) -> Otherwise:
    values = list(dict.fromkeys(one.text for one in detail.beside))
    message = f"{detail.labels[-1]} of {detail.label} is quoted as {detail.text}; it is {' or '.join(values[:3])}"
    return Otherwise(detail.place, message, values[0], detail.beside[0].place)


@cached_view
def networks_otherwise(plan: Observation) -> tuple[Otherwise, ...]:
    """What documents say of the VLANs, gateways and DHCP ranges of networks that have others."""
    details = [detail for detail in plan.details if detail.topic in ("vlan", "gateway", "dhcp")]
    known = _Networks(plan) if details else None
    found = (otherwise for detail in details for otherwise in _of(detail, details, known)) if known else ()
    return tuple(dict.fromkeys(found))


def _of(detail: Detail, all_: list[Detail], known: _Networks) -> Iterator[Otherwise]:
    if detail.topic == "vlan":
        yield from _vlan(detail, all_, known)
    elif detail.topic == "gateway":
        yield from _gateway(detail, known)
    else:
        yield from _dhcp(detail, known)


def _vlan(detail: Detail, all_: list[Detail], known: _Networks) -> Iterator[Otherwise]:
    """The VLAN of a network that has another one; or, of one that is not known, the prefix of that VLAN."""
    own = [network for network in known.of(detail) if network.vlan]
    found = own or [network for network in known.named(detail) if network.vlan]
    if not found:
        yield from _prefix_of_vlan(detail, all_, known)
    elif all(network.vlan != detail.first for network in found):
        network, several = found[0], len({one.vlan for one in found}) > 1
        which = next((one.text for one in _prefixes(detail) if own and known.by_prefix.get(_key(one))), network.name)
        message = f"`{detail.label or which}` is documented on VLAN {detail.text}; {which} is on VLAN {network.vlan}"
        place = network.at("vlan")
        yield Otherwise(
            detail.place, message, f"VLAN {network.vlan}", place, exact=bool(own) and detail.plain and not several
        )


def _prefix_of_vlan(detail: Detail, all_: list[Detail], known: _Networks) -> Iterator[Otherwise]:
    """The prefix of a VLAN that has another one, where the repository has one on it, and no document has two."""
    said = [one for one in _prefixes(detail) if not known.by_prefix.get(_key(one))]
    found = known.by_vlan.get(detail.first, [])
    again = any(other is not detail and (other.topic, other.first) == ("vlan", detail.first) for other in all_)
    for one in (
        said
        if len(found) == 1 and not again and detail.plain and not told_by(*detail.labels, *detail.headings[1:]) & KINDS
        else ()
    ):
        cidrs = found[0].family(one.version)
        if cidrs and not _meets(one, found[0]):
            shown = ", ".join(map(str, cidrs))
            message = f"VLAN {detail.text} is documented as {one.text}; the network on VLAN {detail.text} is {shown}"
            yield Otherwise(one.place, message, shown, found[0].at("cidr", found[0].cidrs.index(cidrs[0])))


def _gateway(detail: Detail, known: _Networks) -> Iterator[Otherwise]:
    """The gateway of a network that has another one; an address that a router has for itself may well be one too."""
    address = IPAddress(detail.first, detail.version)
    found = [
        one for one in known.of(detail) or known.named(detail) or known.around(detail) if _ways(one, detail.version)
    ]
    ways = [way for one in found for way in _ways(one, detail.version)]
    inside = any(one.holds(address) for one in found)
    outside = _is_outside(detail, found)
    taken = not outside and (detail.version, detail.first) in known.routed
    if (
        ways
        and (inside or outside)
        and address not in ways
        and not taken
        and not (detail.bare and known.is_held(detail))
    ):
        network = found[0]
        which = next(iter(network.family(detail.version)), network.name)
        message = f"the gateway of {which} is documented as {detail.text.partition('/')[0]}; it is {ways[0]}"
        at = network.at("gateway", network.gateways.index(ways[0]))
        yield Otherwise(detail.place, message, str(ways[0]), at)


def _is_outside(detail: Detail, found: list[Network]) -> bool:
    """Whether a gateway lies in no prefix of its own row, which is that of one network that has another one."""
    own = _prefixes(detail)
    return (
        len(own) == len(found) == 1
        and detail.version == own[0].version
        and not own[0].first <= detail.first <= own[0].last
    )


def _ways(network: Network, version: int) -> list[IPAddress]:
    return [gateway for gateway in network.gateways if gateway.version == version]


def _dhcp(detail: Detail, known: _Networks) -> Iterator[Otherwise]:
    """The DHCP range of a network that has another one; several that are documented as one are that one."""
    found = [one for one in known.of(detail) or known.named(detail) or known.around(detail) if one.dhcp]
    pools = [pool for one in found for pool in one.dhcp if pool.first.version == detail.version]
    if not pools or any(one.first == detail.first and one.last == detail.last for one in _prefixes(detail)):
        return
    ends = {(int(pool.first), int(pool.last)) for pool in pools}
    ends.add((min(first for first, _ in ends), max(last for _, last in ends)))
    if (detail.first, detail.last) not in ends:
        network = found[0]
        shown = ", ".join(map(str, pools))
        message = f"the DHCP range of {network.cidr or network.name} is documented as {detail.text}; it is {shown}"
        yield Otherwise(detail.place, message, shown, network.at("dhcp", network.dhcp.index(pools[0])))
