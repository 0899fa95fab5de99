"""The rows of a table that are asked for, by words of the whole plan: networks, sites, roles, tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

from cidrbook.drift.comparison import Comparison
from cidrbook.pages.book import WrongCallError
from cidrbook.pages.rows import Row, vlan_rows
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Named
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan

R = TypeVar("R", bound=Row)
T = TypeVar("T")

Choice = str | list[str] | None
"""One value, several, or None for all."""

CHOICES: Mapping[str, Callable[[Row], Iterable[str]]] = MappingProxyType(
    {
        "network": lambda row: (word for network in row.networks for word in (network.id, network.name)),
        "vlan": lambda row: map(str, row.vlans) if row.vlans else [""],
        "site": lambda row: (site for _, site in row.scopes),
        "vrf": lambda row: (vrf for vrf, _ in row.scopes),
        "role": lambda row: [network.role for network in row.networks] or [""],
        "tag": lambda row: row.tags,
        "cluster": lambda row: (word for cluster in row.clusters for word in (cluster.id, cluster.name)),
    }
)
"""The arguments that choose rows of every table, with the words that a row has for each."""


def chosen_rows(
    comparison: Comparison,
    rows: Iterable[R],
    words: Mapping[str, Callable[[R], Iterable[str]]],
    choices: Mapping[str, Choice],
) -> list[R]:
    """The rows that have one of the words that each argument asks for. Raises `WrongCallError` for an unknown one."""
    found = list(rows)
    for argument, choice in choices.items():
        if choice is not None:
            of_row = words[argument]
            known_words = {word: word for word in known(comparison, argument)}
            asked = {one_of(argument, word, known_words) for word in several(argument, choice)}
            found = [row for row in found if not asked.isdisjoint(of_row(row))]
    return found


def several(argument: str, choice: Choice) -> list[str]:
    """The words of a choice, as texts; a VLAN's may be a number."""
    is_one = isinstance(choice, str) or (argument == "vlan" and isinstance(choice, int))
    values = [choice] if is_one else [] if choice is None else choice
    if not isinstance(values, list | tuple):
        raise WrongCallError("wrong-argument", f"`{argument}` is a word or a list of words, not {choice!r}")
    return [str(value) for value in values]


def one_of(argument: str, name: object, values: Mapping[str, T]) -> T:
    """What a name stands for. Raises `WrongCallError` where it is none of them."""
    if str(name) not in values:
        raise WrongCallError("wrong-argument", f"`{name}` is not a value that `{argument}` may have", values, str(name))
    return values[str(name)]


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


def _all_vlans(comparison: Comparison) -> Iterator[str]:
    return (str(row.number) for row in vlan_rows(comparison.plan))


def _namespaces(comparison: Comparison) -> Iterator[str]:
    return (service.namespace for cluster in _all_clusters(comparison) for service in cluster.pinned_services)


def _tags(comparison: Comparison) -> Iterator[str]:
    return (tag for entry in comparison.plan.entries if isinstance(entry, Named) for tag in entry.tags)


_WORDS: Mapping[str, Callable[[Comparison], Iterator[str]]] = MappingProxyType(
    {
        "network": _all_networks,
        "cluster": _cluster_names,
        "vlan": _all_vlans,
        "site": _sites,
        "vrf": _vrfs,
        "role": _all_roles,
        "namespace": _namespaces,
    }
)
"""The words of the plan for each argument that chooses rows; any other one chooses by tag."""
