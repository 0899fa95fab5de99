"""Documents as they reach a cluster: with the changes of the kustomizations on their way.

An overlay's value replaces that of its base, and stands where the overlay writes it. Two overlays of one base are two
clusters. A patch whose object is not in the tree is the part of it that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from posixpath import basename, dirname

from cidrbook.repository.layout.kustomizations import (
    Chain,
    Layer,
    Layers,
    Patch,
    Replacement,
    changes_any,
    is_kustomization,
)
from cidrbook.repository.layout.patches import Target, fields, merged, set_at, target, text_at, with_operations
from cidrbook.text.located import Located
from cidrbook.text.source import Place, Source
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_REGEX = frozenset("*+?[](){}|^$\\")

Clusters = Callable[[str], tuple[str, ...]]
"""The clusters that a file belongs to."""


@dataclass(frozen=True, eq=False)
class _Variant:
    """A document on its way into one cluster, and the layers that it passes."""

    document: Document
    layers: tuple[Layer, ...] = ()


def with_overlays(documents: Sequence[Document], sources: Sequence[Source], clusters: Clusters) -> Sequence[Document]:
    """The documents as they reach their clusters. Patches are not read as documents of their own."""
    if not changes_any(documents):
        return documents
    layers = Layers(documents, {source.file: source for source in sources})
    if not layers.changing:
        return documents
    patching = {patch.file for layer in layers.every for patch in layer.patches if patch.file}
    used: set[int] = set()
    variants = [
        variant
        for document in documents
        if document.source.file not in patching
        for variant in _variants(document, layers, clusters, used)
    ]
    found = [variant.document for variant in _all_replaced(variants)]
    return [*found, *_patches_without_object(layers, clusters, used)]


def _variants(document: Document, layers: Layers, clusters: Clusters, used: set[int]) -> Iterator[_Variant]:
    """The document, once for each way into its cluster that changes it differently.

    Two ways that begin in different places and name no cluster are not for one cluster.
    """
    ways = layers.chains(document.source.file)
    if is_kustomization(document) or not any(way.layers for way in ways):
        yield _Variant(document)
        return
    made: dict[tuple[int, ...], _Variant] = {}
    roots: set[str] = set()
    for way in (chain for chain in ways if document.cluster in clusters(chain.root)):
        patches = _fitting_patches(document, way)
        used.update(map(id, patches))
        key = (*map(id, patches), *(id(layer) for layer in way.layers if layer.replacements))
        if key not in made:
            patched = _with_patches(document, patches)
            new = bool(roots) and way.root not in roots and not document.cluster
            other = basename(dirname(way.root)) if new else ""
            roots.add(way.root)
            made[key] = _Variant(replace(patched, cluster=other) if other else patched, way.layers)
    yield from (variant for variant in made.values() if variant.document.tree) if made else (_Variant(document),)


def _fitting_patches(document: Document, way: Chain) -> list[Patch]:
    return [patch for layer in way.layers for patch in layer.patches if patch.target.fits(document)]


def _with_patches(document: Document, patches: Sequence[Patch]) -> Document:
    tree: Value = document.tree
    for patch in patches:
        tree = _with_patch(document, tree, patch)
    return document if tree is document.tree else _with_tree(document, tree)


def _with_tree(document: Document, tree: Value) -> Document:
    return replace(document, tree=tree if isinstance(tree, dict) else {}, changed=True)


def _with_patch(document: Document, tree: Value, patch: Patch) -> Value:
    if isinstance(patch.body, list):
        return with_operations(tree, patch.body)
    if text(patch.body, "$patch") == "delete":
        return None
    body = {key: value for key, value in patch.body.items() if key not in ("apiVersion", "kind")}
    meta = at(body, "metadata")
    if isinstance(meta, dict):  # an object keeps its own name
        body["metadata"] = {key: value for key, value in meta.items() if key not in ("name", "namespace")}
    return merged(tree, body, core=_is_core(document.api))


def _is_core(api: str) -> bool:
    group, slash, _ = api.partition("/")
    return not slash or "." not in group or group.endswith(".k8s.io")


def _patches_without_object(layers: Layers, clusters: Clusters, used: set[int]) -> Iterator[Document]:
    """The fields that patches set on objects outside the repository, if the patch names the object."""
    for layer in layers.every:
        for patch in layer.patches:
            tree = _patched_fields(patch) if id(patch) not in used else {}
            if tree:
                first = next(texts(patch.body), None)
                source = first.place.source if first else layer.document.source
                made = replace(_with_tree(layer.document, tree), source=source, number=-1)
                yield from (replace(made, cluster=cluster) for cluster in clusters(layer.document.source.file))


def _patched_fields(patch: Patch) -> dict[str, Value]:
    """The object that a patch makes of nothing, under the name of its target."""
    body = patch.body
    named = _metadata_of(patch.target, next(texts(body), None))
    if isinstance(body, list):
        tree = with_operations(named, body, create=True) if named else None
        return tree if isinstance(tree, dict) else {}
    known = merged(body, named, core=False)
    return known if isinstance(known, dict) and text(known, "kind") and text(known, "metadata", "name") else {}


def _metadata_of(wanted: Target, near: Located | None) -> dict[str, Value]:
    """The kind and names of an object, if its target gives them literally."""
    said = (wanted.kind, wanted.name, wanted.namespace)
    if near is None or not all(said[:2]) or any(_REGEX & set(word) or "\0" in word for word in said):
        return {}
    place = Place(near.place.source, near.place.line, near.place.column)
    kind, name, space = (Located(part, place) for part in said)
    api = {"apiVersion": Located(f"{wanted.group}/{wanted.version}", place)} if wanted.group else {}
    meta: dict[str, Value] = {"name": name, **({"namespace": space} if space else {})}
    return {**api, "kind": kind, "metadata": meta}


def _all_replaced(variants: list[_Variant]) -> list[_Variant]:
    """The variants, after replacements have copied values from one to others."""
    replacing = {id(layer): layer for variant in variants for layer in variant.layers if layer.replacements}
    for layer in replacing.values():
        for cluster in {variant.document.cluster for variant in variants if layer in variant.layers}:
            own = [variant.document for variant in variants if _passes_layer(variant, layer, cluster)]
            for replacement in layer.replacements:
                value = _replacement_source(replacement, [*own, *_generated_config_maps(layer)])
                if value is not None and not value.open:
                    variants = [
                        _with_value(variant, replacement, value) if _passes_layer(variant, layer, cluster) else variant
                        for variant in variants
                    ]
    return variants


def _passes_layer(variant: _Variant, layer: Layer, cluster: str) -> bool:
    return layer in variant.layers and variant.document.cluster == cluster


def _generated_config_maps(layer: Layer) -> Iterator[Document]:
    """The ConfigMaps that a kustomization generates from literals."""
    for value in items(layer.document.tree, "configMapGenerator"):
        pairs = [
            (literal, literal.find("="))
            for literal in items(value, "literals")
            if isinstance(literal, Located) and "=" in literal
        ]
        data: dict[str, Value] = {str(literal[:end]): literal.part(end + 1, len(literal)) for literal, end in pairs}
        name = text(value, "name")
        if name and data:
            kind = Located("ConfigMap", name.place)
            yield replace(layer.document, tree={"kind": kind, "metadata": {"name": name}, "data": data})


def _replacement_source(replacement: Replacement, documents: Sequence[Document]) -> Located | None:
    """The value to copy, if exactly one object has it."""
    wanted, path = target(replacement.source), text(replacement.source, "fieldPath")
    found = [document for document in documents if wanted.fits(document)]
    value = text_at(found[0].tree, fields(path or "metadata.name")) if len(found) == 1 else None
    options = at(replacement.source, "options")
    parting = text(options, "delimiter")
    if value is None or parting is None:
        return value
    parts = value.split(parting)
    index = _part_number(options)
    start = sum(len(part) + len(parting) for part in parts[:index])
    return value.part(start, start + len(parts[index])) if 0 <= index < len(parts) else None


def _part_number(options: Value) -> int:
    written = text(options, "index") or "0"
    return int(written) if written.lstrip("-").isdecimal() and len(written) < 6 else -1


def _with_value(variant: _Variant, replacement: Replacement, value: Located) -> _Variant:
    """The variant, with the value written where it is a target of the replacement."""
    document = variant.document
    for entry in replacement.targets:
        chosen = target(at(entry, "select")).fits(document) and not any(
            target(rejected).fits(document) for rejected in items(entry, "reject")
        )
        for path in items(entry, "fieldPaths") if chosen else ():
            tree = _with_field(document.tree, str(path), at(entry, "options"), value)
            document = document if tree is document.tree else _with_tree(document, tree)
    return variant if document is variant.document else replace(variant, document=document)


def _with_field(tree: dict[str, Value], path: str, options: Value, value: Located) -> dict[str, Value]:
    parting, index = text(options, "delimiter"), _part_number(options)

    def change(before: Value) -> Value:
        if parting is None or not isinstance(before, Located):
            return value
        parts = before.split(parting)
        new = [*parts[:index], str(value), *parts[index + 1 :]] if index >= 0 else [str(value), *parts]
        return Located(parting.join(new), value.place, "")

    new = set_at(tree, fields(path), change, create=text(options, "create") == "true")
    return new if isinstance(new, dict) else tree
