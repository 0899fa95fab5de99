"""The one gateway of a network that differs from all others there: it was mistyped, or forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.ip import is_first_or_last
from cidrbook.net.odd_one import OddOne, odd_one
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.views.claimed_addresses import claimed_addresses
from cidrbook.repository.installation import are_apart
from cidrbook.repository.machine_gateway import MachineGateway
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.written_addresses import times_written

_AGREEING = 2
"""So many machines have another gateway: against one alone, either may be wrong."""

_SMALLEST_PART = 16
"""A network that is divided has a gateway in each part, mostly its first address."""


@cached_view
def odd_gateways(observation: Observation) -> tuple[StaleCopy, ...]:
    """The only gateway of a network that differs from the usual one, and that nothing else here knows."""
    networks: dict[tuple[str, IPNetwork], list[MachineGateway]] = defaultdict(list)
    for way in observation.gateways:
        networks[way.cluster, way.network].append(way)
    return tuple(odd for ways in networks.values() for odd in _odd_gateway(observation, ways))


def _odd_gateway(observation: Observation, ways: list[MachineGateway]) -> Iterator[StaleCopy]:
    found = odd_one(sorted(ways, key=lambda way: not _is_usual(way)), lambda way: way.address)
    if found is None or _is_usual(found.odd) or not _is_proven(found) or _has_other_uses(observation, found.odd):
        return
    odd, usual = found.odd, found.example
    if not are_apart(observation.installations, odd.place.file, usual.place.file):
        here = f"the gateway of {odd.network} is {odd.address} here, which nothing else here knows"
        yield StaleCopy(None, odd.place, f"{here}, and {usual.address} elsewhere", usual.place, str(usual.address))


def _is_usual(way: MachineGateway) -> bool:
    """Whether it is the first or the last address of its network, or perhaps of a part of one that no file says."""
    first_of_part = way.guessed and int(way.address) % _SMALLEST_PART == 1
    return first_of_part or is_first_or_last(way.address, way.network)


def _is_proven(found: OddOne[MachineGateway]) -> bool:
    """Whether enough agree; one is enough in the same file if its gateway is a usual one, and its network is known."""
    odd, example = found.odd, found.example
    of_one_file = odd.place.file == example.place.file and not odd.guessed
    return found.agreeing >= _AGREEING or (of_one_file and _is_usual(example))


def _has_other_uses(observation: Observation, odd: MachineGateway) -> bool:
    """Whether anything has the address of a gateway, or another line names it."""
    return odd.address in claimed_addresses(observation) or times_written(observation.sources, odd.address) > 1
