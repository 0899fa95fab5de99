"""YAML documents of any kind, as mappings and lists of located texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, KeysView
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cidrbook.text.located import Located
from cidrbook.text.source import Place, Source, events

MAX_DEPTH = 64
MAX_NODES = 200_000

_DEEP = 1000
_INDENTED = re.compile(rf"^[ ?:-]{{{_DEEP}}}", re.MULTILINE)

Value: TypeAlias = "Located | list[Value] | dict[str, Value] | None"
"""A text, a list, a mapping, or nothing."""

Inner: TypeAlias = tuple[tuple[str, ...], dict[str, Value]]
"""A mapping in a document, with the keys that lead to it."""

_INNER = (dict, list)

_SEPARATOR = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_DEFINITION = re.compile(r"^kind: [\"']?CustomResourceDefinition\b", re.MULTILINE)
_MARKS = ("{%", "#%", "{{")
_TEMPLATE_LINE = re.compile(r"^[ \t]*(?:\{%.*%\}|#%.*%#|\{\{-? *(?:if|end|range|with|else).*\}\})[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Document:
    """One YAML document: its tree, the file it is in, and its number there, from 0; the cluster that it is for.

    `changed` where some of it stands in other files.
    """

    tree: dict[str, Value]
    source: Source
    number: int
    cluster: str = ""
    changed: bool = False

    @cached_property
    def kind(self) -> str:
        """Its `kind`, as Kubernetes and Talos have one; else nothing."""
        kind = self.tree.get("kind")
        return str(kind) if isinstance(kind, Located) else ""

    @cached_property
    def api(self) -> str:
        """Its `apiVersion`."""
        api = self.tree.get("apiVersion")
        return str(api) if isinstance(api, Located) else ""

    @cached_property
    def name(self) -> Located | None:
        """Its `metadata.name`."""
        name = at(self.tree, "metadata", "name")
        return name if isinstance(name, Located) else None

    @cached_property
    def mappings(self) -> list[Inner]:
        """Every mapping in it, at any depth."""
        return mappings(self.tree)

    @property
    def keys(self) -> KeysView[str]:
        """Every key in it, at any depth."""
        return self._by_key.keys()

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        """The numbers of the mappings that have a key."""
        found: dict[str, list[int]] = {}
        for number, (_, mapping) in enumerate(self.mappings):
            for key in mapping:
                if key in found:
                    found[key].append(number)
                else:
                    found[key] = [number]
        return found

    def having(self, *keys: str) -> list[dict[str, Value]]:
        """The mappings in it that have one of these keys. Most documents have none, which costs next to nothing."""
        found = [self._by_key[key] for key in keys if key in self._by_key]
        if not found:
            return []
        numbers = found[0] if len(found) == 1 else sorted({number for own in found for number in own})
        return [self.mappings[number][1] for number in numbers]

    @property
    def namespace(self) -> str:
        """Its `metadata.namespace`."""
        found = at(self.tree, "metadata", "namespace")
        return str(found) if isinstance(found, Located) else ""

    @property
    def place(self) -> Place:
        """Where it begins: its name, or the first text in it."""
        return (
            self.name.place
            if self.name
            else next((other_text.place for other_text in texts(self.tree)), Place(self.source, 1, 1))
        )


class Broken(NamedTuple):
    """A document that is not YAML: its text, and what is wrong where."""

    text: str
    place: Place
    problem: str


def documents(source: Source, broken: list[Broken] | None = None) -> Iterator[Document]:
    """The documents of a file that are mappings. One that cannot be read does not hide the others: it is `broken`.

    Lines that only hold a template's statement are left out, so that what is YAML around them is read. Definitions of
    kinds of objects, which are long, hold no object.
    """
    for number, tree in _trees(source.text, source, broken=broken):
        if isinstance(tree, dict) and tree:
            yield Document(tree, source, number)


def trees(source: Source) -> Iterator[Value]:
    """What the documents of a file hold, lists too."""
    return (tree for _, tree in _trees(source.text, source))


def inner(source: Source, text: str, before: int, margin: int = 0) -> Iterator[Value]:
    """What the documents of a text hold that begins below so many lines of a file, behind a margin."""
    return (tree for _, tree in _trees(text, source, before, margin))


def _trees(
    text: str, source: Source, before: int = 0, margin: int = 0, broken: list[Broken] | None = None
) -> Iterator[tuple[int, Value]]:
    """The documents of a text by their numbers."""
    if any(mark in text for mark in _MARKS):
        text = _TEMPLATE_LINE.sub(lambda found: " " * len(found[0]), text)
    separators = [found.span() for found in _SEPARATOR.finditer(text)]
    starts = [0, *(end for _, end in separators)]
    ends = [*(start for start, _ in separators), len(text)]
    defining = "CustomResourceDefinition" in text
    counted = 0
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        before += text.count("\n", counted, start)
        counted = start
        if defining and _DEFINITION.search(text, start, end):
            continue
        reading = _Reading(source, before, margin)
        tree = _tree(text[start:end], reading)
        if reading.error is not None and broken is not None:
            broken.append(Broken(text[start:end], _where(reading), str(reading.error.problem)))
        yield number, tree


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


def mappings(value: Value) -> list[Inner]:
    """Every mapping in a value, at any depth, with the keys that lead to it."""
    found: list[Inner] = []
    _collect(value, (), found)
    return found


def _collect(value: Value, path: tuple[str, ...], found: list[Inner]) -> None:
    if isinstance(value, dict):
        found.append((path, value))
        for key, inner in value.items():
            if isinstance(inner, _INNER):
                _collect(inner, (*path, key), found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, path, found)


def embedded(block: Located) -> Value:
    """The YAML that a text of a document holds, as the values in a ConfigMap do; at its places, where it is a block."""
    return _tree(str(block), _Reading(block.place.source, *_below(block)))


def each(block: Located) -> Iterator[Value]:
    """The documents that a text of a document holds, as `embedded`."""
    return inner(block.place.source, str(block), *_below(block))


def _below(block: Located) -> tuple[int, int]:
    """Below how many lines the text of a document begins, and behind which margin."""
    at = block.place
    lines = at.source.lines
    header = lines[at.line - 1][at.column - 1 :] if at.line <= len(lines) else ""
    first = next((line for line in lines[at.line :] if line.strip()), "") if header.startswith("|") else ""
    return at.line - (not header.startswith(("|", ">"))), len(first) - len(first.lstrip())


@dataclass
class _Reading:
    """Where a text begins in its file, below how many lines and behind which margin; how many nodes may follow."""

    source: Source
    before: int
    margin: int = 0
    left: int = MAX_NODES
    error: yaml.MarkedYAMLError | None = None


def _where(reading: _Reading) -> Place:
    mark = reading.error.problem_mark if reading.error else None
    line, column = (mark.line, mark.column) if mark else (0, 0)
    return Place(reading.source, reading.before + line + 1, column + 1)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Makes nodes without finding out the types of their values, which takes most of the time: all are texts here."""

    def resolve(self, *_: object) -> str:
        """Nothing instead of a tag."""
        return ""

    def descend_resolver(self, *_: object) -> None:
        """Nothing to prepare."""

    def ascend_resolver(self) -> None:
        """Nothing to finish."""


