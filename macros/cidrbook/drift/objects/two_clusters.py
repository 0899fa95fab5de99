"""Two clusters of one repository on one LAN: what each of them announces there must be its own."""

from __future__ import annotations

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.net.ip import link_of
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.repository.observation import Observation, nameless
from cidrbook.repository.vocabulary import word_set

_PAST = word_set("old archive archived legacy previous former retired deprecated decommissioned backup")
"""Words of a folder's name that say that its cluster is gone."""


def are_two(observation: Observation, one: Cluster, other: Cluster) -> bool:
    """Whether two clusters are both known by name, and share no node and no API: else one may be the other's past."""
    return _are_told_apart(observation, one, other) and _reached_at(one).isdisjoint(_reached_at(other))


def _are_told_apart(observation: Observation, one: Cluster, other: Cluster) -> bool:
    """Whether two clusters are both known by name, and neither is gone."""
    if one is other or nameless(observation, one) or nameless(observation, other):
        return False
    return _PAST.isdisjoint((*one.id.split("-"), *other.id.split("-")))


def apis_twice(observation: Observation) -> Iterator[tuple[Cluster, Cluster, IPAddress]]:
    """The clusters whose API is at that of an earlier one, each with that one and the address.

    Each lists nodes of its own, so that neither is another name of the other one.
    """
    first: dict[tuple[object, IPAddress], Cluster] = {}
    for cluster in observation.clusters:
        for address in cluster.api.addresses if cluster.api and cluster.nodes else ():
            before = first.setdefault((cluster.scope, address), cluster)
            own, others = _node_addresses(cluster), _node_addresses(before)
            apart = own.isdisjoint(others) and address not in own | others
            if apart and _are_told_apart(observation, before, cluster):
                yield before, cluster, address


def are_on_one_link(one: Cluster, other: Cluster) -> bool:
    """Whether nodes or APIs of two clusters are on one network, as most home networks are: then both are up there."""
    return not _links_of_cluster(one).isdisjoint(_links_of_cluster(other))


def _links_of_cluster(cluster: Cluster) -> set[tuple[int, int]]:
    return set(map(link_of, _reached_at(cluster)))


def pinned_twice(observation: Observation) -> Iterator[tuple[Service, Service, IPAddress, bool]]:
    """The services of one name that two clusters pin to one address, each after the first, and the address.

    One line that both clusters use is one service, of which nobody knows where it runs. Last comes whether the clusters
    are on one link.
    """
    first: dict[tuple[object, IPAddress], tuple[Cluster, Service]] = {}
    for cluster in observation.clusters:
        for service in cluster.pinned_services:
            for which, address in enumerate(service.addresses) if service.via != "cluster-ip" else ():
                key = (cluster.scope, address)
                before, pinned = first.setdefault(key, (cluster, service))
                again = pinned.id == service.id and pinned.place_of_address(0) != service.place_of_address(which)
                if again and are_two(observation, before, cluster):
                    yield pinned, service, address, are_on_one_link(before, cluster)


def _reached_at(cluster: Cluster) -> set[IPAddress]:
    return _node_addresses(cluster) | {*(cluster.api.addresses if cluster.api else ())}


def _node_addresses(cluster: Cluster) -> set[IPAddress]:
    return {address for node in cluster.nodes for address in node.addresses}
