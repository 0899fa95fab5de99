"""The references of a plan: what names what, and what there is to be named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from cidrbook.net.address_text import to_int
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Addressed, Entry, Machine, Named, VirtualAddress
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network, Vlan
from cidrbook.plan.plan import Plan
from cidrbook.plan.policy import ANYBODY
from cidrbook.plan.views.names import as_address
from cidrbook.plan.views.speakers import speakers
from cidrbook.plan.vpn import Vpn
from cidrbook.text.source import Path


class Reference(NamedTuple):
    """A name that stands at `path` in an object and means another one."""

    entry: Entry
    path: Path
    name: str


class ReferenceTarget(NamedTuple):
    """Objects of one kind, and all references to them. `homes` are the keys below which they are written.

    `known` gives their ids, each with the name that could be meant for it. `or_address` tells that an address may stand
    in place of a reference.
    """

    kind: str
    homes: tuple[tuple[str, ...], ...]
    known: Callable[[], Mapping[str, str]]
    references: tuple[Reference, ...]
    or_address: bool = False

    def certain(self, plan: Plan) -> bool:
        """Whether the plan lost none of these objects, nor what would be the id of one."""
        doubts = {home[:end] for home in self.homes for end in range(len(home) + 1)}
        doubts |= {(*home, key) for home in self.homes for key in ("name", "id")}
        return not any(tuple(text for text in path if isinstance(text, str)) in doubts for _, path in plan.lost)


SESSION_END = "router, cluster or node"
"""What is at an end of a BGP session, as messages name it."""

_NETWORKS = (("networks",),)
_VLANS = (("vlans",),)
_SITES = (("sites",),)
_DELEGATIONS = (("delegations",),)
_VPN_ENDS = (("vpns", "ends"),)
_MACHINES = (("routers",), ("clusters", "nodes"), ("networks", "hosts"))
_SPEAKERS = (*_MACHINES, ("bgp", "speakers"), ("clusters", "load_balancers"), ("clusters", "cni"))
_THINGS = (
    *_MACHINES,
    ("clusters",),
    ("clusters", "virtual_addresses"),
    ("clusters", "pinned_services"),
    ("vpns",),
    _VPN_ENDS[0],
)
_SERVERS = (*_MACHINES, ("clusters", "virtual_addresses"))


def targets(plan: Plan) -> Iterator[ReferenceTarget]:
    """Every kind of object with the references to it, where there are any."""
    naming = [network for network in plan.networks if network.parent or network.delegated or network.dhcp_servers]
    yield from _target("network", _NETWORKS, plan.networks, _to_networks(plan, naming))
    unlisted = tuple(unlisted_vlans(plan))
    if unlisted:
        yield ReferenceTarget(
            "VLAN", _VLANS, lambda: {_vlan_at(vlan.id, vlan.site): "" for vlan in plan.vlans}, unlisted
        )
    yield from _target("site", _SITES, plan.sites, _to_sites(plan))
    yield from _target("delegation", _DELEGATIONS, plan.delegations, _to_delegations(naming))
    yield from _target("host, router or node", _SERVERS, _servers(plan), _to_servers(naming))
    yield from _target("router, cluster, host or node", _MACHINES, _runners(plan), _to_runners(plan))
    yield from _target(SESSION_END, _SPEAKERS, _session_end_things(plan), _to_speakers(plan), or_address=True)
    yield from _target("machine", _MACHINES, _machines(plan), _to_machines(plan))
    yield from _target("router", (("routers",),), plan.routers, _to_routers(plan))
    yield from _target("host, service or cluster", _THINGS, _things(plan), _to_things(plan), or_address=True)
    yield from _target(
        "network, machine, VPN or cluster",
        (*_THINGS, *_NETWORKS),
        _ends_of_policies(plan),
        _to_ends_of_policies(plan),
        or_address=True,
    )
    for vpn in plan.vpns:
        yield from _target(f"end of {vpn.name}", _VPN_ENDS, vpn.ends, _to_ends(vpn))


def _machines(plan: Plan) -> Iterator[Machine]:
    """What something may run on."""
    return chain(plan.hosts, plan.routers, chain.from_iterable(cluster.nodes for cluster in plan.clusters))


def _to_machines(plan: Plan) -> Iterator[Reference]:
    return (Reference(machine, ("on",), machine.on) for machine in _machines(plan) if machine.on)


def _to_routers(plan: Plan) -> Iterator[Reference]:
    return (Reference(uplink, ("router",), uplink.router) for uplink in plan.uplinks if uplink.router)


def _things(plan: Plan) -> Iterator[Named]:
    """What may answer behind a virtual address."""
    addressed = (entry for entry in plan.entries if isinstance(entry, Addressed))
    return chain(addressed, plan.clusters, plan.vpns)


def _to_things(plan: Plan) -> Iterator[Reference]:
    """What virtual addresses lead to; an address names nothing."""
    for entry in plan.entries:
        if isinstance(entry, VirtualAddress):
            named = (name for name in enumerate(entry.leads_to) if as_address(name[1]) is None)
            yield from (Reference(entry, ("leads_to", which), name) for which, name in named)


def _ends_of_policies(plan: Plan) -> Iterator[Named]:
    return chain(_things(plan), plan.networks, plan.sites)


def _to_ends_of_policies(plan: Plan) -> Iterator[Reference]:
    """Who may reach whom, but for everybody, the internet, and addresses."""
    for policy in plan.policies:
        for key, names in (("from", policy.from_), ("to", policy.to)):
            for which, name in enumerate(names):
                if name.lower() not in ANYBODY and as_address(name.partition("/")[0]) is None:
                    yield Reference(policy, (key, which), name)


def _target(
    kind: str,
    homes: tuple[tuple[str, ...], ...],
    objects: Iterable[Named],
    references: Iterable[Reference],
    *,
    or_address: bool = False,
) -> Iterator[ReferenceTarget]:
    wanted = tuple(references)
    if wanted:
        yield ReferenceTarget(kind, homes, lambda: {thing.id: thing.name for thing in objects}, wanted, or_address)


def _servers(plan: Plan) -> Iterator[Named]:
    """What may hand out addresses."""
    nodes = ((*cluster.nodes, *cluster.virtual_addresses) for cluster in plan.clusters)
    return chain(plan.hosts, plan.routers, chain.from_iterable(nodes))


def _runners(plan: Plan) -> Iterator[Named]:
    """What a BGP speaker may run on."""
    nodes = chain.from_iterable(cluster.nodes for cluster in plan.clusters)
    return chain(plan.routers, plan.clusters, plan.hosts, nodes)


def _session_end_things(plan: Plan) -> Iterator[Named]:
    """What may be an end of a BGP session; a speaker that is made of a router has its id, but not its name."""
    return chain(speakers(plan), _runners(plan))


def _listed_references(entry: Entry, key: str, names: Iterable[object]) -> Iterator[Reference]:
    """The names in a list; what else may stand there, as an address, names nothing."""
    return (Reference(entry, (key, index), name) for index, name in enumerate(names) if isinstance(name, str))


def _to_networks(plan: Plan, naming: Iterable[Network]) -> Iterator[Reference]:
    conventions = (convention for settings in plan.settings for convention in settings.conventions)
    for convention in conventions:
        yield from _listed_references(convention, "networks", convention.networks)
    yield from (Reference(network, ("parent",), network.parent) for network in naming if network.parent)
    for vlan in plan.vlans:
        yield from _listed_references(vlan, "networks", vlan.networks)
    for cluster in plan.clusters:
        yield from _cluster_references(cluster)
    yield from (Reference(vpn, ("network",), vpn.network) for vpn in plan.vpns if vpn.network)
    for session in plan.sessions:
        yield from _listed_references(session, "announces", session.announces)
        yield from _listed_references(session, "peer_announces", session.peer_announces)


def _cluster_references(cluster: Cluster) -> Iterator[Reference]:
    yield from _listed_references(cluster, "pods", cluster.pods)
    yield from _listed_references(cluster, "services", cluster.services)
    yield from _listed_references(cluster, "node_network", cluster.node_networks)
    for balancer in cluster.load_balancers:
        yield from _listed_references(balancer, "pools", balancer.pools)


def unlisted_vlans(plan: Plan) -> Iterator[Reference]:
    """The VLAN ids of networks that lead nowhere.

    A plan without VLANs leaves them to its networks; a VLAN without a site is everywhere.
    """
    known = {(vlan.site, vlan.id) for vlan in plan.vlans}
    for network in plan.networks if plan.vlans else ():
        if network.vlan is not None and not known & {(network.site, network.vlan), ("", network.vlan)}:
            yield Reference(network, ("vlan",), _vlan_at(network.vlan, network.site))


def _vlan_at(number: int | None, site: str) -> str:
    return f"{number} at {site}" if site else str(number or "")


def _to_sites(plan: Plan) -> Iterator[Reference]:
    """A plan that lists no sites leaves them to what is there."""
    things: tuple[Network | Vlan | Router | Cluster, ...] = (*plan.networks, *plan.vlans, *plan.routers, *plan.clusters)
    yield from (Reference(thing, ("site",), thing.site) for thing in (things if plan.sites else ()) if thing.site)
    for tree in plan.trees if plan.sites else ():
        yield from (Reference(tree, ("sites", glob), site) for glob, site in tree.sites.items())


def _to_delegations(naming: Iterable[Network]) -> Iterator[Reference]:
    for network in naming:
        if network.delegated and network.delegated.by:
            yield Reference(network.delegated, ("by",), network.delegated.by)


def _to_servers(naming: Iterable[Network]) -> Iterator[Reference]:
    for network in naming:
        yield from _listed_references(network, "dhcp_server", network.dhcp_servers)


def _to_runners(plan: Plan) -> Iterator[Reference]:
    return (Reference(speaker, ("runs_on",), speaker.runs_on) for speaker in plan.speakers if speaker.runs_on)


def _to_speakers(plan: Plan) -> Iterator[Reference]:
    """An end may also be an address: a peer that the plan does not describe."""
    for session in plan.sessions:
        for key, name in (("local", session.local), ("peer", session.peer)):
            if name and to_int(name, 6 if ":" in name else 4) is None:
                yield Reference(session, (key,), name)


def _to_ends(vpn: Vpn) -> Iterator[Reference]:
    for end in vpn.ends:
        yield from (Reference(peer, ("name",), peer.name) for peer in end.peers if peer.name)
