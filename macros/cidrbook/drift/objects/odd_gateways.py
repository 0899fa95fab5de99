"""Gateways that one line alone names, where all others of the network name another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.ip import around, link_of
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.repository.clues.gateway_lines import GATEWAY_LINE
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.gateway_ways import is_usual
from cidrbook.repository.parts.written_addresses import times_written

_AGREEING = 2
"""So many lines name another gateway: against one alone, either may be wrong."""


@cached_view
def odd_gateways(observation: Observation) -> tuple[StaleCopy, ...]:
    """The only gateway of a network that differs from the usual one, and that nothing else here knows."""
    links: dict[tuple[str, tuple[int, int]], dict[IPAddress, list[Network]]] = defaultdict(lambda: defaultdict(list))
    for cluster, setting in observation.settings:
        if setting.purpose == GATEWAY_LINE:
            address = IPAddress(setting.cidrs[0].first, 4)
            links[cluster, link_of(address)][address].append(setting)
    return tuple(odd for gateways in links.values() for odd in _odd_gateways_of(observation, gateways))


def _odd_gateways_of(observation: Observation, gateways: dict[IPAddress, list[Network]]) -> Iterator[StaleCopy]:
    if len(gateways) != 2:  # a network that is divided has a gateway in each part
        return
    (odd, lines), (usual, others) = sorted(gateways.items(), key=lambda item: (len(item[1]), int(item[0])))
    line, example = lines[0], others[0]
    apart = are_apart(observation.installations, line.origin.source.file, example.origin.source.file)
    if len(lines) == 1 and len(others) >= _AGREEING and not apart and _is_a_slip(observation, odd, usual):
        message = f"{line.name} is {odd} here, which nothing else here knows, and {usual} elsewhere"
        yield StaleCopy(None, line.at("cidr", 0), message, example.at("cidr", 0), str(usual))


def _is_a_slip(observation: Observation, odd: IPAddress, usual: IPAddress) -> bool:
    """Whether no other line has an address, which is no router's by its place in a network or a part of one."""
    first_of_part = int(odd) & 0xF == 1
    is_rare = times_written(observation.sources, odd) == 1
    return is_rare and not first_of_part and not is_usual(odd, str(around(usual)))
