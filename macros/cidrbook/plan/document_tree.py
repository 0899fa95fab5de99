"""Ways through the tree of a document: to a value, to its place, to what it is called."""

from __future__ import annotations

from typing import Any, cast

from cidrbook.text.source import ORIGIN, Origin, Path, Place, Source, Tree


def reach(tree: Any, path: tuple[int | str, ...]) -> tuple[Any, int | str]:
    """The innermost container on the way along the path, and the key in it where the way goes on or ends.

    An index for which there is no list is left out: one value may stand without brackets.
    """
    container, key = tree, path[0]
    for last in path[1:]:
        inner = container[key]
        if (isinstance(inner, dict) and last in inner) or (isinstance(inner, list) and isinstance(last, int)):
            container, key = inner, last
        elif not (isinstance(inner, dict) and isinstance(last, int)):
            break
    return container, key


def last_key(path: tuple[int | str, ...]) -> str:
    """The key that a path ends with, or that leads to the list in which it ends."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def value_at(tree: Tree, path: tuple[int | str, ...]) -> Any:
    """What stands at the end of a path."""
    container, key = reach(tree, path)
    return container[key]


def origin_at(tree: dict[str, Tree], path: tuple[int | str, ...]) -> tuple[Source, Path]:
    """Where a path leads to in the text: its source, and the keys from the top of that."""
    origin, rest = _origin_of_path(tree, path)
    return origin.source, (*origin.path, *rest)


def place_at(tree: dict[str, Tree], path: tuple[int | str, ...], *, key: bool = False) -> Place:
    """The place of a path in the tree; through an alias, the place where the aliased value was written."""
    origin, rest = _origin_of_path(tree, path)
    return origin.at(*rest, key=key)


def _origin_of_path(tree: dict[str, Tree], path: tuple[int | str, ...]) -> tuple[Origin, tuple[int | str, ...]]:
    """The origin of the innermost mapping on the way along the path, and what is left of the path from there."""
    node: Any = tree
    origin, rest = tree[ORIGIN], path
    for position, part in enumerate(path):
        if isinstance(node, dict) and isinstance(part, int):  # one value without brackets
            rest = path[position + 1 :]
            continue
        node = node[part] if _holds(node, part) else None
        if isinstance(node, dict):
            origin, rest = node[ORIGIN], path[position + 1 :]
    return cast("Origin", origin), rest


def _holds(node: Any, part: int | str) -> bool:
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and part < len(node)
