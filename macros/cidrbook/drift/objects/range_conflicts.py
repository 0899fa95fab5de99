"""Ranges of one cluster for which two files of a repository give different values.

Paths tell the clusters of a repository apart. What no path names is put into one unnamed cluster.
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
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import UNNAMED, Observation, nameless
from cidrbook.text.regex import regex

_MOST_VALUES = 3
"""More values than these for one purpose come of several clusters that no path tells apart."""

_MOST_COMPARED = 64
"""Ranges of one purpose that are compared with those before them, so that the time stays linear in the files."""

_SETS_SHARE = regex(r"node-cidr-mask-size|MaskSize\b|network_node_prefix")

_Range = tuple[Network, IPNetwork]


class RangeConflict(NamedTuple):
    """Two ranges for one purpose of a cluster that cannot both be meant, each with its network."""

    cluster: Cluster
    purpose: str
    first: _Range
    second: _Range


@cached_view
def range_conflicts(plan: Observation) -> tuple[RangeConflict, ...]:
    """Ranges of one purpose and family for which another file has a different value, each once."""
    named = (cluster for cluster in plan.clusters if not nameless(plan, cluster))
    return tuple(conflict for cluster in named for conflict in _conflicts_of(plan, cluster))


def has_uncertain_ranges(plan: Observation, cluster: Cluster) -> bool:
    """Whether the ranges of an observed cluster are not known for certain: files differ, or no path names it."""
    contested = any(conflict.cluster is cluster for conflict in range_conflicts(plan))
    return contested or nameless(plan, cluster)


@cached_view
def sets_share_somewhere(plan: Observation) -> bool:
    """Whether some file sets the nodes' share of the pods, perhaps one that is not read, such as a template."""
    return any(_SETS_SHARE.search(source.text) for source in plan.sources)


def may_be_two_clusters(plan: Observation, outer: NetworkBlock, inner: NetworkBlock) -> bool:
    """Whether two overlapping ranges may be of two clusters, or two values for one purpose: no proof of an overlap."""
    owners = [_users(plan).get(block.network.id, []) for block in (outer, inner)]
    if not all(owners):
        return False
    common = [cluster for cluster, _ in owners[0] if any(cluster is other for other, _ in owners[1])]
    if not common or {purpose for _, purpose in owners[0]} == {purpose for _, purpose in owners[1]}:
        return True
    one_file = outer.network.origin.source.file == inner.network.origin.source.file
    return not one_file and all(_may_be_several(plan, cluster) for cluster in common)


def _may_be_several(plan: Observation, cluster: Cluster) -> bool:
    """Whether the objects of a cluster may be of two: no path names it, and its files disagree."""
    return cluster.name == UNNAMED and has_uncertain_ranges(plan, cluster)


@cached_view
def _users(plan: Observation) -> dict[str, list[tuple[Cluster, str]]]:
    """The clusters that use each network, and for what."""
    found: dict[str, list[tuple[Cluster, str]]] = {}
    for cluster in plan.clusters:
        for use in uses(plan, cluster, *PURPOSES):
            found.setdefault(use.network.id, []).append((cluster, use.purpose))
    return found


def _conflicts_of(plan: Observation, cluster: Cluster) -> Iterator[RangeConflict]:
    """The conflicts within one cluster: each range with the first one before it that it contradicts."""
    for purpose in PURPOSES:
        found = [(use.network, cidr) for use in uses(plan, cluster, purpose) for cidr in use.network.cidrs]
        for version in (4, 6):
            own = sorted((pair for pair in found if pair[1].version == version), key=_position)
            if len({cidr.cidr for _, cidr in own}) <= _MOST_VALUES:
                for number, one in enumerate(own[:_MOST_COMPARED]):
                    before = next((pair for pair in own[:number] if _contradict(plan, purpose, pair, one)), None)
                    if before:
                        yield RangeConflict(cluster, purpose, before, one)


def _position(one: _Range) -> tuple[str, int]:
    place = one[0].at("cidr")
    return place.file, place.line


def _contradict(plan: Observation, purpose: str, one: _Range, other: _Range) -> bool:
    """Whether two ranges of different files contradict: services differ at all, pods are not inside each other."""
    (first, cidr), (second, again) = one, other
    files = first.origin.source.file, second.origin.source.file
    if files[0] == files[1] or are_apart(plan.installations, *files):
        return False
    nested = cidr.cidr in again.cidr or again.cidr in cidr.cidr
    return not nested if purpose == "pods" else bool(cidr != again)
