"""Kustomizations and components, which change objects on their way into a cluster, and what applies them.

Read: `patches`, `patchesStrategicMerge`, `patchesJson6902`, `replacements`, inline or in files of their own
([kustomize](https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/)); the same in Flux'
Kustomizations (`spec.patches`, `spec.components`) and in Argo CD's Applications (`spec.source.kustomize`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple

from cidrbook.repository.layout.patches import Target, target
from cidrbook.text.located import Located
from cidrbook.text.paths import upwards
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, embedded, items, parsed, text

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_CHANGING = ("patches", "patchesStrategicMerge", "patchesJson6902", "replacements")
_MAX_PATH = 300
"""Longer entries are no paths: patches and scripts may stand in their place."""
_MAX_CHAINS = 64
"""A file with more ways into clusters is generated. Such ways are dropped, as their number can double at each step."""
_MAX_DEPTH = 32
"""Layers in layers; labs have three or four. The limit ends a circle of kustomizations."""


@dataclass(frozen=True, eq=False)
class Patch:
    """A patch: its target, its file, and what it does (a merge, or a list of operations)."""

    target: Target
    body: dict[str, Value] | list[Value]
    file: str = ""


class Replacement(NamedTuple):
    """A replacement: the value's source, and its targets."""

    source: Value
    targets: list[Value]


@dataclass(frozen=True, eq=False)
class Layer:
    """One kustomization: its file, the resources that it lists, and the changes that it makes."""

    document: Document
    path: str
    resources: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    patches: tuple[Patch, ...] = ()
    replacements: tuple[Replacement, ...] = ()

    @property
    def is_component(self) -> bool:
        """Whether it is a component, which changes resources that others list."""
        return self.document.kind == "Component"


class Chain(NamedTuple):
    """One way into a cluster: the file that starts it, and the layers that change an object, from the inside out."""

    root: str
    layers: tuple[Layer, ...]


