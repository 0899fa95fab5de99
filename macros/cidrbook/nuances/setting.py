"""What a nuance is judged on: one router, one cluster, one of its load balancers, one of its virtual addresses.

Each fact is read off a setting. A fact is the values that hold, any of which may be
asked for; it is empty where there is nothing of the kind, and None where the plan
does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple, TypeVar

from cidrbook.plan.cluster import Cluster, LoadBalancer
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.views.peering import Peering, peerings

R = TypeVar("R")

Fact = Sequence[str] | None
"""The values that hold, in lower case, or None where the plan does not say."""

NOTHING: Fact = ()
"""There is nothing that could have the fact, so no condition on it holds."""

TRUTH = ("true", "false")
"""The words of a fact that is so or is not."""


class Setting(NamedTuple):
    """What a nuance is judged on; each part is None where the plan has none.

    `unsure` says that there are routers, and the plan does not say which one the cluster is behind.
    """

    plan: Inventory
    router: Router | None
    cluster: Cluster | None
    balancer: LoadBalancer | None
    virtual: VirtualAddress | None
    unsure: bool = False

    def only(self, subjects: frozenset[str]) -> Setting:
        """The setting without the parts that none of these subjects is about."""
        joined = bool(subjects & {"sessions"})
        return self._replace(
            router=self.router if joined or "router" in subjects else None,
            cluster=self.cluster if subjects - {"router"} else None,
            balancer=self.balancer if "lb" in subjects else None,
            virtual=self.virtual if "vip" in subjects else None,
            unsure=self.unsure and subjects != {"router"},
        )


class FactReader(NamedTuple):
    """A fact: what it means, how it is read, and the words it can be, where those are few.

    Of a fact that is a version or a number, conditions are constraints, as `"<22.1"`.
    """

    about: str
    read: Callable[[Setting], Fact]
    words: tuple[str, ...] = ()
    measured: bool = False


def one(value: str | None) -> Fact:
    """A value that an object has, or has not said."""
    return (value.lower(),) if value else None


def number(value: int | None) -> Fact:
    """A number that is known, or not."""
    return None if value is None else (str(value),)


def truth(value: bool | None) -> Fact:  # noqa: FBT001 (the value itself, not a switch)
    """Whether something is so, where that is known."""
    return None if value is None else ("true",) if value else ("false",)


def option(table: Mapping[str, str], name: str) -> Fact:
    """A setting of an object; `unset` where others of its settings are written and this one is not."""
    if not table:
        return None
    names = {key.lower(): value for key, value in table.items()}
    return (names.get(name.lower(), "unset").lower(),)


@cached_view
def settings(plan: Inventory) -> tuple[Setting, ...]:
    """Each cluster with each router it is behind, load balancer and virtual address of it; then the other routers."""
    found = tuple(_of_clusters(plan))
    paired = {id(setting.router) for setting in found}
    alone = (router for router in plan.routers if id(router) not in paired)
    return (*found, *(Setting(plan, router, None, None, None) for router in alone))


def _of_clusters(plan: Inventory) -> Iterator[Setting]:
    for cluster in plan.clusters:
        routers: tuple[Router | None, ...] = tuple(routers_of(plan, cluster))
        unsure = not routers and bool(plan.routers)
        balancers, virtuals = cluster.load_balancers or (None,), cluster.virtual_addresses or (None,)
        for router, balancer, virtual in product(routers or (None,), balancers, virtuals):
            yield Setting(plan, router, cluster, balancer, virtual, unsure)


def routers_of(plan: Inventory, cluster: Cluster) -> list[Router]:
    """The routers of a cluster: those it has sessions with; else those on its nodes' networks; else the only one."""
    meeting = _routers_by_cluster(plan).get(id(cluster), [])
    if meeting or len(plan.routers) < 2:
        return meeting or list(plan.routers)
    networks = [plan.space.covering(cluster.scope, address) for node in cluster.nodes for address in node.addresses]
    near = {id(network): None for network in (*networks, *map(plan.network, cluster.node_networks)) if network}
    found = {id(router): router for key in near for router in _on(plan).get(key, [])}
    return list(found.values())


@cached_view
def _on(plan: Inventory) -> dict[int, list[Router]]:
    """The routers that have an address in each network, by its identity."""
    found: dict[int, list[Router]] = {}
    for router in plan.routers:
        for address in router.addresses:
            found.setdefault(id(plan.space.covering(router.scope, address)), []).append(router)
    return found


@cached_view
def _routers_by_cluster(plan: Inventory) -> dict[int, list[Router]]:
    """The routers that each cluster has sessions with, by its identity."""
    found: dict[int, dict[int, Router]] = {}
    for peering in peerings(plan):
        for side, other in peering.sides:
            if (
                side.instance
                and side.instance.cluster
                and other.instance
                and isinstance(other.instance.machine, Router)
            ):
                router = other.instance.machine
                found.setdefault(id(side.instance.cluster), {}).setdefault(id(router), router)
    return {key: list(routers.values()) for key, routers in found.items()}


def sessions(setting: Setting) -> Sequence[Peering]:
    """The sessions between the nodes of the setting's cluster and its router, or of any of the two alone."""
    return _joining(setting.plan).get((id(setting.cluster), id(setting.router)), ())


@cached_view
def _joining(plan: Inventory) -> dict[tuple[int, int], list[Peering]]:
    """The sessions by the identities of a cluster and a router at their ends; that of None stands for any."""
    found: dict[tuple[int, int], list[Peering]] = {}
    for peering in peerings(plan):
        instances = [side.instance for side, _ in peering.sides if side.instance]
        clusters = {id(instance.cluster) for instance in instances if instance.cluster}
        routers = {id(instance.machine) for instance in instances if isinstance(instance.machine, Router)}
        for key in product({id(None), *clusters}, {id(None), *routers}):
            found.setdefault(key, []).append(peering)
    return found


def of_cluster(read: Callable[[Setting, Cluster], R]) -> Callable[[Setting], R | tuple[()]]:
    """What is read off a cluster, whatever router it is behind: once for each cluster, however often it is asked."""

    @cached_view
    def known_ones(_: Inventory) -> dict[int, R]:
        return {}

    def ask(setting: Setting) -> R | tuple[()]:
        cluster, found = setting.cluster, known_ones(setting.plan)
        if cluster is None:
            return ()
        if id(cluster) not in found:
            found[id(cluster)] = read(setting._replace(router=None, balancer=None, virtual=None), cluster)
        return found[id(cluster)]

    return ask


def with_plan(read: Callable[[Inventory, Cluster], Fact]) -> Callable[[Setting], Fact]:
    """A fact of the setting's cluster, where it has one, together with the rest of the plan."""
    return lambda setting: read(setting.plan, setting.cluster) if setting.cluster else NOTHING
