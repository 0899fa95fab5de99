"""Which addresses and blocks are available: what nothing in the plan has, and nothing else that is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TypeAlias

from netaddr import IPAddress, IPNetwork

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.space import usable
from cidrbook.plan.views.cluster_ranges import own_spans

Scope: TypeAlias = tuple[str, str]
"""A VRF and a site: the same address in two scopes is two addresses."""

_WIDTH = {4: 32, 6: 128}


def taken_elsewhere(inventories: Iterable[Inventory]) -> tuple[Span[object], ...]:
    """Everything that has addresses in other inventories, such as what a repository shows, whatever its scope."""
    return tuple(span for inventory in inventories for span in chain(inventory.taken, _occupied(inventory)))


def _occupied(inventory: Inventory) -> Iterator[Span[object]]:
    """The addresses that somebody has now, by a lease or in a scan."""
    for occupant in inventory.occupants:
        for address in occupant.addresses:
            yield Span((("", ""), address.version), int(address), int(address), occupant)


def available_addresses(
    plan: Inventory, network: Network, version: int, elsewhere: Iterable[Span[object]] = ()
) -> Iterator[IPAddress]:
    """The addresses of a network that a host can have and nothing has, the lowest first.

    DHCP ranges, pools, gateways, APIs, `reserved` ranges and networks inside the network are left out, too.
    """
    for first, last in _gaps(plan, network, version, elsewhere):
        yield from (IPAddress(number, version) for number in range(first, last + 1))


def _gaps(
    plan: Inventory, network: Network, version: int, elsewhere: Iterable[Span[object]]
) -> Iterator[tuple[int, int]]:
    inside = (other for other in plan.networks if other is not network and not _network_holds(other, network))
    free = _free_between(plan, network.scope, version, elsewhere, inside)
    return chain.from_iterable(free(*usable(prefix)) for prefix in network.family(version))


def _network_holds(outer: Network, inner: Network) -> bool:
    """Whether each prefix of a network lies in another one."""
    return all(any(prefix in around for around in outer.cidrs) for prefix in inner.cidrs)


def available_near(
    plan: Inventory, network: Network, address: IPAddress, count: int, elsewhere: Iterable[Span[object]] = ()
) -> list[IPAddress]:
    """The available addresses of a network that are nearest to an address, the nearest of them chosen, lowest first."""
    version, wanted = int(address.version), int(address)
    found: set[int] = set()
    for first, last in _gaps(plan, network, version, elsewhere):
        nearest = min(max(wanted, first), last)
        found.update(range(max(first, nearest - count), min(last, nearest + count) + 1))
    chosen = sorted(found - {wanted}, key=lambda number: (abs(number - wanted), number))[:count]
    return [IPAddress(number, version) for number in sorted(chosen)]


def available_blocks(
    plan: Inventory, around: IPNetwork, length: int, scope: Scope | None, elsewhere: Iterable[Span[object]] = ()
) -> Iterator[IPNetwork]:
    """The prefixes of a length inside of a prefix in which nothing has an address, the lowest first.

    With no scope, what is taken in any scope is taken.

    A network that only holds others (`role: container`, or one with this prefix or a wider one) takes nothing itself.
    """
    version = int(around.version)
    inside = [network for network in plan.networks if not _is_around(network, around)]
    size = 1 << _WIDTH[version] - length
    for first, last in _free_between(plan, scope, version, elsewhere, inside)(around.first, around.last):
        start = -(-first // size) * size
        yield from (IPNetwork((number, length), version=version) for number in range(start, last + 2 - size, size))


def _is_around(network: Network, around: IPNetwork) -> bool:
    return network.role == "container" or any(around in prefix for prefix in network.cidrs)


def _free_between(
    plan: Inventory,
    scope: Scope | None,
    version: int,
    elsewhere: Iterable[Span[object]],
    networks: Iterable[Network],
) -> Callable[[int, int], Iterator[tuple[int, int]]]:
    """What nothing has between two addresses of a scope; what is elsewhere counts in every scope."""
    prefixes = (
        Span((network.scope, int(prefix.version)), int(prefix.first), int(prefix.last), network)
        for network in networks
        if network.role != "container"
        for prefix in network.family(version)
    )
    own = (span for span in chain(plan.taken, own_spans(plan), prefixes) if scope in (None, span.domain[0]))
    domain = scope or ("", ""), version
    spans = Spans(span._replace(domain=domain) for span in chain(own, elsewhere) if span.version == version)
    return partial(spans.gaps, domain)
