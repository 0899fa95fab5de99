"""What became of everything that has addresses, and which addresses are free again."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.changes.change import Change
from cidrbook.changes.fields import as_text, field_changes
from cidrbook.changes.pairs import pairs
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.plan import Plan


class _Owner(NamedTuple):
    """Something with addresses, the scope they are in, and the networks that hold them."""

    thing: Addressed
    scope: tuple[str, str]
    homes: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.thing.name or self.thing.id


def owner_changes(before: Plan, after: Plan) -> Iterator[Change]:
    """The hosts, routers, nodes, virtual addresses, services and VPN ends that are new, gone or not as they were."""
    for one, other in pairs(_owners(before), _owners(after), _by_scoped_owner_id, _by_owner_id, _by_mac, _by_addresses):
        if one and other:
            yield from _changes_of_owner(one, other)
        elif other:
            shown = as_text(other.thing.addresses)
            yield Change("added", other.thing.kind, other.name, after=shown, place=other.thing.at())
        elif one:
            shown = as_text(one.thing.addresses)
            yield Change("removed", one.thing.kind, one.name, shown, place=one.thing.at())


def _owners(plan: Inventory) -> list[_Owner]:
    return [_Owner(owner, scope, tuple(_homes(plan, scope, owner))) for scope, owner in plan.owners]


def _homes(plan: Inventory, scope: tuple[str, str], owner: Addressed) -> Iterator[str]:
    for address in owner.addresses:
        network = plan.space.covering(scope, address)
        yield network.name if network else ""


def _by_scoped_owner_id(owner: _Owner) -> Hashable:
    return owner.thing.kind, owner.scope, owner.thing.id


def _by_owner_id(owner: _Owner) -> Hashable:
    return owner.thing.kind, owner.thing.id


def _by_mac(owner: _Owner) -> Hashable:
    mac = owner.thing.mac if isinstance(owner.thing, Machine) else None
    return str(mac) if mac else None


def _by_addresses(owner: _Owner) -> Hashable:
    """The addresses of what has no MAC address: another one of these is another machine."""
    return (owner.thing.kind, owner.scope, owner.thing.addresses) if not _by_mac(owner) else None


def _changes_of_owner(before: _Owner, after: _Owner) -> Iterator[Change]:
    what, name = after.thing.kind, after.name
    if name != before.name:
        yield Change("renamed", what, name, before.name, name, place=after.thing.at("name"))
    was, now = before.thing.addresses, after.thing.addresses
    if set(was) != set(now):
        yield _with_other_addresses(before, after)
    yield from field_changes(what, name, before.thing, after.thing, {"addresses", "id"})


def _with_other_addresses(before: _Owner, after: _Owner) -> Change:
    was, now = before.thing.addresses, after.thing.addresses
    what, name, place = after.thing.kind, after.name, after.thing.at("address")
    if set(was) < set(now) or set(now) < set(was):
        return Change("changed", what, name, as_text(was), as_text(now), "address", place)
    if before.homes == after.homes:
        return Change("renumbered", what, name, as_text(was), as_text(now), place=place)
    return Change("moved", what, name, _with_home(before), _with_home(after), place=place)


def _with_home(owner: _Owner) -> str:
    home = next(filter(None, owner.homes), "")
    return f"{as_text(owner.thing.addresses)} ({home})" if home else as_text(owner.thing.addresses)


def freed(before: Plan, after: Plan) -> Iterator[Change]:
    """The addresses of networks that something had, and nothing has now."""
    held = {(claim.scope, claim.address) for claim in after.claims}
    seen: set[tuple[tuple[str, str], IPAddress]] = set()
    for claim in before.claims:
        key = claim.scope, claim.address
        if key not in held and key not in seen and after.space.covering(*key):
            seen.add(key)
            yield Change("freed", "address", str(claim.address), claim.owner.name, place=claim.place)
