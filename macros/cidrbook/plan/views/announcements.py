"""What is announced in sessions, and whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple, TypeAlias

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import Span, Spans
from cidrbook.plan.bgp import Announced
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network
from cidrbook.plan.views.peering import EndDescription, Peering, SessionEnd, peerings
from cidrbook.plan.views.speakers import SpeakerInstance
from cidrbook.text.source import Place

WIDTH = {4: 32, 6: 128}
"""The prefix length of a single address."""

Part: TypeAlias = IPNetwork | AddressRange


class Announcement(NamedTuple):
    """One line of what an end announces, in one session. `network` is the network whose id it is, if it is one."""

    peering: Peering
    sender: SessionEnd
    receiver: SessionEnd
    description: EndDescription
    which: int
    written: Announced
    network: Network | None

    @property
    def key(self) -> tuple[int, bool, int]:
        """What is the same for all sessions that the line is written for."""
        return id(self.description.session), self.description.mirrored, self.which

    @property
    def place(self) -> Place:
        """Where the line was written."""
        return self.description.at("announces", self.which)

    @property
    def shown(self) -> str:
        """What is announced, as messages name it."""
        return f"{self.network.name} ({self.network.cidr})" if self.network else str(self.written)

    @property
    def origin(self) -> str:
        """Who announces it, as messages name it: a cluster for all of its nodes."""
        instance = self.sender.instance
        return instance.cluster.name if instance and instance.cluster else self.sender.name

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of both ends, and of the network."""
        return tuple(dict.fromkeys((*self.peering.parties, *((self.network.id,) if self.network else ()))))

    @property
    def parts(self) -> tuple[Span[Part], ...]:
        """The addresses, in the scope of the network or of the sender."""
        scope = self.network.scope if self.network else self.sender.instance.scope if self.sender.instance else ("", "")
        written = self.network.cidrs if self.network else () if isinstance(self.written, str) else (self.written,)
        return tuple(_span(scope, part) for part in written)


@cached_view
def announcements(plan: Inventory) -> tuple[Announcement, ...]:
    """Every line of what is announced, once for each session that it is written for."""
    return tuple(
        Announcement(peering, sender, receiver, description, which, written, _written_network(plan, written))
        for peering in peerings(plan)
        for sender, receiver in peering.sides
        for description in sender.descriptions
        for which, written in enumerate(description.announces)
    )


def _written_network(plan: Inventory, written: Announced) -> Network | None:
    return plan.network(written) if isinstance(written, str) else None


def _span(scope: tuple[str, str], part: Part) -> Span[Part]:
    if isinstance(part, AddressRange):
        return Span((scope, int(part.first.version)), int(part.first), int(part.last), part)
    return Span((scope, int(part.version)), int(part.first), int(part.last), part)


def _point(scope: tuple[str, str], address: IPAddress) -> Span[Part]:
    return Span((scope, int(address.version)), int(address), int(address), IPNetwork(address))


def meets(parts: Iterable[Span[Part]], others: Spans[Part]) -> bool:
    """Whether a part has an address of the others."""
    return any(others.meeting(*part[:3]) for part in parts)


@cached_view
def cluster_ranges(plan: Inventory) -> dict[int, Spans[Part]]:
    """All addresses that are those of each cluster, by its identity: pools, pods, services, nodes, virtual ones."""
    pools: dict[int, list[Span[Part]]] = defaultdict(list)
    for domain, first, last, pool in plan.pools:
        version = domain[1]
        run = AddressRange(IPAddress(first, version), IPAddress(last, version))
        pools[id(pool.cluster)].append(Span(domain, first, last, run))
    return {
        id(cluster): Spans((*pools[id(cluster)], *_cluster_announcements(plan, cluster))) for cluster in plan.clusters
    }


def _cluster_announcements(plan: Inventory, cluster: Cluster) -> Iterator[Span[Part]]:
    held = (*cluster.nodes, *cluster.virtual_addresses, *cluster.pinned_services)
    addresses = [address for owner in held for address in owner.addresses]
    named = [plan.network(text) for text in (*cluster.pods, *cluster.services, *cluster.node_networks)]
    around = (plan.space.covering(cluster.scope, address) for node in cluster.nodes for address in node.addresses)
    networks = {id(network): network for network in (*named, *around) if network}
    yield from (_span(network.scope, cidr) for network in networks.values() for cidr in network.cidrs)
    if cluster.cni:
        yield from (_span(cluster.scope, pod) for pod in (*cluster.cni.pods, *cluster.cni.native_routing))
    yield from (_point(cluster.scope, address) for address in addresses)


