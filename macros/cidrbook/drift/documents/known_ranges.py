"""The repository's ranges and addresses for each role in documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.drift.documents.conclusion import KnownValue
from cidrbook.drift.objects.stale_app_ranges import DEFAULT_RANGES
from cidrbook.net.spans import contains
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.views.cluster_ranges import prefixes
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Role, Statement
from cidrbook.text.source import Place

ROLES: dict[Role, str] = {
    "pods": "the range of the pods",
    "services": "the range of the services",
    "load-balancers": "the pool of the load balancers",
    "nodes": "the network of the nodes",
    "vip": "the address of the API",
}
"""The names of roles in messages."""

_API_SERVICES = (
    "kube-api",
    "kube-apiserver",
    "kubernetes-api",
    "k8s-api",
    "kube-api-lb",
    "api-server",
    "apiserver",
)
"""Services that stand for the API."""


class RoleRange(NamedTuple):
    """The repository's run of addresses for a role, as written, and its cluster."""

    version: int
    first: int
    last: int
    written: str
    place: Place
    cluster: Cluster

    @property
    def known(self) -> KnownValue:
        """The value, in the form of conclusions."""
        return KnownValue(self.written, self.place)


class RoleRanges(NamedTuple):
    """The repository's values for each role, and the addresses that Services ask for."""

    by_role: dict[Role, list[RoleRange]]
    pinned: list[RoleRange]

    def of(self, role: Role, version: int) -> list[RoleRange]:
        """The ranges of a role, of one IP version."""
        return [value for value in self.by_role.get(role, ()) if value.version == version]


@cached_view
def role_ranges(observation: Observation) -> RoleRanges:
    """The ranges of pods, services, load balancers and nodes, and the addresses of the API.

    What pods reach it at, an address of the services' range, is none of those that documents say.
    """
    found: dict[Role, list[RoleRange]] = defaultdict(list)
    pinned: list[RoleRange] = []
    for cluster in observation.clusters:
        found["pods"] += _network_values(observation, cluster, cluster.pods)
        found["services"] += _network_values(observation, cluster, cluster.services)
        found["nodes"] += _network_values(observation, cluster, cluster.node_networks)
        found["nodes"] += _address_values(cluster, cluster.nodes)
        inside = prefixes(observation, cluster, "services") or DEFAULT_RANGES["services"]
        found["vip"] += (value for value in _api_values(cluster) if not any(contains(one, value) for one in inside))
        pinned += _address_values(cluster, cluster.pinned_services)
    for domain, first, last, pool in observation.pools:
        written = str(pool.balancer.pools[pool.which])
        found["load-balancers"].append(RoleRange(domain[1], first, last, written, pool.place, pool.cluster))
    return RoleRanges(found, pinned)


def _network_values(observation: Observation, cluster: Cluster, names: Iterable[str]) -> Iterator[RoleRange]:
    for name in names:
        network = observation.network(name)
        if network is None:
            continue
        for which, cidr in enumerate(network.cidrs):
            yield RoleRange(cidr.version, cidr.first, cidr.last, str(cidr), network.at("cidr", which), cluster)


def _address_values(cluster: Cluster, owners: Iterable[Addressed]) -> Iterator[RoleRange]:
    for owner in owners:
        for which, address in enumerate(owner.addresses):
            number = int(address)
            yield RoleRange(address.version, number, number, str(address), owner.place_of_address(which), cluster)


def _api_values(cluster: Cluster) -> Iterator[RoleRange]:
    yield from _address_values(cluster, cluster.virtual_addresses)
    yield from _address_values(cluster, (service for service in cluster.pinned_services if service.id in _API_SERVICES))
    for which, address in enumerate(cluster.api.addresses if cluster.api else ()):
        number = int(address)
        yield RoleRange(address.version, number, number, str(address), cluster.at("api", "address", which), cluster)


def is_impossible_range(statement: Statement) -> bool:
    """Whether a range of a cluster is written with host bits: nodes and the API may well have an address and a mask."""
    return statement.has_host_bits and statement.role in ("pods", "services", "load-balancers")


def agrees_with(statement: Statement, value: RoleRange) -> bool:
    """Whether a statement matches a value: it is equal, holds it, or is a part that begins elsewhere."""
    if is_impossible_range(statement):
        return (statement.version, statement.first, statement.last) == (value.version, value.first, value.last)
    if statement.holds(value):
        return True
    if not statement.lies_in(value):
        return False
    return statement.role in ("nodes", "pods") or statement.first != value.first


def shares_one_end(statement: Statement, values: list[RoleRange]) -> bool:
    """Whether a range begins or ends with the only pool, or a prefix begins with it, without being equal to it."""
    if statement.role != "load-balancers" or statement.has_host_bits:
        return False
    is_prefix = "/" in statement.text
    pools = {(value.first, value.last) for value in values if ("/" in value.written) == is_prefix}
    alike = [first for first, last in pools if statement.first == first or (statement.last == last and not is_prefix)]
    return (statement.first, statement.last) not in pools and len(alike) == 1


def begins_with_all(statement: Statement, values: list[RoleRange]) -> bool:
    """Whether a prefix of pods or services has the first address of the only one that there is, and another length."""
    spans = {(value.first, value.last) for value in values}
    return (
        statement.role in ("pods", "services")
        and statement.certainty == "exact"
        and len(spans) == 1
        and spans.isdisjoint({(statement.first, statement.last)})
        and statement.first == min(spans)[0]
    )
