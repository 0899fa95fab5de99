"""Changes to a tree of values: Kubernetes' strategic merges, JSON patches, and values put behind a path of fields.

A value keeps the place where it is written, so what a patch sets is found in the patch
([merges](https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/),
[JSON patches](https://www.rfc-editor.org/rfc/rfc6902)).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeAlias

from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, items, text

Keys: TypeAlias = tuple[str, ...]
"""The keys that lead to a value, from the outside in."""

_KEYED = {
    "containers": ("name",),
    "initContainers": ("name",),
    "env": ("name",),
    "volumes": ("name",),
    "volumeMounts": ("mountPath",),
    "ports": ("port", "containerPort"),
}
"""The lists of Kubernetes' own kinds that are merged by key, and their keys. Other lists are replaced."""

_DIRECTIVE = "$patch"
_FIELD = regex(r"(?:\\.|\[[^\]]*\]|[^.\[\]\\])+|\[[^\]]*\]")
_CHOICE = regex(r"(.*?)\[([^=\]]+)=([^\]]*)\]\Z")
_RISKY = regex(r"\)[*+?{]|\(\?|\\[1-9]")
_REPEATED = regex(r"[*+{]")
_MAX_PATTERN = 200
"""Longer expressions are not compiled: targets name objects in a few words, and matching costs time."""
_MAX_OPERATIONS = 1_000
"""More operations are generated; each one copies a part of the tree."""
_MAX_COPIED = 1_000
"""Values that the copies of one patch stand for, so that copies of copies do not double each time. Labs have tens."""


class Target(NamedTuple):
    """A selector of objects: regular expressions that match whole names. An empty one matches all."""

    group: str = ""
    version: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""
    labels: str = ""
    annotations: str = ""

    def fits(self, document: Document) -> bool:
        """Whether the selector matches. Unknown fields do not match."""
        group, slash, version = document.api.rpartition("/")
        facts = (group if slash else "", version, document.kind, str(document.name or ""), document.namespace)
        wanted = (self.group, self.version, self.kind, self.name, self.namespace if document.namespace else "")
        return (
            all(not pattern or _matches_pattern(pattern, word) for pattern, word in zip(wanted, facts, strict=True))
            and _labelled(self.labels, at(document.tree, "metadata", "labels"))
            and _labelled(self.annotations, at(document.tree, "metadata", "annotations"))
        )


def target(written: Value) -> Target:
    """The target that is written in a patch."""
    keys = ("group", "version", "kind", "name", "namespace", "labelSelector", "annotationSelector")
    return Target(*(str(text(written, key) or "") for key in keys))


def _labelled(wanted: str, found: Value) -> bool:
    """Whether labels match a selector `a=b,c=d`. Other forms of selectors do not match."""
    pairs = [word.partition("=") for word in wanted.split(",") if word]
    return all(equals and str(text(found, name.strip())) == value.strip("= ") for name, equals, value in pairs)


def _matches_pattern(pattern: str, word: str) -> bool:
    return pattern == word or ((known := _name_pattern(pattern)) is not None and known.fullmatch(word) is not None)


@lru_cache(maxsize=256)
def _name_pattern(text: str) -> re.Pattern[str] | None:
    """The compiled expression; None if it could be slow to match."""
    if len(text) > _MAX_PATTERN or _RISKY.search(text) or len(_REPEATED.findall(text)) > 2:
        return None
    try:
        return re.compile(text)
    except (re.error, RecursionError):
        return None


def merged(base: Value, patch: Value, *, core: bool, key: str = "") -> Value:
    """The base with a patch merged into it. `core` says that it is a Kubernetes kind, whose lists have keys."""
    if isinstance(patch, dict):
        whole = not isinstance(base, dict) or text(patch, _DIRECTIVE) == "replace"
        kept: dict[str, Value] = {} if whole else dict(base)  # type: ignore[arg-type]
        for name, inner in patch.items():
            if inner is None or text(inner, _DIRECTIVE) == "delete":
                kept.pop(name, None)
            elif name != _DIRECTIVE:
                kept[name] = merged(kept.get(name), inner, core=core, key=name)
        return kept
    if core and key in _KEYED and isinstance(base, list) and isinstance(patch, list):
        return _merged_by_key(base, patch, _KEYED[key])
    return patch


def _merged_by_key(base: list[Value], patch: list[Value], names: Keys) -> list[Value]:
    """The list with each entry of the patch merged into the entry of the same key."""
    kept = list(base)
    for entry in patch:
        own = next((key for name in names if (key := text(entry, name))), None)
        same = [index for index, item in enumerate(kept) if own and any(text(item, name) == own for name in names)]
        if text(entry, _DIRECTIVE) == "delete":
            kept = [item for index, item in enumerate(kept) if index not in same]
        elif same:
            kept[same[0]] = merged(kept[same[0]], entry, core=True)
        else:
            kept.append(entry)
    return kept


