"""Services that share one address by a key, of which one pins another address."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.odd_one import odd_one
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.repository.observation import Observation
from cidrbook.repository.vocabulary import word_set

_ENOUGH = 2
"""Services that agree on the address of a key: one alone cannot outvote another."""

_ANY_KEY = word_set("true yes on enabled 1 key shared share sharing default any all common ip vip lb svc service")
"""Words of keys that say only that an address may be shared, and not which one."""


def odd_sharers(plan: Observation) -> Iterator[StaleCopy]:
    """The only service with a key that pins another address than all others with it, and that nothing else has."""
    for cluster in plan.clusters:
        by_key: dict[str, list[Service]] = defaultdict(list)
        for service in cluster.pinned_services:
            if _says_what_is_shared(service.sharing_key) and len(service.addresses) == 1:
                by_key[service.sharing_key].append(service)
        for key, services in by_key.items():
            yield from _odd_sharer(plan, cluster, key, services)


def _says_what_is_shared(key: str) -> bool:
    """Whether a key is the name of something: `true` and `shared` stand at any service that may share."""
    return not _ANY_KEY.issuperset(re.findall(r"[a-z0-9]+", key.lower()))


def _odd_sharer(plan: Observation, cluster: Cluster, key: str, services: list[Service]) -> Iterator[StaleCopy]:
    found = odd_one(services, lambda service: service.addresses[0])
    if found and found.agreeing >= _ENOUGH and not _is_of_others(plan, found.odd):
        own, known, usual = found.odd, found.example, found.example.addresses[0]
        message = f"{own.name} shares its address by the key {key}, and pins {own.addresses[0]}; the others pin {usual}"
        yield StaleCopy(cluster, own.place_of_address(0), message, known.place_of_address(0), str(usual))


def _is_of_others(plan: Observation, service: Service) -> bool:
    return any(claim.address == service.addresses[0] and claim.owner is not service for claim in plan.claims)
