"""Addresses that the rules of a router name, and that are in none of the networks that anything knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import Span, Spans
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_ELSEWHERE = regex(
    r"bogon|rfc|martian|private|block|deny|drop|ban|remote|vpn|tunnel|peer|wan|isp|modem|extern|internet|docker|k8s|kube"
    r"|cluster|pod|service|lb|load|tailscale|old|legacy",
    re.IGNORECASE,
)
"""Words in the name of a list of addresses that are nobody's here, or that something else hands out."""

_LEAST = 2
"""Networks that a router must have before one that it has not tells anything."""

_ANYWHERE = ("", "")


class ListedNowhere(NamedTuple):
    """A range of a list that is in no network, and a network of the router that is near to it."""

    entry: Network
    range: AddressRange
    near: Network
    learns: bool
    """Whether the router learns routes from others, so that there may be networks that no file says."""

    @property
    def place(self) -> Place:
        """Where the range is written."""
        return self.entry.at("reserved", 0)


def listed_nowhere(observation: Observation) -> Iterator[ListedNowhere]:
    """Such ranges, where the routers have networks near by: with the same first two octets."""
    networks = list(_networks_of_routers(observation)) if observation.listed else []
    if len({network.id for network in networks}) < _LEAST:
        return
    known = Spans(_known_spans(observation))
    learns = bool(observation.sessions or observation.speakers)
    for entry in observation.listed:
        for part in entry.reserved if not _ELSEWHERE.search(entry.name) else ():
            found = part.range
            near = _near(networks, found) if found is not None else None
            if found is not None and near is not None:
                unknown = known.meeting((_ANYWHERE, 4), int(found.first), int(found.last)) is None
                yield from [ListedNowhere(entry, found, near, learns)] if unknown else []


def _networks_of_routers(observation: Observation) -> Iterator[Network]:
    for address in dict.fromkeys(address for router in observation.routers for address in router.addresses):
        network = observation.space.covering(_ANYWHERE, address)
        if network is not None:
            yield network


def _near(networks: list[Network], found: AddressRange) -> Network | None:
    """The first network with the first two octets of a private range."""
    if not is_private(str(found.first)):
        return None
    number = int(found.first) >> 16
    return next(
        (network for network in networks if any(cidr.first >> 16 == number for cidr in network.family(4))), None
    )


def _known_spans(observation: Observation) -> Iterator[Span[object]]:
    """Everything that anything knows: networks, routes, pools, addresses, and what peers of tunnels have."""
    peers = (peer for vpn in observation.vpns for end in vpn.ends for peer in end.peers)
    prefixes = chain(
        (cidr for network in (*observation.networks, *observation.routed) for cidr in network.cidrs),
        (cidr for peer in peers for cidr in peer.allowed_ips if cidr.prefixlen),
    )
    yield from (Span((_ANYWHERE, cidr.version), cidr.first, cidr.last, cidr) for cidr in prefixes)
    for span in (*observation.pools, *observation.held):
        yield Span((_ANYWHERE, span.version), span.first, span.last, None)
