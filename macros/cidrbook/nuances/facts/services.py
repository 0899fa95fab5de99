"""Facts of the services that are pinned to addresses."""

from __future__ import annotations

from collections.abc import Callable

from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, Known, Setting
from cidrbook.plan.cluster import Service


def _any(setting: Setting, read: Callable[[Service], str]) -> Fact:
    """What any of the cluster's services says."""
    if setting.cluster is None:
        return NOTHING
    return sorted({read(service).lower() for service in setting.cluster.pinned_services} - {""})


FACTS = {
    "services.via": Known(
        "How services are pinned.",
        lambda it: _any(it, lambda service: service.via),
        ("external-ips", "load-balancer-ip", "annotation", "cluster-ip"),
    ),
    "services.type": Known(
        "The services' `type`.",
        lambda it: _any(it, lambda service: service.type),
        ("clusterip", "loadbalancer", "nodeport"),
    ),
    "services.external_traffic_policy": Known(
        "The services' `externalTrafficPolicy`; `Cluster` where nothing is said.",
        lambda it: _any(it, lambda service: service.external_traffic_policy or "Cluster"),
        ("cluster", "local"),
    ),
    "services.mixed_protocols": Known(
        "Whether a service listens on TCP and UDP both.",
        lambda it: _any(it, lambda service: str(service.mixed_protocols) if service.ports else ""),
        TRUTH,
    ),
}
