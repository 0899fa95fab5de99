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
        self.all = [it for it in plan.networks if it.cidrs and it.role not in ("pods", "services")]
        for network in self.all:
            for cidr in network.cidrs:
                self.by_prefix[cidr.version, cidr.first, cidr.last].append(network)
            for name in {network.id, slug(network.name)}:
                self.by_name[name].append(network)
            if network.vlan:
                self.by_vlan[network.vlan].append(network)
        held = (claim for claim in plan.claims if isinstance(claim.owner, Router | VirtualAddress))
        self.routed = {(it.address.version, int(it.address)) for it in held}
        self.held = {(it.address.version, int(it.address)) for it in plan.claims}

    def is_held(self, it: Detail) -> bool:
        """Whether anything has an address, or a router would hardly have it."""
        return (it.version, it.first) in self.held or (it.version == 4 and it.first & 0xFF not in _ENDS)

    def of(self, it: Detail) -> list[Network]:
        """The networks that a detail's row says the prefix of."""
        return [network for one in _prefixes(it) for network in self.by_prefix.get(_key(one), ())]

    def named(self, it: Detail) -> list[Network]:
        """The one network of that name, unless the row says a prefix that is not its."""
        found = next((self.by_name[name] for name in ids_of(it.labels) if name in self.by_name), [])
        said = _prefixes(it)
        holds = len(found) == 1 and (not said or any(_meets(one, found[0]) for one in said))
        return found if holds else []

    def around(self, it: Detail) -> list[Network]:
        """The smallest network that the addresses of a detail lie in, where its row says no prefix."""
        found = [
            (cidr.last - cidr.first, network)
            for network in ([] if _prefixes(it) else self.all)
            for cidr in network.family(it.version)
            if cidr.first <= it.first and it.last <= cidr.last and cidr.prefixlen >= _SMALL[it.version]
        ]
        least = min((size for size, _ in found), default=0)
        return [network for size, network in found if size == least]


def _prefixes(it: Detail) -> list[Statement]:
    """The networks that stand beside a detail: prefixes, and addresses with their mask."""
    return [one for one in it.beside if one.last > one.first and not any(dash in one.text for dash in _TO)]


def _key(it: Statement) -> tuple[int, int, int]:
    return it.version, it.first, it.last


def _meets(it: Statement, network: Network) -> bool:
    return any(it.first <= cidr.last and cidr.first <= it.last for cidr in network.family(it.version))


@cached_view
def quoted_otherwise(plan: Observation) -> tuple[Otherwise, ...]:
    """Values of objects that documents quote, and that have others in the repository."""
    return tuple(_quoted(it) for it in plan.details if it.topic == "quoted")


def _quoted(it: Detail) -> Otherwise:
    values = list(dict.fromkeys(one.text for one in it.beside))
    message = f"{it.labels[-1]} of {it.label} is quoted as {it.text}; it is {' or '.join(values[:3])}"
    return Otherwise(it.place, message, values[0], it.beside[0].place)


@cached_view
def networks_otherwise(plan: Observation) -> tuple[Otherwise, ...]:
    """What documents say of the VLANs, gateways and DHCP ranges of networks that have others."""
    details = [it for it in plan.details if it.topic in ("vlan", "gateway", "dhcp")]
    known = _Networks(plan) if details else None
    found = (it for detail in details for it in _of(detail, details, known)) if known else ()
    return tuple(dict.fromkeys(found))


def _of(it: Detail, all_: list[Detail], known: _Networks) -> Iterator[Otherwise]:
    if it.topic == "vlan":
        yield from _vlan(it, all_, known)
    elif it.topic == "gateway":
        yield from _gateway(it, known)
    else:
        yield from _dhcp(it, known)


