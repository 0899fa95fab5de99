"""The rows of tables: what of the plan stands on one line together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from netaddr import IPAddress

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects import declared_and_observed
from cidrbook.drift.objects.declared_and_observed import Observed
from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import Domain
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.inventory import Claim, cached_view
from cidrbook.plan.network import Host, Network, Vlan
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.cluster_ranges import PURPOSES
from cidrbook.plan.views.names import AddressedByName
from cidrbook.plan.views.vlans import Seats
from cidrbook.plan.vpn import Vpn


@dataclass(frozen=True, eq=False)
class Row:
    """What rows of every table are chosen by."""

    plan: Plan

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks that it is about."""
        return ()

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """The clusters that have to do with it."""
        found = chain.from_iterable(users(self.plan).get(id(network), ()) for network in self.networks)
        return tuple({id(cluster): cluster for cluster in found}.values())

    @property
    def scopes(self) -> tuple[tuple[str, str], ...]:
        """The VRFs and sites that it is in."""
        return tuple(network.scope for network in self.networks)

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""
        return tuple(tag for network in self.networks for tag in network.tags)

    @property
    def custom(self) -> Mapping[str, str]:
        """The fields of its owner's own."""
        return {}

    @cached_property
    def vlans(self) -> tuple[int, ...]:
        """The VLANs that its networks are on."""
        known = seats(self.plan)
        return tuple(dict.fromkeys(seat.id for network in self.networks for seat in known.of(network)))


@dataclass(frozen=True, eq=False)
class NetworkRow(Row):
    """A network."""

    network: Network

    @property
    def networks(self) -> tuple[Network, ...]:
        """The network itself."""
        return (self.network,)

    @property
    def custom(self) -> Mapping[str, str]:
        """The network's own fields."""
        return self.network.custom


@dataclass(frozen=True, eq=False)
class Holder(Row):
    """Something that has addresses, with those of one network. `of` is the cluster or VPN it belongs to, if any."""

    owner: Addressed
    addresses: tuple[IPAddress, ...]
    network: Network | None
    scope: tuple[str, str]
    of: Cluster | Vpn | None = None
    sights: tuple[Observed[Addressed], ...] = ()
    """The same thing, or this one itself, as trees hold it."""

    @property
    def networks(self) -> tuple[Network, ...]:
        """The network that its addresses are in."""
        return (self.network,) if self.network else ()

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """The cluster that it belongs to."""
        return (self.of,) if isinstance(self.of, Cluster) else ()

    @property
    def scopes(self) -> tuple[tuple[str, str], ...]:
        """The VRF and site that its addresses are in."""
        return (self.scope,)

    @property
    def custom(self) -> Mapping[str, str]:
        """Its own fields."""
        return self.owner.custom

    @property
    def tags(self) -> tuple[str, ...]:
        """Its own tags."""
        return self.owner.tags

    @cached_property
    def vlans(self) -> tuple[int, ...]:
        """The VLAN that its port is on, where it says so, or those of its network."""
        own = self.owner.vlan if isinstance(self.owner, Machine) else None
        return super().vlans if own is None else (own,)

    @property
    def what(self) -> str:
        """What it is: a host, a node of a cluster, an end of a VPN."""
        return f"{self.owner.kind} of {self.of.name}" if self.of else self.owner.kind

    @property
    def pools(self) -> tuple[Pool, ...]:
        """The pools that hold its addresses."""
        found = (
            self.plan.pools.holding((self.scope, address.version), int(address), int(address))
            for address in map(IPAddress, self.addresses)
        )
        return tuple(dict.fromkeys(span.owner for span in found if span))


@dataclass(frozen=True, eq=False)
class VlanRow(Row):
    """A VLAN, listed or only used. `vlan` is None where it is only used."""

    number: int
    site: str
    vlan: Vlan | None
    members: tuple[Network, ...]

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks on it."""
        return self.members

    @cached_property
    def vlans(self) -> tuple[int, ...]:
        """Itself, and not what else its networks are on."""
        return (self.number,)

    @property
    def custom(self) -> Mapping[str, str]:
        """The VLAN's own fields."""
        return self.vlan.custom if self.vlan else {}

    @property
    def scopes(self) -> tuple[tuple[str, str], ...]:
        """The VRFs of its networks, and the site it is at."""
        return tuple((vrf, self.site) for vrf in dict.fromkeys(member.vrf for member in self.members)) or (
            ("", self.site),
        )


@dataclass(frozen=True, eq=False)
class LeaseRow(NetworkRow):
    """A range that DHCP hands out."""

    range: AddressRange

    @property
    def size(self) -> int:
        """How many addresses it has."""
        return int(self.range.last) - int(self.range.first) + 1

    @property
    def reservations(self) -> tuple[list[Host], int]:
        """The first hosts in it that have reservations, and how many there are."""
        numbers, hosts = _reserved(self.plan).get((self.network.scope, self.range.first.version), ([], []))
        start, end = bisect_left(numbers, int(self.range.first)), bisect_right(numbers, int(self.range.last))
        return hosts[start : min(end, start + _FEW)], end - start


_FEW = 8
"""How many reservations are named."""


