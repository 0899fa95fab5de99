"""VLAN ids of one network, and AS numbers of one end of a session, that two files write differently.

A frame carries one id, and a session has one AS number at each end. So one of the files is wrong: a configuration, or
what was made of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import chain
from typing import NamedTuple

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Place

_TWO = 2
"""With a third number, the prefix or the address is one that each of several places has."""


class _Numbered(NamedTuple):
    """A network or an end of a session, its number, and how a message says so."""

    thing: Hashable
    number: int
    place: Place
    said: str
    shown: str


@cached_view
def differing_numbers(observation: Observation) -> tuple[StaleCopy, ...]:
    """The second of two numbers that two files give one network, or one end of a session."""
    things: dict[Hashable, dict[int, _Numbered]] = defaultdict(dict)
    for numbered in chain(_vlan_ids(observation), _expected_asns(observation)):
        things[numbered.thing].setdefault(numbered.number, numbered)
    found: list[StaleCopy] = []
    for numbers in things.values():
        first, again = (*numbers.values(), *numbers.values())[:_TWO]
        files = first.place.file, again.place.file
        if len(numbers) == _TWO and files[0] != files[1] and not are_apart(observation.installations, *files):
            message = f"{again.said} {again.shown} here, and {first.shown} elsewhere"
            found.append(StaleCopy(None, again.place, message, first.place, first.shown))
    return tuple(found)


def _vlan_ids(observation: Observation) -> Iterator[_Numbered]:
    for network in observation.networks:
        for cidr in network.cidrs if network.vlan else ():
            thing, said = (network.scope, str(cidr)), f"{cidr} ({network.name}) is on"
            yield _Numbered(thing, network.vlan or 0, network.at("vlan"), said, f"VLAN {network.vlan}")


def _expected_asns(observation: Observation) -> Iterator[_Numbered]:
    for session in observation.sessions:
        own, asn = str(session.local_address).partition("/")[0], session.peer_asn
        if session.local_address is not None and session.peer and asn:
            said = f"{own} expects {session.peer} in"
            yield _Numbered((own, session.peer), asn, session.at("peer_asn"), said, f"AS {asn}")
