"""The facts of a plan that a nuance can depend on, one module for each thing that they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from cidrbook.nuances.facts import (
    api,
    balancers,
    clusters,
    ecmp,
    networks,
    nodes,
    pairs,
    routers,
    services,
    sessions,
    virtuals,
)
from cidrbook.nuances.setting import NOTHING, Fact, FactReader, Setting, option
from cidrbook.plan.cluster import Cluster

FACTS: Mapping[str, FactReader] = MappingProxyType(
    routers.FACTS
    | clusters.FACTS
    | balancers.FACTS
    | virtuals.FACTS
    | api.FACTS
    | services.FACTS
    | sessions.FACTS
    | networks.FACTS
    | ecmp.FACTS
    | nodes.FACTS
    | pairs.FACTS
)
"""What nuances can depend on, by the key that conditions use."""

_OPEN: Mapping[str, Callable[[Setting], Mapping[str, str] | None]] = MappingProxyType(
    {
        "router.plugins": lambda setting: setting.router.plugins if setting.router else None,
        "router.sysctl": lambda setting: setting.router.sysctl if setting.router else None,
        "router.options": lambda setting: setting.router.options if setting.router else None,
        "router.bgp.options": lambda setting: speaker.options if (speaker := routers.speaker(setting)) else None,
        "cluster.options": lambda setting: setting.cluster.options if setting.cluster else None,
        "cluster.feature_gates": lambda setting: _gates(setting.cluster) if setting.cluster else None,
        "cni.options": lambda setting: setting.cluster.cni.options if setting.cluster and setting.cluster.cni else None,
        "lb.options": lambda setting: setting.balancer.options if setting.balancer else None,
        "vip.options": lambda setting: setting.virtual.options if setting.virtual else None,
    }
)
"""The tables of settings whose keys are the products' own: `router.sysctl.net.route.multipath`."""


def _gates(cluster: Cluster) -> Mapping[str, str]:
    return {name: str(on) for name, on in cluster.feature_gates.items()}


def known(key: str) -> FactReader | None:
    """The fact that a condition's key asks for, if there is such a fact."""
    if key in FACTS:
        return FACTS[key]
    table = next((text for text in _OPEN if key.startswith(f"{text}.") and len(key) > len(text) + 1), None)
    return FactReader("A setting by the product's own name.", partial(_setting, table, key)) if table else None


def _setting(table: str, key: str, setting: Setting) -> Fact:
    values = _OPEN[table](setting)
    if values is None:
        return None if setting.cluster and table == "cni.options" else NOTHING
    return option(values, key.removeprefix(f"{table}."))


def tables() -> tuple[str, ...]:
    """The keys that names of a product's own settings follow."""
    return tuple(_OPEN)


__all__ = ["FACTS", "FactReader", "known", "tables"]
