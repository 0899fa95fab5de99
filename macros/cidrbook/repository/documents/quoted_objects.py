"""Kubernetes objects that documents quote, and the repository's objects of the same kind and name.

Only values that are addresses, ranges or AS numbers count, at a place where the repository's object has one, too. What
is still open there (a variable, a template) is not known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import yaml

from cidrbook.repository.documents.credibility import believed, is_document
from cidrbook.repository.documents.labels import clean
from cidrbook.repository.documents.literals import literals
from cidrbook.repository.statement import Detail, Statement
from cidrbook.text.markdown import Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KIND = regex(r"^\s*kind:\s*\S", re.MULTILINE)
_OPEN = regex(r"\$\{|\{\{|\{%|#\{|ENC\[")
_VALUE = regex(r"[0-9a-fA-F.:]+(?:/[0-9]{1,3})?(?:(?:\s*-\s*|,\s*)[0-9a-fA-F.:]+(?:/[0-9]{1,3})?)*$")
_BETWEEN = regex(r"\r?\n[ \t>]*")
_MARK = regex(r"[^\r\n]")
_DEEPEST, _MOST = 24, 400
"""Keys in keys, and items of one list. Objects in documents are short; larger ones are generated."""

_Path = tuple[str, ...]
_Name = tuple[str, str]


class _Leaf(NamedTuple):
    """A value of an object, and its place."""

    text: str
    place: Place


class _Quote(NamedTuple):
    """A block of a document with objects: its position, its text, and the headings above it."""

    source: Source
    start: int
    text: str
    headings: tuple[str, ...]


def quotes(sources: Sequence[Source]) -> Iterator[Detail]:
    """The values of quoted objects, each with the repository's value if that differs."""
    shown = [quote for source in sources for quote in _quotes(source)]
    said = [
        (quote, name, leaves)
        for quote in shown
        for name, leaves in _quoted_objects(quote.source, quote.text, quote.start)
    ]
    known = _objects_named(sources, {name for _, name, _ in said}) if said else {}
    for quote, name, leaves in said:
        for path, own in leaves.items():
            yield from _differing_value(quote, name, path, own, known.get(name, []))


def _quotes(source: Source) -> Iterator[_Quote]:
    """The YAML blocks of a document."""
    if not is_document(source.file, source.text) or "kind:" not in source.text or "```" not in source.text:
        return
    block: list[Passage] = []
    for passage in believed(source, examples=True):
        if passage.kind == "code" and block and _follows(source, block[-1], passage):
            block.append(passage)
            continue
        yield from _quote(source, block)
        block = [passage] if passage.kind == "code" else []
    yield from _quote(source, block)


def _follows(source: Source, before: Passage, after: Passage) -> bool:
    """Whether two lines of code are consecutive, with only a container's marks between them."""
    end = before.cells[0].start + len(before.cells[0].text)
    return bool(_BETWEEN.fullmatch(source.text, end, after.cells[0].start))


def _quote(source: Source, block: list[Passage]) -> Iterator[_Quote]:
    """The lines of a block as YAML, each at its column. A container's marks become blanks."""
    if block:
        begin = source.text.rfind("\n", 0, block[0].cells[0].start) + 1
        parts, at = [], begin
        for passage in block:
            cell = passage.cells[0]
            parts += [_MARK.sub(" ", source.text[at : cell.start]), cell.text]
            at = cell.start + len(cell.text)
        text = "".join(parts)
        if _KIND.search(text):
            yield _Quote(source, begin, text, tuple(map(clean, block[0].headings)))


def _quoted_objects(source: Source, text: str, start: int = 0) -> Iterator[tuple[_Name, dict[_Path, list[_Leaf]]]]:
    """The objects of a text that have a kind and a name, with their values."""
    with suppress(yaml.YAMLError, ValueError):
        for node in yaml.compose_all(text, _LOADER):
            top = _mapping_nodes(node)
            name = _mapping_nodes(top.get("metadata")).get("name")
            kind = top.get("kind")
            if isinstance(kind, yaml.ScalarNode) and isinstance(name, yaml.ScalarNode) and not _OPEN.search(name.value):
                leaves: dict[_Path, list[_Leaf]] = defaultdict(list)
                for path, leaf in _leaves(source, node, start, ()):
                    leaves[path].append(leaf)
                yield (kind.value, name.value), leaves


def _mapping_nodes(node: yaml.Node | None) -> dict[str, yaml.Node]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {key.value: value for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def _leaves(source: Source, node: yaml.Node, start: int, path: _Path) -> Iterator[tuple[_Path, _Leaf]]:
    """The values below a node by their keys. Items of lists count by their names."""
    if len(path) > _DEEPEST:
        return
    if isinstance(node, yaml.ScalarNode):
        begin, end = node.start_mark.index, node.end_mark.index
        yield path, _Leaf(node.value.strip(), source.at(start + begin, end - begin))
    elif isinstance(node, yaml.MappingNode):
        for key, value in _mapping_nodes(node).items():
            yield from _leaves(source, value, start, (*path, key))
    else:
        for item in node.value[:_MOST]:
            name = _mapping_nodes(item).get("name")
            yield from _leaves(source, item, start, (*path, name.value if isinstance(name, yaml.ScalarNode) else "[]"))


def _objects_named(sources: Iterable[Source], names: set[_Name]) -> dict[_Name, list[dict[_Path, list[_Leaf]]]]:
    """The repository's objects of these kinds and names."""
    found: dict[_Name, list[dict[_Path, list[_Leaf]]]] = defaultdict(list)
    for source in sources:
        if source.file.endswith((".yaml", ".yml")) and any(
            name in source.text and kind in source.text for kind, name in names
        ):
            for name, leaves in _quoted_objects(source, source.text):
                if name in names:
                    found[name].append(leaves)
    return found


def _differing_value(
    quote: _Quote, name: _Name, path: _Path, own: list[_Leaf], known: list[dict[_Path, list[_Leaf]]]
) -> Iterator[Detail]:
    """The quoted value at a path that no object of this name has. Lists are compared as a whole."""
    theirs = [leaf for leaves in known for leaf in leaves.get(path, ())]
    has = {leaf.text for leaf in theirs}
    new = [leaf for leaf in own if leaf.text not in has]
    alike = any(len(leaves.get(path, ())) == len(own) for leaves in known)
    if len(new) != 1 or not alike or not _is_claim(path, new[0].text) or any(map(_OPEN.search, has)):
        return
    left = [leaf for leaf in theirs if leaf.text not in {leaf.text for leaf in own}]
    if left and all(_is_claim(path, leaf.text) for leaf in left):
        beside = tuple(Statement(leaf.text, leaf.place, 0, 0, 0) for leaf in left)
        label = f"{name[0]} {name[1]}"
        yield Detail("quoted", new[0].text, new[0].place, 0, 0, 0, (label, path[-1]), quote.headings, beside)


def _is_claim(path: _Path, text: str) -> bool:
    """Whether a value is an address, a range or an AS number."""
    number = text.isdecimal() and path[-1].lower().endswith(("asn", "as"))
    return number or (bool(_VALUE.match(text)) and any(literals(text)))
