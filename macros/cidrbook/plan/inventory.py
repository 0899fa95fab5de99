"""An inventory: the networks, hosts, routers and clusters of one set of files, with the look-ups that all share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, wraps
from itertools import chain
from typing import Any, NamedTuple, TypeVar, cast

from netaddr import IPAddress

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.allowance import Allowance, allowances
from cidrbook.plan.bgp import Session, Speaker
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Addressed, Entry, Named
from cidrbook.plan.model import Router
from cidrbook.plan.network import Delegation, Host, Network, Site, Vlan
from cidrbook.plan.plugin_pods import plugin_network
from cidrbook.plan.pools import Pool, pool_spans
from cidrbook.plan.space import NetworkBlock, Space, usable
from cidrbook.plan.vpn import Vpn
from cidrbook.text.finding import Problem, Related
from cidrbook.text.names import slug
from cidrbook.text.source import Path, Place, Source

_WITHOUT_INTERFACE = ("pods", "services", "load-balancer", "container")
T = TypeVar("T", bound=Named)
R = TypeVar("R")
V = TypeVar("V", bound="Viewed")


class Claim(NamedTuple):
    """One object's claim on one address, in the scope where it must be alone."""

    scope: tuple[str, str]
    address: IPAddress
    owner: Addressed
    which: int

    @property
    def place(self) -> Place:
        """Where the address was written."""
        return self.owner.place_of_address(self.which)

    @property
    def shown(self) -> str:
        """The owner and the address, as messages name them."""
        return f"{self.owner.name} ({self.address})"

    @property
    def span(self) -> Span[Claim]:
        """The address as a run of one."""
        number = int(self.address)
        return Span((self.scope, self.address.version), number, number, self)


class Lease(NamedTuple):
    """One of the ranges that DHCP hands out in a network."""

    network: Network
    which: int

    @property
    def shown(self) -> str:
        """The range and its network, as messages name them."""
        return f"the DHCP range {self.network.dhcp[self.which]} of {self.network.name}"

    @property
    def place(self) -> Place:
        """Where the range was written."""
        return self.network.at("dhcp", self.which)

    @property
    def related(self) -> Related:
        """Its place, for a problem that it is a party to."""
        return Related(at=self.place, message="the range is written here")


class Viewed:
    """Something that views are worked out of, each once; see `cached_view`."""

    @cached_property
    def views(self) -> dict[Callable[..., Any], Any]:
        """The views that have been worked out."""
        return {}


