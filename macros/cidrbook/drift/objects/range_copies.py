"""Ranges that several files of a repository name for one cluster, and what is proven where they disagree.

In a plan that is declared each cluster is named. In one that is observed, paths tell clusters apart, and what no path
names is put into one cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.cluster_ranges import PURPOSES, uses
from cidrbook.repository.observation import UNNAMED, Observation, nameless

_MANY = 3
"""So many values are of several clusters that no path tells apart."""


class Copy(NamedTuple):
    """Two ranges for one purpose of a cluster that cannot both be meant, each with its network."""

    cluster: Cluster
    purpose: str
    first: tuple[Network, IPNetwork]
    second: tuple[Network, IPNetwork]


@cached_view
def copies(plan: Observation) -> tuple[Copy, ...]:
    """Ranges of one purpose and family that another file has otherwise, each once."""
    return tuple(found for cluster in plan.clusters if not nameless(plan, cluster) for found in _of(plan, cluster))


def unsure(plan: Observation, cluster: Cluster) -> bool:
    """Whether the ranges of an observed cluster are not known for certain."""
    contested = any(copy.cluster is cluster for copy in copies(plan))
    return contested or nameless(plan, cluster)


def _guessed(plan: Observation, cluster: Cluster) -> bool:
    """Whether what is in a cluster may be of two, as no path names it and its files do not agree."""
    return cluster.name == UNNAMED and unsure(plan, cluster)


def unproven(plan: Observation, outer: NetworkBlock, inner: NetworkBlock) -> bool:
    """Whether two ranges need not meet: of other clusters, of one purpose, of files that may be about two clusters."""
    owners = [_owners(plan).get(block.network.id, []) for block in (outer, inner)]
    if not all(owners):
        return False
    common = [cluster for cluster, _ in owners[0] if any(cluster is other for other, _ in owners[1])]
    if not common or {purpose for _, purpose in owners[0]} == {purpose for _, purpose in owners[1]}:
        return True
    one_file = outer.network.origin.source.file == inner.network.origin.source.file
    return not one_file and all(_guessed(plan, cluster) for cluster in common)


@cached_view
def _owners(plan: Observation) -> dict[str, list[tuple[Cluster, str]]]:
    """The clusters that use each network, and for what."""
    found: dict[str, list[tuple[Cluster, str]]] = {}
    for cluster in plan.clusters:
        for use in uses(plan, cluster, *PURPOSES):
            found.setdefault(use.network.id, []).append((cluster, use.purpose))
    return found


def _of(plan: Observation, cluster: Cluster) -> Iterator[Copy]:
    for purpose in PURPOSES:
        found = [(use.network, cidr) for use in uses(plan, cluster, purpose) for cidr in use.network.cidrs]
        for version in (4, 6):
            own = sorted((pair for pair in found if pair[1].version == version), key=_position)
            if len({cidr.cidr for _, cidr in own}) <= _MANY:
                yield from _odd(cluster, purpose, own)


def _position(one: tuple[Network, IPNetwork]) -> tuple[str, int]:
    place = one[0].at("cidr")
    return place.file, place.line


def _odd(cluster: Cluster, purpose: str, found: list[tuple[Network, IPNetwork]]) -> Iterator[Copy]:
    for number, one in enumerate(found[:64]):
        before = next((pair for pair in found[:number] if _differ(purpose, pair, one)), None)
        if before:
            yield Copy(cluster, purpose, before, one)


def _differ(purpose: str, one: tuple[Network, IPNetwork], other: tuple[Network, IPNetwork]) -> bool:
    (first, cidr), (second, again) = one, other
    if first.origin.source.file == second.origin.source.file:
        return False
    nested = cidr.cidr in again.cidr or again.cidr in cidr.cidr
    return not nested if purpose == "pods" else bool(cidr != again)
