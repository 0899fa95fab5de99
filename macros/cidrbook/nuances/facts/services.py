"""Facts of the services that are pinned to addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, Setting
from cidrbook.plan.cluster import Service

_TYPES = ("clusterip", "loadbalancer", "nodeport")
_POLICIES = ("cluster", "local")
_TYPE_OF = {"load-balancer-ip": "LoadBalancer", "annotation": "LoadBalancer"}
"""The `type` of services that are pinned so, where they do not say: other types have no such address."""


def _any_service(setting: Setting, read: Callable[[Service], str]) -> Fact:
    """What any of the cluster's services says; not known where none of several does."""
    return _service_fact(setting.cluster.pinned_services, read) if setting.cluster else NOTHING


def _of_some(setting: Setting, is_one: Callable[[Service], bool], read: Callable[[Service], str]) -> Fact:
    """What any of the services of a kind says. Which kind a service is of is told by its ports."""
    if setting.cluster is None:
        return NOTHING
    of_kind = [service for service in setting.cluster.pinned_services if is_one(service)]
    silent = [service for service in setting.cluster.pinned_services if not service.ports]
    return _service_fact(of_kind, read) if of_kind or not silent else None


def _service_fact(services: Iterable[Service], read: Callable[[Service], str]) -> Fact:
    values = {read(service).lower() for service in services}
    return None if values == {""} else sorted(values - {""})


def _type(service: Service) -> str:
    return service.type or _TYPE_OF.get(service.via, "")


def _policy(service: Service) -> str:
    return service.external_traffic_policy or "Cluster"


def _by_protocol(service: Service) -> dict[str, set[str]]:
    """The ports of each protocol, `tcp` where a port names none."""
    found: dict[str, set[str]] = {}
    for port in service.ports:
        number, _, protocol = port.partition("/")
        found.setdefault(protocol.lower() or "tcp", set()).add(number)
    return found


def _port_twice(service: Service) -> str:
    """Whether one port is there for TCP and UDP both; nothing where no port is written."""
    known = _by_protocol(service)
    return str(bool(known.get("tcp", set()) & known.get("udp", set()))) if known else ""


FACTS = {
    "services.via": FactReader(
        "How services are pinned.",
        lambda setting: _any_service(setting, lambda service: service.via),
        ("external-ips", "load-balancer-ip", "annotation", "cluster-ip"),
    ),
    "services.type": FactReader("The services' `type`.", lambda setting: _any_service(setting, _type), _TYPES),
    "services.external_traffic_policy": FactReader(
        "The services' `externalTrafficPolicy`; `Cluster` where nothing is said.",
        lambda setting: _any_service(setting, _policy),
        _POLICIES,
    ),
    "services.mixed_protocols": FactReader(
        "Whether a service listens on TCP and UDP both.",
        lambda setting: _any_service(setting, lambda service: str(service.mixed_protocols) if service.ports else ""),
        TRUTH,
    ),
    "services.mixed_types": FactReader(
        "The `type` of the services that listen on TCP and UDP both.",
        lambda setting: _of_some(setting, lambda service: service.mixed_protocols, _type),
        _TYPES,
    ),
    "services.port_twice": FactReader(
        "Whether a service has one port number for TCP and UDP both.",
        lambda setting: _any_service(setting, _port_twice),
        TRUTH,
    ),
    "services.udp_policies": FactReader(
        "The `externalTrafficPolicy` of the services that listen on UDP; `Cluster` where nothing is said.",
        lambda setting: _of_some(setting, lambda service: "udp" in _by_protocol(service), _policy),
        _POLICIES,
    ),
}