def with_operations(tree: Value, operations: Sequence[Value], *, create: bool = False) -> Value:
    """The tree after the operations of a JSON patch. An operation that does not fit changes nothing.

    `create` makes missing mappings and lists, for an object that is not in the repository.
    """
    left = _MAX_COPIED
    for operation in islice(operations, _MAX_OPERATIONS):
        try:
            if text(operation, "op") == "copy":
                left -= _size(_value_at(tree, pointer(text(operation, "from"))), left)
                if left < 0:
                    continue
            tree = _with_operation(tree, operation, create=create)
        except (LookupError, ValueError, RecursionError):
            continue
    return tree


def _size(value: Value, most: int) -> int:
    """How many values a value holds; one more than `most` at the latest."""
    left, count = [value], 0
    while left and count <= most:
        inner = left.pop()
        count += 1
        left.extend(inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ())
    return count


def _with_operation(tree: Value, operation: Value, *, create: bool) -> Value:
    kind, path, origin = text(operation, "op"), pointer(text(operation, "path")), pointer(text(operation, "from"))
    value = (
        at(operation, "value")
        if kind in ("add", "replace")
        else _value_at(tree, origin)
        if kind in ("move", "copy")
        else None
    )
    if kind == "move":
        tree = _with_change(tree, origin, _removed)
    if kind == "remove":
        return _with_change(tree, path, _removed)
    if kind in ("add", "move", "copy"):
        return _with_change(tree, path, lambda parent, key: _added(parent, key, value), create=create)
    if kind == "replace":
        return _with_change(tree, path, lambda parent, key: _with_item_replaced(parent, key, value), create=create)
    return tree


def pointer(written: Located | None) -> Keys:
    """The keys of a JSON pointer: `/a/b~1c`."""
    parts = (written or "").split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in parts)


def _value_at(value: Value, keys: Keys) -> Value:
    for key in keys:
        value = value[int(key)] if isinstance(value, list) else at(value, key)
    return value


def _with_change(value: Value, keys: Keys, change: Callable[[Value, str], Value], *, create: bool = False) -> Value:
    """The value with a change made at the end of these keys."""
    if not keys:
        raise LookupError
    if value is None and create:
        value = [] if keys[0] == "-" or keys[0].isdecimal() else {}
    if len(keys) == 1:
        return change(value, keys[0])
    if isinstance(value, list):
        which = int(keys[0]) if keys[0] != "-" else len(value)
        if which == len(value) and create:
            value = [*value, None]
        return [
            _with_change(item, keys[1:], change, create=create) if n == which else item for n, item in enumerate(value)
        ]
    if not isinstance(value, dict) or (keys[0] not in value and not create):
        raise LookupError
    return {**value, keys[0]: _with_change(value.get(keys[0]), keys[1:], change, create=create)}


def _removed(parent: Value, key: str) -> Value:
    if isinstance(parent, list):
        return [item for index, item in enumerate(parent) if index != int(key)]
    return {name: item for name, item in parent.items() if name != key} if isinstance(parent, dict) else parent


def _added(parent: Value, key: str, value: Value) -> Value:
    if isinstance(parent, list):
        index = len(parent) if key == "-" else int(key)
        return [*parent[:index], value, *parent[index:]]
    return {**parent, key: value} if isinstance(parent, dict) else parent


def _with_item_replaced(parent: Value, key: str, value: Value) -> Value:
    if isinstance(parent, list):
        return [value if index == int(key) else item for index, item in enumerate(parent)]
    return {**parent, key: value} if isinstance(parent, dict) else parent


def fields(path: str) -> Keys:
    """The keys of a kustomize path: `spec.ports.[name=web].port`, `metadata.annotations.[a.b/c]`."""
    found: list[str] = []
    for item in _FIELD.findall(path):
        choice = _CHOICE.match(item)
        if choice:
            found += [choice[1]] if choice[1] else []
            found.append(f"[{choice[2]}={choice[3]}]")
        else:
            found.append(item[1:-1] if item.startswith("[") else item.replace("\\", ""))
    return tuple(found)


def text_at(value: Value, path: Keys) -> Located | None:
    """The text at a kustomize path."""
    for key in path:
        value = next(iter(_chosen_items(value, key)), (None, None))[1]
    return value if isinstance(value, Located) else None


def set_at(value: Value, path: Keys, change: Callable[[Value], Value], *, create: bool = False) -> Value:
    """The value with a change made at each place that a kustomize path matches."""
    if not path:
        return change(value)
    if value is None and create:
        value = {}
    steps = list(_chosen_items(value, path[0]))
    if isinstance(value, list):
        chosen = {index for index, _ in steps}
        return [set_at(item, path[1:], change, create=create) if n in chosen else item for n, item in enumerate(value)]
    if isinstance(value, dict) and (steps or create):
        return {**value, path[0]: set_at(value.get(path[0]), path[1:], change, create=create)}
    return value


def _chosen_items(value: Value, key: str) -> Iterator[tuple[int, Value]]:
    """The items that one step of a path matches, with their keys or indexes."""
    if isinstance(value, dict) and key in value:
        yield 0, value[key]
    choice = _CHOICE.match(key)
    for index, item in enumerate(items(value) if isinstance(value, list) else ()):
        if key in ("*", str(index)) or (choice and text(item, choice[2]) == choice[3]):
            yield index, item