class Layers:
    """All layers of a repository, and the ways from files into clusters."""

    def __init__(self, documents: Sequence[Document], sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._files: dict[str, dict[int, Document]] = defaultdict(dict)
        for document in documents:
            self._files[document.source.file][document.number] = document
        first = {(manifest.source.file, manifest.number): manifest for manifest in reversed(documents)}.values()
        self.folders = {
            dirname(folder_file.source.file): self._folder(folder_file)
            for folder_file in first
            if is_kustomization(folder_file)
        }
        self.roots: dict[str, list[Layer]] = defaultdict(list)
        for document in first:
            for root in self._applied(document):
                self.roots[root.path].append(root)
        self._listing: dict[str, list[Layer]] = defaultdict(list)
        for layer in self.folders.values():
            for path in (*layer.resources, *layer.components):
                self._listing[path].append(layer)
        self._known: dict[str, tuple[Chain, ...]] = {}

    @property
    def every(self) -> Iterable[Layer]:
        """All layers."""
        return (*self.folders.values(), *(root for roots in self.roots.values() for root in roots))

    @property
    def changing(self) -> bool:
        """Whether any layer changes anything."""
        return any(layer.patches or layer.replacements for layer in self.every)

    def changes(self, layer: Layer) -> Iterator[Layer]:
        """The layers that change what a layer lists, each once: its components, and itself."""
        return self._changes(layer, {layer.path})

    def _changes(self, layer: Layer, seen: set[str], depth: int = 0) -> Iterator[Layer]:
        for path in layer.components if depth < _MAX_DEPTH else ():
            if path in self.folders and path not in seen:
                seen.add(path)
                yield from self._changes(self.folders[path], seen, depth + 1)
        yield layer

    def chains(self, path: str, depth: int = 0) -> tuple[Chain, ...]:
        """The ways of a file or of a kustomization's folder into clusters; none if nothing leads to it."""
        if path not in self._known:
            self._known[path] = ()  # what leads to itself leads nowhere
            found = dict.fromkeys(chain for above in self._above(path) for chain in self._through_parents(above, depth))
            self._known[path] = tuple(found) if len(found) <= _MAX_CHAINS else ()
        return self._known[path]

    def _through_parents(self, layer: Layer, depth: int) -> Iterator[Chain]:
        own = (
            ()
            if layer.is_component
            else tuple(change for change in self.changes(layer) if change.patches or change.replacements)
        )
        is_root = self.folders.get(layer.path) is not layer
        further = () if is_root or depth > _MAX_DEPTH else self.chains(layer.path, depth + 1)
        for chain in further or (Chain(layer.document.source.file, ()),):
            yield chain._replace(layers=(*own, *chain.layers))

    def _above(self, path: str) -> Iterator[Layer]:
        """The layers that list a file or a folder, or else the Flux and Argo CD objects that apply its folder."""
        yield from self._listing.get(path, ())
        folder = path if path in self.folders else dirname(path)
        yield from self.roots.get(folder, ()) if path in self.folders else ()
        for above in (*upwards(folder), "") if path not in self.folders else ():
            if above in self.folders:
                return
            yield from self.roots.get(above, ())

    def _folder(self, document: Document) -> Layer:
        folder = dirname(document.source.file)
        tree = document.tree
        listed = (*_local_paths(tree, "resources", folder), *_local_paths(tree, "bases", folder))
        changes = self._patches(tree, folder), self._replacements(tree, folder)
        return Layer(document, folder, listed, tuple(_local_paths(tree, "components", folder)), *changes)

    def _applied(self, document: Document) -> Iterator[Layer]:
        """The folders that a document of Flux or Argo CD applies, and its changes to them."""
        spec = at(document.tree, "spec")
        if document.kind == "Kustomization" and not is_kustomization(document):
            yield self._root(document, spec, spec)
        elif document.kind == "Application":
            for source in (entry for entry in (*items(spec, "source"), *items(spec, "sources")) if at(entry, "path")):
                yield self._root(document, source, at(source, "kustomize"))

    def _root(self, document: Document, source: Value, changing: Value) -> Layer:
        folder = _path_from("", str(text(source, "path") or ".").lstrip("/"))
        components = tuple(_local_paths(changing, "components", folder))
        return Layer(document, folder, (), components, self._patches(changing, folder))

    def _patches(self, tree: Value, folder: str) -> tuple[Patch, ...]:
        found: list[Patch] = []
        for entry in items(tree, "patchesStrategicMerge"):
            written = text({"path": entry}, "path")
            inline = written is None or "\n" in written or ": " in written
            found += self._patches_of_entry(None, {"patch" if inline else "path": entry}, folder)
        for key in ("patches", "patchesJson6902"):
            for entry in items(tree, key):
                found += self._patches_of_entry(at(entry, "target"), entry, folder)
        return tuple(found)

    def _patches_of_entry(self, chosen: Value, entry: Value, folder: str) -> Iterator[Patch]:
        """The patches of an entry: written in it, or in a file that it names."""
        inline, path = at(entry, "patch"), text(entry, "path")
        body = embedded(inline) if isinstance(inline, Located) else inline
        file = _path_from(folder, path) if path is not None and len(path) < _MAX_PATH else ""
        bodies: list[Value] = (
            [body] if body is not None else [document.tree for document in self._files.get(file, {}).values()]
        )
        if not bodies and file in self._sources:
            bodies = [parsed(self._sources[file], self._sources[file].text)]
        for content in bodies:
            if isinstance(content, dict | list):
                yield Patch(target(chosen) if chosen is not None else _own_target(content), content, file)

    def _replacements(self, tree: Value, folder: str) -> tuple[Replacement, ...]:
        found: list[Value] = [*items(tree, "replacements")]
        for path in [item for entry in found if (item := text(entry, "path")) is not None and len(item) < _MAX_PATH]:
            source = self._sources.get(_path_from(folder, path))
            written = parsed(source, source.text) if source else None
            found += items(written)
        return tuple(Replacement(at(item, "source"), items(item, "targets")) for item in found if at(item, "source"))


def is_kustomization(document: Document) -> bool:
    """Whether a document is kustomize's own kustomization, not one of Flux."""
    return basename(document.source.file) in NAMES and not document.api.startswith("kustomize.toolkit")


def changes_any(documents: Iterable[Document]) -> bool:
    """Whether any document of a repository changes others."""
    return any(
        any(key in tree for key in _CHANGING)
        for document in documents
        for tree in _changing_mappings(document)
        if isinstance(tree, dict)
    )


def _changing_mappings(document: Document) -> tuple[Value, ...]:
    if is_kustomization(document):
        return (document.tree,)
    spec = at(document.tree, "spec")
    sources = (*items(spec, "source"), *items(spec, "sources")) if document.kind == "Application" else ()
    own = (spec, {"patches": None} if at(spec, "components") else None) if document.kind == "Kustomization" else ()
    return (*own, *(at(source, "kustomize") for source in sources))


def _path_from(folder: str, path: str) -> str:
    """A path relative to a folder, from the root of the repository, which is ""."""
    found = normpath(join(folder, path))
    return "" if found == "." else found


def _local_paths(tree: Value, key: str, folder: str) -> Iterator[str]:
    for entry in items(tree, key):
        if isinstance(entry, Located) and len(entry) < _MAX_PATH and "://" not in entry:
            yield _path_from(folder, entry)


def _own_target(body: Value) -> Target:
    """The target that a patch names itself by its kind and name; none for a list of operations."""
    api, kind = text(body, "apiVersion") or "", text(body, "kind")
    name, space = text(body, "metadata", "name"), text(body, "metadata", "namespace")
    if kind is None or name is None:
        return Target(name="\0")
    group, slash, _ = str(api).rpartition("/")
    return Target(group=group if slash else "", kind=str(kind), name=str(name), namespace=str(space or ""))
