"""Services that share one address by a key, of which one pins another address."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from cidrbook.drift.objects.copied_values import StaleCopy
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.repository.observation import Observation

_ENOUGH = 2
"""Services that agree on the address of a key: one alone cannot outvote another."""


def odd_sharers(plan: Observation) -> Iterator[StaleCopy]:
    """The only service with a key that pins another address than all others with it, and that nothing else has."""
    for cluster in plan.clusters:
        by_key: dict[str, list[Service]] = defaultdict(list)
        for service in cluster.pinned_services:
            if service.sharing_key and len(service.addresses) == 1:
                by_key[service.sharing_key].append(service)
        for key, services in by_key.items():
            yield from _odd_sharer(plan, cluster, key, services)


def _odd_sharer(plan: Observation, cluster: Cluster, key: str, services: list[Service]) -> Iterator[StaleCopy]:
    (usual, agreeing), *others = Counter(service.addresses[0] for service in services).most_common()
    odd = [service for service in services if service.addresses[0] != usual]
    if len(odd) == len(others) == 1 and agreeing >= _ENOUGH and not _is_of_others(plan, odd[0]):
        known = next(service for service in services if service.addresses[0] == usual)
        own = odd[0]
        message = f"{own.name} shares its address by the key {key}, and pins {own.addresses[0]}; the others pin {usual}"
        yield StaleCopy(cluster, own.place_of_address(0), message, known.place_of_address(0), str(usual))


def _is_of_others(plan: Observation, service: Service) -> bool:
    return any(claim.address == service.addresses[0] and claim.owner is not service for claim in plan.claims)
