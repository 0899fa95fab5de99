"""The gateways of machines, as the files of each have them, before their networks are joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cidrbook.net.ip import around
from cidrbook.plan.network import Network
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.machine_gateway import MachineGateway
from cidrbook.repository.sighting import Sighting
from cidrbook.text.names import slug


def machine_gateways(sightings: Iterable[Sighting]) -> tuple[MachineGateway, ...]:
    """The gateways, each place once: one line may be of several addresses and machines.

    A line whose network a format knows does not count as a line alone as well.
    """
    found = {(way.guessed, way.place): way for way in _every_gateway(sightings)}.values()
    known = {(way.place.file, way.place.line) for way in found if not way.guessed}
    return tuple(way for way in found if not (way.guessed and (way.place.file, way.place.line) in known))


def _every_gateway(sightings: Iterable[Sighting]) -> Iterator[MachineGateway]:
    """The gateways of nodes' networks, and those of machines of no cluster; of a machine with several, none."""
    for seen in sightings:
        entry = seen.entry
        if seen.part in ("nodes", "gateway") and isinstance(entry, Network) and len(entry.gateways) == 1:
            address, place = entry.gateways[0], entry.at("gateway", 0)
            cluster = slug(seen.scope or cluster_of(seen.file) or "cluster")
            if len(entry.cidrs) == 1:
                yield MachineGateway(cluster, entry.cidrs[0].cidr, address, place)
            elif not entry.cidrs:
                yield MachineGateway(cluster, around(address), address, place, guessed=True)
