"""A plan and a profile to everything that publishing needs: the plan that is drawn, its masks, what to look for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.model import Tree
from cidrbook.plan.plan import Plan
from cidrbook.publish.address_masks import AddressMasks, wide_prefixes
from cidrbook.publish.crypto_pan import key_of
from cidrbook.publish.hidden_values import HiddenValues, hidden_values
from cidrbook.publish.judged_leaves import JudgedLeaf, judged, roots
from cidrbook.publish.kinds import Kind, Leaf
from cidrbook.publish.masked_plan import Masker
from cidrbook.publish.masks import Masks
from cidrbook.publish.name_masks import name_masks
from cidrbook.publish.profile import Choice, PublishError, profile
from cidrbook.repository.observation import Observation

KEY = "CIDRBOOK_KEY"
"""The environment variable with the secret that addresses are masked by. It is never printed."""

_SHORTEST = 32
"""Characters of a key: as many as `openssl rand -hex 16` prints. A word could be guessed from one known address."""

_MASK_OF_A_TEXT = dict.fromkeys(("versions", "descriptions", "paths", "reasons", "links"), "masked")
"""Kinds of texts: a masked one is shown, with masks for the values in it."""

_FIRST_ASN, _FIRST_VLAN, _FIRST_MAC = 4_200_000_001, 3001, 0x02_00_00_00_00_01
"""Where masks begin: private AS numbers of four bytes, high VLAN ids, MAC addresses that software sets."""


class NoKeyError(PublishError):
    """Addresses cannot be masked; the message says in one line what to do."""


@dataclass(frozen=True)
class Publication:
    """What is published of a plan, and of what its repositories show."""

    choice: Choice
    plan: Plan
    observations: tuple[Observation, ...]
    hidden: HiddenValues
    masks: Masks | None = None
    """None where everything is shown."""


def publication(plan: Plan, observations: Sequence[Observation], choice: Choice, key: str) -> Publication:
    """What a profile shows, with the owner's key. Raises `NoKeyError` or `NoCipherError`."""
    if choice.is_full:
        return Publication(choice, plan, tuple(observations), HiddenValues())
    masks = _masks((plan, *observations), choice, key)
    masker = Masker(masks)
    shown = masker.plan(plan)
    return Publication(choice, shown, masker.observations(observations, shown), masks.hidden, masks)


def shown_plans(plans: Sequence[Plan], name: str, key: str) -> tuple[Plan, ...]:
    """Several plans, as two states of one, with the same masks; the profile is the first that hides something.

    Raises a `PublishError`.
    """
    choices = [profile(plan, name) for plan in plans]
    choice = next((choice for choice in choices if not choice.is_full), choices[0])
    return tuple(plans) if choice.is_full else tuple(map(Masker(_masks(plans, choice, key)).plan, plans))


def shown(plan: Plan, name: str = "", key: str = "") -> Plan:
    """The plan as exports draw it: by the profile of this name, or by that of its settings.

    Raises a `PublishError` where there is no such profile, or no key for it.
    """
    return publication(plan, (), profile(plan, name), key).plan


def hidden(plans: Sequence[tuple[Plan, Sequence[Observation]]], name: str = "") -> tuple[Choice, HiddenValues]:
    """The profile of the first plan, and the values of all plans that it does not show, for which no key is needed."""
    choice = profile(plans[0][0], name)
    return choice, _hidden_everywhere(one for plan, seen in plans for one in _judged((plan, *seen), choice))


def _profile_key(choice: Choice, key: str) -> bytes:
    if "masked" not in (choice.of("private_addresses"), choice.of("public_addresses")):
        return bytes(32)
    if len(key) < _SHORTEST:
        why = f"is shorter than {_SHORTEST} characters" if key else "is not set"
        raise NoKeyError(
            f"the profile `{choice.name}` masks addresses, and {KEY} {why}: set it to what `openssl rand -hex 32`"
            " prints, and keep it secret; or write `dropped` for addresses"
        )
    return key_of(key)


def _judged(inventories: Iterable[Inventory], choice: Choice) -> Iterator[JudgedLeaf]:
    for inventory in inventories:
        yield from judged(roots(inventory), choice)
        if isinstance(inventory, Plan):
            yield from judged((Tree(url=inventory.repository),), choice)


def _hidden_everywhere(everything: Iterable[JudgedLeaf]) -> HiddenValues:
    """What is not shown anywhere: what is shown of one object is no secret of another."""
    everything = list(everything)
    open_ones = {_leaf_text(one.leaf) for one in everything if one.treatment == "shown"}
    secret = (one.leaf for one in everything if one.treatment not in ("shown", _MASK_OF_A_TEXT.get(one.leaf.kind)))
    shown = (one.leaf for one in everything if one.treatment == "shown")
    return hidden_values((leaf for leaf in secret if _leaf_text(leaf) not in open_ones), shown)


def _leaf_text(leaf: Leaf) -> tuple[str, str]:
    return leaf.kind, str(leaf.value).lower()


def _masks(inventories: Sequence[Inventory], choice: Choice, secret: str) -> Masks:
    key, everything = _profile_key(choice, secret), list(_judged(inventories, choice))
    leaves = [one.leaf for one in everything]
    open_ones = [one.leaf for one in everything if one.treatment == "shown"]
    addresses = AddressMasks(
        key,
        choice.structure,
        wide_prefixes(leaf.value for leaf in leaves if isinstance(leaf.value, AddressRange)),
        frozenset(leaf.value for leaf in open_ones if isinstance(leaf.value, IPAddress | IPNetwork)),
    )
    return Masks(
        choice,
        addresses,
        name_masks(inventories, leaves, [leaf.value for leaf in open_ones if leaf.kind == "names"]),
        _numbered([int(leaf.value) for leaf in leaves if leaf.kind == "macs"], _FIRST_MAC),
        _numbered(_numbers(leaves, "asns"), _FIRST_ASN),
        _numbered(_numbers(leaves, "vlans"), _FIRST_VLAN),
        _hidden_everywhere(everything),
    )


def _numbers(leaves: Iterable[Leaf], kind: Kind) -> list[int]:
    return [leaf.value for leaf in leaves if leaf.kind == kind and isinstance(leaf.value, int)]


def _numbered(values: Iterable[int], first: int) -> dict[int, int]:
    """A number for each value, from the first one on; none is a value itself."""
    known = dict.fromkeys(values)
    free = (number for number in range(first, first + 2 * len(known) + 1) if number not in known)
    return dict(zip(known, free, strict=False))