def _tree(part: str, reading: _Reading) -> Value:
    if not part.strip():
        return None
    loader = _Loader(part)
    try:
        node = None if _is_too_deep(part) else loader.get_single_node()
        return _value(node, reading, 0) if node else None
    except yaml.MarkedYAMLError as error:
        reading.error = error
        return None
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    finally:
        loader.dispose()


def _is_too_deep(part: str) -> bool:
    """Whether a text nests deeper than the library can bear, which recurses; only few have what takes a closer look."""
    if len(part) < _DEEP or (part.count("[") + part.count("{") < _DEEP and not _INDENTED.search(part)):
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
                merged |= (
                    {other_text: part[other_text] for other_text in part if other_text not in merged}
                    if isinstance(part, dict)
                    else {}
                )
        elif isinstance(name, str):
            own[name] = value
    return merged | own if merged else own


def _scalar(node: ScalarNode, reading: _Reading) -> Located | None:
    if node.value == "" or (node.style is None and node.value in ("null", "~")):
        return None
    start, end = node.start_mark, node.end_mark
    line, column = start.line, start.column
    width = end.column - column if end.line == line else 1
    if not node.style and width > len(node.value):  # an anchor or a tag stands before a plain text
        column += width - len(node.value)
        width = len(node.value)
    return Located(
        node.value, Place(reading.source, line + reading.before + 1, column + reading.margin + 1, width or 1)
    )
