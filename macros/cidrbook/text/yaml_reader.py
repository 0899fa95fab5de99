"""One walk over the events of a YAML text; a policy says what to make of each of them.

There are two policies: a plan is read strictly (`plan_yaml.py`), a repository leniently (`yaml.py`).
Reading goes through PyYAML's event stream, so that every scalar stays the text that was written
(`010`, `65000.10`, `no`, `52:54:00:12:34:56`). What a text can cost is bounded: its size, its depth, its aliases.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, Protocol, TypeAlias, cast

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


class YamlPolicy(Protocol):
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
        """There are more than `max_events` events, or so many levels that each takes longer."""

    def second_document(self, event: DocumentStartEvent) -> None:
        """A second document begins."""


_MOST_LEVELS = 4 * MAX_DEPTH
"""Levels that are read at all: PyYAML looks through all open brackets at each one."""

_STARTS = frozenset({MappingStartEvent, SequenceStartEvent})
_ENDS = frozenset({MappingEndEvent, SequenceEndEvent})
_Container: TypeAlias = "list[Any] | dict[str, Any]"


def build_tree(text: str, policy: YamlPolicy) -> Any:  # noqa: C901, PLR0912 (one loop over the events: this is the hot path)
    """The tree of the one document in a text; None where there is none.

    Built without recursion, so that depth costs no stack.
    """
    root: list[Any] = []
    container: _Container = root
    key: str | None = None
    path: Path = ()
    aliases = _Aliases(policy)
    anchors = aliases.anchors
    nesting = _Nesting(policy, aliases, root)
    scalar = policy.scalar
    for seen, event in enumerate(islice(events(text), policy.max_events)):
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
        elif kind in _STARTS:
            container, path = nesting.begin(event, container, key, path, seen)
            key = None
            continue
        elif kind in _ENDS:
            node, container, key, path = nesting.end(container, seen)
            if key is DROPPED and node is DROPPED:
                continue
        elif kind is AliasEvent:
            node = aliases.value(event, len(nesting.stack))
            if key is None and type(container) is dict:
                key = policy.key_of_alias(event, node)
                continue
        elif kind is DocumentStartEvent and root:
            policy.second_document(event)
            continue
        else:
            continue
        if type(container) is dict:
            container[key] = node  # type: ignore[index]  # a `cast` is a call
            key = None
        else:
            container.append(node)  # type: ignore[union-attr]
    if nesting.stack:  # no error, and yet not complete: the limit was met
        policy.too_many_events(event)
    return next(iter(root), None)


class _Nesting:
    """The lists and mappings around the place that was reached, each with its key, path, anchor and first event."""

    def __init__(self, policy: YamlPolicy, aliases: _Aliases, root: list[Any]) -> None:
        self.policy = policy
        self.aliases = aliases
        self.root = root
        self.stack: list[tuple[_Container, str | None, Path, str | None, int]] = []

    def begin(
        self, event: Any, container: _Container, key: str | None, path: Path, seen: int
    ) -> tuple[_Container, Path]:
        """The list or mapping that begins, and its path."""
        if key is None and type(container) is dict:
            self.policy.key_of_parts(event)
        if event.tag is not None:
            self.policy.check_tag(event)
        if len(self.stack) >= MAX_DEPTH:
            self.policy.too_deep(event)
        if len(self.stack) >= _MOST_LEVELS:
            self.policy.too_many_events(event)
        self.stack.append((container, key, path, event.anchor, seen + self.aliases.values))
        if type(container) is dict:
            path = (*path, cast("str", key))
        elif container is not self.root:
            path = (*path, len(container))
        return (self.policy.mapping(path) if type(event) is MappingStartEvent else []), path

    def end(self, finished: _Container, seen: int) -> tuple[Any, _Container, str | None, Path]:
        """The list or mapping that ends, and the container, key and path to go on with.

        One that is a key itself is dropped, and so is the value that it is the key of.
        """
        node = self.policy.finish(finished) if type(finished) is dict else finished
        container, key, path, anchor, start = self.stack.pop()
        if anchor is not None:
            self.aliases.anchors[anchor] = (node, seen + self.aliases.values - start)
        if key is None and type(container) is dict:
            return DROPPED, container, DROPPED, path
        return None if len(self.stack) >= MAX_DEPTH else node, container, key, path


class _Aliases:
    """The values that anchors name, each with its size, and how many values aliases have stood for."""

    def __init__(self, policy: YamlPolicy) -> None:
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
