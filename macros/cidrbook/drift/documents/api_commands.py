"""Addresses by which documents reach the API or the nodes, and where nothing is."""

from __future__ import annotations

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.documents.network_facts import Otherwise
from cidrbook.drift.documents.vocabulary import KINDS, told_by
from cidrbook.net.ip import around
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail
from cidrbook.text.source import Place

_MOST = 4
_ELSEWHERE = (KINDS - {"prod", "production"}) | {"vcluster", "minikube", "k3d", "k0smotron", "kamaji", "harvester"}
"""Words for a cluster that is not the one of the repository."""

_At = tuple[IPAddress, Place]


@cached_view
def reached_otherwise(plan: Observation) -> tuple[Otherwise, ...]:
    """Where documents reach the API or a node at an address beside theirs that nothing has."""
    said = [detail for detail in plan.details if detail.topic in ("api", "nodes")]
    return tuple(one for detail in said for one in _otherwise(plan, detail))


def _otherwise(plan: Observation, detail: Detail) -> Iterator[Otherwise]:
    address = IPAddress(detail.first, detail.version)
    apis = [one for cluster in plan.clusters for one in _apis(cluster)]
    nodes = [one for cluster in plan.clusters for one in _nodes(cluster)]
    known = [*apis, *nodes]
    near = any(at.version == detail.version and around(at) == around(address) for at, _ in known)
    if not near or any(at == address for at, _ in known) or _is_anothers(plan, detail, address):
        return
    values = [
        one for one in (apis if detail.topic == "api" and apis else nodes or apis) if one[0].version == detail.version
    ]
    if values:
        shown = " or ".join(dict.fromkeys(str(at) for at, _ in values[:_MOST]))
        what = "the API is" if detail.topic == "api" else "a node is"
        message = f"{what} reached at {detail.text} ({detail.label}), where nothing is; it is at {shown}"
        yield Otherwise(detail.place, message, str(values[0][0]), values[0][1])


def _is_anothers(plan: Observation, detail: Detail, address: IPAddress) -> bool:
    """Whether an address is one of another thing or cluster, or one that a pool may give to anything."""
    if told_by(*detail.labels, *detail.headings) & _ELSEWHERE:
        return True
    scopes = {cluster.scope for cluster in plan.clusters}
    number = int(address)
    pooled = any(plan.pools.holding((scope, detail.version), number, number) is not None for scope in scopes)
    return pooled or any(claim.address == address for claim in plan.claims)


def _apis(cluster: Cluster) -> Iterator[_At]:
    for owner in cluster.virtual_addresses:
        yield from ((at, owner.place_of_address(which)) for which, at in enumerate(owner.addresses))
    for which, at in enumerate(cluster.api.addresses if cluster.api else ()):
        yield at, cluster.at("api", which)


def _nodes(cluster: Cluster) -> Iterator[_At]:
    for owner in cluster.nodes:
        yield from ((at, owner.place_of_address(which)) for which, at in enumerate(owner.addresses))
