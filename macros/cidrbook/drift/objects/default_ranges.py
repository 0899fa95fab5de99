"""What a distribution takes by default for pods or services, and what of the lab lies in it.

A default holds only where no file says a range for that purpose, be it of the cluster or of one that no path names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.net.spans import overlap
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.network import Network
from cidrbook.plan.views.cluster_ranges import uses
from cidrbook.repository.observation import Observation, nameless
from cidrbook.text.source import Place


class InDefault(NamedTuple):
    """A default range that is in force, and the first thing of the lab that lies in it."""

    cluster: Cluster
    default: Network
    shown: str
    at: Place
    party: str

    @property
    def range(self) -> IPNetwork:
        """The range."""
        return self.default.cidrs[0]


def in_defaults(observation: Observation) -> Iterator[InDefault]:
    """The default ranges in which there is a node, the API, or a network that the cluster has not for itself."""
    seen: set[tuple[str, str]] = set()
    for name, default in observation.defaults:
        cluster = next((known for known in observation.clusters if known.id == name), None)
        if cluster is None or (name, default.role) in seen or _is_said(observation, cluster, default.role):
            continue
        found = next(_met_in_default(observation, cluster, default), None)
        if found is not None:
            seen.add((name, default.role))
            yield found


def _is_said(observation: Observation, cluster: Cluster, purpose: str) -> bool:
    """Whether a file may say the range of the cluster, or its plugin has one of its own."""
    may_be = (known for known in observation.clusters if known is cluster or nameless(observation, known))
    return any(next(uses(observation, known, purpose), None) for known in may_be)


def _met_in_default(observation: Observation, cluster: Cluster, default: Network) -> Iterator[InDefault]:
    whole = default.cidrs[0]
    for node in cluster.nodes:
        for which, address in enumerate(node.addresses):
            if overlap(whole, IPNetwork(address)):
                yield InDefault(
                    cluster, default, f"node {node.name} ({address})", node.place_of_address(which), node.id
                )
    api = cluster.api
    for which, address in enumerate(api.addresses if api else ()):
        if api and overlap(whole, IPNetwork(address)):
            yield InDefault(cluster, default, f"the API ({address})", cluster.at("api", "address", which), cluster.id)
    inner = observation.virtual
    for network in observation.networks:
        for which, cidr in enumerate(network.cidrs if not network.vrf and network.id not in inner else ()):
            if overlap(whole, cidr):
                yield InDefault(cluster, default, f"{network.name} ({cidr})", network.at("cidr", which), network.id)
