"""Values of an observed cluster that its files repeat, and where a copy is not what the others say.

A cluster may well have two addresses for its API: a virtual one, a node's, a balancer's in front. So an address is
only said to be stale beside another one of the same network, where nothing else is known to have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.objects.node_networks import hollow, one_octet
from cidrbook.drift.objects.range_copies import unsure
from cidrbook.drift.objects.stale_app_ranges import USUAL, is_numbered, slip
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.views.cluster_ranges import overlap, prefixes
from cidrbook.repository.observation import Observation, nameless
from cidrbook.text.source import Place

LINK = {4: 8, 6: 64}
"""How many of an address' last bits are of the machine, in the networks that labs have."""

_FEW = 2
_WIDE = 9
"""Prefixes that are shorter than this hold whatever a lab has."""

_SUBNETS = ("validSubnets", "advertisedSubnets")
_LINES = 4
"""So far above a network its key stands, at most."""


class Repeated(NamedTuple):
    """A copy that is not what another place says: what to say of it, and where the other one stands."""

    cluster: Cluster
    at: Place
    message: str
    known: Place
    shown: str


class _Copy(NamedTuple):
    """One address that a setting says."""

    setting: Network
    which: int

    @property
    def address(self) -> IPAddress:
        return IPAddress(self.setting.cidrs[self.which].first, 4)

    @property
    def place(self) -> Place:
        return self.setting.at("cidr", self.which)


def link_of(address: IPAddress) -> tuple[int, int]:
    """The network that an address usually is in, where no file says a mask."""
    return address.version, int(address) >> LINK[address.version]


@cached_view
def addresses_repeated(plan: Observation) -> tuple[Repeated, ...]:
    """The addresses of an API that are none of those on the same network that others say."""
    return tuple(repeated for cluster in _clusters(plan) for repeated in _of_api(plan, cluster))


@cached_view
def ranges_repeated(plan: Observation) -> tuple[Repeated, ...]:
    """What Cilium routes, variables for pools and for DNS, and networks of nodes that others say otherwise."""
    return tuple(
        repeated
        for cluster in _clusters(plan)
        for found in (_natives(plan, cluster), _pools(plan, cluster), _dns(plan, cluster), _subnets(plan, cluster))
        for repeated in found
    )


def _clusters(plan: Observation) -> list[Cluster]:
    return [cluster for cluster in plan.clusters if plan.trusted and not nameless(plan, cluster)]


def _settings(plan: Observation, cluster: Cluster, kind: str) -> list[Network]:
    return [network for name, network in plan.trusted if network.purpose == kind and name == cluster.id]


def _copies(plan: Observation, cluster: Cluster, kind: str) -> list[_Copy]:
    return [_Copy(setting, which) for setting in _settings(plan, cluster, kind) for which in range(len(setting.cidrs))]


def _of_api(plan: Observation, cluster: Cluster) -> Iterator[Repeated]:
    copies = {kind: _copies(plan, cluster, kind) for kind in ("api", "names", "master")}
    if not any(copies.values()):
        return
    taken = {claim.address for claim in plan.claims}
    virtual = [
        (address, vip.place_of_address(which))
        for vip in cluster.virtual_addresses
        if not vip.shared
        for which, address in enumerate(vip.addresses)
    ]
    known = virtual or _balancers(cluster, copies["api"], taken)
    for copy in copies["api"] if cluster.nodes else ():  # of machines that are not known, it may be one's
        yield from _stale(cluster, copy, known, taken)
    for setting in _settings(plan, cluster, "names"):
        yield from _of_names(
            cluster, [other_copy for other_copy in copies["names"] if other_copy.setting is setting], known, taken
        )
    for copy in copies["master"]:
        yield from _of_master(cluster, copy, taken | {address for address, _ in known})


_Known = list[tuple[IPAddress, Place]]


def _balancers(cluster: Cluster, copies: list[_Copy], taken: set[IPAddress]) -> _Known:
    """Where the API is reached, where that is no node and the nodes beside it are known."""
    links = {link_of(address) for node in cluster.nodes for address in node.addresses}
    return [
        (copy.address, copy.place)
        for copy in copies[:1]
        if copy.address not in taken and link_of(copy.address) in links
    ]


def _stale(cluster: Cluster, copy: _Copy, known: _Known, taken: set[IPAddress]) -> Iterator[Repeated]:
    near = next(((it, at) for it, at in known if link_of(it) == link_of(copy.address)), None)
    if near and copy.address not in taken and all(copy.address != it for it, _ in known):
        before, at = near
        here = f"{copy.address} here ({copy.setting.name})"
        message = f"the API of {cluster.name} is at {here}, and at {before} elsewhere"
        yield Repeated(cluster, copy.place, message, at, str(before))


def _of_names(cluster: Cluster, copies: list[_Copy], known: _Known, taken: set[IPAddress]) -> Iterator[Repeated]:
    """What a certificate is for: stale where no address of the API is in it, and one that nothing has."""
    own = {it for it, _ in known}
    if len(copies) == 1 and copies[0].address not in own:  # several may be those of nodes
        for repeated in _stale(cluster, copies[0], known, taken):
            names = f"{copies[0].setting.name} of the API of {cluster.name} has {copies[0].address}"
            yield repeated._replace(message=f"{names}; the API is at {repeated.shown}")


def _of_master(cluster: Cluster, copy: _Copy, taken: set[IPAddress]) -> Iterator[Repeated]:
    """The address of a node by a variable, where none of the nodes beside it has it."""
    near = [
        other_node
        for other_node in cluster.nodes
        if any(link_of(copy.address) == link_of(own) for own in other_node.addresses)
    ]
    if len(near) >= _FEW and copy.address not in taken:
        node = near[0]
        shown = f"{node.name} has {node.addresses[0]}"
        message = f"{copy.setting.name} of {cluster.name} is {copy.address}, which no machine here has: {shown}"
        yield Repeated(cluster, copy.place, message, node.place_of_address(0), str(node.addresses[0]))


