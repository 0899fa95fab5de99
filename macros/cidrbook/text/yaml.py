"""YAML documents of any kind, as mappings and lists of located texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, KeysView
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, NoReturn, TypeAlias, cast

import yaml
from yaml.composer import ComposerError
from yaml.events import AliasEvent, Event, ScalarEvent

from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Path, Place, Source
from cidrbook.text.yaml_reader import DROPPED, MERGE, build_tree

MAX_EVENTS = 1_000_000
"""Keys, values and brackets of one document: more than a file of two megabytes that people write can hold."""

MAX_ALIASED = 200_000
"""Values that the aliases of one document may stand for, before the rest of them is left out: a bomb."""

_NULLS = frozenset({"null", "~"})
_EARLIER_MERGES = "\0earlier merges"  # the key that holds what earlier keys `<<` bring in; YAML allows no NUL

Value: TypeAlias = "Located | list[Value] | dict[str, Value] | None"
"""A text, a list, a mapping, or nothing."""

Inner: TypeAlias = tuple[tuple[str, ...], dict[str, Value]]
"""A mapping in a document, with the keys that lead to it."""

_INNER = (dict, list)

_SEPARATOR = regex(r"^---(?=\s|$)", re.MULTILINE)
_DEFINITION = regex(r"^kind: [\"']?CustomResourceDefinition\b", re.MULTILINE)
_MARKS = ("{%", "#%", "{{")
_TEMPLATE_LINE = regex(r"^[ \t]*(?:\{%.*%\}|#%.*%#|\{\{-? *(?:if|end|range|with|else).*\}\})[ \t]*$", re.MULTILINE)


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
            self.name.place if self.name else next((leaf.place for leaf in texts(self.tree)), Place(self.source, 1, 1))
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
        text = _TEMPLATE_LINE.sub("", text)  # blanks would be the margin of a block that begins with such a line
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
        policy = _Lenient(source, before, margin)
        tree = _tree(text[start:end], policy)
        if policy.error is not None and broken is not None:
            broken.append(Broken(text[start:end], _syntax_place(policy), str(policy.error.problem)))
        yield number, tree


def parsed(source: Source, text: str, lines_before: int = 0) -> Value:
    """The tree of one text of a source, which has its columns; nothing where it cannot be read."""
    return _tree(text, _Lenient(source, lines_before))


def at(value: Value, *keys: str) -> Value:
    """What stands below these keys, one after another; None where something else does."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
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
    return _tree(str(block), _Lenient(block.place.source, *_document_margin(block)))


def each(block: Located) -> Iterator[Value]:
    """The documents that a text of a document holds, as `embedded`."""
    return inner(block.place.source, str(block), *_document_margin(block))


def _document_margin(block: Located) -> tuple[int, int]:
    """Below how many lines the text of a document begins, and behind which margin."""
    at = block.place
    lines = at.source.lines
    header = lines[at.line - 1][at.column - 1 :] if at.line <= len(lines) else ""
    first = next((line for line in lines[at.line :] if line.strip()), "") if header.startswith("|") else ""
    return at.line - (not header.startswith(("|", ">"))), len(first) - len(first.lstrip())


@dataclass
class _Lenient:
    """The policy for a repository: what cannot be a value is left out, and the rest is read.

    The text begins below `before` lines of its file, behind a margin. `error` is why it is not YAML.
    """

    source: Source
    before: int
    margin: int = 0
    error: yaml.MarkedYAMLError | None = None
    max_events = MAX_EVENTS
    max_aliased = MAX_ALIASED

    def scalar(self, event: Any) -> Located | None:
        """The text at its place; None where it is empty or `null`."""
        text: str = event.value
        if text == "" or (not event.style and text in _NULLS):
            return None
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        width = end.column - column if end.line == line else 1
        if not event.style and width > len(text):  # an anchor or a tag stands before a plain text
            column += width - len(text)
            width = len(text)
        return Located(text, Place(self.source, line + self.before + 1, column + self.margin + 1, width or 1))

    def mapping(self, path: Path) -> dict[str, Value]:  # noqa: ARG002 (its texts know their places)
        """An empty mapping."""
        return {}

    def finish(self, mapping: dict[str, Value]) -> dict[str, Value]:
        """The mapping; what `<<` brings in counts where the mapping does not say otherwise."""
        mapping.pop(DROPPED, None)
        if MERGE not in mapping:
            return mapping
        parts = [*items(mapping.pop(_EARLIER_MERGES, None)), *items(mapping.pop(MERGE))]
        merged: dict[str, Value] = {}
        for part in parts:
            if isinstance(part, dict):
                merged.update((name, value) for name, value in part.items() if name not in merged)
        return merged | mapping

    def repeated_key(self, event: ScalarEvent, path: Path, mapping: dict[str, Value]) -> str:  # noqa: ARG002 (as above)
        """The last value counts; of merges, all do."""
        if event.value == MERGE:
            mapping[_EARLIER_MERGES] = [*items(mapping.get(_EARLIER_MERGES)), *items(mapping.pop(MERGE))]
        return event.value

    def check_tag(self, event: Any) -> None:
        """Products have tags of their own."""

    def key_of_parts(self, event: Event) -> None:
        """A template's expression without quotes reads like this: its value is left out."""

    def key_of_alias(self, event: AliasEvent, value: Value) -> str:  # noqa: ARG002 (what it stands for is enough)
        """The text that it stands for."""
        return str(value) if isinstance(value, Located) else cast("str", DROPPED)

    def unknown_alias(self, event: Any) -> NoReturn:
        """Not YAML."""
        raise ComposerError(None, None, "found undefined alias", event.start_mark)

    def too_much_aliased(self, event: AliasEvent) -> None:
        """Left out."""

    def too_deep(self, event: Event) -> None:
        """Left out."""

    def too_deep_alias(self, event: AliasEvent) -> None:
        """Left out."""

    def too_many_events(self, event: Event) -> NoReturn:  # noqa: ARG002 (where it stopped helps nobody)
        """No person wrote this."""
        raise yaml.YAMLError

    def second_document(self, event: Any) -> NoReturn:
        """Documents are taken apart before they are read, so that one which is not YAML does not hide the others."""
        raise ComposerError(None, None, "but found another document", event.start_mark)


def _syntax_place(policy: _Lenient) -> Place:
    """Where a text is not YAML."""
    mark = policy.error.problem_mark if policy.error else None
    line, column = (mark.line, mark.column) if mark else (0, 0)
    return Place(policy.source, policy.before + line + 1, column + 1)


def _tree(part: str, policy: _Lenient) -> Value:
    if not part.strip():
        return None
    try:
        return cast("Value", build_tree(part, policy))
    except yaml.MarkedYAMLError as error:
        policy.error = error
    except yaml.YAMLError:
        pass
    return None