@cached_view
def network_rows(plan: Plan) -> tuple[NetworkRow, ...]:
    """The networks, in the order of the data."""
    return tuple(NetworkRow(plan, network) for network in plan.networks)


@cached_view
def holders(plan: Plan) -> tuple[Holder, ...]:
    """Everything with an address, once for each network that it has some in.

    A host whose address is in no network is in the one that it is written in.
    """
    owned: dict[int, Cluster | Vpn] = {id(end): vpn for vpn in plan.vpns for end in vpn.ends}
    for cluster in plan.clusters:
        members = (*cluster.nodes, *cluster.virtual_addresses, *cluster.pinned_services)
        owned |= {id(member): cluster for member in members}
    homes = {id(host): network for network in plan.networks for host in network.hosts}
    groups: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    found: dict[tuple[int, int], Network | None] = {}
    for claim, around in plan.located:
        network = around or homes.get(id(claim.owner))
        groups[id(claim.owner), id(network)].append(claim)
        found[id(claim.owner), id(network)] = network
    return tuple(
        Holder(
            plan,
            claims[0].owner,
            tuple(claim.address for claim in claims),
            found[key],
            claims[0].scope,
            owned.get(key[0]),
        )
        for key, claims in groups.items()
    )


def services(rows: Iterable[Holder]) -> tuple[Holder, ...]:
    """Those of the rows that are of services."""
    return tuple(row for row in rows if isinstance(row.owner, Service))


def machines_and_ends(rows: Iterable[Holder]) -> tuple[Holder, ...]:
    """Those of the rows that are of anything else."""
    return tuple(row for row in rows if not isinstance(row.owner, Service))


@cached_view
def lease_rows(plan: Plan) -> tuple[LeaseRow, ...]:
    """The ranges that DHCP hands out, in the order of the data."""
    return tuple(LeaseRow(plan, network, pool) for network in plan.networks for pool in network.dhcp)


@cached_view
def vlan_rows(plan: Plan) -> tuple[VlanRow, ...]:
    """The VLANs that are listed, each with its networks, then those that only networks name."""
    listed = {(vlan.id, vlan.site): vlan for vlan in reversed(plan.vlans) if vlan.id is not None}
    members: dict[tuple[int, str], dict[int, Network]] = {key: {} for key in reversed(listed)}
    for network in plan.networks:
        for seat in seats(plan).of(network):
            site = network.site if (seat.id, network.site) in listed or (seat.id, "") not in listed else ""
            members.setdefault((seat.id, site), {})[id(network)] = network
    return tuple(VlanRow(plan, *key, listed.get(key), tuple(networks.values())) for key, networks in members.items())


@cached_view
def holders_beside(comparison: Comparison) -> tuple[Holder, ...]:
    """The same, each with the same thing as repositories show it."""
    seen = declared_and_observed.owners(comparison).declared
    return tuple(replace(holder, sights=seen.get(id(holder.owner), ())) for holder in holders(comparison.plan))


@cached_view
def by_network(plan: Plan) -> dict[int, tuple[Holder, ...]]:
    """What has addresses in each network, by the network's identity; what has some in none, by that of None."""
    return _grouped(holders(plan))


def _grouped(rows: tuple[Holder, ...]) -> dict[int, tuple[Holder, ...]]:
    groups: dict[int, list[Holder]] = defaultdict(list)
    for row in rows:
        groups[id(row.network)].append(row)
    return {key: tuple(found) for key, found in groups.items()}


@cached_view
def seats(plan: Plan) -> Seats:
    """Every network's VLANs."""
    return Seats(plan)


@cached_view
def names(plan: Plan) -> AddressedByName:
    """What the plan's names stand for."""
    return AddressedByName(plan)


def meant(plan: Plan, word: str) -> str:
    """What a name stands for, with its first address; a word that is no name as it is."""
    found: list[Addressed] = names(plan).find(word)
    return f"{found[0].name} ({found[0].addresses[0]})" if found and found[0].addresses else word


@cached_view
def users(plan: Plan) -> dict[int, tuple[Cluster, ...]]:
    """The clusters that use each network: for pods, services, nodes or as a pool, by the network's identity."""
    found: dict[int, dict[int, Cluster]] = defaultdict(dict)
    for cluster in plan.clusters:
        named = (*(name for purpose in PURPOSES for name in getattr(cluster, purpose)), *cluster.node_networks)
        for network in filter(None, map(plan.network, named)):
            found[id(network)][id(cluster)] = cluster
    for _, _, _, pool in plan.pools:
        if pool.network:
            found[id(pool.network)][id(pool.cluster)] = pool.cluster
    return {key: tuple(clusters.values()) for key, clusters in found.items()}


@cached_view
def _reserved(plan: Plan) -> dict[Domain, tuple[list[int], list[Host]]]:
    """The hosts with reservations by their addresses, lowest first."""
    found: dict[Domain, list[tuple[int, int, Host]]] = defaultdict(list)
    for index, (scope, address, owner, _) in enumerate(plan.claims):
        if isinstance(owner, Host) and owner.assigned == "reservation":
            found[scope, address.version].append((int(address), index, owner))
    return {
        domain: ([number for number, _, _ in rows], [host for _, _, host in rows])
        for domain, rows in ((domain, sorted(rows, key=lambda row: row[:2])) for domain, rows in found.items())
    }