def _vlan(it: Detail, all_: list[Detail], known: _Networks) -> Iterator[Otherwise]:
    """The VLAN of a network that has another one; or, of one that is not known, the prefix of that VLAN."""
    own = [network for network in known.of(it) if network.vlan]
    found = own or [network for network in known.named(it) if network.vlan]
    if not found:
        yield from _prefix_of_vlan(it, all_, known)
    elif all(network.vlan != it.first for network in found):
        network, several = found[0], len({one.vlan for one in found}) > 1
        which = next((one.text for one in _prefixes(it) if own and known.by_prefix.get(_key(one))), network.name)
        message = f"`{it.label or which}` is documented on VLAN {it.text}; {which} is on VLAN {network.vlan}"
        place = network.at("vlan")
        yield Otherwise(it.place, message, f"VLAN {network.vlan}", place, exact=bool(own) and it.plain and not several)


def _prefix_of_vlan(it: Detail, all_: list[Detail], known: _Networks) -> Iterator[Otherwise]:
    """The prefix of a VLAN that has another one, where the repository has one on it, and no document has two."""
    said = [one for one in _prefixes(it) if not known.by_prefix.get(_key(one))]
    found = known.by_vlan.get(it.first, [])
    again = any(other is not it and (other.topic, other.first) == ("vlan", it.first) for other in all_)
    for one in (
        said if len(found) == 1 and not again and it.plain and not told_by(*it.labels, *it.headings[1:]) & KINDS else ()
    ):
        cidrs = found[0].family(one.version)
        if cidrs and not _meets(one, found[0]):
            shown = ", ".join(map(str, cidrs))
            message = f"VLAN {it.text} is documented as {one.text}; the network on VLAN {it.text} is {shown}"
            yield Otherwise(one.place, message, shown, found[0].at("cidr", found[0].cidrs.index(cidrs[0])))


def _gateway(it: Detail, known: _Networks) -> Iterator[Otherwise]:
    """The gateway of a network that has another one; an address that a router has for itself may well be one too."""
    address = IPAddress(it.first, it.version)
    found = [one for one in known.of(it) or known.named(it) or known.around(it) if _ways(one, it.version)]
    ways = [way for one in found for way in _ways(one, it.version)]
    inside = any(one.holds(address) for one in found)
    outside = _is_outside(it, found)
    taken = not outside and (it.version, it.first) in known.routed
    if ways and (inside or outside) and address not in ways and not taken and not (it.bare and known.is_held(it)):
        network = found[0]
        which = next(iter(network.family(it.version)), network.name)
        message = f"the gateway of {which} is documented as {it.text.partition('/')[0]}; it is {ways[0]}"
        at = network.at("gateway", network.gateways.index(ways[0]))
        yield Otherwise(it.place, message, str(ways[0]), at)


def _is_outside(it: Detail, found: list[Network]) -> bool:
    """Whether a gateway lies in no prefix of its own row, which is that of one network that has another one."""
    own = _prefixes(it)
    return len(own) == len(found) == 1 and it.version == own[0].version and not own[0].first <= it.first <= own[0].last


def _ways(network: Network, version: int) -> list[IPAddress]:
    return [it for it in network.gateways if it.version == version]


def _dhcp(it: Detail, known: _Networks) -> Iterator[Otherwise]:
    """The DHCP range of a network that has another one; several that are documented as one are that one."""
    found = [one for one in known.of(it) or known.named(it) or known.around(it) if one.dhcp]
    pools = [pool for one in found for pool in one.dhcp if pool.first.version == it.version]
    if not pools or any(one.first == it.first and one.last == it.last for one in _prefixes(it)):
        return
    ends = {(int(pool.first), int(pool.last)) for pool in pools}
    ends.add((min(first for first, _ in ends), max(last for _, last in ends)))
    if (it.first, it.last) not in ends:
        network = found[0]
        shown = ", ".join(map(str, pools))
        message = f"the DHCP range of {network.cidr or network.name} is documented as {it.text}; it is {shown}"
        yield Otherwise(it.place, message, shown, network.at("dhcp", network.dhcp.index(pools[0])))
