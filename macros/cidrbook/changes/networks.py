"""What became of the networks of a plan."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import zip_longest

from netaddr import IPNetwork

from cidrbook.changes.change import Change, ChangeKind
from cidrbook.changes.fields import as_text, field_changes
from cidrbook.changes.pairs import pairs
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan

_WHAT = "network"
_COMPARED_HERE = frozenset({"cidrs", "site", "vrf", "id"})


def network_changes(before: Plan, after: Plan) -> Iterator[Change]:
    """The networks that are new, gone, renamed, moved, resized or renumbered, and what else they say."""
    for one, other in pairs(before.networks, after.networks, _by_network_id, _by_prefixes, _by_network_name):
        if one and other:
            yield from _changes_of_network(one, other)
        elif other:
            yield Change("added", _WHAT, _network_label(other), after=as_text(other.cidrs), place=other.at())
        elif one:
            yield Change("removed", _WHAT, _network_label(one), as_text(one.cidrs), place=one.at())


def _by_network_id(network: Network) -> Hashable:
    return network.id or None


def _by_prefixes(network: Network) -> Hashable:
    return (network.scope, network.cidrs) if network.cidrs else None


def _by_network_name(network: Network) -> Hashable:
    return network.name.lower() or None


def _network_label(network: Network) -> str:
    return network.name or network.id


def _changes_of_network(before: Network, after: Network) -> Iterator[Change]:
    name = _network_label(after)
    if name != _network_label(before):
        yield Change("renamed", _WHAT, name, _network_label(before), name, place=after.at("name"))
    elif before.id != after.id:
        yield Change("changed", _WHAT, name, before.id, after.id, "id", after.at("id"))
    for key in ("site", "vrf"):
        was, now = getattr(before, key), getattr(after, key)
        if was != now:
            label = "VRF" if key == "vrf" else key
            there, here = (f"{label} {value}" if value else f"no {label}" for value in (was, now))
            yield Change("moved", _WHAT, name, there, here, place=after.at(key))
    yield from _prefix_changes(before, after, name)
    yield from field_changes(_WHAT, name, before, after, _COMPARED_HERE)


def _prefix_changes(before: Network, after: Network, name: str) -> Iterator[Change]:
    for version in (4, 6):
        gone = [prefix for prefix in before.family(version) if prefix not in after.cidrs]
        new = [prefix for prefix in after.family(version) if prefix not in before.cidrs]
        for was, now in zip_longest(gone, new):
            yield _prefix_change(after, name, was, now)


def _prefix_change(after: Network, name: str, was: IPNetwork | None, now: IPNetwork | None) -> Change:
    place = after.at("cidr")
    if was is None or now is None:
        return Change("changed", _WHAT, name, as_text(was), as_text(now), "cidr", place)
    kind: ChangeKind = "resized" if was in now or now in was else "renumbered"
    return Change(kind, _WHAT, name, str(was), str(now), place=place)
