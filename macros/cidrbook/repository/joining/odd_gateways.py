"""The one machine of a network that has another gateway than all others there: its own was mistyped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cidrbook.plan.entry import Addressed
from cidrbook.plan.network import Network
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.parts.gateway_ways import Way, odd_gateway
from cidrbook.repository.sighting import Reported, Sighting
from cidrbook.text.source import Place


def odd_gateways(sightings: Sequence[Sighting]) -> Iterator[Reported]:
    """A problem for the one gateway of a network that differs, unless something else has that address."""
    known = {at for seen in sightings if isinstance(seen.entry, Addressed) for at in seen.entry.addresses}
    for (scope, cidr), ways in _ways(sightings).items():
        yield from odd_gateway(ways, cidr, known, scope)


def _ways(sightings: Iterable[Sighting]) -> dict[tuple[str, str], list[Way]]:
    """The gateways of machines by cluster and network; of a machine with several, nothing follows."""
    found: dict[tuple[str, str], dict[Place, Way]] = defaultdict(dict)
    for seen in sightings:
        entry = seen.entry
        if seen.part == "nodes" and isinstance(entry, Network) and len(entry.gateways) == len(entry.cidrs) == 1:
            at = entry.at("gateway", 0)
            scope = seen.scope or cluster_of(seen.file)
            found[scope, str(entry.cidrs[0])].setdefault(at, Way(entry.gateways[0], at))
    return {key: list(ways.values()) for key, ways in found.items()}