@dataclass(frozen=True, eq=False)
class Inventory(Viewed):
    """The objects of several files as one. Their order is the order of files, then of lines.

    A plan is an inventory that is declared, an observation one that a repository shows.
    """

    networks: tuple[Network, ...] = ()
    vlans: tuple[Vlan, ...] = ()
    routers: tuple[Router, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    sites: tuple[Site, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    vpns: tuple[Vpn, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    sessions: tuple[Session, ...] = ()
    sources: tuple[Source, ...] = ()
    problems: tuple[tuple[str, Problem], ...] = ()
    occupants: tuple[Host, ...] = ()
    """Who has an address now, as a lease or a scan shows. That is no right to it."""
    lost: frozenset[tuple[Source, Path]] = frozenset()
    """The places of values that did not fit and are left out."""

    @property
    def own_asns(self) -> frozenset[int]:
        """Public AS numbers that the owner of a plan says are theirs."""
        return frozenset()

    @cached_property
    def allowances(self) -> tuple[Allowance, ...]:
        """The comments that allow a finding on their line."""
        return tuple(allowances(self.sources))

    def network(self, name: str) -> Network | None:
        """The network with this id, or with this name."""
        return self._networks.get(name) or self._networks.get(slug(name)) or self._names.get(name.lower())

    def host(self, name: str) -> Addressed | None:
        """The first thing with an address that has this id, or this name."""
        found = self._addressed.get(name) or self._addressed.get(slug(name))
        return found or _first_called((owner for _, owner in self.owners), name)

    @cached_property
    def located(self) -> tuple[tuple[Claim, Network | None], ...]:
        """Every claim, with the smallest network of its scope that holds the address."""
        return tuple((claim, self.space.covering(claim.scope, claim.address)) for claim in self.claims)

    @cached_property
    def held(self) -> Spans[Claim]:
        """The claims by address."""
        return Spans(claim.span for claim in self.claims)

    @cached_property
    def leases(self) -> Spans[Lease]:
        """The DHCP ranges by address."""
        return Spans(
            Span((network.scope, pool.first.version), int(pool.first), int(pool.last), Lease(network, which))
            for network in self.networks
            for which, pool in enumerate(network.dhcp)
        )

    @cached_property
    def pools(self) -> Spans[Pool]:
        """The load balancers' pools by address."""
        return Spans(pool_spans(self.clusters, self.network))

    @cached_property
    def taken(self) -> Spans[object]:
        """Everything that has addresses in a network: claims, DHCP ranges, pools, gateways, APIs, what is reserved."""
        reached = chain(
            ((network.scope, address) for network in self.networks for address in network.gateways),
            ((cluster.scope, address) for cluster in self.clusters if cluster.api for address in cluster.api.addresses),
        )
        points = (Span((scope, address.version), int(address), int(address), address) for scope, address in reached)
        kept_free = (
            Span((network.scope, part.first.version), int(part.first), int(part.last), network)
            for network in self.networks
            for part in network.reserved
        )
        return Spans(chain(self.held, self.leases, self.pools, points, kept_free))

    def next_free(self, network: Network, version: int) -> IPAddress | None:
        """The lowest address of this IP version that nothing in the network has; None where it is full."""
        key = id(network), version
        if key not in self._free:  # a thousand hosts on one address ask a thousand times
            gaps = (self.taken.gaps((network.scope, version), *usable(cidr)) for cidr in network.family(version))
            self._free[key] = next((IPAddress(first, version) for first, _ in chain.from_iterable(gaps)), None)
        return self._free[key]

    @cached_property
    def _free(self) -> dict[tuple[int, int], IPAddress | None]:
        return {}

    @cached_property
    def hosts(self) -> tuple[Host, ...]:
        """The hosts of all networks."""
        return tuple(host for network in self.networks for host in network.hosts)

    @property
    def unread(self) -> bool:
        """Whether a file was left out, so that what it holds is missed without being missing."""
        return False

    def lacks(self, entry: Entry, *path: str) -> bool:
        """Whether the object lost what was written there, so that nothing follows from its absence."""
        return bool(self.lost) and (entry.origin.source, entry.origin.path + path) in self.lost

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim on an address: hosts, routers, nodes, virtual addresses, pinned services, VPN ends.

        A gateway and an API address say where something is reached, not what owns it: they are no claims.
        """
        return tuple(
            Claim(scope, address, owner, which)
            for scope, owner in self.owners
            for which, address in enumerate(owner.addresses)
        )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every object that has fields of its own to fill in."""
        return tuple(
            chain(
                self.networks,
                self.hosts,
                (network.delegated for network in self.networks if network.delegated),
                (part for network in self.networks for part in network.reserved_ranges),
                *(host.virtual_addresses for host in self.hosts),
                *(router.virtual_addresses for router in self.routers),
                self.vlans,
                self.sites,
                self.delegations,
                self.routers,
                *(
                    (
                        cluster,
                        *cluster.nodes,
                        *cluster.virtual_addresses,
                        *cluster.load_balancers,
                        *cluster.pinned_services,
                    )
                    for cluster in self.clusters
                ),
                *((vpn, *vpn.ends, *(peer for end in vpn.ends for peer in end.peers)) for vpn in self.vpns),
                self.speakers,
                self.sessions,
            )
        )

    @cached_property
    def plugin_networks(self) -> dict[int, Network]:
        """What network plugins give pods addresses from, by the identity of clusters that name no network for them."""
        found = ((id(cluster), plugin_network(cluster)) for cluster in self.clusters if not self.lacks(cluster, "pods"))
        return {key: network for key, network in found if network}

    @cached_property
    def space(self) -> Space:
        """The address space of the networks, and of what plugins take for pods."""
        return Space((*self.networks, *self.plugin_networks.values()))

    @cached_property
    def clashes(self) -> tuple[tuple[NetworkBlock, NetworkBlock], ...]:
        """Every prefix inside (or equal to) another that was not meant to be, after the nearest that holds it."""
        return tuple(
            (outer, inner)
            for outer, inner in self.space.nested()
            if outer.same_range(inner) or not self._meant(outer.network, inner.network)
        )

    @cached_property
    def cluster_networks(self) -> frozenset[str]:
        """The ids of the networks that pods and services get addresses from, by role or because a cluster says so."""
        named = {name for cluster in self.clusters for name in (*cluster.pods, *cluster.services)}
        networks = (*self.networks, *self.plugin_networks.values())
        return frozenset(named | {network.id for network in networks if network.role in ("pods", "services")})

    @cached_property
    def virtual(self) -> frozenset[str]:
        """The ids of networks that no interface is on: of pods, services and pools, and those that hold others."""
        pools = {pool.network.id for _, _, _, pool in self.pools if pool.network}
        roles = {network.id for network in self.networks if network.role in _WITHOUT_INTERFACE}
        return self.cluster_networks | pools | roles

    def vpn_scope(self, vpn: Vpn) -> tuple[str, str]:
        """The scope of the network that a VPN's tunnel addresses are in."""
        network = self.network(vpn.network) if vpn.network else None
        return network.scope if network else ("", "")

    def serves_cluster(self, *blocks: NetworkBlock) -> bool:
        """Whether one of the prefixes belongs to pods or services."""
        return any(block.network.id in self.cluster_networks for block in blocks)

    def problems_of(self, rule: str) -> Iterator[Problem]:
        """What reading the files found against this rule."""
        return (problem for slug_, problem in self.problems if slug_ == rule)

    def _meant(self, outer: Network, inner: Network) -> bool:
        """Whether the plan says that `inner` lies inside `outer`: by `parent`, or because `outer` only holds others."""
        seen: set[int] = set()  # by identity: two networks may have one id, which is a finding of its own
        above: Network | None = inner
        while above is not None and id(above) not in seen:
            seen.add(id(above))
            above = self.network(above.parent) if above.parent else None
            if above is outer:
                return True
        return outer.role == "container"

    @cached_property
    def _networks(self) -> dict[str, Network]:
        return first_by_id(self.networks)

    @cached_property
    def _names(self) -> dict[str, Network]:
        """The networks by what people call them, whatever the case; the first one where two are called so."""
        return {network.name.lower(): network for network in reversed(self.networks)}

    @cached_property
    def _addressed(self) -> dict[str, Addressed]:
        return first_by_id(owner for _, owner in self.owners)

    @cached_property
    def owners(self) -> tuple[tuple[tuple[str, str], Addressed], ...]:
        """Everything that may have an address of its own, with the scope the address is in."""
        return tuple(self._owners())

    def _owners(self) -> Iterator[tuple[tuple[str, str], Addressed]]:
        for network in self.networks:
            for host in network.hosts:
                yield from ((network.scope, owner) for owner in (host, *host.virtual_addresses))
        for router in self.routers:
            yield from ((router.scope, owner) for owner in (router, *router.virtual_addresses))
        for cluster in self.clusters:
            owners: Iterable[Addressed] = (*cluster.nodes, *cluster.virtual_addresses, *cluster.pinned_services)
            yield from ((cluster.scope, owner) for owner in owners)
        for vpn in self.vpns:
            scope = self.vpn_scope(vpn)
            yield from ((scope, end) for end in vpn.ends)


def cached_view(work_out: Callable[[V], R]) -> Callable[[V], R]:
    """A function of an inventory that is worked out once, and kept with the inventory as long as that is there."""

    @wraps(work_out)
    def ask(viewed: V) -> R:
        if work_out not in viewed.views:
            viewed.views[work_out] = work_out(viewed)
        return cast("R", viewed.views[work_out])

    return ask


def first_by_id(objects: Iterable[T]) -> dict[str, T]:
    """The objects by id; the first one where an id is written twice."""
    return {thing.id: thing for thing in reversed(list(objects))}


def _first_called(objects: Iterable[T], name: str) -> T | None:
    """The first of the objects that people call so, whatever the case."""
    return next((thing for thing in objects if thing.name.lower() == name.lower()), None)