def _natives(plan: Observation, cluster: Cluster) -> Iterator[Repeated]:
    """What Cilium routes by one file that is no part of the pods, nor of what another file says."""
    copies = _copies(plan, cluster, "native")
    if not copies or unsure(plan, cluster):
        return
    own = [(prefix, cluster.at("pods", 0)) for prefix in prefixes(plan, cluster, "pods") if prefix.version == 4]
    first = copies[0]
    others = own or ([(first.setting.cidrs[first.which], first.place)] if not cluster.pods else [])
    known = {*cluster.cni.native_routing, *cluster.cni.pods} if cluster.cni else set()
    for copy in copies:
        cidr = copy.setting.cidrs[copy.which]
        told = own and cidr in known  # it is what the plugin has, which is compared as such
        if cidr.version == 4 and cidr.prefixlen >= _WIDE and others and not told and _apart(cidr, others):
            message = f"{copy.setting.name} is {cidr} here; the pods of {cluster.name} are {others[0][0]}"
            yield Repeated(cluster, copy.place, message, others[0][1], str(others[0][0]))


def _apart(cidr: IPNetwork, others: list[tuple[IPNetwork, Place]]) -> bool:
    return not any(overlap(cidr, it) for it, _ in others)


def _pools(plan: Observation, cluster: Cluster) -> Iterator[Repeated]:
    """A variable for a pool that meets none, and is beside one: on the same network, or with another digit."""
    settings = _settings(plan, cluster, "pool")
    spans = [span for span in plan.pools if span.domain[1] == 4] if settings else []
    own = [span for span in spans if span.owner.cluster is cluster]
    for setting in settings if own else ():
        said = _said(setting)
        if any(span.first <= last and first <= span.last for first, last in said for span in spans):
            continue
        near = [span for span in own if any(_beside(one, (span.first, span.last)) for one in said)]
        for span in near[:1]:
            shown = str(span.owner.balancer.pools[span.owner.which])
            key, text = ("cidr", setting.cidr) if setting.cidrs else ("reserved", str(setting.reserved[0]))
            message = f"{setting.name} is {text} here; the pool of the load balancers of {cluster.name} is {shown}"
            yield Repeated(cluster, setting.at(key, 0), message, span.owner.place, shown)


def _said(setting: Network) -> list[tuple[int, int]]:
    """The runs of addresses that a setting says."""
    spans = [(int(span.first), int(span.last)) for span in setting.reserved]
    return [*((cidr.first, cidr.last) for cidr in setting.cidrs), *spans]


def _beside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two runs of addresses are of one network, or are prefixes that differ by a digit."""
    if one[0] >> LINK[4] == other[0] >> LINK[4]:
        return True
    cidrs = [IPNetwork((first, 32 - (last - first).bit_length()), version=4) for first, last in (one, other)]
    return slip(*cidrs) and not is_numbered(*cidrs)


def _dns(plan: Observation, cluster: Cluster) -> Iterator[Repeated]:
    """An address for DNS that is of what clusters have by default, where the services have another range."""
    own = [prefix for prefix in prefixes(plan, cluster, "services") if prefix.version == 4]
    for copy in _copies(plan, cluster, "dns") if own and not unsure(plan, cluster) else ():
        usual = any(copy.address in cidr for cidr in USUAL["services"])
        if usual and not any(copy.address in cidr for network in plan.networks for cidr in network.family(4)):
            message = f"{copy.setting.name} is {copy.address}; the services of {cluster.name} are {own[0]}"
            yield Repeated(cluster, copy.place, message, cluster.at("services", 0), str(own[0]))


def _subnets(plan: Observation, cluster: Cluster) -> Iterator[Repeated]:
    """The networks that Talos has for its nodes by two keys, where only one of them is a network that is known."""
    found = [network for network in map(plan.network, cluster.node_networks) if network is not None and _key(network)]
    keys, files = {_key(network) for network in found}, {network.at("cidr").file for network in found}
    held = (
        [network for network in found if _is_held(plan, network)]
        if (len(found), len(keys), len(files)) == (_FEW, _FEW, 1)
        else []
    )
    if len(held) == 1:
        told = {other_hollow.network.id for other_hollow in hollow(plan)}  # it is said of the nodes already
        for empty in (network for network in found if network is not held[0] and network.id not in told):
            if one_octet(empty.cidrs[0], held[0].cidrs[0]):
                here = f"{empty.cidr} here ({_key(empty)})"
                message = f"the nodes of {cluster.name} are on {here}, and on {held[0].cidr} elsewhere"
                yield Repeated(cluster, empty.at("cidr"), message, held[0].at("cidr"), held[0].cidr)


def _key(network: Network) -> str:
    """Which of Talos' keys a network stands below."""
    place = network.at("cidr")
    lines = place.source.lines[max(place.line - _LINES, 0) : place.line]
    return next((key for line in reversed(lines) for key in _SUBNETS if key in line), "")


def _is_held(plan: Observation, network: Network) -> bool:
    """Whether anything that is known is in a network: a machine, a service, a session's end, a pool."""
    ends = (text for session in plan.sessions for text in (session.peer, session.local) if text.count(".") == 3)
    inside = any(network.holds(claim.address) for claim in plan.claims)
    return inside or any(network.holds(IPAddress(end)) for end in ends if end.replace(".", "").isdecimal())
