"""One walk over the events of a YAML text; a policy says what to make of each of them.

There are two policies: a plan is read strictly (`plan_yaml.py`), a repository leniently (`yaml.py`).
Reading goes through PyYAML's event stream, so that every scalar stays the text that was written
(`010`, `65000.10`, `no`, `52:54:00:12:34:56`). What a text can cost is bounded: its size, its depth, its aliases.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, Protocol, cast

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from cidrbook.text.source import MAX_DEPTH, Path, events

MERGE = "<<"
"""The key whose value is merged into its mapping."""

DROPPED: Any = 0
"""The key that holds a value which does not count, until its mapping is finished; no text can be it."""


class Policy(Protocol):
    """What to make of the events of a text. A method that raises ends the reading."""

    max_events: int
    max_aliased: int

    def scalar(self, event: ScalarEvent) -> Any:
        """The value that a scalar is."""

    def mapping(self, path: Path) -> dict[str, Any]:
        """A mapping without keys, as it begins."""

    def finish(self, mapping: dict[str, Any]) -> dict[str, Any]:
        """A mapping that has all of its keys, with what it merges."""

    def repeated_key(self, event: ScalarEvent, path: Path, mapping: dict[str, Any]) -> str:
        """The key to keep the value of a key under that was written before."""

    def check_tag(self, event: Any) -> None:
        """Look at the tag of a value."""

    def key_of_parts(self, event: Any) -> None:
        """A list or a mapping begins where a key belongs."""

    def key_of_alias(self, event: AliasEvent, value: Any) -> str:
        """The key that an alias is."""

    def unknown_alias(self, event: AliasEvent) -> Any:
        """The value of an alias whose anchor is not complete before it."""

    def too_much_aliased(self, event: AliasEvent) -> Any:
        """The value of an alias after more than `max_aliased` values."""

    def too_deep(self, event: Any) -> Any:
        """The value of what is nested more than `MAX_DEPTH` levels deep."""

    def too_deep_alias(self, event: AliasEvent) -> Any:
        """The value of an alias that holds too many levels for its place."""

    def too_many_events(self, event: Any) -> None:
        """There are more than `max_events` events."""

    def second_document(self, event: DocumentStartEvent) -> None:
        """A second document begins."""


def build_tree(text: str, policy: Policy) -> Any:  # noqa: C901, PLR0912, PLR0915 (one loop over the events: this is the hot path)
    """The tree of the one document in a text; None where there is none.

    Built without recursion, so that depth costs no stack.
    """
    root: list[Any] = []
    container: list[Any] | dict[str, Any] = root
    key: str | None = None
    path: Path = ()
    stack: list[tuple[list[Any] | dict[str, Any], str | None, Path, str | None, int]] = []
    aliases = _Aliases(policy)
    anchors = aliases.anchors
    scalar, mapping, finish, limit = policy.scalar, policy.mapping, policy.finish, policy.max_events
    for seen, event in enumerate(islice(events(text), limit)):
        kind = type(event)
        if kind is ScalarEvent:
            if event.tag is not None:
                policy.check_tag(event)
            if key is None and type(container) is dict:
                name = event.value
                if event.anchor is not None:
                    anchors[event.anchor] = (scalar(event), 1)
                key = policy.repeated_key(event, path, container) if name in container else name
                continue
            node = scalar(event)
            if event.anchor is not None:
                anchors[event.anchor] = (node, 1)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if key is None and type(container) is dict:
                policy.key_of_parts(event)
            if event.tag is not None:
                policy.check_tag(event)
            if len(stack) >= MAX_DEPTH:
                policy.too_deep(event)
            stack.append((container, key, path, event.anchor, seen + aliases.values))
            if type(container) is dict:
                path = (*path, cast("str", key))
            elif container is not root:
                path = (*path, len(container))
            container, key = (mapping(path), None) if kind is MappingStartEvent else ([], None)
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            node = finish(container) if type(container) is dict else container
            container, key, path, anchor, start = stack.pop()
            if anchor is not None:
                anchors[anchor] = (node, seen + aliases.values - start)
            if len(stack) >= MAX_DEPTH:
                node = None
            if key is None and type(container) is dict:
                key = DROPPED
                continue
        elif kind is AliasEvent:
            node = aliases.value(event, len(stack))
            if key is None and type(container) is dict:
                key = policy.key_of_alias(event, node)
                continue
        elif kind is DocumentStartEvent and root:
            policy.second_document(event)
            continue
        else:
            continue
        if type(container) is dict:
            container[cast("str", key)] = node
            key = None
        else:
            container.append(node)  # type: ignore[union-attr]
    if stack:  # no error, and yet not complete: the limit was met
        policy.too_many_events(event)
    return root[0] if root else None


class _Aliases:
    """The values that anchors name, each with its size, and how many values aliases have stood for."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.values = 0

    def value(self, event: AliasEvent, depth: int) -> Any:
        """A copy of what the alias stands for: a value may fit in one place and not in the other."""
        if event.anchor not in self.anchors:
            return self.policy.unknown_alias(event)
        node, size = self.anchors[event.anchor]
        self.values += size
        if self.values > self.policy.max_aliased:
            return self.policy.too_much_aliased(event)
        try:
            return _copy(node, MAX_DEPTH - depth)
        except RecursionError:
            return self.policy.too_deep_alias(event)


def _copy(node: Any, depth: int) -> Any:
    """The lists and mappings anew; raises `RecursionError` where they nest deeper."""
    if depth < 0:
        raise RecursionError
    if isinstance(node, dict):
        return {key: _copy(value, depth - 1) for key, value in node.items()}
    return [_copy(item, depth - 1) for item in node] if isinstance(node, list) else node
