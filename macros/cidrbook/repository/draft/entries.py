"""Objects of a plan as trees of what is written: by the keys of the data, each value with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain, count

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange, mask_of
from cidrbook.plan.entry import Entry, Named
from cidrbook.repository.draft.files import Node, Scalar
from cidrbook.text.names import slug
from cidrbook.text.source import ORIGIN, Place


def fields(entry: Entry, **instead: Node | None) -> dict[str, Node]:
    """What an object holds, by the keys of the data; for some attributes, something else instead, or nothing."""
    return _written_fields(entry, entry.at, instead)


def _written_fields(entry: Entry, at: Callable[..., Place], instead: Mapping[str, Node | None]) -> dict[str, Node]:
    """What an object holds; nothing where that lacks what it cannot do without."""
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
    """A value as it is written, with the place of each text in it."""
    if value in (None, "", (), {}):
        return None
    if isinstance(value, Entry):
        return _written_fields(value, value.at if value.at().file else at, {})
    if isinstance(value, dict):
        return {name: node for name, item in value.items() if (node := _node(item, partial(at, name)))}
    if isinstance(value, tuple) and not isinstance(value, AddressRange):
        found = [node for which, item in enumerate(value) if (node := _node(item, partial(at, which)))]
        return shortest(found)
    return scalar(value, at())


def shortest(found: list[Node]) -> Node:
    """One value stands without the brackets of a list."""
    return found[0] if len(found) == 1 and isinstance(found[0], Scalar) else found


def scalar(value: object, place: Place) -> Scalar:
    """A value as all programs print it, with its place."""
    if isinstance(value, bool):
        return Scalar("true" if value else "false", where(place), word=False)
    if isinstance(value, IPAddress):
        return Scalar(_printed_address(value), where(place))
    if isinstance(value, IPNetwork):
        return Scalar(str(value.cidr), where(place))
    return Scalar(str(value), where(place), word=not isinstance(value, int))


def _printed_address(address: IPAddress) -> str:
    """An address as all programs print it; its mask is its network's, unless it is one that no network has."""
    mask = mask_of(address)
    plain = str(IPAddress(int(address), address.version))
    return f"{plain}/{mask}" if mask == (32 if address.version == 4 else 128) else plain


def where(place: Place) -> str:
    """A place, as comments name it."""
    return f"{place.file}:{place.line}"


def once(found: Iterable[Scalar]) -> Node:
    """One of each value, with the first comment."""
    kept: dict[str, Node] = {}
    for value in found:
        kept.setdefault(value.text, value)
    return shortest(list(kept.values()))


def told_apart(found: Iterable[dict[str, Node]]) -> list[Node]:
    """Things with names, each once, and each under an id that none before has; services have one in their namespace."""
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
    """A name, with a number behind it where it is taken."""
    return next(text for text in chain([name], (f"{name}-{number}" for number in count(2))) if not taken(text))


def _text_of(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
