"""The one machine of a network that has another gateway than all others there: its own was mistyped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cidrbook.plan.entry import Addressed
from cidrbook.plan.network import Network
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.parts.gateway_ways import GATEWAY, Way, odd_gateway
from cidrbook.repository.parts.written_addresses import times_written
from cidrbook.repository.sighting import Part, Reported, Sighting
from cidrbook.text.source import Place, Source


def odd_gateways(sightings: Sequence[Sighting], sources: Sequence[Source]) -> Iterator[Reported]:
    """A problem for the one gateway of a network that differs, unless something has that address or knows of it."""
    held = {at for seen in sightings if isinstance(seen.entry, Addressed) for at in seen.entry.addresses}

    def is_known(way: Way) -> bool:
        return way.gateway in held or times_written(sources, way.gateway, but=way.place.file) > 0

    for (scope, cidr), ways in _ways(sightings).items():
        yield from odd_gateway(ways, cidr, is_known, scope)


def _is_of_machine(part: Part, network: Network) -> bool:
    """Whether a network is that of a machine's interface: of a node, or of one without a cluster."""
    return len(network.cidrs) == 1 and (part == "nodes" or network.purpose == GATEWAY)


def _ways(sightings: Iterable[Sighting]) -> dict[tuple[str, str], list[Way]]:
    """The gateways of machines by cluster and network; of a machine with several, nothing follows."""
    found: dict[tuple[str, str], dict[Place, Way]] = defaultdict(dict)
    for seen in sightings:
        entry = seen.entry
        if isinstance(entry, Network) and _is_of_machine(seen.part, entry) and len(entry.gateways) == 1:
            at = entry.at("gateway", 0)
            scope = seen.scope or cluster_of(seen.file)
            found[scope, str(entry.cidrs[0])].setdefault(at, Way(entry.gateways[0], at))
    return {key: list(ways.values()) for key, ways in found.items()}
