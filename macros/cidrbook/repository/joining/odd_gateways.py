"""The one machine of a network that has another gateway than all others there: its own was mistyped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.plan.entry import Addressed
from cidrbook.plan.network import Network
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.sighting import Reported, Sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.source import Place

_FEWEST = 2
"""Machines that agree: against one alone, either may be wrong."""


class _Way(NamedTuple):
    """The gateway of one machine, and where it is written."""

    gateway: IPAddress
    place: Place


def odd_gateways(sightings: Sequence[Sighting]) -> Iterator[Reported]:
    """A problem for the one gateway of a network that differs, unless something else has that address."""
    known = {at for seen in sightings if isinstance(seen.entry, Addressed) for at in seen.entry.addresses}
    for (scope, cidr), ways in _ways(sightings).items():
        counts = Counter(way.gateway for way in ways)
        (usual, _), *rest = counts.most_common()
        if len(ways) > _FEWEST and len(rest) == 1 and rest[0][1] == 1 and rest[0][0] not in known:
            odd = next(way for way in ways if way.gateway == rest[0][0])
            example = next(way for way in ways if way.gateway == usual)
            yield Reported("gateway-stands-out", _odd_problem(odd, example, cidr), scope)


def _ways(sightings: Iterable[Sighting]) -> dict[tuple[str, str], list[_Way]]:
    """The gateways of machines by cluster and network; of a machine with several, nothing follows."""
    found: dict[tuple[str, str], dict[Place, _Way]] = defaultdict(dict)
    for seen in sightings:
        entry = seen.entry
        if seen.part == "nodes" and isinstance(entry, Network) and len(entry.gateways) == len(entry.cidrs) == 1:
            at = entry.at("gateway", 0)
            scope = seen.scope or cluster_of(seen.file)
            found[scope, str(entry.cidrs[0])].setdefault(at, _Way(entry.gateways[0], at))
    return {key: list(ways.values()) for key, ways in found.items()}


def _odd_problem(odd: _Way, example: _Way, cidr: str) -> Problem:
    return Problem(
        at=odd.place,
        message=f"this machine of {cidr} has the gateway {odd.gateway}, and all others there have {example.gateway}",
        label="differs from all others",
        related=(Related(at=example.place, message=f"{example.gateway} is written here"),),
        hint=f"write {example.gateway}",
    )
