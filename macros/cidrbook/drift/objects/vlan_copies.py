"""Networks that two files put on different VLANs: a frame carries one id, so one of them is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import Observation

_TWO = 2
"""With a third id, the prefix is one that each of several places has."""


@cached_view
def differing_vlans(observation: Observation) -> tuple[StaleCopy, ...]:
    """The networks of one prefix that two files give different VLAN ids."""
    groups: dict[tuple[str, str, str], list[Network]] = defaultdict(list)
    for network in observation.networks:
        for cidr in network.cidrs if network.vlan else ():
            groups[network.scope[0], network.scope[1], str(cidr)].append(network)
    return tuple(copy for group in groups.values() for copy in _differing_vlan(observation, group))


def _differing_vlan(observation: Observation, group: list[Network]) -> Iterator[StaleCopy]:
    by_id: dict[int | None, list[Network]] = defaultdict(list)
    for network in group:
        by_id[network.vlan].append(network)
    if len(by_id) == _TWO:
        first, again = (found[0] for found in by_id.values())
        files = first.at("vlan").file, again.at("vlan").file
        if files[0] != files[1] and not are_apart(observation.installations, *files):
            message = (
                f"{again.cidrs[0]} is on VLAN {again.vlan} here ({again.name}), and on VLAN {first.vlan} elsewhere"
            )
            yield StaleCopy(None, again.at("vlan"), message, first.at("vlan"), f"VLAN {first.vlan}")
