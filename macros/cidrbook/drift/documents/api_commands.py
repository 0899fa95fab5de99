"""Documented commands that reach the API or a node at an address without one."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.documents import moved_nodes
from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.drift.documents.written_addresses import written_addresses
from cidrbook.net.ip import around
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Addressed
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail
from cidrbook.repository.vocabulary import KINDS, words_of
from cidrbook.text.source import Place

_SHOWN = 4
"""Addresses in a message, so that it stays one line."""
_OTHER_CLUSTERS = (KINDS - {"prod", "production"}) | {"vcluster", "minikube", "k3d", "k0smotron", "kamaji", "harvester"}
"""Words for a cluster outside the repository."""


class _Placed(NamedTuple):
    """An address and its place."""

    address: IPAddress
    place: Place


class _KnownAddresses(NamedTuple):
    """What a repository, and its plan, know of addresses: looked up once, however many documents there are."""

    apis: list[_Placed]
    nodes: list[_Placed]
    right: dict[IPAddress, _Placed]
    near: set[IPNetwork]
    """The networks around the API and the nodes."""
    owners: dict[IPAddress, Addressed]
    moved: set[IPAddress]
    kinds: frozenset[str]
    """The words for a cluster outside the repository that are in the paths of those in it."""

    @classmethod
    def of(cls, observation: Observation) -> _KnownAddresses:
        """What an observation knows."""
        apis = [placed for cluster in observation.clusters for placed in _placed_api_addresses(cluster)]
        nodes = [placed for cluster in observation.clusters for placed in _placed_addresses(cluster.nodes)]
        claims = (*observation.claims, *(observation.plan.claims if observation.plan else ()))
        judged = moved_nodes.conclusions(observation)
        return cls(
            apis,
            nodes,
            {placed.address: placed for placed in reversed((*apis, *nodes))},
            {around(placed.address) for placed in (*apis, *nodes)},
            {claim.address: claim.owner for claim in reversed(claims)},
            {IPAddress(found.said.partition("/")[0]) for found in judged if isinstance(found, Disagreement)},
            words_of(*(placed.place.file for placed in (*apis, *nodes))) & _OTHER_CLUSTERS,
        )


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each address at which a document reaches the API or a node."""
    details = [detail for detail in observation.details if detail.topic in ("api", "nodes")]
    if not details:
        return
    known = _KnownAddresses.of(observation)
    for detail in details:
        yield _command_conclusion(observation, detail, known)


def _command_conclusion(observation: Observation, detail: Detail, known: _KnownAddresses) -> Conclusion:
    address = IPAddress(detail.first, detail.version)
    right = known.right.get(address)
    if right is not None:
        return agrees(detail, "the API or a node is there", KnownValue(str(right.address), right.place))
    is_near = address in known.moved or around(address) in known.near
    if not is_near and not _is_of_this_folder(detail, known):
        return dropped(detail, "neither the API nor a node is near that address")
    if detail.topic == "nodes" and not known.nodes:
        return dropped(detail, "no node is known")
    reason = _anothers(observation, detail, known)
    expected = known.apis if detail.topic == "api" and known.apis else known.nodes or known.apis
    values = [
        placed for placed in expected if placed.address.version == detail.version and _is_of_its_kind(detail, placed)
    ]
    if reason or not values:
        return dropped(detail, reason or f"nothing is known of it in IPv{detail.version}")
    shown = " or ".join(dict.fromkeys(str(placed.address) for placed in values[:_SHOWN]))
    return Disagreement(
        at=detail.place,
        said=detail.text,
        subject="the API" if detail.topic == "api" else "a node",
        about="address",
        aside=f" ({detail.label}), where nothing is",
        truth=f"it is at {shown}",
        correct=str(values[0].address),
        known=(KnownValue(str(values[0].address), values[0].place),),
        reasons=(f"it is reached by {detail.label}, and nothing in the repository has that address",),
    )


def _is_of_this_folder(detail: Detail, known: _KnownAddresses) -> bool:
    """Whether a command stands beside the files of the nodes or the API."""
    folder = dirname(detail.place.file)
    return bool(folder) and any(dirname(placed.place.file) == folder for placed in (*known.apis, *known.nodes))


def _is_of_its_kind(detail: Detail, placed: _Placed) -> bool:
    """Whether an address may be of the cluster that a document tells of, and not of one that only tests things."""
    kinds = words_of(placed.place.file) & _OTHER_CLUSTERS
    return kinds <= words_of(detail.place.file, *detail.labels, *detail.headings)


def _anothers(observation: Observation, detail: Detail, known: _KnownAddresses) -> str:
    """Why an address may be another thing's or another cluster's; empty, if nothing says so."""
    other = (words_of(*detail.labels, *detail.headings) & _OTHER_CLUSTERS) - known.kinds
    if other:
        return f"it may be about another cluster: {', '.join(sorted(other))}"
    if detail.version == 4 and detail.first in written_addresses(observation):
        return "a configuration has that address"
    for scope in dict.fromkeys(cluster.scope for cluster in observation.clusters):
        if observation.pools.holding((scope, detail.version), detail.first, detail.first) is not None:
            return "it is in a pool of load balancers"
    owner = known.owners.get(IPAddress(detail.first, detail.version))
    return f"{owner.name} has that address" if owner else ""


def _placed_api_addresses(cluster: Cluster) -> Iterator[_Placed]:
    yield from _placed_addresses(cluster.virtual_addresses)
    for which, address in enumerate(cluster.api.addresses if cluster.api else ()):
        yield _Placed(address, cluster.at("api", "address", which))


def _placed_addresses(owners: tuple[Addressed, ...]) -> Iterator[_Placed]:
    for owner in owners:
        for which, address in enumerate(owner.addresses):
            yield _Placed(address, owner.place_of_address(which))
