"""The ranges of a plan as one list: those that DHCP hands out, those that are reserved, and load balancers' pools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.exports.extract import Extract
from cidrbook.plan.network import Network


class NamedRange(NamedTuple):
    """A range of addresses. `kind` is `dhcp`, `reserved` or `pool`; `whole` says that a pool is all of its network."""

    kind: str
    first: IPAddress
    last: IPAddress
    network: Network | None
    name: str = ""
    purpose: str = ""
    belongs: tuple[str, ...] = ()
    cluster: str = ""
    scope: tuple[str, str] = ("", "")
    whole: bool = False
    custom: Mapping[str, str] = {}


def ranges(extract: Extract) -> Iterator[NamedRange]:
    """The ranges of the networks in their order, then the pools by their addresses."""
    for network in (row.network for row in extract.networks):
        scope = network.scope
        for lease in network.dhcp:
            yield NamedRange("dhcp", lease.first, lease.last, network, scope=scope)
        for part in network.reserved:
            purpose, belongs = part.purpose, part.for_
            yield NamedRange(
                "reserved", part.first, part.last, network, part.name, purpose, belongs, "", scope, custom=part.custom
            )
    yield from _pool_ranges(extract)


def _pool_ranges(extract: Extract) -> Iterator[NamedRange]:
    chosen = {id(row.network) for row in extract.networks}
    for (scope, version), first, last, pool in extract.plan.pools:
        ends = IPAddress(first, version), IPAddress(last, version)
        network = pool.network or extract.plan.space.covering(scope, ends[0])
        if extract.is_whole or id(network) in chosen:
            name = pool.balancer.name or (network.name if network else "")
            yield NamedRange(
                "pool",
                *ends,
                network,
                name,
                cluster=pool.cluster.id,
                scope=scope,
                whole=pool.network is not None,
                custom=pool.balancer.custom,
            )