@cached_view
def elsewhere(plan: Inventory) -> Spans[Part]:
    """What a router may have a way to without being on it: ranges of clusters, and what peers of a VPN let through."""
    allowed = (
        _span(plan.vpn_scope(vpn), prefix)
        for vpn in plan.vpns
        for end in vpn.ends
        for peer in end.peers
        for prefix in peer.allowed_ips
        if prefix.prefixlen
    )
    return Spans(chain(chain.from_iterable(cluster_ranges(plan).values()), allowed))


@cached_view
def _with_router(plan: Inventory) -> Spans[Part]:
    """The prefixes of networks where the plan has a gateway or a router."""
    routed = {id(network) for network in plan.networks if network.gateways}
    routed |= {id(network) for claim, network in plan.located if isinstance(claim.owner, Router)}
    return Spans(
        _span(network.scope, cidr) for network in plan.networks if id(network) in routed for cidr in network.cidrs
    )


@cached_view
def _all_prefixes(plan: Inventory) -> Spans[Part]:
    return Spans(_span(network.scope, cidr) for network in plan.networks for cidr in network.cidrs)


def is_own(plan: Inventory, announcement: Announcement) -> bool | None:
    """Whether what an end announces is its own, as far as the plan says; None where that cannot be told."""
    instance = announcement.sender.instance
    if instance is None or not announcement.parts or plan.unread or plan.lost:
        return None
    return (
        _is_clusters(plan, announcement, instance.cluster)
        if instance.cluster
        else _is_machines(plan, announcement, instance)
    )


def _is_clusters(plan: Inventory, announcement: Announcement, cluster: Cluster) -> bool | None:
    """Of a cluster with no known pool nothing is known; part of a pool, or more than it, is its own."""
    if meets(announcement.parts, cluster_ranges(plan)[id(cluster)]):
        return True
    pools = [pool for balancer in cluster.load_balancers for pool in balancer.pools]
    names = [name for name in (*pools, *cluster.pods, *cluster.services) if isinstance(name, str)]
    return False if pools and all(map(plan.network, names)) else None


def _is_machines(plan: Inventory, announcement: Announcement, instance: SpeakerInstance) -> bool | None:
    """A router may pass on what others have, or announce several networks as one."""
    near = _announcers(plan)[instance.key]
    if meets(announcement.parts, near):
        return True
    unclear = not near or meets(announcement.parts, elsewhere(plan)) or _is_passed_on(plan, announcement)
    return None if unclear or _is_nobodys(plan, announcement) or _is_summary(plan, announcement) else False


@cached_view
def _announcers(plan: Inventory) -> dict[str, Spans[Part]]:
    """The addresses of each machine that announces something, and the networks these are in."""
    instances = {
        announcement.sender.instance.key: announcement.sender.instance
        for announcement in announcements(plan)
        if announcement.sender.instance
    }
    return {key: Spans(_node_network_spans(plan, instance)) for key, instance in instances.items()}


def _node_network_spans(plan: Inventory, instance: SpeakerInstance) -> Iterator[Span[Part]]:
    own = instance.machine.addresses if instance.machine else ()
    for address in {*instance.addresses, *own, *instance.elsewhere}:
        yield _point(instance.scope, address)
        network = plan.space.covering(instance.scope, address)
        if network:
            yield from (_span(network.scope, cidr) for cidr in network.cidrs)


def _is_passed_on(plan: Inventory, announcement: Announcement) -> bool:
    return meets(
        announcement.parts,
        _received(plan).get(announcement.sender.instance.key if announcement.sender.instance else "", Spans(())),
    )


@cached_view
def _received(plan: Inventory) -> dict[str, Spans[Part]]:
    """What is announced to each speaker."""
    found: dict[str, list[Span[Part]]] = defaultdict(list)
    for announcement in announcements(plan):
        if announcement.receiver.instance:
            found[announcement.receiver.instance.key].extend(announcement.parts)
    return {key: Spans(parts) for key, parts in found.items()}


def _is_nobodys(plan: Inventory, announcement: Announcement) -> bool:
    """Whether it is a network of the plan where no router is known: what announces it may well be there."""
    return meets(announcement.parts, _all_prefixes(plan)) and not meets(announcement.parts, _with_router(plan))


def _is_summary(plan: Inventory, announcement: Announcement) -> bool:
    """Whether a network of the plan is a part of it, and not all of it."""
    prefixes = _all_prefixes(plan)
    return any(
        found.last <= part.last and (found.first, found.last) != (part.first, part.last)
        for part in announcement.parts
        for found in prefixes.within(*part[:3])
    )


def once(found: Iterable[Announcement]) -> Iterator[Announcement]:
    """Each line once, however many sessions it is written for."""
    firsts: dict[tuple[int, bool, int], Announcement] = {}
    for announcement in found:
        firsts.setdefault(announcement.key, announcement)
    return iter(firsts.values())
