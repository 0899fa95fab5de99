"""The gateways that machines of one network have, and the one that differs from all others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.odd_one import odd_one
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.source import Place

GATEWAY = "gateway"
"""The purpose of a setting that is the gateway of one machine, of which no cluster is known."""

_FEWEST = 2
"""Machines that agree: against one alone, either may be wrong, unless one has an address that routers usually have."""


class Way(NamedTuple):
    """The gateway of one machine, and where it is written."""

    gateway: IPAddress
    place: Place


def odd_gateway(ways: Sequence[Way], cidr: str, is_known: Callable[[Way], bool], scope: str = "") -> Iterator[Reported]:
    """A problem for the one gateway of a network that differs, unless anything is known of that address."""
    usual_first = sorted(ways, key=lambda way: not is_usual(way.gateway, cidr))
    found = odd_one(usual_first, lambda way: way.gateway)
    if found is None or is_usual(found.odd.gateway, cidr):
        return
    proven = found.agreeing >= _FEWEST or (_are_of_one_file(ways) and is_usual(found.example.gateway, cidr))
    if proven and not is_known(found.odd):
        yield Reported("gateway-stands-out", _odd_problem(found.odd, found.example, cidr), scope)


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
