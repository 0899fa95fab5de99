"""Virtual addresses of control planes, of which one line has another one: the nodes of a cluster share one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from posixpath import dirname

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.odd_one import odd_one
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.named_address import NamedAddress
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.cluster_parts import CONTROL_PLANE
from cidrbook.repository.parts.written_addresses import times_written

_AGREEING = 2
"""So many lines of a folder agree: then the one that differs is no cluster's own."""


@cached_view
def odd_virtual_addresses(observation: Observation) -> tuple[StaleCopy, ...]:
    """The virtual address that differs from all others in its folder and network, if no other line has it."""
    groups: dict[tuple[str, tuple[int, int]], list[NamedAddress]] = defaultdict(list)
    for named in observation.named_addresses:
        if named.kind == "virtual" and named.name == CONTROL_PLANE:
            groups[dirname(named.place.file), named.link].append(named)
    return tuple(odd for group in groups.values() for odd in _odd_of_folder(observation, group))


def _odd_of_folder(observation: Observation, group: list[NamedAddress]) -> Iterator[StaleCopy]:
    found = odd_one({named.place: named for named in group}.values(), lambda named: named.address)
    if found and found.agreeing >= _AGREEING and times_written(observation.sources, found.odd.address) == 1:
        odd, usual = found.odd, found.example
        message = f"the virtual address of the control plane is {odd.address} here, and {usual.address} elsewhere"
        yield StaleCopy(None, odd.place, message, usual.place, str(usual.address))
