"""The words that a table's rows may be chosen by: those of the whole plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from cidrbook.drift.comparison import Comparison
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Named
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan


def known(comparison: Comparison, argument: str) -> list[str]:
    """The words that rows may be chosen by, of the whole plan, each once; the first is "", where nothing is said."""
    words = _WORDS.get(argument, _tags)
    return list(dict.fromkeys(chain([""], words(comparison))))


def _all_networks(comparison: Comparison) -> Iterator[str]:
    return chain.from_iterable((network.id, network.name) for network in comparison.plan.networks)


def _all_clusters(comparison: Comparison) -> Iterator[Cluster]:
    return chain.from_iterable(one.clusters for one in (comparison.plan, *comparison.observations))


def _cluster_names(comparison: Comparison) -> Iterator[str]:
    return chain.from_iterable((cluster.id, cluster.name) for cluster in _all_clusters(comparison))


def _scopes(plan: Plan) -> Iterator[tuple[str, str]]:
    return (owner.scope for owner in chain[Network | Router | Cluster](plan.networks, plan.routers, plan.clusters))


def _sites(comparison: Comparison) -> Iterator[str]:
    plan = comparison.plan
    yield from (site for _, site in _scopes(plan))
    yield from (vlan.site for vlan in plan.vlans)
    yield from (site.id for site in plan.sites)


def _vrfs(comparison: Comparison) -> Iterator[str]:
    return (vrf for vrf, _ in _scopes(comparison.plan))


def _all_roles(comparison: Comparison) -> Iterator[str]:
    return (network.role for network in comparison.plan.networks)


def _namespaces(comparison: Comparison) -> Iterator[str]:
    return (service.namespace for cluster in _all_clusters(comparison) for service in cluster.pinned_services)


def _tags(comparison: Comparison) -> Iterator[str]:
    return (tag for entry in comparison.plan.entries if isinstance(entry, Named) for tag in entry.tags)


_WORDS: Mapping[str, Callable[[Comparison], Iterator[str]]] = MappingProxyType(
    {
        "network": _all_networks,
        "cluster": _cluster_names,
        "site": _sites,
        "vrf": _vrfs,
        "role": _all_roles,
        "namespace": _namespaces,
    }
)
"""The words of the plan for each argument that chooses rows; any other one chooses by tag."""
