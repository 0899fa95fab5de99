"""The facts of a plan that a nuance can depend on.

A nuance is about one router, one cluster, one of its load balancers and one of
its virtual addresses at a time: a `Setting`. Each fact is read off it; None
means that the plan does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from cidrbook.plan.cluster import Cluster, LoadBalancer, VirtualAddress
from cidrbook.plan.model import Router
from cidrbook.plan.plan import Plan


class Setting(NamedTuple):
    """What a nuance is judged on; each part is None where the plan has none."""

    router: Router | None
    cluster: Cluster | None
    balancer: LoadBalancer | None
    virtual: VirtualAddress | None


Fact = Sequence[str] | None
"""The values that hold (any of them may be asked for), or None where the plan does not say."""


def settings(plan: Plan) -> Iterator[Setting]:
    """Every combination of router, cluster, load balancer and virtual address in the plan."""
    for router, cluster in product(plan.routers or (None,), plan.clusters or (None,)):
        balancers = cluster.load_balancers if cluster else ()
        virtuals = cluster.virtual_addresses if cluster else ()
        for balancer, virtual in product(balancers or (None,), virtuals or (None,)):
            yield Setting(router, cluster, balancer, virtual)


def _one(value: str | None) -> Fact:
    return (value.lower(),) if value else None


def _yes_or_no(value: bool | None) -> Fact:  # noqa: FBT001 (the value itself, not a switch)
    return None if value is None else ("true",) if value else ("false",)


def _of_services(setting: Setting, read: Callable[[Cluster], set[str]]) -> Fact:
    return sorted(read(setting.cluster)) if setting.cluster else ()


FACTS: Mapping[str, Callable[[Setting], Fact]] = MappingProxyType(
    {
        "router.product": lambda it: _one(it.router.product) if it.router else (),
        "router.version": lambda it: _one(it.router.version) if it.router else (),
        "cluster.distribution": lambda it: _one(it.cluster.distribution) if it.cluster else (),
        "cluster.version": lambda it: _one(it.cluster.version) if it.cluster else (),
        "cluster.feature_gates": lambda it: (
            [name.lower() for name, on in it.cluster.feature_gates.items() if on] if it.cluster else ()
        ),
        "cni.product": lambda it: _one(it.cluster.cni.product) if it.cluster and it.cluster.cni else (),
        "cni.version": lambda it: _one(it.cluster.cni.version) if it.cluster and it.cluster.cni else (),
        "cni.bgp": lambda it: _yes_or_no(it.cluster.cni.bgp) if it.cluster and it.cluster.cni else (),
        "lb.product": lambda it: _one(it.balancer.product) if it.balancer else (),
        "lb.version": lambda it: _one(it.balancer.version) if it.balancer else (),
        "lb.mode": lambda it: _one(it.balancer.mode) if it.balancer else (),
        "vip.product": lambda it: _one(it.virtual.product) if it.virtual else (),
        "vip.version": lambda it: _one(it.virtual.version) if it.virtual else (),
        "vip.mode": lambda it: _one(it.virtual.mode) if it.virtual else (),
        "services.via": lambda it: _of_services(
            it, lambda cluster: {service.via for service in cluster.pinned_services if service.via}
        ),
        "services.external_traffic_policy": lambda it: _of_services(
            it,
            lambda cluster: {
                service.external_traffic_policy.lower()
                for service in cluster.pinned_services
                if service.external_traffic_policy
            },
        ),
        "services.mixed_protocols": lambda it: _of_services(
            it,
            lambda cluster: {
                str(service.mixed_protocols).lower() for service in cluster.pinned_services if service.ports
            },
        ),
    }
)
"""How each fact is read. An empty answer means that there is nothing of the kind: a condition on it cannot hold."""
