"""The AS numbers in a repository, each with its owner: a router, a cluster, a host, or an end of a session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from netaddr import IPAddress

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Entry
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.repository.observation import Observation
from cidrbook.text.names import slug
from cidrbook.text.source import Place

Kind = Literal["", "router", "cluster"]
"""The kind of owner; "" if it is a host, or unknown."""


class AsNumber(NamedTuple):
    """An AS number in the repository, its place and its owner."""

    asn: int
    place: Place
    kind: Kind
    cluster: str = ""
    names: frozenset[str] = frozenset()
    addresses: frozenset[tuple[int, int]] = frozenset()
    product: str = ""


@cached_view
def as_numbers(observation: Observation) -> tuple[AsNumber, ...]:
    """Every AS number in the repository."""
    return tuple(_all_asns(observation))


def _all_asns(observation: Observation) -> Iterator[AsNumber]:
    for router in observation.routers:
        if router.asn:
            names = _slugs(router.id, router.name, router.hostname.partition(".")[0])
            yield AsNumber(router.asn, router.at("asn"), "router", names=names, addresses=numbers_of(router.addresses))
    for cluster in observation.clusters:
        yield from _asns_of_cluster(cluster)
    for peering in peerings(observation):
        for end, other in peering.sides:
            yield from _asns_of_session_end(end, other)


def _asns_of_cluster(cluster: Cluster) -> Iterator[AsNumber]:
    for balancer in cluster.load_balancers:
        if balancer.asn:
            yield _asn_of_part(cluster, balancer, balancer.asn, balancer.product)
    if cluster.cni and cluster.cni.asn:
        yield _asn_of_part(cluster, cluster.cni, cluster.cni.asn, cluster.cni.product)


def _asn_of_part(cluster: Cluster, part: Entry, asn: int, product: str) -> AsNumber:
    return AsNumber(asn, part.at("asn"), "cluster", cluster.id, product=product.lower())


def _asns_of_session_end(end: SessionEnd, other: SessionEnd) -> Iterator[AsNumber]:
    """The AS numbers in the descriptions of one end of a session."""
    instance, cluster = end.instance, end.instance.cluster if end.instance else None
    names = _slugs(instance.machine.name, instance.machine.id) if instance and instance.machine else frozenset()
    kind: Kind = "cluster" if cluster else "router" if _is_router(end, other) else ""
    by_reference = instance is not None and isinstance(instance.machine, Router) and not instance.machine.asn
    for description in end.descriptions:
        if description.asn and not (by_reference and not description.mirrored):
            yield AsNumber(
                description.asn,
                description.at("asn"),
                kind,
                cluster.id if cluster else "",
                names,
                numbers_of(filter(None, [end.address])),
                instance.speaker.product.lower() if instance else "",
            )


def _is_router(end: SessionEnd, other: SessionEnd) -> bool:
    """Whether an end is a router. An unknown peer of a cluster counts as one, but for a program on the same node."""
    if end.address is not None and end.address.is_loopback():
        return False
    if end.instance:
        return isinstance(end.instance.machine, Router)
    return bool(other.instance and other.instance.cluster)


def numbers_of(addresses: Iterable[IPAddress]) -> frozenset[tuple[int, int]]:
    """Addresses as pairs of IP version and number."""
    return frozenset((address.version, int(address)) for address in addresses)


def _slugs(*names: str) -> frozenset[str]:
    return frozenset(map(slug, names)) - {""}
