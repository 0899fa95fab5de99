"""Two clusters of one repository on one LAN: what each of them announces there must be its own."""

from __future__ import annotations

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.plan.cluster import Cluster, Service
from cidrbook.repository.observation import Observation, nameless
from cidrbook.repository.vocabulary import word_set

_PAST = word_set("old archive archived legacy previous former retired deprecated decommissioned backup")
"""Words of a folder's name that say that its cluster is gone."""


def are_two(observation: Observation, one: Cluster, other: Cluster) -> bool:
    """Whether two clusters are both known by name, and share no node and no API: else one may be the other's past."""
    if one is other or nameless(observation, one) or nameless(observation, other):
        return False
    if not _PAST.isdisjoint((*one.id.split("-"), *other.id.split("-"))):
        return False
    return _reached_at(one).isdisjoint(_reached_at(other))


def pinned_twice(observation: Observation) -> Iterator[tuple[Service, Service, IPAddress]]:
    """The services of one name that two clusters pin to one address, each after the first, and the address.

    One line that both clusters use is one service, of which nobody knows where it runs.
    """
    first: dict[tuple[object, IPAddress], tuple[Cluster, Service]] = {}
    for cluster in observation.clusters:
        for service in cluster.pinned_services:
            for which, address in enumerate(service.addresses) if service.via != "cluster-ip" else ():
                key = (cluster.scope, address)
                before, pinned = first.setdefault(key, (cluster, service))
                again = pinned.id == service.id and pinned.place_of_address(0) != service.place_of_address(which)
                if again and are_two(observation, before, cluster):
                    yield pinned, service, address


def _reached_at(cluster: Cluster) -> set[IPAddress]:
    nodes = (address for node in cluster.nodes for address in node.addresses)
    return {*nodes, *(cluster.api.addresses if cluster.api else ())}
