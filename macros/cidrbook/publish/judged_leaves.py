"""Every value of a plan with its treatment: by the profile, and by what its object says for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.plan.entry import Entry
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.plan import Plan
from cidrbook.publish.kinds import Kind, Leaf, own_leaves, parts
from cidrbook.publish.profile import Choice

_NAMES = ("name", "id")
"""What is shown of an object that says `name-only`."""


class JudgedLeaf(NamedTuple):
    """A value, and whether it is shown, masked or dropped."""

    leaf: Leaf
    treatment: str


def roots(inventory: Inventory) -> Iterator[Entry]:
    """The objects of an inventory that are in no other."""
    yield from (*inventory.networks, *inventory.vlans, *inventory.routers, *inventory.clusters, *inventory.sites)
    yield from (*inventory.delegations, *inventory.vpns, *inventory.speakers, *inventory.sessions)
    if isinstance(inventory, Plan):
        yield from (*inventory.links.values(), *inventory.nuances, *inventory.waivers, *inventory.trees)
        yield from (*inventory.policies, *inventory.uplinks, *inventory.settings)


def judged(entries: Iterable[Entry], choice: Choice, around: str = "") -> Iterator[JudgedLeaf]:
    """The values of these objects, and of the objects in them."""
    for entry in entries:
        said = says(entry, around)
        yield from (JudgedLeaf(leaf, treatment(choice, said, leaf.field, leaf.kind)) for leaf in own_leaves(entry))
        yield from judged(parts(entry), choice, said)


def says(entry: Entry, around: str) -> str:
    """What an object says of its publication, or what the object says that it is in.

    What is in an object that only shows its name, or nothing, is not shown; what is in one that shows all of it
    speaks for itself, if it can.
    """
    if around in ("false", "name-only"):
        return "false"
    return str(getattr(entry, "publish", around))


def treatment(choice: Choice, said: str, field: str, kind: Kind) -> str:
    """What becomes of a value in a field of an object that says so of itself."""
    if choice.is_full or not kind:
        return "shown"
    if said == "name-only":
        return "shown" if field in _NAMES else "dropped"
    return {"true": "shown", "false": "dropped"}.get(said, choice.of(kind))
