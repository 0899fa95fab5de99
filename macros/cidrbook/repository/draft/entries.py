"""Objects of a plan as trees of YAML, by the keys of the data, each value with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain, count

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange, mask_of
from cidrbook.plan.entry import Entry, Named
from cidrbook.plan.network import Network
from cidrbook.repository.draft.files import Node, Scalar
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import ORIGIN, Place

_OPEN = regex(r"\$\{|\{\{")
"""A variable in a text, whose value no file says."""


def is_open(text: str) -> bool:
    """Whether a variable or an expression is in a text, whose value no file says."""
    return bool(_OPEN.search(text))


def fields(entry: Entry, **instead: Node | None) -> dict[str, Node]:
    """The fields of an object, by the keys of the data. `instead` replaces some attributes, or leaves them out."""
    return _written_fields(entry, entry.at, instead)


def _written_fields(entry: Entry, at: Callable[..., Place], instead: Mapping[str, Node | None]) -> dict[str, Node]:
    """The fields of an object; empty if a required one is missing."""
    tree: dict[str, Node] = {}
    for attribute, info in type(entry).model_fields.items():
        key = info.alias or attribute
        if attribute in instead:
            node = instead[attribute]
        else:
            value = getattr(entry, attribute)
            usual = value == info.default or (attribute == "id" and value == slug(getattr(entry, "name", "")))
            node = None if key == ORIGIN or usual else _node(value, partial(at, key))
        if node:
            tree[key] = node
    if "name" not in tree and isinstance(entry, Named):
        tree = {"name": Scalar(entry.id or entry.kind), **tree}
    return tree if tree.keys() >= set(entry.REQUIRED) else {}


def _node(value: object, at: Callable[..., Place]) -> Node | None:
    """A value as YAML, with the place of each text in it."""
    if value in (None, "", (), {}) or (isinstance(value, str) and is_open(value)):
        return None
    if isinstance(value, Entry):
        return _written_fields(value, value.at if value.at().file else at, {})
    if isinstance(value, dict):
        return {name: node for name, item in value.items() if (node := _node(item, partial(at, name)))}
    if isinstance(value, tuple) and not isinstance(value, AddressRange):
        found = [node for which, item in enumerate(value) if (node := _node(item, partial(at, which)))]
        return shortest(found)
    return scalar(value, at())


def joined_ranges(networks: Iterable[Network]) -> dict[str, Node]:
    """The DHCP ranges and the reserved ones of a network: those that are said first, and those without a prefix."""
    found: dict[str, list[Node]] = {"dhcp": [], "reserved": []}
    for network in networks:
        tree = fields(network, cidrs=Scalar("-"))
        for key, ranges in found.items():
            node = tree.get(key, []) if not (ranges and network.cidrs) else []
            ranges += [one for one in (node if isinstance(node, list) else [node]) if one not in ranges]
    return {key: shortest(ranges) for key, ranges in found.items() if ranges}


def shortest(found: list[Node]) -> Node:
    """The list, or its only item without brackets."""
    return found[0] if len(found) == 1 and isinstance(found[0], Scalar) else found


def scalar(value: object, place: Place) -> Scalar:
    """A value in its canonical spelling, with its place."""
    if isinstance(value, bool):
        return Scalar("true" if value else "false", where(place), word=False)
    if isinstance(value, IPAddress):
        return Scalar(_printed_address(value), where(place))
    if isinstance(value, IPNetwork):
        return Scalar(str(value.cidr), where(place))
    return Scalar(str(value), where(place), word=not isinstance(value, int))


def _printed_address(address: IPAddress) -> str:
    """An address in its canonical spelling, without its network's mask. A mask that no network has is kept."""
    mask = mask_of(address)
    plain = str(IPAddress(int(address), address.version))
    return f"{plain}/{mask}" if mask == (32 if address.version == 4 else 128) else plain


def where(place: Place) -> str:
    """A place as comments write it."""
    return f"{place.file}:{place.line}"


def once(found: Iterable[Scalar]) -> Node:
    """Each value once, with its first comment."""
    kept: dict[str, Node] = {}
    for value in found:
        kept.setdefault(value.text, value)
    return shortest(list(kept.values()))


def with_own_ids(found: Iterable[dict[str, Node]]) -> list[Node]:
    """Things with names, each once, and with unique ids. A service's name is unique in its namespace."""
    kept: list[Node] = []
    seen: set[str] = set()
    taken: set[tuple[str, str]] = set()
    for tree in found:
        if not tree or repr(tree) in seen:
            continue
        seen.add(repr(tree))
        space, own = _text_of(tree.get("namespace")), _text_of(tree.get("id")) or slug(_text_of(tree.get("name")))
        name = unique(own, lambda item, space=space: (space, item.lower()) in taken)  # type: ignore[misc]
        taken.add((space, name.lower()))
        kept.append(tree if name == own else {"name": tree["name"], **tree, "id": Scalar(name)})
    return kept


def unique(name: str, taken: Callable[[str], bool]) -> str:
    """The name, with a number appended if it is taken."""
    return next(text for text in chain([name], (f"{name}-{number}" for number in count(2))) if not taken(text))


def _text_of(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
