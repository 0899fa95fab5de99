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

from cidrbook.plan.cluster import Cluster, Cni, LoadBalancer, Service, VirtualAddress
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


def _of_cluster(setting: Setting, read: Callable[[Cluster], set[str]]) -> Fact:
    return sorted(map(str.lower, read(setting.cluster))) if setting.cluster else ()


def _of_services(setting: Setting, read: Callable[[Service], str]) -> Fact:
    return _of_cluster(setting, lambda cluster: {read(service) for service in cluster.pinned_services} - {""})


def _of_cni(setting: Setting, read: Callable[[Cni], Fact]) -> Fact:
    """A cluster has a network plugin, also where the plan does not name it."""
    if setting.cluster is None:
        return ()
    return read(setting.cluster.cni) if setting.cluster.cni else None


class Known(NamedTuple):
    """A fact that a nuance can depend on: how it is read, and the words it can be, where those are few."""

    read: Callable[[Setting], Fact]
    words: tuple[str, ...] = ()


_TRUTH = ("true", "false")

FACTS: Mapping[str, Known] = MappingProxyType(
    {
        "router.product": Known(lambda it: _one(it.router.product) if it.router else ()),
        "router.version": Known(lambda it: _one(it.router.version) if it.router else ()),
        "cluster.distribution": Known(lambda it: _one(it.cluster.distribution) if it.cluster else ()),
        "cluster.version": Known(lambda it: _one(it.cluster.version) if it.cluster else ()),
        "cluster.feature_gates": Known(
            lambda it: _of_cluster(it, lambda cluster: {name for name, on in cluster.feature_gates.items() if on})
        ),
        "cni.product": Known(lambda it: _of_cni(it, lambda cni: _one(cni.product))),
        "cni.version": Known(lambda it: _of_cni(it, lambda cni: _one(cni.version))),
        "cni.bgp": Known(lambda it: _of_cni(it, lambda cni: _yes_or_no(cni.bgp)), _TRUTH),
        "lb.product": Known(lambda it: _one(it.balancer.product) if it.balancer else ()),
        "lb.version": Known(lambda it: _one(it.balancer.version) if it.balancer else ()),
        "lb.mode": Known(lambda it: _one(it.balancer.mode) if it.balancer else (), ("bgp", "l2")),
        "vip.product": Known(lambda it: _one(it.virtual.product) if it.virtual else ()),
        "vip.version": Known(lambda it: _one(it.virtual.version) if it.virtual else ()),
        "vip.mode": Known(lambda it: _one(it.virtual.mode) if it.virtual else (), ("bgp", "arp", "vrrp")),
        "services.via": Known(
            lambda it: _of_services(it, lambda service: service.via),
            ("external-ips", "load-balancer-ip", "annotation"),
        ),
        "services.external_traffic_policy": Known(
            lambda it: _of_services(it, lambda service: service.external_traffic_policy or "Cluster"),
            ("cluster", "local"),
        ),
        "services.mixed_protocols": Known(
            lambda it: _of_services(it, lambda service: str(service.mixed_protocols) if service.ports else ""), _TRUTH
        ),
    }
)
"""What nuances can depend on. An empty answer means that there is nothing of the kind: no condition on it holds."""
