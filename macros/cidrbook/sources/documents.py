"""YAML documents of any kind, as mappings and lists of located texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cidrbook.plan.source import Place, Source, events
from cidrbook.sources.located import Located

MAX_DEPTH = 64
MAX_NODES = 200_000

_DEEP = 1000
_INDENTED = re.compile(rf"^[ ?:-]{{{_DEEP}}}", re.MULTILINE)

Value: TypeAlias = "Located | list[Value] | dict[str, Value] | None"
"""A text, a list, a mapping, or nothing."""

_SEPARATOR = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_TEMPLATE_LINE = re.compile(r"^[ \t]*(?:\{%.*%\}|#%.*%#|\{\{-? *(?:if|end|range|with|else).*\}\})[ \t]*$", re.MULTILINE)


class Document(NamedTuple):
    """One YAML document: its tree, the file it is in, and its number there, from 0; the cluster that it is for."""

    tree: dict[str, Value]
    source: Source
    number: int
    cluster: str = ""

    @property
    def kind(self) -> str:
        """Its `kind`, as Kubernetes and Talos have one; else nothing."""
        kind = self.tree.get("kind")
        return str(kind) if isinstance(kind, Located) else ""

    @property
    def api(self) -> str:
        """Its `apiVersion`."""
        api = self.tree.get("apiVersion")
        return str(api) if isinstance(api, Located) else ""

    @property
    def name(self) -> Located | None:
        """Its `metadata.name`."""
        name = at(self.tree, "metadata", "name")
        return name if isinstance(name, Located) else None

    @property
    def namespace(self) -> str:
        """Its `metadata.namespace`."""
        found = at(self.tree, "metadata", "namespace")
        return str(found) if isinstance(found, Located) else ""

    @property
    def place(self) -> Place:
        """Where it begins: its name, or the first text in it."""
        return self.name.place if self.name else next((it.place for it in texts(self.tree)), Place(self.source, 1, 1))


def documents(source: Source) -> Iterator[Document]:
    """The documents of a file that are mappings. One that cannot be read does not hide the others.

    Lines that only hold a template's statement are left out, so that what is YAML around them is read.
    """
    text = _TEMPLATE_LINE.sub(lambda found: " " * len(found[0]), source.text)
    starts = [0, *(found.end() for found in _SEPARATOR.finditer(text))]
    ends = [*(found.start() for found in _SEPARATOR.finditer(text)), len(text)]
    before = counted = 0
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        before += text.count("\n", counted, start)
        counted = start
        tree = _tree(text[start:end], _Reading(source, before))
        if isinstance(tree, dict) and tree:
            yield Document(tree, source, number)


def parsed(source: Source, text: str, lines_before: int = 0) -> Value:
    """The tree of one text of a source, which has its columns; nothing where it cannot be read."""
    return _tree(text, _Reading(source, lines_before))


def at(value: Value, *keys: str) -> Value:
    """What stands below these keys, one after another; None where something else does."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text(value: Value, *keys: str) -> Located | None:
    """The text below these keys."""
    found = at(value, *keys)
    return found if isinstance(found, Located) else None


def items(value: Value, *keys: str) -> list[Value]:
    """The list below these keys; one value alone counts as a list."""
    found = at(value, *keys)
    return found if isinstance(found, list) else [] if found is None else [found]


def texts(value: Value) -> Iterator[Located]:
    """All texts in a value, in their order."""
    if isinstance(value, Located):
        yield value
    elif isinstance(value, list | dict):
        for inner in value if isinstance(value, list) else value.values():
            yield from texts(inner)


def mappings(value: Value, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Value]]]:
    """Every mapping in a value, at any depth, with the keys that lead to it."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from mappings(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from mappings(inner, path)


def embedded(block: Located) -> Value:
    """The YAML that a text of a document holds, as the values in a ConfigMap do; at its places, where it is a block."""
    at = block.place
    lines = at.source.lines
    header = lines[at.line - 1][at.column - 1 :] if at.line <= len(lines) else ""
    first = next((line for line in lines[at.line :] if line.strip()), "") if header.startswith("|") else ""
    return _tree(str(block), _Reading(at.source, at.line, len(first) - len(first.lstrip())))


@dataclass
class _Reading:
    """Where a text begins in its file, below how many lines and behind which margin; how many nodes may follow."""

    source: Source
    before: int
    margin: int = 0
    left: int = MAX_NODES


def _tree(part: str, reading: _Reading) -> Value:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(part)
    try:
        node = None if _is_too_deep(part) else loader.get_single_node()
        return _value(node, reading, 0) if node else None
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    finally:
        loader.dispose()


def _is_too_deep(part: str) -> bool:
    """Whether a text nests deeper than the library can bear, which recurses; only few have what takes a closer look."""
    if part.count("[") + part.count("{") < _DEEP and not _INDENTED.search(part):
        return False
    depth = 0
    for event in events(part):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _DEEP:
            return True
    return False


def _value(node: Node, reading: _Reading, depth: int) -> Value:
    reading.left -= 1
    if depth > MAX_DEPTH or reading.left < 0:
        return None
    if isinstance(node, ScalarNode):
        return _scalar(node, reading)
    if isinstance(node, SequenceNode):
        return [_value(it, reading, depth + 1) for it in node.value]
    if isinstance(node, MappingNode):
        return _mapping(node, reading, depth)
    return None


def _mapping(node: MappingNode, reading: _Reading, depth: int) -> dict[str, Value]:
    """A mapping; what `<<` brings in counts where the mapping does not say otherwise."""
    own: dict[str, Value] = {}
    merged: dict[str, Value] = {}
    for key, inner in node.value:
        name: Any = getattr(key, "value", "")
        value = _value(inner, reading, depth + 1)
        if name == "<<":
            for part in value if isinstance(value, list) else [value]:
                merged |= {it: part[it] for it in part if it not in merged} if isinstance(part, dict) else {}
        elif isinstance(name, str):
            own[name] = value
    return merged | own


def _scalar(node: ScalarNode, reading: _Reading) -> Located | None:
    if node.value == "" or (node.style is None and node.value in ("null", "~")):
        return None
    start, end = node.start_mark, node.end_mark
    width = end.column - start.column if end.line == start.line else 1
    anchored = max(width - len(node.value), 0) if node.style in (None, "") else 0  # what stands before a plain text
    line, column = start.line + reading.before + 1, start.column + anchored + reading.margin + 1
    return Located(node.value, Place(reading.source, line, column, max(width - anchored, 1)))
