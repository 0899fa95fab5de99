"""The gateways that machines of one network have, and the one that differs from all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.source import Place

_FEWEST = 2
"""Machines that agree: against one alone, either may be wrong, unless one has an address that routers usually have."""


class Way(NamedTuple):
    """The gateway of one machine, and where it is written."""

    gateway: IPAddress
    place: Place


def odd_gateway(ways: Sequence[Way], cidr: str, known: Collection[IPAddress], scope: str = "") -> Iterator[Reported]:
    """A problem for the one gateway of a network that differs, unless something else has that address."""
    counts = Counter(way.gateway for way in ways)
    usual = max(counts, key=lambda gateway: (counts[gateway], is_usual(gateway, cidr)))
    odd = [way for way in ways if way.gateway != usual]
    proven = len(ways) > _FEWEST or (_are_of_one_file(ways) and is_usual(usual, cidr))
    if proven and len(odd) == 1 and odd[0].gateway not in known and not is_usual(odd[0].gateway, cidr):
        example = next(way for way in ways if way.gateway == usual)
        yield Reported("gateway-stands-out", _odd_problem(odd[0], example, cidr), scope)


def is_usual(gateway: IPAddress, cidr: str) -> bool:
    """Whether it is the first or the last address of a network, as that of most routers."""
    network = IPNetwork(cidr)
    return int(gateway) in (network.first + 1, network.last - (network.version == 4))


def _are_of_one_file(ways: Sequence[Way]) -> bool:
    return len({way.place.file for way in ways}) == 1


def _odd_problem(odd: Way, example: Way, cidr: str) -> Problem:
    return Problem(
        at=odd.place,
        message=f"this machine of {cidr} has the gateway {odd.gateway}, and all others there have {example.gateway}",
        label="differs from all others",
        related=(Related(at=example.place, message=f"{example.gateway} is written here"),),
        hint=f"write {example.gateway}",
    )
